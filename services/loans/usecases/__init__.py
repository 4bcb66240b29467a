"""Table of contents: everything loans can do, by noun."""

from dataclasses import dataclass

from services.loans.usecases.application import ApplicationUseCases
from services.loans.usecases.archive import ArchiveUseCases
from services.loans.usecases.consent import ConsentUseCases
from services.loans.usecases.desk import DeskUseCases
from services.loans.usecases.fund import FundUseCases
from services.loans.usecases.loan import LoanUseCases
from services.loans.usecases.paper import PaperUseCases
from services.loans.usecases.policy import PolicyUseCases
from services.loans.usecases.staff import StaffUseCases
from services.loans.usecases.submission import SubmissionUseCases
from services.loans.usecases.subsidy import SubsidyUseCases
from shared.ledger.booking import LedgerUseCases
from shared.replica import Replica


@dataclass(frozen=True, slots=True)
class UseCases:
    """One verb each, grouped by noun; bound by wiring to the session of one transaction."""

    application: ApplicationUseCases
    archive: ArchiveUseCases
    paper: PaperUseCases
    consent: ConsentUseCases
    staff: StaffUseCases
    submission: SubmissionUseCases
    policy: PolicyUseCases
    desk: DeskUseCases
    fund: FundUseCases
    loan: LoanUseCases
    subsidy: SubsidyUseCases
    replica: Replica
    ledger: LedgerUseCases
