"""Questions about funds that change nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.loans.domain.fund import Entry, Fund, HeadRoomView
from services.loans.domain.top_up import TopUp
from services.loans.usecases.fund.ports import Funds, TopUps
from services.loans.usecases.fund.terms import FundTerms
from shared.access import Actor
from shared.errors import NotFound
from shared.replica import Unit

MOST = 200


@dataclass(frozen=True, slots=True)
class HeadRoom:
    """What the guarantee desk sees before it decides."""

    funds: Funds
    terms: FundTerms

    def __call__(self, *, county_path: Sequence[str]) -> HeadRoomView:
        """Return the fund of a place; all zero before its first booking."""
        county = self.terms.county(county_path)
        multiple = self.terms.multiple(county)
        fund = self.funds.get(county.id) or Fund(county.id, county.path, multiple)
        sums = fund.sums
        free = sums.room(multiple)
        return HeadRoomView(county.id, sums.balance_fen, multiple, sums.outstanding_fen, sums.reserved_fen, free)

    def key(self, path: Sequence[str]) -> str:
        """Return the name of the hot document: what a command over this fund gives to `run.once(hot=…)`."""
        return f"fund:{self.terms.county(path).id}"


@dataclass(frozen=True, slots=True)
class FindFund:
    """A fund with its ledger, inside the asker's counties."""

    funds: Funds
    top_ups: TopUps
    terms: FundTerms

    def counties(self, *, by: Actor) -> list[Unit]:
        """Return the counties whose fund the asker may read."""
        return self.terms.counties(by, "fund.read")

    def county(self, fund_id: str | None, *, by: Actor) -> Unit:
        """Return the county asked for, or the asker's first; raises NotFound("fund_not_found")."""
        if fund_id is not None:
            return self.terms.reach(fund_id, by=by, action="fund.read")
        mine = self.counties(by=by)
        if not mine:
            raise NotFound("fund_not_found")
        return mine[0]

    def entries(self, fund_id: str, *, before: int | None = None, limit: int = 50) -> list[Entry]:
        """Return the newest lines of a ledger that was reached before."""
        return self.funds.entries(fund_id, before, min(limit, MOST))

    def waiting(self, fund_id: str) -> list[TopUp]:
        """Return the payments that wait for a second hand."""
        return self.top_ups.waiting(fund_id)
