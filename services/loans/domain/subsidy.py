"""Which part of the interest the treasury pays (贴息), by the rule of the day of disbursement (§1.2, §1.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from services.loans.domain.interest import BP, YEAR, half_up

FIELDS = frozenset(
    {"method", "share_permille", "above_base_bp", "most_above_base_bp", "tiers", "base", "cap_fen", "nation"}
)
PLACES = frozenset({"enterprise", "poor"})


class Method(StrEnum):
    """How the share is found."""

    FULL = "FULL"
    SHARE_OF_ACTUAL = "SHARE_OF_ACTUAL"
    SHARE_OF_BASE = "SHARE_OF_BASE"
    ABOVE_BASE = "ABOVE_BASE"
    TIERED = "TIERED"
    NONE = "NONE"


class Base(StrEnum):
    """Against which reference rate of the contract's day: the LPR it chose, or the old benchmark of its term."""

    LPR = "LPR"
    BENCHMARK = "BENCHMARK"


@dataclass(frozen=True, slots=True)
class Subsidy:
    """What a rule gives; rates in basis points, shares in per mille, `tiers` by year of the loan.

    ABOVE_BASE: she pays base + `above_base_bp`, the treasury the rest. `most_above_base_bp`: nothing is paid for what
    goes beyond base + that. `cap_fen`: only so much of the balance is subsidised (None = all of it). `nation`: what the
    nation's own rule gives, where a place has another: what the place gives beyond is its own to pay (MoF 2020-04-17).
    """

    method: Method
    share_permille: int = 0
    above_base_bp: int = 0
    tiers: tuple[tuple[int, int], ...] = ()
    base: Base = Base.LPR
    most_above_base_bp: int | None = None
    cap_fen: int | None = None
    nation: "Subsidy | None" = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Subsidy":
        """Read the values of a policy file or of a stored loan; raises ValueError for a field nobody reads."""
        if strangers := set(values) - FIELDS - PLACES:
            raise ValueError(f"subsidy: unknown field {sorted(strangers)[0]}")
        return cls(
            method=Method(values["method"]),
            share_permille=values.get("share_permille", 0),
            above_base_bp=values.get("above_base_bp", 0),
            tiers=tuple((up, down) for up, down in values.get("tiers", ())),
            base=Base(values.get("base", Base.LPR)),
            most_above_base_bp=values.get("most_above_base_bp"),
            cap_fen=values.get("cap_fen"),
            nation=cls.of(values["nation"]) if values.get("nation") else None,
        )

    def plain(self) -> dict[str, Any]:
        """Return it as it is stored with a loan."""
        return {
            "method": self.method.value,
            "share_permille": self.share_permille,
            "above_base_bp": self.above_base_bp,
            "tiers": [list(one) for one in self.tiers],
            "base": self.base.value,
            "most_above_base_bp": self.most_above_base_bp,
            "cap_fen": self.cap_fen,
            "nation": self.nation.plain() if self.nation else None,
        }

    @property
    def needs_base(self) -> bool:
        """Tell whether it cannot be counted without the reference rate."""
        return self.method in {Method.SHARE_OF_BASE, Method.ABOVE_BASE} or self.most_above_base_bp is not None

    def subsidised(self, balance_fen: int) -> int:
        """Return the part of a balance that is subsidised, in fen."""
        return balance_fen if self.cap_fen is None else min(balance_fen, self.cap_fen)

    def of_period(self, years: Sequence[int], rate_bp: int, base_bp: int) -> int:
        """Return the treasury's part of one period in fen, half up once.

        `years` are the subsidised daily balances summed per year of the loan (fen × days), the first year first.
        """
        paid = self.exact(years, rate_bp, base_bp)
        return half_up(paid.numerator, paid.denominator)

    def exact(self, years: Sequence[int], rate_bp: int, base_bp: int) -> Fraction:
        """Return the same before it is rounded."""
        paid = sum((days * self.paid_bp(year, rate_bp, base_bp) for year, days in enumerate(years)), Fraction(0))
        return paid * Fraction(1, YEAR * BP)

    def paid_bp(self, year: int, rate_bp: int, base_bp: int) -> Fraction:
        """Return the yearly rate the treasury pays in a year of the loan (0 = the first), never above her rate."""
        most = rate_bp
        if self.most_above_base_bp is not None:
            most = min(rate_bp, base_bp + self.most_above_base_bp)
        match self.method:
            case Method.FULL:
                return Fraction(most)
            case Method.SHARE_OF_ACTUAL:
                return Fraction(most * self.share_permille, 1000)
            case Method.SHARE_OF_BASE:
                return min(Fraction(base_bp * self.share_permille, 1000), Fraction(most))
            case Method.ABOVE_BASE:
                return Fraction(most - min(most, max(0, base_bp + self.above_base_bp)))
            case Method.TIERED:
                return most * Fraction(*self.tiers[year]) if year < len(self.tiers) else Fraction(0)
            case Method.NONE:
                return Fraction(0)
