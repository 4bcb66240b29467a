"""Questions about contracts and loans that change nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.loans.domain.access import RULES
from services.loans.domain.contract import Contract
from services.loans.domain.contract import State as ContractState
from services.loans.domain.loan import Loan, State
from services.loans.domain.loan_papers import Waits
from services.loans.usecases.loan.ports import Approved, Contracts, Loans, Page, Row
from services.loans.usecases.ports import Clock
from shared.access import SYSTEM, Actor, Kind, can, scope
from shared.errors import NotFound

MOST = 200


@dataclass(frozen=True, slots=True)
class FindLoan:
    """What an asker may see of contracts and loans."""

    loans: Loans
    contracts: Contracts
    clock: Clock

    def one(self, loan_id: str, *, by: Actor) -> Loan:
        """Return one, hers for her; raises NotFound("loan_not_found") outside the asker's reach."""
        inside = SYSTEM if by.kind is Kind.WOMAN else scope(RULES, by, "loan.read")
        found = self.loans.get(inside, loan_id)
        if not can(RULES, by, "loan.read", path=found.origin.scope, person_id=found.origin.person_id):
            raise NotFound("loan_not_found")
        return found

    def hers(self, person_id: str, *, by: Actor) -> list[Loan]:
        """Return one woman's, newest first, those the asker may see; a service asks for an end user or for itself."""
        user = by.on_behalf_of or by
        found = self.loans.of_person(person_id)
        if user.kind is Kind.SERVICE:
            return found
        return [one for one in found if can(RULES, user, "loan.read", path=one.origin.scope, person_id=person_id)]

    def of_application(self, application_id: str) -> Loan | None:
        """Return the loan an application became; whether the asker may see it was decided with the application."""
        return self.loans.of_application(application_id)

    def listed(self, states: Collection[State], page: Page, *, by: Actor) -> list[Row]:
        """Return a part of the loans inside the asker's units, by the day on which money is due next."""
        return self.loans.listed(scope(RULES, by, "loan.list"), states, Page(page.after, min(page.limit, MOST)))

    def waiting(self, what: Waits, *, by: Actor, limit: int = MOST) -> list[Row]:
        """Return the loans inside the asker's units that wait for a hand, the oldest first."""
        return self.loans.waiting(scope(RULES, by, "loan.list"), what, limit)

    def to_visit(self, until: date, *, by: Actor, limit: int = MOST) -> list[Row]:
        """Return the loans inside the asker's units whose next visit is due by a day, those due first in front."""
        return self.loans.to_visit(scope(RULES, by, "loan.visit"), until, limit)

    def account_last4(self, loan: Loan) -> str:
        """Return the last four digits of her account."""
        return self.loans.account_last4(loan)

    def contract(self, contract_id: str, *, by: Actor) -> Contract:
        """Return one inside the asker's units; raises NotFound("contract_not_found")."""
        return self.contracts.get(scope(RULES, by, "contract.read"), contract_id)

    def contract_of(self, application_id: str) -> Contract | None:
        """Return the contract that counts of an application that was reached before."""
        return self.contracts.live(application_id)

    def contracts_in(self, state: ContractState, *, by: Actor, limit: int = MOST) -> list[Contract]:
        """Return the contracts in a state inside the asker's units, oldest first."""
        return self.contracts.listed(scope(RULES, by, "contract.read"), state, limit)

    def approved(self, *, by: Actor, limit: int = MOST) -> list[Approved]:
        """Return approved applications that have no contract yet, those that lapse first in front."""
        return self.contracts.approved(scope(RULES, by, "contract.prepare"), limit)
