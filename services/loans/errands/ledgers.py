"""What loans takes in by Excel: running loans, the balance of the fund, and the three files a bank sends for ever."""

from collections.abc import Callable
from functools import partial

from services.loans.errands import bank_files, fund_ledger, loan_ledger
from services.loans.usecases import UseCases
from services.loans.usecases.ledger import funds, loans
from shared.access import Actor
from shared.ledger.desk import LedgerErrands
from shared.ledger.women import Women
from shared.running import Runs

Lines = list[dict[str, str]]


def errands(women: Women, web: Runs[UseCases], worker: Runs[UseCases]) -> LedgerErrands[UseCases]:
    """Return the errands of all kinds."""
    sheets = {kind: partial(bank_files.SHEETS.__getitem__, kind) for kind in bank_files.SHEETS}
    books = {kind: bank_files.BankBook(worker, entry) for kind, entry in bank_files.ENTRIES.items()}
    return LedgerErrands(
        web=web,
        worker=worker,
        sheets=sheets | {loans.KIND: lambda: loan_ledger.SHEET, funds.KIND: lambda: fund_ledger.SHEET},
        outside=books | {loans.KIND: loan_ledger.LoanBook(women, worker), funds.KIND: fund_ledger.FundBook(worker)},
        known={kind: partial(_known, web, ask) for kind, ask in bank_files.KNOWN.items()},
    )


def _known(web: Runs[UseCases], ask: Callable[[UseCases, Actor], Lines], by: Actor) -> Lines:
    return web.ask(lambda use: ask(use, by))
