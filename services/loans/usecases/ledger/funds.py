"""What a county's guarantee fund holds on the day it comes here: the first entry of its ledger."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.loans.domain.fund import Cause, Kind
from services.loans.usecases.fund.check import CheckFunds
from services.loans.usecases.fund.ports import Funds
from services.loans.usecases.fund.terms import FundTerms
from shared.errors import Conflict
from shared.ledger import intake
from shared.ledger.ports import Came
from shared.ledger.row import Entry, Finding, Row, Sum

KIND = "fund"
GROUP = "opening"
Book = intake.Source


class Openings(Protocol):
    """The first entries of funds that were there before."""

    def opened_on(self, fund_id: str) -> date | None:
        """Return the day as of which a fund was opened, None when none was."""


@dataclass(frozen=True, slots=True)
class FundLedger:
    """A fund is opened once: a second opening on another day would be the same money twice."""

    funds: Funds
    openings: Openings
    terms: FundTerms
    check: CheckFunds

    def taken(self, keys: Collection[str]) -> Collection[str]:  # noqa: ARG002  # the key is ours: county and day
        """Return nothing: no fund was opened here before its ledger came."""
        return ()

    def look(self, rows: Sequence[Row], source: Book) -> None:
        """A fund that is open is an error unless the row is the one that opened it; so is a second row."""
        fund_id = source.path[-1]
        opened = self.openings.opened_on(fund_id)
        days = [row.entry.facts["as_of"] for row in rows if row.entry is not None]
        for row in (row for row in rows if row.entry is not None):
            assert row.entry is not None, "kept above"
            as_of = row.entry.facts["as_of"]
            if opened is not None and opened.isoformat() != as_of:
                row.findings.append(Finding("as_of", "ledger_fund_open", {"on": opened.isoformat()}))
            elif as_of != days[0]:
                row.findings.append(Finding("as_of", "ledger_one_fund"))

    def present(self, path: Sequence[str]) -> Iterable[Sum]:
        """Return what the fund holds now."""
        fund = self.funds.get(path[-1])
        return [Sum("", GROUP, 1, fund.sums.balance_fen)] if fund is not None and fund.last else []

    def book(self, entry: Entry, came: Came, source: Book) -> str:  # noqa: ARG002  # no woman in it
        """Return the fund's id; raises Conflict("ledger_fund_open") when it was opened meanwhile."""
        fund_id, on = source.path[-1], date.fromisoformat(entry.facts["as_of"])
        county = self.terms.county(source.path)
        fund = self.funds.hold(fund_id, county.path, self.terms.multiple(county))
        opened = self.openings.opened_on(fund_id)
        if opened is not None:
            raise Conflict("ledger_fund_open", on=opened.isoformat())
        cause = Cause(on, source.by.id, document=entry.facts["document"])
        fund.book(Kind.OPENING, entry.facts["balance_fen"], cause)
        self.funds.save(fund)
        self.check.plan()
        return fund_id
