"""What a page shows when something does not fit: who has what, and the ways that would work, each one press away."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.training.domain.bookings import Clash
from services.training.domain.place import Places
from services.training.domain.placing import Way
from services.training.domain.session import Session, Slot
from services.training.domain.timetable import Half
from services.training.domain.week import monday_of
from services.training.web.schemas import BOTH
from shared.errors import Problem
from shared.ids import new_id

Names = Mapping[str, str]


def names_of(places: Places) -> dict[str, str]:
    """Return the words for rooms, teachers and equipment by id."""
    rooms = {one.id: one.title for one in places.rooms}
    return rooms | {one.id: one.name for one in places.teachers} | {one.id: one.title for one in places.equipment}


def refusal_view(problem: Problem | None, places: Places) -> dict[str, Any]:
    """Return `clashes` and `ways` of a plan for the template; both empty without a refusal that knows any."""
    facts: Mapping[str, Any] = problem.facts if problem else {}
    names = names_of(places)
    return {
        "fresh": new_id,
        "clashes": clashes_view(facts, names),
        "ways": [_way(one, names) for one in facts.get("ways", ())],
    }


def clashes_view(facts: Mapping[str, Any], names: Names) -> list[dict[str, Any]]:
    """Return one line for each thing that is taken, and one for all women who would be in two classes.

    Each with the first time at which it is so, and in how many weeks.
    """
    titles, lines = facts.get("titles", {}), dict[tuple[str, str], list[Clash]]()
    for one in facts.get("clashes", ()):
        if one.thing:  # a class that would meet itself has its rooms and teachers on the list
            lines.setdefault((one.kind, one.other.class_id if one.kind == "trainee" else one.thing), []).append(one)
    return [
        {
            "kind": some[0].kind,
            "thing": names.get(some[0].thing, ""),
            "count": len({one.thing for one in some}) if some[0].kind == "trainee" else 0,
            "weeks": len({monday_of(one.slot.on) for one in some}),
            "slot": some[0].other.slot,
            "title": titles[some[0].other.class_id].title if some[0].other.class_id in titles else "",
            "href": f"/training/classes/{some[0].other.class_id}",
        }
        for some in lines.values()
    ]


def times_view(facts: Mapping[str, Any], session: Session, names: Names) -> list[dict[str, Any]]:
    """Return the free times for a session in the shape of a way."""
    slots: list[Slot] = list(facts.get("times", ()))
    return [
        {
            "change": "",
            "starts_on": one.on,
            "begins": one.begins,
            "room": names.get(facts["room"], ""),
            "teachers": [names.get(teacher, "") for teacher in facts["teachers"]],
            "values": [
                *(("on", one.on), ("begins", f"{one.begins:%H:%M}"), ("reason", facts["reason"])),
                *([("series", "true")] if facts["series"] else []),
                *([("room", facts["room"])] if facts["room"] != session.room else []),
                *(("teachers", teacher) for teacher in facts["teachers"] if facts["teachers"] != session.teachers),
            ],
        }
        for one in slots
    ]


def _way(one: Way, names: Names) -> dict[str, Any]:
    return {
        "change": one.change,
        "starts_on": one.starts_on,
        "capacity": one.wish.capacity,
        "room": names.get(one.chosen.room, ""),
        "teachers": [names.get(teacher, "") for teacher in one.chosen.teachers],
        "values": list(_values(one)),
    }


def _values(one: Way) -> Iterator[tuple[str, object]]:
    """Yield what the form would send for it."""
    halves = one.wish.pattern.halves
    yield from (("course", one.wish.course), ("capacity", one.wish.capacity), ("starts_on", one.starts_on))
    yield "room", one.chosen.room
    yield "halves", BOTH if halves == tuple(Half) else halves[0].value
    yield from (("weekdays", day) for day in sorted(one.wish.pattern.weekdays))
    yield from (("teachers", teacher) for teacher in one.chosen.teachers)
