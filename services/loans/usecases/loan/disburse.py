"""The money goes out: the contract becomes a loan, the promise of the fund becomes a guarantee."""

from dataclasses import dataclass
from datetime import date

from services.loans.domain.access import RULES
from services.loans.domain.account import Terms
from services.loans.domain.application import Application
from services.loans.domain.batch import Payout
from services.loans.domain.contract import Contract
from services.loans.domain.loan import Loan, Origin
from services.loans.domain.schedule import months_later
from services.loans.domain.visits import first_due
from services.loans.usecases.fund.terms import FundTerms
from services.loans.usecases.loan.books import Books
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.morning import Mornings
from services.loans.usecases.loan.ports import Act, Acts, Contracts, Loans, Quarters
from services.loans.usecases.ports import Applications, Clock
from shared.access import SYSTEM, Actor, scope
from shared.errors import Invalid, Refused
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Receipt:
    """The bank's receipt (借据): its number, the day the money went, the last four digits of her account."""

    number: str
    on: date
    account_last4: str


@dataclass(frozen=True, slots=True)
class Disburse:
    """Cap and subsidy are those of the day of disbursement; the rate is the contract's."""

    applications: Applications
    contracts: Contracts
    loans: Loans
    books: Books
    bounds: LoanBounds
    funds: FundTerms
    mornings: Mornings
    quarters: Quarters
    acts: Acts
    clock: Clock

    def __call__(self, contract_id: str, receipt: Receipt, *, by: Actor) -> Loan:
        """Return the loan. Raises NotFound, Conflict, Invalid naming what cannot be, Refused("no_reservation")."""
        contract = self.contracts.get(scope(RULES, by, "loan.disburse"), contract_id)
        found = self.applications.get(SYSTEM, contract.application_id)
        self._check(found, contract, receipt)
        county = self.funds.county(found.place)
        origin = Origin(
            person_id=found.person_id,
            place=found.place,
            scope=contract.scope,
            fund_id=county.id,
            application_id=found.id,
            jobs=found.draft.business.hands or 0,
        )
        numbers = (receipt.number, contract.agreed.number)
        loan = Loan.disbursed(new_id(), numbers, origin, self._terms(found, contract, receipt.on))
        loan.visit_due_on = first_due(loan, self.bounds.rhythm(found.place, receipt.on))
        contract.pay_out()
        found.disburse(today=self.clock.today())
        self.books.use(loan, by=by)
        self.contracts.save(contract)
        self.applications.save(found)
        self.loans.add(loan, receipt.account_last4)
        self.mornings.plan(loan)
        self.quarters.plan(loan)
        self.acts.note(by, Act("loan.disburse", "loan", loan.id, (loan.origin.person_id,)))
        return loan

    def key(self, contract_id: str, *, by: Actor) -> str:
        """Return the name of the hot document of a disbursement."""
        contract = self.contracts.get(scope(RULES, by, "loan.disburse"), contract_id)
        found = self.applications.get(SYSTEM, contract.application_id)
        return f"fund:{self.funds.county(found.place).id}"

    def _check(self, found: Application, contract: Contract, receipt: Receipt) -> None:
        wrong: dict[str, list[Refused]] = {}
        if receipt.on > self.clock.today():
            wrong["on"] = [Refused("day_to_come")]
        elif receipt.on < contract.agreed.signed_on:
            wrong["on"] = [Refused("before_contract", signed_on=contract.agreed.signed_on)]
        else:
            cap = self.bounds.cap(found, receipt.on)
            if contract.agreed.amount_fen > cap:
                wrong["on"] = [Refused("above_cap_that_day", most_fen=cap)]
        if wrong:
            raise Invalid(wrong)

    def _terms(self, found: Application, contract: Contract, on: date) -> Terms:
        agreed = contract.agreed
        return Terms(
            amount_fen=agreed.amount_fen,
            term_months=agreed.term_months,
            rate_bp=agreed.rate_bp,
            lpr_bp=agreed.lpr_bp,
            plan=agreed.plan,
            disbursed_on=on,
            matures_on=months_later(on, agreed.term_months),
            subsidy=self.bounds.subsidy(found.place, found.asked.form, on, refinanced=agreed.refinanced),
            principal_fen=agreed.amount_fen,
            starts_on=on,
            settles_on=self.bounds.contract(found.place, agreed.signed_on)["settles_on"],
            net=self.bounds.way(found.place, on).payout is Payout.NET,
        )
