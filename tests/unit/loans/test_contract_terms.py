"""What a contract may say, beside what was approved and what the day of signing allows."""

from dataclasses import replace
from datetime import date

import pytest

from services.loans.domain.contract import Agreed, Approved, Bounds, check
from services.loans.domain.schedule import Plan
from shared.errors import Invalid

WAN = 1_000_000
DAY = date(2026, 11, 24)
AGREED = Agreed("HT-1", 10 * WAN, 24, "LPR1Y", 300, 450, Plan.INTEREST_MONTHLY, DAY)
BOUNDS = Bounds(Approved(10 * WAN, 24), 300, 150, ("interest_monthly",), "CONTRACT2023")


def refused(*, other_loans: bool = False, **changes: object) -> dict[str, str]:
    """Return the slugs of what is refused, by field."""
    try:
        check(replace(AGREED, **changes), BOUNDS, other_loans=other_loans, today=DAY)  # type: ignore[arg-type]
    except Invalid as problem:
        return {name: found[0].slug for name, found in problem.fields.items()}
    return {}


def test_what_was_approved_at_the_highest_rate_may_be_signed():
    assert refused() == {}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"amount_fen": 10 * WAN + 1}, {"amount_fen": "above_approved"}),
        ({"term_months": 25}, {"term_months": "term_too_long"}),
        ({"rate_bp": 451}, {"rate_bp": "rate_above_ceiling"}),
        ({"plan": Plan.EQUAL_PRINCIPAL}, {"plan": "not_listed"}),
        ({"signed_on": date(2026, 11, 25)}, {"signed_on": "day_to_come"}),
    ],
)
def test_what_goes_further_is_named(changes: dict[str, object], wrong: dict[str, str]):
    assert refused(**changes) == wrong


def test_a_husband_whom_she_married_since_she_applied_may_hold_no_loan_on_the_day_of_signing():
    assert refused(other_loans=True, rate_bp=500) == {"other_loans": "other_loans_now", "rate_bp": "rate_above_ceiling"}
