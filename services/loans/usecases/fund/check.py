"""Is every fund the fold of its ledger, and do its loans and promises add up to it? Each night, and when asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from services.loans.domain.fund import Fund, Sums
from services.loans.usecases.fund.ports import Difference, Funds, Outstanding, Reservations
from services.loans.usecases.fund.stop import StopRule
from services.loans.usecases.loan.ports import Due
from services.loans.usecases.ports import Clock
from shared.clock import SHANGHAI

KIND = "check_funds"
KEY = "nightly"
AT = time(3, 20)


class FundsDiffer(Exception):
    """A fund's document is not what its ledger, its loans or its reservations say."""


@dataclass(frozen=True, slots=True)
class CheckFunds:
    """Compares within one moment's data, so that what is booked meanwhile does not look like a difference."""

    funds: Funds
    reservations: Reservations
    loans: Outstanding
    stop: StopRule
    due: Due
    clock: Clock

    def __call__(self) -> list[Difference]:
        """Return everything that differs; nothing is as it should be."""
        return [found for fund in self.funds.all() for found in self._one(fund)]

    def plan(self) -> None:
        """Promise the check of the coming night; promising it again changes nothing."""
        local = self.clock.now().astimezone(SHANGHAI)
        night = datetime.combine(local.date(), AT, SHANGHAI)
        self.due.add(KIND, KEY, night if night > local else night + timedelta(days=1))

    def tonight(self, job: object, found: Sequence[Difference]) -> None:
        """Stop banks with too many bad loans, end the job and promise the next night.

        Raises FundsDiffer, so that the failed job alarms somebody.
        """
        for fund in self.funds.all():
            county = self.stop.terms.county(fund.path)
            self.stop.look(county)
            self.stop.terms.count_last_year(county)
        if found:
            raise FundsDiffer(f"{len(found)} differences")
        self.due.done(job)
        self.plan()

    def _one(self, fund: Fund) -> Iterator[Difference]:
        sums, count = Sums(), 0
        for n, kind, amount_fen in self.funds.booked(fund.id):
            count += 1
            if n != count:
                yield Difference(fund.id, "ledger line", n, count)
                return
            sums = sums.after(kind, amount_fen)
        if (sums, count) != (fund.sums, fund.last):
            yield Difference(fund.id, "fold", fund.sums, sums)
        owed, held = self.loans.outstanding(fund.id), self.reservations.held(fund.id)
        if owed != fund.sums.outstanding_fen:
            yield Difference(fund.id, "outstanding", fund.sums.outstanding_fen, owed)
        if held != fund.sums.reserved_fen:
            yield Difference(fund.id, "reserved", fund.sums.reserved_fen, held)
