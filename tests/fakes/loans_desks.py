"""In-memory desks of loans: queue, leases, fund and promises."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from services.loans.domain.application import ON_DESKS, Application, State
from services.loans.domain.review import Stop
from services.loans.usecases.desk.figures import Filter, Line, Span, StepSum, WhySum, WorkSum
from services.loans.usecases.desk.notes import Note
from services.loans.usecases.desk.ports import Claim, Lies, Listed, Load, Picture, Row, Wanted
from services.loans.usecases.desk.standing import Stood
from services.loans.usecases.desk.team import InHand
from shared.access import Actor, Scope
from shared.errors import Refused
from tests.fakes.loans import MemoryApplications

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@dataclass
class MemoryDesks:
    """Queue and leases over applications in a dict; `now` may be moved."""

    applications: MemoryApplications
    leases: dict[Lies, tuple[str, str, datetime]] = field(default_factory=dict)
    skipped: list[tuple[str, str, str]] = field(default_factory=list)
    gifts: dict[Lies, tuple[str, str]] = field(default_factory=dict)
    now: datetime = NOW

    def rows(self, wanted: Wanted) -> list[Row]:
        inside = [row for row in self._rows() if row.office in wanted.offices and row.kind == wanted.kind]
        found = [row for row in inside if row.claim is None or not wanted.free]
        behind = [row for row in found if wanted.after is None or (row.due_on.isoformat(), row.id) > wanted.after]
        return sorted(behind, key=lambda row: (row.due_on, row.id))[: wanted.limit]

    def load(self, offices: Collection[str]) -> Load:
        lists: dict[str, int] = {}
        for row in self._rows():
            if row.office in offices:
                lists[row.kind] = lists.get(row.kind, 0) + 1
        return Load(lists)

    def in_state(self, scope: Scope, state: State, after: str | None, limit: int) -> list[Listed]:
        raise AssertionError("no unit test asks for this")

    def held(self, account: str) -> list[Row]:
        return [row for row in self._rows() if row.claim is not None and row.claim.by == account]

    def take(self, lies: Lies, account: str, name: str, minutes: int) -> bool:
        claim = self.of(lies)
        if claim is not None and claim.by != account:
            return False
        self.leases[lies] = (account, name, self.now + timedelta(minutes=minutes))
        return True

    def take_each(self, found: Sequence[tuple[Lies, Actor]], minutes: int) -> None:
        assert all([self.take(lies, by.id, by.name, minutes) for lies, by in found])

    def drop(self, application_id: str, account: str) -> bool:
        mine = [lies for lies, lease in self.leases.items() if lies.id == application_id and lease[0] == account]
        return bool([self.leases.pop(lies) for lies in mine])

    def of(self, lies: Lies) -> Claim | None:
        lease = self.leases.get(lies)
        return Claim(*lease, self.now, self.now) if lease and lease[2] > self.now else None

    def given(self, lies: Lies) -> tuple[str, str]:
        return self.gifts.get(lies, ("", ""))

    def give(self, lies: Lies, account: str, name: str) -> bool:
        self.gifts[lies] = (account, name)
        if self.leases.get(lies, (account,))[0] != account:
            del self.leases[lies]
        return True

    def in_hand(self, offices: Collection[str], today: str) -> dict[str, InHand]:
        raise AssertionError("no unit test asks for this")

    def skip(self, lies: Lies, account: str, reason: str) -> None:
        self.drop(lies.id, account)
        self.skipped.append((lies.id, account, reason))

    def _rows(self) -> list[Row]:
        on_desks = [one for one in self.applications.rows.values() if one.state in ON_DESKS]
        return [self._row(one, stop) for one in on_desks for stop in one.case.stops]

    def _row(self, one: Application, stop: Stop) -> Row:
        step, lies = one.case.route.steps[stop.at], Lies(one.id, stop.at)
        prepared = "together" if step.also else "proposed"
        return Row(
            id=one.id,
            at=stop.at,
            number=one.number,
            person_id=one.person_id,
            place=one.place,
            office=step.office,
            desk=step.desk,
            roles=step.seconds if stop.proposal else tuple(role for role in (step.officer, step.leader) if role),
            kind="returned" if one.state is State.RETURNED else prepared if stop.proposal else "open",
            act=step.act,
            clock=stop.clock,
            due_on=stop.clock.due_on,
            amount_fen=one.asked.amount_fen,
            trade=one.draft.business.trade,
            round=one.case.round,
            claim=self.of(lies),
            skipped_by=tuple(by for id_, by, _ in self.skipped if id_ == one.id),
            preparer=stop.proposal.by if stop.proposal else None,
            given=self.given(lies)[0],
            near=(*one.near.accounts, *one.near.marks),
            voted=tuple(vote.by.id for vote in stop.votes),
            seats=step.seats,
        )


@dataclass
class OneFund:
    """A fund with so much head-room left."""

    free_fen: int = 100_000_000
    held: dict[str, int] = field(default_factory=dict)

    def reserve(self, *, application: Application, by: Actor) -> str:  # the port's signature
        missing = application.amount_fen - (self.free_fen - sum(self.held.values()))
        if missing > 0:
            raise Refused("no_headroom", missing_fen=missing)
        self.held[application.id] = application.amount_fen
        return f"DB-431230-2026-{len(self.held):06d}"

    def release(self, *, application_id: str) -> None:
        self.held.pop(application_id, None)


@dataclass
class NotedDue:
    """Remembers what was promised."""

    promised: dict[tuple[str, str], datetime] = field(default_factory=dict)
    finished: list[object] = field(default_factory=list)

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        self.promised[kind, key] = due_at

    def done(self, job: object) -> None:
        self.finished.append(job)


@dataclass
class MemoryPictures:
    """Photos in a dict."""

    kept: dict[str, list[bytes]] = field(default_factory=dict)

    def put(self, application: Application, album: str, pictures: Sequence[Picture]) -> None:
        self.kept[album] = [one.content for one in pictures]

    def get(self, application: Application, album: str, number: int) -> bytes | None:
        return (self.kept.get(album) or [])[number - 1]


class FixedRates:
    """LPR 3.00 %, 50 basis points above it."""

    def ceilings(self, path: Sequence[str], on: date) -> dict[str, int]:
        return {"LPR1Y": 350, "LPR5Y": 400}


@dataclass
class MemoryGuarantors:
    """Who stands for what, by fingerprint and application."""

    stood: dict[str, dict[str, Stood]] = field(default_factory=dict)

    def others(self, marks: Sequence[str], application_id: str) -> list[Stood]:
        found = {other: one for mark in marks for other, one in self.stood.get(mark, {}).items()}
        return [one for other, one in found.items() if other != application_id]


@dataclass
class MemoryBorrowers:
    """Who borrows with what, as the applications say it; an open one is all that lives."""

    applications: MemoryApplications
    loans: dict[str, str] = field(default_factory=dict)

    def owing(self, person_id: str) -> str | None:
        return self.loans.get(person_id)

    def borrowed(self, marks: Sequence[str], person_id: str) -> list[Stood]:
        return [
            Stood(one.number, one.open, overdue=False)
            for one in self.applications.rows.values()
            if one.review and one.person_id != person_id and set(marks) & set(one.near.borrowers)
        ]


@dataclass
class MemoryHistories:
    """Only counts who was kept out; the sums are MongoDB's own (tests/integration/loans/test_statistics.py)."""

    applications: MemoryApplications
    refused: list[tuple[str, str]] = field(default_factory=list)

    def steps(self, scope: Scope, span: Span) -> list[StepSum]:
        raise AssertionError("no unit test asks for this")

    def whys(self, scope: Scope, span: Span) -> list[WhySum]:
        raise AssertionError("no unit test asks for this")

    def work(self, scope: Scope, span: Span) -> list[WorkSum]:
        raise AssertionError("no unit test asks for this")

    def lines(self, scope: Scope, span: Span, wanted: Filter, limit: int) -> list[Line]:
        raise AssertionError("no unit test asks for this")

    def kept_out(self, path: Sequence[str], division: str, on: date, slugs: Sequence[str]) -> None:
        self.refused += [(division, slug) for slug in slugs]


@dataclass
class MemoryNotes:
    """Notes in a dict."""

    rows: dict[str, list[Note]] = field(default_factory=dict)

    def of(self, application: Application) -> list[Note]:
        return self.rows.get(application.id, [])[::-1]

    def add(self, application: Application, note: Note) -> None:
        self.rows.setdefault(application.id, []).append(note)
