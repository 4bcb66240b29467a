"""Each week in which something did not fit: who has the time, what was refused, the free times one can press."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from services.training.domain.bookings import Clash
from services.training.domain.session import Session, Slot
from services.training.domain.training_class import Plan
from services.training.domain.week import MOST_LANES, Planned, days, monday_of
from services.training.usecases import UseCases
from services.training.usecases.timetable.week import Week
from services.training.web.grid import Grid, crafts_of
from shared.access import Actor

Facts = Mapping[str, Any]
SIX_DAYS = timedelta(days=6)


def drawn(
    use: UseCases, facts: Facts, wanted: Planned, values: Sequence[Any] = (), *, by: Actor
) -> list[dict[str, Any]]:
    """Return what the template draws of a refusal, week by week; nothing without a clash.

    `wanted` stands for what was refused, in whatever slot it clashed; `values` are what a form sends for each of the
    facts' free `times`.
    """
    mondays = sorted({monday_of(clash.slot.on) for clash in facts.get("clashes", ())})
    free = list(zip(facts.get("times", ()), values, strict=True))
    return [_week(use.timetable.week(monday, by=by), facts, wanted, free) for monday in mondays]


def _week(week: Week, facts: Facts, wanted: Planned, free: Sequence[tuple[Slot, Any]]) -> dict[str, Any]:
    clashes: list[Clash] = list(facts["clashes"])
    found = [
        *_there(week, clashes, facts, wanted),
        *(_at(wanted, slot, f"refused {n}") for n, slot in enumerate(_slots(clashes, week))),
        *(_at(wanted, slot, f"free {n}") for n, (slot, _) in enumerate(free, 1) if _inside(week, slot)),
    ]
    laid = days(week.monday, found)
    lanes = max(one.lanes for _, some in laid for one in some)
    return {
        "monday": week.monday,
        "sunday": week.monday + SIX_DAYS,
        "days": laid,
        "grid": Grid.over(found),
        "as_grid": lanes <= MOST_LANES,
        "today": week.today,
        "crafts": crafts_of(found),
        "marks": dict(_marks(clashes, found, free)),
    }


def drawn_for_plan(use: UseCases, facts: Facts, *, by: Actor) -> list[dict[str, Any]]:
    """Return the same for a class that has no session and no name yet, only the things it could not have."""
    clashes: list[Clash] = list(facts.get("clashes", ()))
    if not clashes:
        return []
    room = next((one.thing for one in clashes if one.kind == "room"), "")
    teachers = tuple(dict.fromkeys(one.thing for one in clashes if one.kind == "teacher"))
    wanted = Planned(Session("", "", clashes[0].slot, room, teachers), "", "", "", (), 0)
    return drawn(use, facts, wanted, by=by)


def planned(plan: Plan, session: Session, enrolled: int = 0) -> Planned:
    """Return a session with what a timetable says of its class."""
    return Planned(session, plan.number, plan.title, plan.course, plan.path, enrolled)


def _there(week: Week, clashes: Sequence[Clash], facts: Facts, wanted: Planned) -> Iterator[Planned]:
    """Yield the week's sessions of the class and of whatever it needs, and those of other counties that clash."""
    others = {clash.other.id: clash.other for clash in clashes if _inside(week, clash.other.slot)}
    needs = {(clash.kind, clash.thing) for clash in clashes} | set(wanted.session.needs)
    for one in week.sessions:
        if one.session.id in others or one.session.class_id == wanted.session.class_id or needs & {*one.session.needs}:
            others.pop(one.session.id, None)
            yield one
    plans: Mapping[str, Plan] = facts["titles"]
    yield from (planned(plans[one.class_id], one) for one in others.values() if one.class_id in plans)


def _slots(clashes: Sequence[Clash], week: Week) -> list[Slot]:
    return list(dict.fromkeys(clash.slot for clash in clashes if _inside(week, clash.slot)))


def _inside(week: Week, slot: Slot) -> bool:
    return monday_of(slot.on) == week.monday


def _at(wanted: Planned, slot: Slot, name: str) -> Planned:
    one = wanted.session
    moved = Session(name, one.class_id, slot, one.room, one.teachers)
    return Planned(moved, wanted.number, wanted.title, wanted.course, wanted.path, wanted.enrolled)


def _marks(
    clashes: Sequence[Clash], found: Sequence[Planned], free: Sequence[tuple[Slot, Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    held = {clash.other.id for clash in clashes}
    for one in found:
        name = one.session.id
        kind, _, number = name.partition(" ")
        if name in held:
            yield name, {"kind": "clash"}
        elif kind == "refused":
            yield name, {"kind": kind}
        elif kind == "free":
            n = int(number)
            yield name, {"kind": "free first" if n == 1 else "free", "n": n, "sent": free[n - 1][1]}
