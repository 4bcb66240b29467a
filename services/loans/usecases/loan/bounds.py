"""What bounds a contract and a disbursement: rate, plan and cap by the rules of their own days (§1.7 no. 1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.loans.domain.contract import Approved, Bounds
from services.loans.domain.subsidy import Subsidy
from shared.errors import NotFound, Refused
from shared.policy import NATION, Policy, Version
from shared.replica import Replica

LOAN, CONTRACT, LPR = "loan", "contract", "lpr"


@dataclass(frozen=True, slots=True)
class LoanBounds:
    """Dated, sourced values for a place."""

    policy: Policy
    replica: Replica

    def of_contract(self, path: Sequence[str], approved: Approved, base: str, on: date) -> Bounds:
        """Return what bounds a contract signed on a day; raises NotFound("no_policy"), Refused("no_lpr")."""
        version = self._on(path, on, CONTRACT)
        values = version.values
        if base not in values["bases"]:
            raise Refused("not_listed")
        return Bounds(approved, self.lpr(base, on), values["above_lpr_bp"], tuple(values["plans"]), version.id)

    def bases(self, path: Sequence[str], on: date) -> dict[str, int]:
        """Return the LPR of each base a contract may choose on a day, in basis points."""
        return {base: self.lpr(base, on) for base in self._on(path, on, CONTRACT).values["bases"]}

    def contract(self, path: Sequence[str], on: date) -> dict[str, Any]:
        """Return the values for contracts of a day: above_lpr_bp, plans, settles_on, months_to_pay."""
        return dict(self._on(path, on, CONTRACT).values)

    def lpr(self, base: str, on: date) -> int:
        """Return the LPR in force on a day in basis points; raises Refused("no_lpr") before the series begins."""
        try:
            series = self.policy.on(on, NATION, LPR).values[base]
        except NotFound:
            raise Refused("no_lpr", on=on) from None
        found = [int(bp) for day, bp in series if date.fromisoformat(day) <= on]
        return found[-1]

    def cap(self, path: Sequence[str], form: str, on: date) -> int:
        """Return the most that may be paid out on a day, in fen; partners are bounded by the enterprise's cap."""
        amount = self._on(path, on, LOAN).values["amount"]
        return int(amount["individual" if form == "individual" else "enterprise"])

    def subsidy(self, path: Sequence[str], on: date) -> Subsidy:
        """Return the treasury's rule for a loan paid out on a day."""
        return Subsidy.of(self._on(path, on, LOAN).values["subsidy"])

    def _on(self, path: Sequence[str], on: date, topic: str) -> Version:
        county = self.replica.county_of(path)
        division = county.division if county is not None and county.division else NATION
        return self.policy.on(on, division, topic)
