"""The bank's contract: one hand prepares it from what was approved, another confirms it, or takes it back."""

from dataclasses import dataclass
from datetime import date

from services.loans.domain.access import RULES
from services.loans.domain.application import Application
from services.loans.domain.application import State as ApplicationState
from services.loans.domain.contract import Agreed, Approved, Contract, check
from services.loans.domain.lifecycle import Contract as Signed
from services.loans.domain.schedule import Plan
from services.loans.usecases.desk.promises import Promises
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.ports import Act, Acts, Contracts
from services.loans.usecases.ports import Applications, Clock
from shared import workdays
from shared.access import SYSTEM, Actor, scope
from shared.errors import Conflict
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the paper that was signed, rate in basis points; and what the credit reports of that day say.

    `other_loans`: she or her spouse holds a loan that the policy does not allow; `refinanced`: this one repays another.
    """

    number: str
    amount_fen: int
    term_months: int
    base: str
    rate_bp: int
    plan: str
    signed_on: date
    other_loans: bool
    refinanced: bool = False


@dataclass(frozen=True, slots=True)
class SignContract:
    """`prepare`, `confirm`, `drop`; the application moves to CONTRACTED with the second hand."""

    applications: Applications
    contracts: Contracts
    bounds: LoanBounds
    promises: Promises
    acts: Acts
    clock: Clock

    def application(self, application_id: str, *, by: Actor) -> Application:
        """Return an application that a contract may be prepared for; raises NotFound, Conflict("not_approved")."""
        found = self.applications.get(scope(RULES, by, "contract.prepare"), application_id)
        if found.state is not ApplicationState.APPROVED or found.grant is None:
            raise Conflict("not_approved", state=found.state.value)
        return found

    def prepare(self, application_id: str, paper: Paper, *, by: Actor) -> Contract:
        """Return the contract that waits for its second hand.

        Raises NotFound, Conflict("not_approved" | "contract_there"), Invalid with every field that goes too far.
        """
        found = self.application(application_id, by=by)
        if self.contracts.live(application_id) is not None:
            raise Conflict("contract_there")
        agreed = self._agreed(found, paper)
        units = (*found.place, *(step.office for step in found.case.route.steps))
        one = Contract(
            id=new_id(),
            application_id=found.id,
            person_id=found.person_id,
            scope=tuple(dict.fromkeys(units)),
            agreed=agreed,
            prepared_by=by.id,
            prepared_on=self.clock.today(),
        )
        self.contracts.add(one)
        self._note("contract.prepare", one, by)
        return one

    def confirm(self, contract_id: str, *, by: Actor) -> Contract:
        """Sign, and promise that it lapses when its money does not go out in time.

        Raises NotFound, Conflict, Refused("same_person" | "above_granted").
        """
        one = self.contracts.get(scope(RULES, by, "contract.confirm"), contract_id)
        one.confirm(by=by.id)
        self.contracts.save(one)
        found = self.applications.get(SYSTEM, one.application_id)
        agreed = one.agreed
        today = self.clock.today()
        draw_by = workdays.add(today, self.bounds.contract(found.place, today)["draw_workdays"])
        found.sign(Signed(agreed.number, agreed.amount_fen, agreed.rate_bp, today, draw_by))
        self.applications.save(found)
        self.promises.after(found)
        self._note("contract.confirm", one, by)
        return one

    def drop(self, contract_id: str, *, by: Actor) -> Contract:
        """Take a prepared one back, to be prepared anew; raises NotFound, Conflict."""
        one = self.contracts.get(scope(RULES, by, "contract.drop"), contract_id)
        one.drop()
        self.contracts.save(one)
        self._note("contract.drop", one, by)
        return one

    def _agreed(self, found: Application, paper: Paper) -> Agreed:
        grant = found.grant
        if grant is None:
            raise Conflict("not_approved", state=found.state.value)
        approved = Approved(grant.amount_fen, grant.term_months)
        bounds = self.bounds.of_contract(found.place, approved, paper.base, paper.signed_on)
        agreed = Agreed(
            number=paper.number,
            amount_fen=paper.amount_fen,
            term_months=paper.term_months,
            base=paper.base,
            lpr_bp=bounds.lpr_bp,
            rate_bp=paper.rate_bp,
            plan=Plan(paper.plan),
            signed_on=paper.signed_on,
            refinanced=paper.refinanced,
        )
        check(agreed, bounds, other_loans=paper.other_loans, today=self.clock.today())
        return agreed

    def _note(self, act: str, one: Contract, by: Actor) -> None:
        self.acts.note(by, Act(act, "contract", one.id, (one.person_id,), facts={"application": one.application_id}))
