"""What lies on the desks of an officer's offices: rows, counters, what is held, what comes next."""

from dataclasses import dataclass, replace

from services.loans.domain.access import RULES
from services.loans.domain.application import Application, State
from services.loans.usecases.application.reach import reach
from services.loans.usecases.desk.claim import Claim
from services.loans.usecases.desk.hands import face, lies, offices
from services.loans.usecases.desk.ports import Claim as Lease
from services.loans.usecases.desk.ports import Claims, Listed, Load, Queues, Row, Wanted
from services.loans.usecases.ports import Applications
from shared.access import Actor, scope

MOST = 200


@dataclass(frozen=True, slots=True)
class QueueView:
    """One page of a queue with everything around it."""

    rows: list[Row]
    load: Load
    held: list[Row]
    next: Row | None


@dataclass(frozen=True, slots=True)
class Queue:
    """Reads only; names come from applicant while the page is drawn."""

    applications: Applications
    queues: Queues
    claims: Claims
    claim: Claim

    def __call__(self, wanted: Wanted, *, by: Actor) -> QueueView:
        """Return a page of the queue inside the actor's own offices, whatever offices were asked for."""
        mine = offices(by)
        inside = replace(wanted, offices=mine, limit=min(wanted.limit, MOST + 1))
        rows = self.queues.rows(inside)
        return QueueView(rows, self.queues.load(mine), self.queues.held(by.id), self.claim.following(by=by))

    def load(self, *, by: Actor) -> Load:
        """Return the counters of the actor's offices."""
        return self.queues.load(offices(by))

    def in_state(self, state: State, *, by: Actor, after: str | None = None, limit: int = 50) -> list[Listed]:
        """Return applications in a state inside the actor's units, newest first, those before the id `after`."""
        return self.queues.in_state(scope(RULES, by, "case.read"), state, after, min(limit, MOST + 1))

    def held(self, *, by: Actor) -> list[Row]:
        """Return what the actor holds."""
        return self.queues.held(by.id)

    def case(self, application_id: str, *, by: Actor) -> tuple[Application, Lease | None]:
        """Return a case inside the actor's reach, and the lease on it; raises NotFound."""
        found = reach(self.applications, application_id, by=by, action="case.read")
        face(found, by)
        return found, self.claims.of(lies(found))
