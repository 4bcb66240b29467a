"""What a ledger needs of the outside: workbooks read and handed back, rows judged, women registered, rows booked."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from shared.access import Actor
from shared.errors import Conflict, Denied, NotFound, Problem, Refused
from shared.jobs.job import Job
from shared.ledger.acts import BOOK, CHECK, FORGET, FORGET_FILE, Sheet
from shared.ledger.booking import LedgerUseCases
from shared.ledger.intake import Intake, Mode, Source, State
from shared.ledger.ports import Came
from shared.ledger.reading import Typed, read
from shared.ledger.row import Finding, Row, Verdict
from shared.running import Done, Once, Runs
from shared.web.schema import Form
from shared.xlsx.columns import Column
from shared.xlsx.reading import table_in
from shared.xlsx.table import Line, Table
from shared.xlsx.writing import Marked, rejected, template

BATCH = 25
SAY = "错误说明"
NOTE = "带 * 的要填。身份证号、编号按文字填，金额按元填，一行一笔。"
U = TypeVar("U", bound="HasLedger")
Say = Callable[[Finding], str]


class HasLedger(Protocol):
    """A service's table of contents with ledgers in it."""

    @property
    def ledger(self) -> LedgerUseCases:
        """Return what can be done with ledgers."""


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """The sheet of one kind: its title, the schema of a row, the headings counties use."""

    title: str
    schema: Form
    columns: tuple[Column, ...]


class Outside(Protocol):
    """What one kind asks before anything is written; neither call holds a transaction."""

    def judge(self, lines: Sequence[Typed], source: Source) -> list[Row]:
        """Return a row for every line, in order, with everything that is wrong with it."""

    def fetch(self, row: Row, source: Source) -> Came:
        """Fetch what booking a row needs, such as who she is; idempotent. Raises Refused, Conflict, NotFound."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What was sent, of which kind, and what to do with it."""

    kind: str
    content: bytes
    mode: Mode


@dataclass(frozen=True, slots=True)
class LedgerErrands(Generic[U]):
    """`web` has a page's time, `worker` a job's; `outside` and what gives the sheet in force now are by kind.

    `known` gives, for kinds that others fill in for us, the lines that stand in the form when it is handed out.
    """

    web: Runs[U]
    worker: Runs[U]
    sheets: Mapping[str, Callable[[], LedgerSheet]]
    outside: Mapping[str, Outside]
    known: Mapping[str, Callable[[Actor], Sequence[Mapping[str, str]]]] = field(default_factory=dict)

    def bring(self, upload: Upload, once: Once, *, by: Actor) -> Done:
        """Take a ledger in; returns its id. Raises Refused with what is wrong with the file, Denied."""
        table = self._table(upload.kind, upload.content)
        sha256 = hashlib.sha256(upload.content).hexdigest()
        sheet = Sheet(upload.content, sha256, len(table.lines), table.shown(), table.unseen)
        return self.web.once(once, lambda use: use.ledger.bring(upload.kind, sheet, upload.mode, by=by).id)

    def check(self, job: Job) -> None:
        """Check every row of a ledger; raises Unavailable when a peer does not answer, and is run again then."""
        one = self.worker.run(lambda use: use.ledger.check.begin(job.key))
        content = self.worker.ask(lambda use: use.ledger.find.file(job.key))
        if one.state is not State.CHECKING or content is None:
            self.worker.run(lambda use: use.ledger.check.over(job))
            return
        kind = one.source.kind
        schema = self.sheets[kind]().schema
        found = self._table(kind, content).lines
        lines = [read(schema, line) for line in found]
        rows = self.outside[kind].judge(lines, one.source)
        for row, line in zip(rows, lines, strict=True):
            row.name, row.number = line.texts.get("name", ""), line.texts.get("number", "")
        _note_hidden(rows, found)
        self.worker.run(lambda use: use.ledger.check.judge(job.key, rows, job))

    def book(self, job: Job) -> None:
        """Book every row in batches; a job that was cut off goes on at the next row."""
        one = self.worker.run(lambda use: use.ledger.book.begin(job.key))
        while one.state is State.BOOKING and (
            rows := self.worker.ask(lambda use: use.ledger.find.intakes.open_rows(job.key, BATCH))
        ):
            self._enter(one, dict(self._fetched(one, rows)))
        self.worker.run(lambda use: use.ledger.book.finish(job.key, job))

    def forget_file(self, job: Job) -> None:
        """Delete the file of a ledger that was booked."""
        self.worker.run(lambda use: use.ledger.book.forget_file(job.key, job))

    def forget(self, job: Job) -> None:
        """Delete the file and make the rows unreadable."""
        self.worker.run(lambda use: use.ledger.book.forget(job.key, job))

    def jobs(self) -> Mapping[str, Callable[[Job], None]]:
        """Return the handlers of this room's jobs."""
        return {CHECK: self.check, BOOK: self.book, FORGET: self.forget, FORGET_FILE: self.forget_file}

    def rejected(self, kind: str, ledger_id: str, say: Say, *, by: Actor) -> bytes:
        """Return the form with the bad rows only; `say` finds the words. Raises NotFound("file_gone")."""
        self.web.ask(lambda use: use.ledger.find.one(kind, ledger_id, by=by))
        content = self.web.ask(lambda use: use.ledger.find.file(ledger_id))
        if content is None:
            raise NotFound("file_gone")
        rows = self.web.ask(lambda use: use.ledger.find.rows(ledger_id))
        table = self._table(kind, content)
        return rejected(table.titles, table.heads, _marked(table, rows, say), SAY)

    def template(self, kind: str) -> bytes:
        """Return an empty form."""
        sheet = self.sheets[kind]()
        return template(sheet.title, sheet.columns, NOTE)

    def filled(self, kind: str, *, by: Actor) -> bytes:
        """Return the form with what the asker may know already; the rest is for who fills it in."""
        sheet = self.sheets[kind]()
        return template(sheet.title, sheet.columns, NOTE, self.known[kind](by))

    def _table(self, kind: str, content: bytes) -> Table:
        return table_in(content, self.sheets[kind]().columns)

    def _fetched(self, one: Intake, rows: Iterable[Row]) -> Iterator[tuple[int, Came]]:
        for row in rows:
            try:
                yield row.row, self.outside[one.source.kind].fetch(row, one.source)
            except (Refused, Conflict, NotFound, Denied) as problem:
                self._refuse(one, row.row, problem)

    def _enter(self, one: Intake, came: Mapping[int, Came]) -> None:
        """Book a batch; when one row cannot be booked, each by itself, so that only that one stays outside."""
        if not came:
            return
        try:
            self.worker.run(lambda use: use.ledger.book.batch(one.id, came), hot=f"ledger:{one.source.path[-1]}")
        except (Refused, Conflict, NotFound) as problem:
            if len(came) == 1:
                self._refuse(one, next(iter(came)), problem)
            else:
                for line, her in came.items():
                    self._enter(one, {line: her})

    def _refuse(self, one: Intake, line: int, problem: Problem) -> None:
        self.worker.run(lambda use: use.ledger.book.refuse(one.id, line, problem))


def _note_hidden(rows: Iterable[Row], lines: Iterable[Line]) -> None:
    for row, line in zip(rows, lines, strict=True):
        if line.hidden:
            row.findings.append(Finding("", "row_hidden", level="warn"))


def _marked(table: Table, rows: Iterable[Row], say: Say) -> Iterator[Marked]:
    bad = {row.row: row for row in rows if row.verdict is Verdict.ERROR}
    for line in table.lines:
        row = bad.get(line.row)
        if row is not None:
            wrong = [one for one in row.findings if one.level != "note"]
            cells = frozenset(table.places[one.field] for one in wrong if one.field in table.places)
            yield Marked(line.cells, cells, "\n".join(say(one) for one in wrong))
