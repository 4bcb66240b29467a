"""Which part of the interest the treasury pays (贴息), by the rule of the day of disbursement (§1.2, §1.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from services.loans.domain.interest import BP, YEAR, half_up, interest


class Method(StrEnum):
    """How the share is found."""

    FULL = "FULL"
    SHARE_OF_ACTUAL = "SHARE_OF_ACTUAL"
    ABOVE_BASE = "ABOVE_BASE"
    TIERED = "TIERED"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Subsidy:
    """`share_permille` of the interest paid, what lies above base + `above_base_bp`, or `tiers` by year of the loan."""

    method: Method
    share_permille: int = 0
    above_base_bp: int = 0
    tiers: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Subsidy":
        """Read the values of a policy file."""
        tiers = tuple((up, down) for up, down in values.get("tiers", ()))
        return cls(Method(values["method"]), values.get("share_permille", 0), values.get("above_base_bp", 0), tiers)

    def plain(self) -> dict[str, Any]:
        """Return it as it is stored with a loan."""
        tiers = [list(one) for one in self.tiers]
        return {
            "method": self.method.value,
            "share_permille": self.share_permille,
            "above_base_bp": self.above_base_bp,
            "tiers": tiers,
        }

    def of_period(self, years: Sequence[int], rate_bp: int, base_bp: int) -> int:
        """Return the treasury's part of one period in fen, half up once.

        `years` are the period's daily balances summed per year of the loan (fen × days), the first year first.
        """
        whole = sum(years)
        match self.method:
            case Method.FULL:
                return interest(whole, rate_bp)
            case Method.SHARE_OF_ACTUAL:
                return half_up(whole * rate_bp * self.share_permille, YEAR * BP * 1000)
            case Method.ABOVE_BASE:
                hers = interest(whole, min(rate_bp, max(0, base_bp + self.above_base_bp)))
                return interest(whole, rate_bp) - hers
            case Method.TIERED:
                return self._tiered(years, rate_bp)
            case Method.NONE:
                return 0

    def _tiered(self, years: Sequence[int], rate_bp: int) -> int:
        parts = sum((one * Fraction(*tier) for one, tier in zip(years, self.tiers, strict=False)), Fraction(0))
        exact = parts * Fraction(rate_bp, YEAR * BP)
        return half_up(exact.numerator, exact.denominator)
