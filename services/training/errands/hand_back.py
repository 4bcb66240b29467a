"""The bad rows of a roster go back in the same form, with what to do about each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from services.training.domain.roster import Finding, Row, Verdict
from services.training.errands.bring_roster import read_roster
from services.training.errands.roster_form import ASKED, NOTE, SAY, TITLE
from services.training.usecases import UseCases
from shared.access import Actor
from shared.errors import NotFound
from shared.running import Runs
from shared.xlsx.table import Table
from shared.xlsx.writing import Marked, rejected, template

Say = Callable[[Finding], str]


@dataclass(frozen=True, slots=True)
class HandBack:
    """Makes the workbooks a coordinator downloads."""

    runs: Runs[UseCases]

    def rejected(self, roster_id: str, say: Say, *, by: Actor) -> bytes:
        """Return the form with the bad rows only; `say` finds the words. Raises NotFound("file_gone")."""
        self.runs.ask(lambda use: use.roster.find.one(roster_id, by=by))
        content = self.runs.ask(lambda use: use.roster.find.file(roster_id))
        if content is None:
            raise NotFound("file_gone")
        rows = self.runs.ask(lambda use: use.roster.find.rows(roster_id))
        table = read_roster(content)
        made = rejected(table.titles, table.heads, _marked(table, rows, say), SAY)
        self.runs.run(lambda use: use.roster.bring.fetched(roster_id, by=by))
        return made

    def names(self, roster_id: str, *, by: Actor) -> dict[int, str]:
        """Return the names as they stand on the sheet by line, while the sealed file is kept; then none."""
        self.runs.ask(lambda use: use.roster.find.one(roster_id, by=by))
        content = self.runs.ask(lambda use: use.roster.find.file(roster_id))
        if content is None:
            return {}
        return {line.row: line.values.get("name", "").strip() for line in read_roster(content).lines}

    def template(self) -> bytes:
        """Return an empty form."""
        return template(TITLE, ASKED, NOTE)


def _marked(table: Table, rows: Iterable[Row], say: Say) -> Iterator[Marked]:
    bad = {row.row: row for row in rows if row.verdict is Verdict.ERROR}
    for line in table.lines:
        row = bad.get(line.row)
        if row is not None:
            wrong = [one for one in row.findings if one.level != "note"]
            cells = frozenset(table.places[one.field] for one in wrong if one.field in table.places)
            yield Marked(line.cells, cells, "\n".join(say(one) for one in wrong))
