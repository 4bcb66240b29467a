"""Each night, and before each guarantee: has a bank too many bad loans? Finance and HR together let it go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.loans.domain.bank_stop import BankStop, Limit, Stock
from services.loans.domain.schedule import months_later
from services.loans.usecases.fund.ports import BankStops, Stocks
from services.loans.usecases.fund.terms import FundTerms
from services.loans.usecases.loan.ports import Act, Acts
from services.loans.usecases.ports import Clock
from shared.access import Actor
from shared.errors import NotFound, Refused
from shared.replica import Unit


@dataclass(frozen=True, slots=True)
class Shown:
    """A bank as the fund's page shows it; no stop where it was never stopped."""

    bank: Unit
    stock: Stock
    limit: Limit
    stop: BankStop | None


@dataclass(frozen=True, slots=True)
class StopRule:
    """A loan is bad when it is late for longer than the grace of the rule; till then it stays out of the test (V26)."""

    stops: BankStops
    stocks: Stocks
    terms: FundTerms
    acts: Acts
    clock: Clock

    def shown(self, county: Unit) -> list[Shown]:
        """Return the banks of a county that was reached before."""
        limit = self.terms.stop_limit(county)
        return [
            Shown(bank, self._stock(county, bank.id), limit, self.stops.get(county.id, bank.id))
            for bank in self.terms.banks(county)
        ]

    def look(self, county: Unit) -> None:
        """Stop each bank that has reached the limit."""
        for one in self.shown(county):
            if not one.stock.reaches(one.limit):
                continue
            today, share = self.clock.today(), one.stock.permille
            if one.stop is None:
                self.stops.add(BankStop(county.id, one.bank.id, today, share))
            elif not one.stop.stops:
                one.stop.stop(share, today=today)
                self.stops.save(one.stop)

    def guard(self, county: Unit, offices: Sequence[str]) -> None:
        """Raise Refused("bank_stopped") for a new guarantee at a bank that is stopped, or has reached the limit."""
        for one in self.shown(county):
            if one.bank.id in offices and ((one.stop and one.stop.stops) or one.stock.reaches(one.limit)):
                raise Refused("bank_stopped", permille=one.stock.permille, most=one.limit.permille)

    def ask(self, fund_id: str, bank_id: str, *, by: Actor) -> BankStop:
        """Finance asks that a bank may go on; raises NotFound, Conflict, Refused("still_bad")."""
        county, stop = self._reached(fund_id, bank_id, "fund.ask_resume", by)
        stop.ask(self._stock(county, bank_id), self.terms.stop_limit(county), by=by.id)
        return self._kept("fund.ask_resume", stop, by)

    def refuse(self, fund_id: str, bank_id: str, *, by: Actor) -> BankStop:
        """HR does not agree; raises NotFound, Conflict."""
        _, stop = self._reached(fund_id, bank_id, "fund.resume", by)
        stop.refuse()
        return self._kept("fund.refuse_resume", stop, by)

    def approve(self, fund_id: str, bank_id: str, *, by: Actor) -> BankStop:
        """HR lets it go on; raises NotFound, Conflict, Refused("same_person")."""
        _, stop = self._reached(fund_id, bank_id, "fund.resume", by)
        stop.approve(by=by.id)
        return self._kept("fund.resume", stop, by)

    def _stock(self, county: Unit, bank_id: str) -> Stock:
        bad_since = months_later(self.clock.today(), -self.terms.stop_grace_months(county))
        return self.stocks.of_bank(county.id, bank_id, bad_since)

    def _reached(self, fund_id: str, bank_id: str, action: str, by: Actor) -> tuple[Unit, BankStop]:
        county, stop = self.terms.reach(fund_id, by=by, action=action), self.stops.get(fund_id, bank_id)
        if stop is None:
            raise NotFound("bank_not_stopped")
        return county, stop

    def _kept(self, act: str, stop: BankStop, by: Actor) -> BankStop:
        self.stops.save(stop)
        self.acts.note(by, Act(act, "fund", f"{stop.fund_id}/{stop.bank_id}"))
        return stop
