"""The ledgers loans takes in: running loans of the bank, the balance of the guarantee fund."""

from services.loans.errands import fund_ledger, loan_ledger
from services.loans.usecases import UseCases
from services.loans.usecases.ledger import funds, loans
from shared.ledger.desk import LedgerErrands
from shared.ledger.women import Women
from shared.running import Runs


def errands(women: Women, web: Runs[UseCases], worker: Runs[UseCases]) -> LedgerErrands[UseCases]:
    """Return the errands of both kinds."""
    return LedgerErrands(
        web=web,
        worker=worker,
        sheets={loans.KIND: lambda: loan_ledger.SHEET, funds.KIND: lambda: fund_ledger.SHEET},
        outside={loans.KIND: loan_ledger.LoanBook(women, worker), funds.KIND: fund_ledger.FundBook(worker)},
    )
