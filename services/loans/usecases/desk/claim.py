"""An officer takes a case in hand for a quarter of an hour, puts it back, or passes it over with a reason."""

from dataclasses import dataclass

from services.loans.domain.application import Application
from services.loans.usecases.application.reach import reach
from services.loans.usecases.desk.hands import WORK, face, hand, lies, offices
from services.loans.usecases.desk.ports import Claims, Queues, Row, Wanted
from services.loans.usecases.ports import Applications, Deed, Ledger
from shared.access import Actor
from shared.errors import Conflict, Refused

LEASE_MINUTES = 15
NEAR = "near"
TOGETHER = "together"
SKIPS = ("wait_for_paper", "ask_somebody", "too_hard", "not_mine", NEAR)


@dataclass(frozen=True, slots=True)
class Claim:
    """The lease stands in the database; a decision without one is taken only when nobody else holds it."""

    applications: Applications
    queues: Queues
    claims: Claims
    ledger: Ledger

    def __call__(self, application_id: str, *, by: Actor) -> Application:
        """Claim it or renew one's own lease. Raises NotFound, Refused("not_your_desk"), Conflict("held_by_other" or
        "given_to_other").
        """
        found = reach(self.applications, application_id, by=by, action=WORK)
        face(found, by)
        found.require_on_desk()
        case, at = found.case, lies(found)
        mine = hand(by, case.step, *(case.step.seconds if case.proposal else (case.step.officer, case.step.leader)))
        if case.step.seats:
            return found  # a panel's members vote side by side
        if case.proposal is not None:
            case.stop.prepared(mine)
        before = self.claims.of(at)
        account, name = self.claims.given(at)
        if account not in ("", by.id):
            raise Conflict("given_to_other", who=name)
        if not self.claims.take(at, by.id, by.name, LEASE_MINUTES):
            raise Conflict(
                "held_by_other", who=before.name if before else "", minutes=before.minutes if before else LEASE_MINUTES
            )
        if before is None or before.by != by.id:
            self.ledger.note(by, Deed("case.claim", found.id, found.person_id))
        return found

    def renew(self, application_id: str, *, by: Actor) -> None:
        """Let one's own lease begin anew because its holder works; nothing when it is no longer his."""
        found = reach(self.applications, application_id, by=by, action=WORK)
        face(found, by)
        claim = self.claims.of(lies(found))
        if claim is not None and claim.by == by.id:
            self.claims.take(lies(found), by.id, by.name, LEASE_MINUTES)

    def next(self, *, by: Actor, but: str = "") -> str:
        """Claim the case due first that nobody holds and the officer did not pass over; "" when there is none.

        `but` is the case she has just done: it may lie at her office again, and is nobody's until somebody asks.
        """
        row = self.following(by=by, but=but)
        return self(row.id, by=by).id if row else ""

    def following(self, *, by: Actor, but: str = "") -> Row | None:
        """Return the case that `next` would claim now."""
        for kind in kinds(by):
            wanted = Wanted(offices(by), kind=kind, limit=2, not_for=by.id, mark=by.mark)
            found = [row for row in self.queues.rows(wanted) if row.id != but]
            if found:
                return found[0]
        return None

    def put_back(self, application_id: str, *, by: Actor) -> str:
        """Give one's lease up; returns the id. Raises NotFound."""
        found = reach(self.applications, application_id, by=by, action=WORK)
        self.claims.drop(found.id, by.id)
        return found.id

    def skip(self, application_id: str, reason: str, *, by: Actor) -> str:
        """Pass it over with a reason (a code) and give a lease up; it no longer comes as this officer's next.

        Who says she is near to the woman does not see this file again.
        """
        if reason not in SKIPS:
            raise Refused("skip_reason_missing")
        found = reach(self.applications, application_id, by=by, action=WORK)
        face(found, by)
        found.require_on_desk()
        self.claims.skip(lies(found), by.id, reason)
        if reason == NEAR:
            found.near = found.near.joined(by.id)
            self.applications.save(found)
        self.ledger.note(by, Deed("case.skip", found.id, found.person_id, reason))
        return found.id


def kinds(by: Actor) -> tuple[str, ...]:
    """Return the lists an officer works through, his own first: leaders confirm, officers decide."""
    leads = any(role.endswith("_leader") for role in by.roles)
    works = any(not role.endswith("_leader") for role in by.roles)
    return (*(("proposed",) if leads else ()), *(("open",) if works else ()), TOGETHER)
