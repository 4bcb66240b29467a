"""A county's year: how much of its task is guaranteed, which bank lends it, and what its fund paid out."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.loans.domain.fund_year import YearSums, YearTerms, left_of
from services.loans.usecases.fund.ports import Funds, Reservations, Stocks
from services.loans.usecases.fund.terms import FundTerms
from services.loans.usecases.ports import Clock
from shared.replica import Unit


@dataclass(frozen=True, slots=True)
class YearView:
    """A year as pages show it; `banks` are titles with what they lent or are to lend, None = no limit."""

    year: int
    terms: YearTerms
    sums: YearSums
    banks: tuple[tuple[str, int], ...] = ()

    @property
    def task_left_fen(self) -> int | None:
        """Return what is left of the task."""
        return left_of(self.terms.task_fen, self.sums.granted_fen)

    @property
    def payout_left_fen(self) -> int | None:
        """Return what the fund may still pay out."""
        return left_of(self.terms.payout_fen, self.sums.paid_fen)


@dataclass(frozen=True, slots=True)
class FundYear:
    """The guards are asked after the fund's document was written, so that of two at once the second sees the first."""

    funds: Funds
    reservations: Reservations
    stocks: Stocks
    terms: FundTerms
    clock: Clock

    def view(self, county: Unit) -> YearView:
        """Return this year of a county that was reached before; sums are counted only where something is limited."""
        terms, year = self.terms.year(county), self.clock.today().year
        if not terms.any:
            return YearView(year, terms, YearSums())
        banks = tuple((one.title, self._lends(county, one.id, year)) for one in self.terms.banks(county))
        return YearView(year, terms, self.funds.in_year(county.id, year), banks if terms.bank_task_fen else ())

    def of_place(self, path: Sequence[str]) -> YearView:
        """Return this year of the county a path leads through."""
        return self.view(self.terms.county(path))

    def guard_guarantee(self, county: Unit, offices: Sequence[str], amount_fen: int) -> None:
        """Raise Refused("year_task_filled" | "bank_task_filled") where the county's data say that a full task stops."""
        terms, year = self.terms.year(county), self.clock.today().year
        if not terms.refuses:
            return
        terms.guard_task(amount_fen, self.funds.in_year(county.id, year))
        for bank in self.terms.banks(county):
            if bank.id in offices:
                terms.guard_bank(amount_fen, self._lends(county, bank.id, year))

    def guard_payout(self, county: Unit, amount_fen: int) -> None:
        """Raise Refused("payout_cap_reached") with what is left of the year's cap."""
        terms = self.terms.year(county)
        if terms.payout_fen is not None:
            terms.guard_payout(amount_fen, self.funds.in_year(county.id, self.clock.today().year))

    def _lends(self, county: Unit, bank_id: str, year: int) -> int:
        """Return what a bank lent in a year, and what is promised to those who will get it from this bank."""
        return self.stocks.lent(county.id, bank_id, year) + self.reservations.held(county.id, bank_id)
