"""What bounds a contract and a disbursement: rate, plan and cap by the rules of their own days (§1.7 no. 1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.loans.domain.application import Application
from services.loans.domain.batch import Payout
from services.loans.domain.cap import cap_for
from services.loans.domain.contract import Approved, Bounds
from services.loans.domain.extension import Limits
from services.loans.domain.owed import Way
from services.loans.domain.subsidy import PLACES, Method, Subsidy
from services.loans.domain.visits import Rhythm
from services.loans.usecases.loan.rates import Rates
from services.loans.usecases.place import division_of
from shared.errors import Refused
from shared.policy import NATION, Policy, Version, covers
from shared.replica import Replica

LOAN, CONTRACT, PAYMENT = "loan", "contract", "subsidy_payment"
REFINANCED = "REFINANCED"
EVERYWHERE = "ALL"  # a ceiling that no region changes


@dataclass(frozen=True, slots=True)
class LoanBounds:
    """Dated, sourced values for a place."""

    policy: Policy
    replica: Replica

    def of_contract(self, path: Sequence[str], approved: Approved, base: str, on: date) -> Bounds:
        """Return what bounds a contract signed on a day; raises NotFound("no_policy"), Refused("no_lpr")."""
        if base not in self._rate(path, on)["base"]:
            raise Refused("not_listed")
        version = self._on(path, on, CONTRACT)
        plans = tuple(version.values["plans"])
        return Bounds(approved, self.lpr(base, on), self.above_lpr(path, on), plans, version.id)

    def bases(self, path: Sequence[str], on: date) -> dict[str, int]:
        """Return the LPR of each base a contract may choose on a day, in basis points."""
        return {base: self.lpr(base, on) for base in self._rate(path, on)["base"]}

    def ceilings(self, path: Sequence[str], on: date) -> dict[str, int]:
        """Return the highest rate on each base a contract may choose on a day, in basis points."""
        return {base: bp + self.above_lpr(path, on) for base, bp in self.bases(path, on).items()}

    def above_lpr(self, path: Sequence[str], on: date) -> int:
        """Return by how many basis points a rate may be above the LPR: as the place says, as its region, as usual."""
        said: Mapping[str, int] = self._rate(path, on).get("ceiling_bp", {})
        usual: int = self._on(path, on, CONTRACT).values["above_lpr_bp"]
        return said.get(EVERYWHERE, said.get(self._tier(path, on), usual))

    def contract(self, path: Sequence[str], on: date) -> dict[str, Any]:
        """Return the values for contracts of a day: plans, settles_on, months_to_pay, …."""
        return dict(self._on(path, on, CONTRACT).values)

    @property
    def rates(self) -> Rates:
        """Return the reference rates."""
        return Rates(self.policy)

    def lpr(self, base: str, on: date) -> int:
        """Return the LPR in force on a day in basis points; raises Refused("no_lpr") before the series begins."""
        return self.rates.lpr(base, on).bp

    def cap(self, application: Application, on: date) -> int:
        """Return the most that may be paid out for an application on a day, in fen."""
        return cap_for(application, self._on(application.place, on, LOAN))

    def extension(self, path: Sequence[str], on: date) -> Limits:
        """Return how often and how long a loan may be extended on a day."""
        values = self._on(path, on, LOAN).values["extension"]
        return Limits(int(values["times"]), int(values["max_months"]))

    def extension_subsidised(self, path: Sequence[str], on: date) -> bool:
        """Tell whether the treasury pays on through an extension of a loan paid out on a day."""
        return bool(self._on(path, on, LOAN).values["extension"]["subsidised"])

    def rhythm(self, path: Sequence[str], on: date) -> Rhythm:
        """Return when a loan is visited, by the rule of a day."""
        values = self._on(path, on, CONTRACT).values
        return Rhythm(int(values["visit_first_days"]), int(values["visit_every_months"]))

    def loss_shares(self, path: Sequence[str], on: date) -> dict[str, int]:
        """Return who bears which part of a loss on a day: fund first, such as 70 : 25 : 5."""
        return {name: int(share) for name, share in self._on(path, on, CONTRACT).values["loss_shares"].items()}

    def subsidy(self, path: Sequence[str], form: str, on: date, *, refinanced: bool = False) -> Subsidy:
        """Return the treasury's rule for a loan paid out on a day, with the most it subsidises.

        `refinanced`: it repays an older loan, for which a rule may give nothing (V53).
        """
        values = self._on(path, on, LOAN).values
        if refinanced and REFINANCED in values.get("not_subsidised", ()):
            return Subsidy(Method.NONE)
        poor = self._on(path, on, PAYMENT).values["poor"]
        own, nation = (subsidy_of(one, form, poor=poor) for one in (values, self.policy.on(on, NATION, LOAN).values))
        return own if own == nation else replace(own, nation=nation)

    def way(self, path: Sequence[str], on: date) -> Way:
        """Return how the subsidies of a loan paid out on a day are paid at a place."""
        values = self._on(path, on, PAYMENT).values
        return Way(
            Payout(values["payout"]),
            values["central_permille"][region(values, self._division(path))],
            values["advance_after_months"],
        )

    def _rate(self, path: Sequence[str], on: date) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._on(path, on, LOAN).values["rate"]
        return found

    def _tier(self, path: Sequence[str], on: date) -> str:
        values = self._on(path, on, PAYMENT).values
        if values["poor"]:
            return "POOR"
        return "EAST" if region(values, self._division(path)) == "EAST" else "MIDWEST"

    def _on(self, path: Sequence[str], on: date, topic: str) -> Version:
        return self.policy.on(on, self._division(path), topic)

    def _division(self, path: Sequence[str]) -> str:
        return division_of(self.replica.county_of(path))


def region(values: Mapping[str, Any], division: str) -> str:
    """Return EAST, MIDWEST or WEST: what a county's own version says, else by the lists of the national one."""
    for name, codes in (("EAST", values["east"]), ("WEST", values["west"])):
        if any(covers(code, division) for code in codes):
            return str(values.get("region", name))
    return str(values.get("region", "MIDWEST"))


def subsidy_of(values: Mapping[str, Any], form: str, *, poor: bool = False) -> Subsidy:
    """Return the rule that a version of the policy has for a form of business; `poor`: in a poor area of its time."""
    said = values["subsidy"]
    own = said.get("enterprise") if form == "enterprise" else said.get("poor") if poor else None
    rule = own or {name: value for name, value in said.items() if name not in PLACES}
    most = values["amount"].get("subsidised", {}).get("individual" if form == "individual" else "enterprise")
    return Subsidy.of({"cap_fen": most, **rule})
