"""A village goes on in another of its township: it is closed, its women follow, whoever keeps files hears of it.

What was counted for it stays where it was (domain.md §8, 5).
"""

from dataclasses import dataclass
from datetime import timedelta

from services.applicant.domain.access import RULES
from services.applicant.domain.unit import Unit
from services.applicant.usecases.ports import Clock, Deed, Guards, Ledger, Persons, Units
from services.applicant.usecases.title.ports import DueWork
from shared.access import SYSTEM, Actor, Scope, scope

FOLLOW = "unit_follow"
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Merge:
    """The women follow by a job: a large village has more of them than one transaction takes."""

    units: Units
    guards: Guards
    ledger: Ledger
    clock: Clock
    due: DueWork

    def __call__(self, unit_id: str, into_id: str, *, by: Actor) -> Unit:
        """Return the closed unit; raises NotFound, Conflict("unit_closed"), Refused("wrong_successor")."""
        inside = scope(RULES, by, "unit.edit")
        unit, into = self.units.get(inside, unit_id), self.units.get(inside, into_id)
        for one in sorted((unit_id, into_id)):
            self.guards.touch(f"unit:{one}")
        unit.merge_into(into, self.clock.today())
        self.units.save(unit)
        self.due.add(FOLLOW, unit_id, timedelta())
        self.ledger.note(by, Deed("unit.merge", "unit", unit.id))
        return unit


@dataclass(frozen=True, slots=True)
class Follow:
    """Women of a merged unit belong to the one that goes on, some at a time."""

    persons: Persons
    units: Units
    clock: Clock
    due: DueWork

    def __call__(self, unit_id: str, job: object) -> int:
        """Move some of them and promise the rest; return how many moved."""
        into = unit = self.units.get(SYSTEM, unit_id)
        while into.successor is not None:
            into = self.units.get(SYSTEM, into.successor)
        women = self.persons.page(Scope(frozenset({unit.id})), None, AT_ONCE)
        for person in women:
            person.amend(self.clock.today(), path=into.path)
            self.persons.save(person)
        self.due.done(job)
        if len(women) == AT_ONCE:
            self.due.add(FOLLOW, unit_id, timedelta())
        return len(women)
