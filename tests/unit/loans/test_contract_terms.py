"""What a contract may say, beside what was approved and what the day of signing allows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from services.loans.domain.contract import Agreed, Approved, Bounds, check
from services.loans.domain.schedule import Plan
from services.loans.domain.subsidy import Method, Subsidy
from services.loans.usecases.loan.bounds import LoanBounds
from shared.errors import Invalid, Refused
from tests.unit.loans.judge.judged import RULES

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


class Divisions:
    """Stands for the replica: a path is the division code of its county."""

    def county_of(self, path: Sequence[str]) -> Any:
        return SimpleNamespace(division=path[0])


RULED = LoanBounds(RULES, Divisions())  # type: ignore[arg-type]  # asked for nothing else


@pytest.mark.parametrize(
    ("place", "on", "most"),
    [
        ("431230", "2021-01-01", {"LPR1Y": 385 + 150, "LPR5Y": 465 + 150}),
        ("433100", "2023-09-30", {"LPR1Y": 345 + 150, "LPR5Y": 420 + 150}),
        ("320500", "2023-09-30", {"LPR1Y": 345 + 50, "LPR5Y": 420 + 50}),
        ("320500", "2023-10-01", {"LPR1Y": 345 + 150, "LPR5Y": 420 + 150}),
        ("431230", "2025-05-20", {"LPR1Y": 300 + 150, "LPR5Y": 350 + 150}),
        ("440305", "2024-09-29", {"LPR1Y": 335 + 150, "LPR5Y": 385 + 150}),
        ("440305", "2024-09-30", {"LPR1Y": 335 + 50}),
        ("130406", "2022-09-01", {"LPR1Y": 365 + 150}),
    ],
)
def test_how_far_above_the_lpr_and_which_is_the_places_rule_on_the_day_of_signing(
    place: str, on: str, most: dict[str, int]
):
    assert RULED.ceilings((place,), date.fromisoformat(on)) == most


def test_in_a_poor_area_of_its_time_the_bank_may_ask_for_more():
    name = "payment.toml"
    poor = RULES.changed({name: RULES.texts[name].replace("poor = false", "poor = true")})
    assert LoanBounds(poor, Divisions()).above_lpr(("431230",), date(2021, 1, 1)) == 250  # type: ignore[arg-type]


def test_a_contract_stands_on_an_lpr_that_the_place_allows_under_its_ceiling():
    day = date(2024, 9, 30)
    bounds = RULED.of_contract(("440305",), BOUNDS.approved, "LPR1Y", day)
    assert (bounds.lpr_bp, bounds.ceiling_bp) == (335, 385)
    with pytest.raises(Refused, match="not_listed"):
        RULED.of_contract(("440305",), BOUNDS.approved, "LPR5Y", day)


def test_where_the_rule_says_so_a_loan_that_repays_another_is_not_subsidised():
    day, form = date(2023, 10, 1), "individual"
    assert RULED.subsidy(("431230",), form, day, refinanced=True) == Subsidy(Method.NONE)
    assert RULED.subsidy(("431230",), form, day).method is Method.SHARE_OF_ACTUAL
    assert RULED.subsidy(("110105",), form, date(2023, 9, 30), refinanced=True).method is Method.ABOVE_BASE


def test_a_husband_whom_she_married_since_she_applied_may_hold_no_loan_on_the_day_of_signing():
    assert refused(other_loans=True, rate_bp=500) == {"other_loans": "other_loans_now", "rate_bp": "rate_above_ceiling"}
