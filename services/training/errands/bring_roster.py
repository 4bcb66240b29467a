"""A workbook is read in a child process before anything is kept; then one use case takes it in."""

from dataclasses import dataclass
from datetime import date

from services.training.domain.roster import Mode
from services.training.errands.roster_form import COLUMNS
from services.training.usecases import UseCases
from services.training.usecases.roster.bring import Sheet
from shared.access import Actor
from shared.running import Done, Once, Runs
from shared.xlsx.reading import table_in
from shared.xlsx.table import Table


@dataclass(frozen=True, slots=True)
class Upload:
    """What was sent, for which class, and what to do with it."""

    class_id: str
    content: bytes
    mode: Mode


@dataclass(frozen=True, slots=True)
class BringRoster:
    """Take a roster in."""

    runs: Runs[UseCases]

    def __call__(self, upload: Upload, once: Once, *, by: Actor) -> Done:
        """Return the roster's id. Raises Refused with what is wrong with the file, NotFound, Conflict."""
        self.runs.ask(lambda use: use.training_class.find.one(upload.class_id, by=by))
        table = read_roster(upload.content)
        today = self.runs.ask(lambda use: use.roster.bring.clock.today())
        sheet = Sheet(upload.content, len(table.lines), as_of(table, today), table.shown(), table.unseen)
        return self.runs.once(once, lambda use: use.roster.bring.upload(upload.class_id, sheet, upload.mode, by=by).id)


def read_roster(content: bytes) -> Table:
    """Return what stands on a workbook's roster; raises Refused."""
    return table_in(content, COLUMNS)


def as_of(table: Table, today: date) -> date:
    """Return the day written on the sheet, from which its ages are counted; today where none is, or a later one."""
    return min(table.dated_on or today, today)
