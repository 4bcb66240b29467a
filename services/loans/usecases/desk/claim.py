"""An officer takes a case in hand for a quarter of an hour, puts it back, or passes it over with a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from services.loans.domain.application import Application
from services.loans.usecases.application.reach import reach
from services.loans.usecases.desk.hands import WORK, face, hand, lies, may_take, offices
from services.loans.usecases.desk.ports import Claims, Lies, Queues, Row, Wanted
from services.loans.usecases.ports import Applications, Deed, Ledger
from shared.access import Actor
from shared.errors import Conflict, Refused
from shared.running import Asker

LEASE_MINUTES = 15
SPARE = 4
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
        return self.next_each([Asker(by)], but=but)[0]

    def next_each(self, askers: Sequence[Asker], *, but: str = "") -> list[str]:
        """Do `next` for several who ask at once, in their order; each case goes to one of them."""
        heads = Heads(self.queues, len(askers))
        found = [heads.first(one.by, but) for one in askers]
        taken = [(row, one) for row, one in zip(found, askers, strict=True) if row and not row.seats]
        self.claims.take_each([(Lies(row.id, row.at), one.by) for row, one in taken], LEASE_MINUTES)
        self.ledger.note_each([(one, Deed("case.claim", row.id, row.person_id)) for row, one in taken])
        return [row.id if row else "" for row in found]

    def following(self, *, by: Actor, but: str = "") -> Row | None:
        """Return the case that `next` would claim now."""
        return Heads(self.queues, 1).first(by, but)

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


@dataclass
class Heads:
    """The free cases at the head of queues, read in pages as far as `askers` officers need; each goes to one."""

    queues: Queues
    askers: int
    _left: dict[tuple[frozenset[str], str], tuple[list[Row], Iterator[Row]]] = field(default_factory=dict)

    def first(self, by: Actor, but: str) -> Row | None:
        """Return the case due first that may come to an officer and went to nobody before; None without one."""
        for kind in kinds(by):
            passed, more = self._left.setdefault((offices(by), kind), ([], self._read(offices(by), kind)))
            row = next((row for row in passed if row.id != but and may_take(by, row)), None)
            if row is not None:
                passed.remove(row)
                return row
            for row in more:
                if row.id != but and may_take(by, row):
                    return row
                passed.append(row)
        return None

    def _read(self, inside: frozenset[str], kind: str) -> Iterator[Row]:
        limit, after, full = self.askers + SPARE, None, True
        while full:
            rows = self.queues.rows(Wanted(inside, kind=kind, limit=limit, after=after, free=True))
            yield from rows
            full = len(rows) == limit
            after = (rows[-1].due_on.isoformat(), rows[-1].id) if rows else None
