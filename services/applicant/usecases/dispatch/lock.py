"""Locking a month at its cut-off, and restating it with a reason: figures of a locked month never change silently."""

from dataclasses import dataclass

from services.applicant.domain.dispatch.plan import Month
from services.applicant.usecases.dispatch.ports import Locks, Months, Rulebook
from services.applicant.usecases.ports import Clock, Deed, Guards, Ledger
from shared.access import Actor


@dataclass(frozen=True, slots=True)
class Lock:
    """Locks; from then on what comes for the month counts in the next open one, as a correction."""

    locks: Locks
    months: Months
    rules: Rulebook
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, month: str, *, by: Actor) -> Month:
        """Lock a month; raises Conflict("month_locked_already"), Refused("month_not_over")."""
        self.guards.touch(f"dispatch:{month}")
        found = self.locks.get(month)
        found.lock(at=self.clock.now(), by=by.id, cutoff=self.rules.cutoff())
        self.locks.save(found)
        self.ledger.note(by, Deed("dispatch.lock", "dispatch_month", month))
        return found

    def restate(self, month: str, reason: str, *, by: Actor) -> Month:
        """Take into a locked month what has come for it since, with a reason; raises Conflict("month_open")."""
        self.guards.touch(f"dispatch:{month}")
        found = self.locks.get(month)
        found.restate(at=self.clock.now(), by=by.id, reason=reason)
        self.locks.save(found)
        self.months.redraw(month)
        self.ledger.note(by, Deed("dispatch.restate", "dispatch_month", month, reason=reason))
        return found
