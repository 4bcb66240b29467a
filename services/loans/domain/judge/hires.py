"""How many people of the listed groups an enterprise has hired within the window, as far as that is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.loans.domain.judge.case import Case
from services.loans.domain.judge.facts import Hire
from services.loans.domain.judge.months import ahead

YEAR_MONTHS = 12
GRADUATE = "GRAD"


@dataclass(frozen=True, slots=True)
class Hired:
    """At least `sure` and at most `most` people (None = any number); the same of graduates, told one by one only."""

    sure: int
    most: int | None
    graduates: int | None = None
    most_graduates: int | None = None


def needed(case: Case) -> int | None:
    """Return how many must have been hired: a share of the staff, rounded up, and never none."""
    staff = case.facts.staff
    return None if staff is None else max(1, int(-(-staff * case.rule("hire")[ratio(case)] // 1000)))


def ratio(case: Case) -> str:
    """Return under which name the share of the staff stands: a large enterprise has another one."""
    staff = case.facts.staff
    large = staff is not None and staff > case.rule("hire")["large_over"]
    return "ratio_large_permille" if large else "ratio_small_permille"


def hired(case: Case) -> Hired:
    """Return what is known of the hires; a count of twelve months says little of a shorter or a longer window."""
    window = int(case.rule("hire")["window_months"])
    if case.facts.hires is not None:
        return _one_by_one(case, case.facts.hires, window)
    count = case.facts.hires_12m
    if count is None:
        return Hired(0, None)
    return Hired(count if window >= YEAR_MONTHS else 0, count if window <= YEAR_MONTHS else None)


def _one_by_one(case: Case, hires: Sequence[Hire], window: int) -> Hired:
    inside = [one for one in hires if ahead(case.on, -window) <= one.on <= case.on]
    told = [(one, _counts(one, case.rule("hire"))) for one in inside]
    graduates = sum(fits is True and one.group == GRADUATE for one, fits in told)
    perhaps = sum(fits is not False and one.group in (None, GRADUATE) for one, fits in told)
    sure, most = sum(fits is True for _, fits in told), sum(fits is not False for _, fits in told)
    return Hired(sure, most, graduates, perhaps)


def _counts(one: Hire, rule: Any) -> bool | None:
    groups, least = rule.get("counted_groups"), rule.get("contract_min_months", 0)
    in_group = True if groups is None else None if one.group is None else one.group in groups
    long_enough = True if not least else None if one.contract_months is None else one.contract_months >= least
    if in_group is False or long_enough is False:
        return False
    return None if None in (in_group, long_enough) else True
