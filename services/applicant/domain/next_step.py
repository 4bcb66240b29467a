"""What comes next on her road: one slug with its days, told to her and to the officer in their own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.applicant.domain.journey import Row, Stage, places


@dataclass(frozen=True, slots=True)
class Next:
    """`slug` is the message `journey.next.<slug>`; `facts` fill it (title of a class, a day)."""

    slug: str
    facts: Mapping[str, object] = field(default_factory=dict)


AFTER = {
    Stage.APPLIED: "guarantee",
    Stage.GUARANTEED: "money",
    Stage.FUNDED: "first_report",
    Stage.TRADING: "title",
    Stage.TITLED: "keep",
}
SLUGS = ("register", "choose_class", "wait_for_place", "class_begins", "class_goes_on", "certificate", "apply")
ALL = (*SLUGS, "finish_application", *AFTER.values())


def next_step(row: Row | None, today: date) -> Next:
    """Return what she can expect or do next; a woman without a row has only just registered, or not yet."""
    stage = (row or {}).get("stage")
    if row is None or stage is None:
        return Next("register")
    if stage in AFTER:
        return Next(AFTER[Stage(stage)])
    if has_draft(row):
        return Next("finish_application")
    return _of_a_learner(row, stage, today)


def has_draft(row: Row) -> bool:
    """Tell whether she has begun an application and not taken it back."""
    return any(one["state"] == "started" for one in row["facts"].get("applications", {}).values())


def _of_a_learner(row: Row, stage: str, today: date) -> Next:
    if stage == Stage.CERTIFIED:
        return Next("apply")
    if stage == Stage.ENROLLED:
        return _of_a_class(max(places(row["facts"], "enrolled"), key=lambda one: one["ends_on"]), today)
    waiting = places(row["facts"], "waitlisted")
    return Next("wait_for_place", {"title": waiting[-1]["title"]}) if waiting else Next("choose_class")


def _of_a_class(place: Row, today: date) -> Next:
    begins, ends = date.fromisoformat(place["starts_on"]), date.fromisoformat(place["ends_on"])
    if today < begins:
        return Next("class_begins", {"title": place["title"], "day": begins})
    if today <= ends:
        return Next("class_goes_on", {"title": place["title"], "day": ends})
    return Next("certificate", {"title": place["title"]})
