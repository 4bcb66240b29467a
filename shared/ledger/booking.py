"""What the jobs of a ledger write: that its check began, every row's verdict, rows booked in batches, that it ended."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.access import SYSTEM
from shared.errors import Conflict, Invalid, Problem
from shared.ledger.acts import AFTERWARDS, FORGET, FORGET_FILE, KEPT, Bring, Find, Sign
from shared.ledger.intake import ENDED, Intake, State
from shared.ledger.ports import Came, Clock, Due, Intakes, Kind
from shared.ledger.row import Claim, Entry, Finding, Row, compare


@dataclass(frozen=True, slots=True)
class Check:
    """Checking writes nothing but verdicts; a run that was cut off begins again."""

    intakes: Intakes
    kinds: Mapping[str, Kind]
    due: Due

    def begin(self, ledger_id: str) -> Intake:
        """Return the ledger, now being checked, or as it stands when that is over."""
        one = self.intakes.get(SYSTEM, ledger_id)
        if one.state in (State.UPLOADED, State.CHECKING):
            one.start()
            self.intakes.save(one)
        return one

    def judge(self, ledger_id: str, rows: Sequence[Row], job: object) -> Intake:
        """Compare the rows with what is there, keep every verdict and the totals, and finish the job."""
        one = self.intakes.get(SYSTEM, ledger_id)
        if one.state is State.CHECKING:
            kind = self.kinds[one.source.kind]
            keys = [row.entry.key for row in rows if row.entry is not None]
            compare(rows, self.intakes.claims(one.source.kind, keys), kind.taken(keys))
            kind.look(rows, one.source)
            one.judge(rows, kind.present(one.source.path))
            self.intakes.put_rows(one.id, rows)
            self.intakes.save(one)
        self.due.done(job)
        return one

    def over(self, job: object) -> None:
        """Finish a job whose work was done before, or is wanted no longer."""
        self.due.done(job)


@dataclass(frozen=True, slots=True)
class Book:
    """One transaction for a batch: facts, news, claims and progress together; a repeated batch changes nothing."""

    intakes: Intakes
    kinds: Mapping[str, Kind]
    due: Due
    clock: Clock

    def begin(self, ledger_id: str) -> Intake:
        """Return the ledger as it stands."""
        return self.intakes.get(SYSTEM, ledger_id)

    def batch(self, ledger_id: str, came: Mapping[int, Came]) -> None:
        """Book some rows, by their line; raises the refusal of the first that cannot be booked."""
        one = self.intakes.get(SYSTEM, ledger_id)
        rows = [row for row in self.intakes.some(ledger_id, came.keys()) if row.bookable]
        if one.state is not State.BOOKING or not rows:
            return
        self._known(one, rows, came)
        kind = self.kinds[one.source.kind]
        for row in (row for row in rows if row.bookable and row.entry is not None):
            assert row.entry is not None, "only rows with an entry are bookable"
            row.booked(kind.book(row.entry, came[row.row], one.source))
            facts = _facts(row.entry, came[row.row])
            self.intakes.claim(one.source.kind, Claim(row.entry.key, facts, one.id, row.row, row.resource_id))
        self.intakes.save_rows(ledger_id, rows)

    def refuse(self, ledger_id: str, line: int, problem: Problem) -> None:
        """Note why a row could not be booked after all."""
        rows = [row for row in self.intakes.some(ledger_id, [line]) if row.bookable]
        for row in rows:
            row.refused(_findings(problem))
        self.intakes.save_rows(ledger_id, rows)

    def finish(self, ledger_id: str, job: object) -> Intake:
        """End the booking, finish its job and promise that the file goes."""
        one = self.intakes.get(SYSTEM, ledger_id)
        if one.state is State.BOOKING:
            now = self.clock.now()
            one.finish(self.intakes.rows(ledger_id), self.kinds[one.source.kind].present(one.source.path), now)
            self.intakes.save(one)
            self.due.add(FORGET_FILE, ledger_id, now + AFTERWARDS)
        self.due.done(job)
        return one

    def forget_file(self, ledger_id: str, job: object) -> None:
        """Delete the file of a ledger that was booked."""
        self.intakes.forget_file(ledger_id)
        self.due.done(job)

    def forget(self, ledger_id: str, job: object) -> None:
        """After thirty days: give up what nobody signed, delete the file, make rows unreadable; never while booking."""
        one = self.intakes.get(SYSTEM, ledger_id)
        if one.state is State.BOOKING:
            self.due.add(FORGET, ledger_id, self.clock.now() + KEPT)
        else:
            if one.state not in ENDED:
                one.discard()
                self.intakes.save(one)
            self.intakes.forget(ledger_id)
        self.due.done(job)

    def _known(self, one: Intake, rows: Sequence[Row], came: Mapping[int, Came]) -> None:
        """Another ledger may have booked a key since the check: the same is there already, a changed one is refused."""
        keys = [row.entry.key for row in rows if row.entry is not None]
        claims = self.intakes.claims(one.source.kind, keys)
        for row in rows:
            claim = claims.get(row.entry.key) if row.entry else None
            if claim is None or row.entry is None:
                continue
            facts: dict[str, object] = {"key": claim.key, "row": claim.row}
            if dict(claim.facts) != _facts(row.entry, came[row.row]):
                raise Conflict("ledger_row_changed", **facts)
            row.already(Finding("number", "ledger_row_booked", facts, level="note"))
            row.resource_id = claim.resource_id


def _facts(entry: Entry, came: Came) -> dict[str, object]:
    """Return the facts with who she turned out to be, so that a later file is compared with the whole."""
    facts = dict(entry.facts)
    return facts | {"person_id": came.person_id} if "person_id" in facts and came.person_id else facts


def _findings(problem: Problem) -> Iterable[Finding]:
    if isinstance(problem, Invalid):
        return [Finding(name, one.slug, dict(one.facts)) for name, found in problem.fields.items() for one in found]
    return [Finding("number", problem.slug, dict(problem.facts))]


@dataclass(frozen=True, slots=True)
class LedgerUseCases:
    """Everything a service can do with ledgers; `kinds` are its own."""

    bring: Bring
    sign: Sign
    find: Find
    check: Check
    book: Book
    kinds: Collection[str]
