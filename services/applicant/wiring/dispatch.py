"""The monthly dispatch, bound to one transaction."""

from pymongo.client_session import ClientSession

from services.applicant.storage.counters import MONTH, MongoCounters
from services.applicant.storage.dispatch import MongoLocks, MongoReports, MongoTargets
from services.applicant.storage.months import MongoMonths
from services.applicant.usecases.dispatch import DispatchUseCases
from services.applicant.usecases.dispatch.behind import FactsBehind
from services.applicant.usecases.dispatch.due import DispatchDue
from services.applicant.usecases.dispatch.lock import Lock
from services.applicant.usecases.dispatch.note import NoteMonth
from services.applicant.usecases.dispatch.read import ReadDispatch
from services.applicant.usecases.dispatch.report import FileReport
from services.applicant.usecases.dispatch.rulebook import RulesInForce
from services.applicant.usecases.dispatch.table import ReadTables
from services.applicant.usecases.dispatch.targets import SetTargets
from services.applicant.wiring.stores import Base, ledger_of, units_of
from shared.frame import Guards


def dispatch(base: Base, session: ClientSession | None) -> DispatchUseCases:
    db, clock, units = base.frame.db, base.frame.clock, units_of(base, session)
    rules, ledger, months = rules_of(base), ledger_of(base, session), months_of(base, session)
    counters = MongoCounters(db, session, what=MONTH)
    book, reports, locks = MongoTargets(db, session), MongoReports(db, session), MongoLocks(db, session)
    return DispatchUseCases(
        note=NoteMonth(months),
        read=ReadDispatch(counters, book, reports, locks, rules, units, clock),
        behind=FactsBehind(months, units),
        tables=ReadTables(counters, book, locks, units),
        targets=SetTargets(book, units, rules, ledger),
        report=FileReport(reports, locks, rules, units, ledger, clock),
        lock=Lock(locks, months, rules, Guards(db, session), ledger, clock),
        due=DispatchDue(reports, locks, book, rules, clock),
    )


def rules_of(base: Base) -> RulesInForce:
    return RulesInForce(base.policy, base.frame.clock)


def months_of(base: Base, session: ClientSession | None) -> MongoMonths:
    return MongoMonths(base.frame.db, session, rules_of(base).cutoff())
