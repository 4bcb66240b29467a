"""The waiting list: who comes before whom by a published, dated rule, and until when an offered seat is hers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from services.training.domain.enrolment import Enrolment
from shared.clock import SHANGHAI
from shared.policy import PolicyError, Version

TOPIC = "training.waiting"
CRITERIA = ("poverty", "first_training", "distance")


@dataclass(frozen=True, slots=True)
class WaitingRule:
    """What counts before the time of asking, in this order; an offer stands for so many minutes of office time."""

    order: tuple[str, ...]
    poverty_groups: frozenset[str]
    offer_minutes: int
    opens: time
    closes: time
    document: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at, as it was when she asked; `steps` up the tree of units until class and woman meet."""

    groups: frozenset[str]
    first_training: bool
    steps: int


def waiting_rule(version: Version) -> WaitingRule:
    """Read a version of topic training.waiting; raises PolicyError for what no code knows and for closed offices."""
    values: Mapping[str, Any] = version.values
    unknown = set(values["order"]) - set(CRITERIA)
    if unknown:
        raise PolicyError(f"{version.id}: nothing is known of {', '.join(sorted(unknown))}")
    opens, closes = (time.fromisoformat(values[name]) for name in ("opens", "closes"))
    if opens >= closes:
        raise PolicyError(f"{version.id}: offices close before they open")
    order, groups = tuple(values["order"]), frozenset(values["poverty_groups"])
    return WaitingRule(order, groups, values["offer_minutes"], opens, closes, version.source.document)


def standing(facts: Facts, rule: WaitingRule) -> tuple[int, ...]:
    """Return where she stands before time counts: one figure for each criterion, smaller first."""
    said = {
        "poverty": int(not facts.groups & rule.poverty_groups),
        "first_training": int(not facts.first_training),
        "distance": facts.steps,
    }
    return tuple(said[criterion] for criterion in rule.order)


def steps_apart(hers: Sequence[str], of_class: Sequence[str]) -> int:
    """Return how many units up from a class's own unit one that is hers too is found: 0 where they are neighbours."""
    shared = sum(1 for one, other in zip(hers, of_class, strict=False) if one == other)
    return len(of_class) - shared


def in_order(waiting: Collection[Enrolment]) -> list[Enrolment]:
    """Return who waits, first to last; those who come only together stand where the last of them would stand."""
    return [one for party in parties(waiting) for one in party]


def parties(waiting: Collection[Enrolment]) -> list[list[Enrolment]]:
    """Return who waits in the order of the list, neighbours who come only together as one."""
    found: dict[str, list[Enrolment]] = {}
    for one in sorted(waiting, key=_turn):
        found.setdefault(one.turn.party or one.id, []).append(one)
    return sorted(found.values(), key=lambda party: _turn(party[-1]))


def next_party(waiting: Collection[Enrolment], free: int) -> list[Enrolment]:
    """Return who is offered what is free: the first for whom it is enough, nobody when it is enough for nobody."""
    return next((party for party in parties(waiting) if len(party) <= free), [])


def answer_by(now: datetime, rule: WaitingRule, workday: Callable[[date], bool]) -> datetime:
    """Return when an offer made now lapses: after so many minutes in which offices are open."""
    left, day = timedelta(minutes=rule.offer_minutes), now.astimezone(SHANGHAI).date()
    while True:
        opens, closes = (datetime.combine(day, at, SHANGHAI) for at in (rule.opens, rule.closes))
        begins = max(opens, now)
        if workday(day) and begins < closes:
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
        day += timedelta(days=1)


def _turn(one: Enrolment) -> tuple[tuple[int, ...], int]:
    return one.turn.standing, one.rank or 0
