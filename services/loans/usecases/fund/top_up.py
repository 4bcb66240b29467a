"""The finance bureau tops a fund up: one hand enters, another books; only then there is more head-room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.loans.domain.fund import Cause, Kind
from services.loans.domain.top_up import TopUp
from services.loans.usecases.fund.check import CheckFunds
from services.loans.usecases.fund.ports import Funds, TopUps
from services.loans.usecases.fund.terms import FundTerms
from services.loans.usecases.loan.ports import Act, Acts
from services.loans.usecases.ports import Clock
from shared.access import Actor
from shared.errors import NotFound
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class TopUpFund:
    """Enter, book, drop."""

    funds: Funds
    top_ups: TopUps
    terms: FundTerms
    acts: Acts
    check: CheckFunds
    clock: Clock

    def enter(self, fund_id: str, amount_fen: int, document: str, on: date, *, by: Actor) -> TopUp:
        """Return what waits for its second hand; raises NotFound, Invalid for a day to come."""
        self.terms.reach(fund_id, by=by, action="fund.top_up")
        one = TopUp(new_id(), fund_id, amount_fen, document, on, by.id)
        one.check(today=self.clock.today())
        self.top_ups.add(one)
        self._note("fund.top_up", one, by)
        return one

    def book(self, top_up_id: str, *, by: Actor) -> TopUp:
        """Book it; raises NotFound, Conflict, Refused("same_person") for the hand that entered it."""
        one = self._reached(top_up_id, by)
        county = self.terms.reach(one.fund_id, by=by, action="fund.book")
        fund = self.funds.hold(one.fund_id, county.path, self.terms.multiple(county))
        one.book(by=by.id)
        self.top_ups.save(one)
        fund.book(Kind.TOP_UP, one.amount_fen, Cause(one.on, by.id, document=one.document))
        self.funds.save(fund)
        self.check.plan()
        self._note("fund.book", one, by)
        return one

    def drop(self, top_up_id: str, *, by: Actor) -> TopUp:
        """Take a wrong one back before it is booked; raises NotFound, Conflict."""
        one = self._reached(top_up_id, by)
        one.drop()
        self.top_ups.save(one)
        self._note("fund.drop", one, by)
        return one

    def _reached(self, top_up_id: str, by: Actor) -> TopUp:
        one = self.top_ups.get(top_up_id)
        try:
            self.terms.reach(one.fund_id, by=by, action="fund.book")
        except NotFound:
            raise NotFound("top_up_not_found") from None
        return one

    def _note(self, act: str, one: TopUp, by: Actor) -> None:
        facts: Mapping[str, object] = {"amount_fen": one.amount_fen, "fund": one.fund_id}
        self.acts.note(by, Act(act, "top_up", one.id, facts=facts))
