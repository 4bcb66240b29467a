"""Running loans and funds of earlier years and the files of banks, bound to one transaction."""

from pymongo.client_session import ClientSession

from services.loans.domain.access import RULES
from services.loans.storage.ledger_sums import MongoLoanSums, MongoOpenings
from services.loans.usecases.fund import FundUseCases
from services.loans.usecases.ledger import bank, funds, loans
from services.loans.usecases.loan import LoanUseCases
from services.loans.wiring.money import Money
from shared.frame import Frame
from shared.ledger.booking import LedgerUseCases
from shared.ledger.places import ReplicaPlaces
from shared.ledger.ports import Kind
from shared.replica import Replica
from shared.storage import ledgers


def ledger(
    frame: Frame, money: Money, known: Replica, uses: tuple[FundUseCases, LoanUseCases], session: ClientSession | None
) -> LedgerUseCases:
    fund, loan = uses
    sums = MongoLoanSums(frame.db, session)
    shared = (money.loans, money.contracts, sums, loan, frame.clock)
    kinds: dict[str, Kind] = {
        bank.REPAYMENT: bank.Repayments(*shared),
        bank.DISBURSEMENT: bank.Disbursements(*shared),
        bank.OVERDUE: bank.OverdueList(*shared),
        loans.KIND: loans.LoanLedger(loan.carry, loan.bounds, sums, known),
        funds.KIND: funds.FundLedger(money.funds, MongoOpenings(frame.db, session), money.terms, fund.check),
    }
    return ledgers.use_cases(frame, session, RULES, kinds, ReplicaPlaces(known))
