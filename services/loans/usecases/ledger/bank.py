"""The bank's own files: money that came, money that went out, who is late; each row is held against its loan."""

import copy
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.loans.domain.access import RULES
from services.loans.domain.account import Repayment
from services.loans.domain.contract import Contract, State
from services.loans.domain.loan import RUNNING, Loan
from services.loans.usecases.ledger.loans import CountedLoans
from services.loans.usecases.loan import LoanUseCases
from services.loans.usecases.loan.disburse import Receipt
from services.loans.usecases.loan.ports import Contracts, Loans
from services.loans.usecases.loan.repay import Money
from services.loans.usecases.ports import Clock
from shared.access import Actor, scope
from shared.errors import Conflict, Invalid, NotFound, Problem
from shared.ledger import intake
from shared.ledger.ports import Came
from shared.ledger.row import Entry, Finding, Outcome, Row, Sum

REPAYMENT, DISBURSEMENT, OVERDUE = "repayment", "disbursement", "overdue"
Book = intake.Source


@dataclass(frozen=True, slots=True)
class BankFile:
    """What the three kinds share: the county's running loans as totals, and a loan found by its receipt."""

    loans: Loans
    contracts: Contracts
    counted: CountedLoans
    use: LoanUseCases
    clock: Clock

    def taken(self, keys: Collection[str]) -> Collection[str]:  # noqa: ARG002  # the keys are the bank's
        """Return nothing: a booking has no key before a file brings it."""
        return ()

    def present(self, path: Sequence[str]) -> Iterable[Sum]:
        """Return the running loans of a county with their balances."""
        return self.counted.sums(path)

    def loan(self, receipt: str, source: Book) -> Loan:
        """Return a loan of the bank that brought the file; raises NotFound("bank_no_loan")."""
        found = self.loans.numbered(source.path[-1], receipt)
        if found is None or not scope(RULES, source.by, "loan.repay").holds(found.origin.scope):
            raise NotFound("bank_no_loan", number=receipt)
        return found

    def contract(self, number: str, by: Actor) -> Contract:
        """Return a contract of that bank; raises NotFound("bank_no_contract")."""
        found = self.contracts.numbered(scope(RULES, by, "loan.disburse"), number)
        if found is None:
            raise NotFound("bank_no_contract", number=number)
        return found


@dataclass(frozen=True, slots=True)
class Repayments(BankFile):
    """Money that came; a payment that somebody has booked by hand is there already."""

    def look(self, rows: Sequence[Row], source: Book) -> None:
        """Book every row on a copy of its loan, the oldest first, and say of each what does not fit."""
        seen: dict[str, _Copy] = {}
        for row, entry in sorted(_open(rows), key=lambda one: one[1].facts["on"]):
            receipt = entry.facts["receipt"]
            try:
                if receipt not in seen:
                    seen[receipt] = _Copy(copy.deepcopy(self.loan(receipt, source)))
                seen[receipt].take(row, entry, self._payment(entry, source))
            except Problem as problem:
                row.findings.extend(_found(problem))

    def book(self, entry: Entry, came: Came, source: Book) -> str:  # noqa: ARG002  # the receipt says who she is
        """Return the loan's id; raises what booking it by hand would."""
        loan, facts = self.loan(entry.facts["receipt"], source), entry.facts
        money = Money(facts["principal_fen"], facts["interest_fen"], date.fromisoformat(facts["on"]))
        return self.use.repay(loan.id, money, by=source.by).id

    def _payment(self, entry: Entry, source: Book) -> Repayment:
        facts, on = entry.facts, date.fromisoformat(entry.facts["on"])
        return Repayment("", on, facts["principal_fen"], facts["interest_fen"], self.clock.today(), source.by.id)


@dataclass(slots=True)
class _Copy:
    """A loan as it would stand after the rows before; payments that are booked already are met once each."""

    loan: Loan
    booked: Counter[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.booked = Counter(_said(one) for one in self.loan.account.repayments)

    def take(self, row: Row, entry: Entry, payment: Repayment) -> None:
        if self.booked[_said(payment)]:
            self.booked[_said(payment)] -= 1
            row.already(Finding("number", "bank_payment_there", {"on": entry.facts["on"]}, level="note"))
        elif self.loan.state not in RUNNING:
            raise Conflict("bank_loan_closed", number=self.loan.number)
        else:
            self.loan.repay(payment)


def _said(one: Repayment) -> tuple[date, int, int]:
    return one.on, one.principal_fen, one.interest_fen


@dataclass(frozen=True, slots=True)
class Disbursements(BankFile):
    """Money that went out for contracts that are signed."""

    def look(self, rows: Sequence[Row], source: Book) -> None:
        """Say of each row whether its contract waits for its money."""
        for row, entry in _open(rows):
            try:
                contract = self.contract(entry.facts["number"], source.by)
                self._check(contract, entry)
            except Problem as problem:
                row.findings.extend(_found(problem))

    def book(self, entry: Entry, came: Came, source: Book) -> str:  # noqa: ARG002  # the contract says who she is
        """Return the loan's id; raises what paying it out by hand would."""
        facts = entry.facts
        contract = self.contract(facts["number"], source.by)
        receipt = Receipt(facts["receipt"], date.fromisoformat(facts["on"]), str(entry.values["account"]))
        return self.use.disburse(contract.id, receipt, by=source.by).id

    def _check(self, contract: Contract, entry: Entry) -> None:
        if contract.state is not State.SIGNED:
            raise Conflict("bank_contract_not_signed", number=contract.agreed.number)
        if entry.facts["amount_fen"] != contract.agreed.amount_fen:
            raise Conflict("bank_other_amount", amount_fen=contract.agreed.amount_fen)


@dataclass(frozen=True, slots=True)
class OverdueList(BankFile):
    """Who the bank says is late; what differs from the account here is explained, and lateness is noted at once."""

    def look(self, rows: Sequence[Row], source: Book) -> None:
        """Say of each row whether the account here is late as well, and by as much."""
        for row, entry in _open(rows):
            try:
                loan = self.loan(entry.facts["receipt"], source)
            except NotFound as problem:
                row.findings.extend(_found(problem))
                continue
            late = loan.account.late(self.clock.today()) if loan.state in RUNNING else []
            if not late:
                row.findings.append(Finding("number", "bank_not_late"))
            elif (ours := sum(line.left_fen for line in late)) != entry.facts["owed_fen"]:
                facts = {"owed_fen": ours, "since": late[0].due_on}
                row.findings.append(Finding("owed_fen", "bank_other_arrears", facts, level="warn"))

    def book(self, entry: Entry, came: Came, source: Book) -> str:  # noqa: ARG002  # the receipt says who she is
        """Note that it is late, if that is new; returns the loan's id."""
        loan = self.loan(entry.facts["receipt"], source)
        if loan.fall_due(today=self.clock.today()):
            self.loans.save(loan)
        return loan.id


def _open(rows: Sequence[Row]) -> list[tuple[Row, Entry]]:
    return [(row, row.entry) for row in rows if row.entry is not None and row.outcome is Outcome.OPEN]


def _found(problem: Problem) -> list[Finding]:
    """Return a refusal as findings about a row: at its fields where it names them, else at its number."""
    if isinstance(problem, Invalid):
        return [Finding(name, one.slug, dict(one.facts)) for name, all_ in problem.fields.items() for one in all_]
    return [Finding("number", problem.slug, dict(problem.facts))]
