"""One case without fault, and the criterion of a slug when something about it changes."""

from datetime import date
from typing import Any

from services.loans.domain.judge import Criterion, facts_of, judge
from tests.builders.loan_rules import RULES

DAY, PLACE, BEIJING = date(2026, 3, 1), "431230", "110105"
WELL: dict[str, Any] = {
    "birth_month": "1985-06",
    "sex": "female",
    "groups": ["RETURNEE"],
    "amount_fen": 10_000_000,
    "term_months": 36,
    "form": "individual",
    "months_trading": 8,
    "loans_before": [],
    "other_loans": [],
    "guarantors": [],
    "barred": [],
    "resident": True,
}


def judged(slug: str, on: date | str = DAY, place: str = PLACE, **changes: Any) -> Criterion:
    """Return one criterion of the case under the version of a day and a place."""
    day = on if isinstance(on, date) else date.fromisoformat(on)
    found = judge(facts_of(WELL | changes), RULES, day, place)
    return next(one for one in found.criteria if one.slug == slug)
