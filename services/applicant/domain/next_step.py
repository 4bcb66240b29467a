"""What comes next on her road: one slug with its days, told to her and to the officer in their own words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from services.applicant.domain.journey import Row, Stage, places


@dataclass(frozen=True, slots=True)
class Next:
    """`slug` is the message `journey.next.<slug>`; `facts` fill it (title of a class, a day)."""

    slug: str
    facts: Mapping[str, object] = field(default_factory=dict)


AFTER = {
    Stage.FUNDED: "first_report",
    Stage.TRADING: "title",
    Stage.TITLED: "keep",
}
# where an application stands → what comes next, and which of its days is told with it
APPLYING = {
    "started": ("finish_application", None),
    "in_review": ("guarantee", "due_on"),
    "returned": ("papers", "due_on"),
    "approved": ("sign", "lapses_on"),
    "contracted": ("money", None),
}
OVER = {"rejected": "rejected", "lapsed": "apply_again", "withdrawn": "apply"}
LEARNING = (
    "register",
    "choose_class",
    "wait_for_place",
    "class_begins",
    "class_goes_on",
    "exam",
    "certificate",
    "apply",
)
OWED = ("overdue", "subrogated", "mend_title")
ALL = (*LEARNING, *(slug for slug, _ in APPLYING.values()), "rejected", "apply_again", *AFTER.values(), *OWED)


def next_step(row: Row | None, today: date) -> Next:
    """Return what she can expect or do next; a woman without a row has only just registered, or not yet."""
    stage = (row or {}).get("stage")
    if row is None or stage is None:
        return Next("register")
    return _owed(row["facts"]) or _applying(row["facts"], stage) or _of_a_learner(row, stage, today)


def has_draft(row: Row) -> bool:
    """Tell whether she has begun an application and neither handed it in nor taken it back."""
    return any(one["state"] == "started" for one in _all(row["facts"], "applications"))


def _owed(facts: Mapping[str, Row]) -> Next | None:
    """Return what comes before everything else: money that is late, a title with a fault to mend."""
    late = [one["due_on"] for one in _all(facts, "loans") if one["state"] == "overdue"]
    if late:
        return Next("overdue", {"day": date.fromisoformat(min(late))})
    if any(one["state"] == "subrogated" for one in _all(facts, "loans")):
        return Next("subrogated")
    watched = [one["until"] for one in _all(facts, "titles") if one["state"] == "watched"]
    return Next("mend_title", {"day": date.fromisoformat(min(watched))}) if watched else None


def _applying(facts: Mapping[str, Row], stage: str) -> Next | None:
    """Return where her open application stands, else what the last one came to when no money followed."""
    ours = sorted(_all(facts, "applications"), key=lambda one: str(one["on"]))
    going = [one for one in ours if one["state"] in APPLYING]
    if going:
        named, day = APPLYING[going[-1]["state"]]
        coming = "money" if named == "guarantee" and "guaranteed" in going[-1] else named
        return Next(coming, {"day": date.fromisoformat(going[-1][day])} if day and going[-1].get(day) else {})
    if stage in AFTER:
        return Next(AFTER[Stage(stage)])
    asked = [one for one in ours if "submitted_on" in one]
    return Next(OVER[asked[-1]["state"]]) if asked and asked[-1]["state"] in OVER else None


def _of_a_learner(row: Row, stage: str, today: date) -> Next:
    if stage == Stage.ENROLLED:
        return _of_a_class(max(places(row["facts"], "enrolled"), key=lambda one: one["ends_on"]), today)
    if stage != Stage.REGISTERED:
        return Next("apply")
    waiting = places(row["facts"], "waitlisted")
    return Next("wait_for_place", {"title": waiting[-1]["title"]}) if waiting else Next("choose_class")


def _of_a_class(place: Row, today: date) -> Next:
    begins, ends = date.fromisoformat(place["starts_on"]), date.fromisoformat(place["ends_on"])
    if today < begins:
        return Next("class_begins", {"title": place["title"], "day": begins})
    if today <= ends:
        return Next("class_goes_on", {"title": place["title"], "day": ends})
    if place.get("short"):
        return Next("choose_class")
    examined = place.get("passed", "attended_on" not in place)
    return Next("certificate" if examined else "exam", {"title": place["title"]})


def _all(facts: Mapping[str, Row], kind: str) -> Iterable[Row]:
    return facts.get(kind, {}).values()
