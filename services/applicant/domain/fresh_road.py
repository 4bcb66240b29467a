"""Her road as she sees it at once: her row, and over it what her own records say and Kafka has not brought yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.applicant.domain.journey import PLACE, ROAD, Row, drawn, fold

HELD = frozenset({"enrolled", "waitlisted", "dropped"})


@dataclass(frozen=True, slots=True)
class Own:
    """What applicant's own record of her says."""

    path: tuple[str, ...]
    registered_on: date
    channel: str


def freshened(row: Row | None, own: Own, enrolments: Iterable[Row]) -> Row:
    """Return the row with her registration and with her places as training has just told them.

    `enrolments` are training's answer: enrolment_id, class_id, course, title, state, starts_on, ends_on, since (days as
    ISO text). A state that is not one of a place (an application still being looked at) says nothing about her road.
    """
    if row is None or "paths" not in row["facts"]:
        begun = {"org_path": own.path, "registered_on": own.registered_on.isoformat(), "channel": own.channel}
        row = fold(row, "registered", begun)
    facts = dict(row["facts"])
    places = dict(facts.get("places", {}))
    for told in enrolments:
        if told["state"] in HELD and told["since"]:
            place = {key: told[key] for key in PLACE if told.get(key)} | {"state": told["state"], "on": told["since"]}
            places[told["enrolment_id"]] = dict(sorted({**places.get(told["enrolment_id"], {}), **place}.items()))
    return drawn({**facts, "places": dict(sorted(places.items()))} if places else facts)


def steps_done(row: Row) -> tuple[int, ...]:
    """Return which steps are done, counted from 0: what the woven band shows; one she left out stays open in it."""
    stages = row.get("stages", {})
    return tuple(n for n, stage in enumerate(ROAD) if stage in stages)
