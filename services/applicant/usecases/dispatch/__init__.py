"""Everything about the monthly dispatch: what counts, who is first, targets, reports, locking, tables."""

from dataclasses import dataclass

from services.applicant.usecases.dispatch.behind import FactsBehind
from services.applicant.usecases.dispatch.due import DispatchDue
from services.applicant.usecases.dispatch.lock import Lock
from services.applicant.usecases.dispatch.note import NoteMonth
from services.applicant.usecases.dispatch.read import ReadDispatch
from services.applicant.usecases.dispatch.report import FileReport
from services.applicant.usecases.dispatch.table import ReadTables
from services.applicant.usecases.dispatch.targets import SetTargets


@dataclass(frozen=True, slots=True)
class DispatchUseCases:
    """The verbs."""

    note: NoteMonth
    read: ReadDispatch
    behind: FactsBehind
    tables: ReadTables
    targets: SetTargets
    report: FileReport
    lock: Lock
    due: DispatchDue
