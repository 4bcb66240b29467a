"""A row of the bank's book becomes a running loan: its balance, what is due from now on, and whether it is late."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from services.loans.domain.account import Terms
from services.loans.domain.loan import Origin
from services.loans.domain.schedule import Plan
from services.loans.domain.subsidy import Method, Subsidy
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.carry import Carry
from shared.clock import SHANGHAI
from shared.errors import NotFound, Refused
from shared.ledger import intake
from shared.ledger.ports import Came
from shared.ledger.row import Entry, Finding, Row, Sum
from shared.replica import Replica

KIND = "loan"
GROUP = "loan"
BASE = "LPR1Y"
FORM = "individual"  # the book of running loans has no column for it
SETTLES_ON = 20  # the day of the month where no dated rule says another (domain.md §2.7)
Book = intake.Source


class CountedLoans(Protocol):
    """Loans as sums and numbers."""

    def numbers(self, numbers: Collection[str]) -> set[str]:
        """Return which of the contract numbers this system made."""

    def sums(self, path: Sequence[str]) -> list[Sum]:
        """Return how many run in a county and what they still owe, by township."""

    def offices(self, path: Sequence[str]) -> list[str]:
        """Return the unit ids of the county's offices that work with loans: bank, guarantee agency, finance."""


@dataclass(frozen=True, slots=True)
class LoanLedger:
    """The fund stands for what is left; no head-room is asked for what was guaranteed before."""

    carry: Carry
    bounds: LoanBounds
    counted: CountedLoans
    replica: Replica

    def taken(self, keys: Collection[str]) -> Collection[str]:
        """Return those of the contracts that were made here."""
        return self.counted.numbers(keys)

    def look(self, rows: Sequence[Row], source: Book) -> None:
        """Warn where the subsidy of the day of disbursement is not known here: it is not paid by itself then."""
        for row in rows:
            if row.entry is not None and self._subsidy(row.entry.facts, source.path) is None:
                row.findings.append(Finding("disbursed_on", "ledger_no_subsidy", level="warn"))

    def present(self, path: Sequence[str]) -> Iterable[Sum]:
        """Return the running loans of a county with their balances."""
        return self.counted.sums(path)

    def book(self, entry: Entry, came: Came, source: Book) -> str:
        """Return the loan's id; raises Refused("person_not_found") when nobody said who she is."""
        if came.person_id is None:
            raise Refused("person_not_found")
        self.replica.card_came(came.card, came.card["seq"])
        path = tuple(came.card["org_path"])
        place = path if path[: len(source.path)] == source.path else source.path
        scope = tuple(dict.fromkeys([*place, *self.counted.offices(source.path)]))
        facts = entry.facts
        origin = Origin(came.person_id, place, scope, source.path[-1], source="ledger", jobs=facts["jobs"])
        numbers = (facts["receipt"], entry.key)
        return self.carry(numbers, origin, self._terms(entry.facts, source), by=source.by).id

    def _terms(self, facts: Mapping[str, Any], source: Book) -> Terms:
        path, brought_on = source.path, source.at.astimezone(SHANGHAI).date()
        subsidy = self._subsidy(facts, path) or Subsidy(Method.NONE)
        days = {name: date.fromisoformat(facts[name]) for name in ("disbursed_on", "matures_on")}
        # nothing written means paid up to the day the ledger came: it must not change what the row says of itself
        paid_until = date.fromisoformat(facts["paid_until"]) if facts["paid_until"] else brought_on
        return Terms(
            amount_fen=facts["amount_fen"],
            term_months=facts["term_months"],
            rate_bp=facts["rate_bp"],
            lpr_bp=self._base(subsidy, facts),
            plan=Plan(facts["plan"]),
            disbursed_on=days["disbursed_on"],
            matures_on=days["matures_on"],
            subsidy=subsidy,
            principal_fen=facts["balance_fen"],
            starts_on=min(paid_until, days["matures_on"]),
            settles_on=self._settles_on(days["disbursed_on"], path),
        )

    def _subsidy(self, facts: Mapping[str, Any], path: Sequence[str]) -> Subsidy | None:
        try:
            found = self.bounds.subsidy(path, FORM, date.fromisoformat(facts["disbursed_on"]))
        except NotFound:
            return None
        return None if found.needs_base and not self._base(found, facts) else found

    def _base(self, subsidy: Subsidy, facts: Mapping[str, Any]) -> int:
        # the book does not say when the contract was signed: the day the money went is the nearest known
        on = date.fromisoformat(facts["disbursed_on"])
        try:
            return self.bounds.rates.base(subsidy.base, BASE, facts["term_months"], on).bp
        except Refused:
            return 0

    def _settles_on(self, on: date, path: Sequence[str]) -> int:
        try:
            return int(self.bounds.contract(path, on)["settles_on"])
        except NotFound:
            return SETTLES_ON
