"""Criteria of the business and of who stands for it: months trading, hires of an enterprise, guarantors."""

from services.loans.domain.judge.case import Case, Ruler
from services.loans.domain.judge.facts import Guarantor
from services.loans.domain.judge.months import ahead
from services.loans.domain.judge.verdict import Criterion


def trading_time(case: Case) -> Criterion:
    """It has run long enough on the day she applies."""
    ruler, least = Ruler.of(case, "trading_time", "trading"), case.rule("trading").get("min_months")
    months = case.facts.months_trading
    if not least:
        return ruler.passes_over(months)
    if months is None:
        return ruler.says(None, least, None)
    if months < least:
        return ruler.says(months, least, False, from_on=ahead(case.on, least - months).isoformat())
    return ruler.says(months, least, True)


def hires_needed(case: Case) -> int | None:
    """Return how many of the listed groups an enterprise must have hired within the window; rounded up."""
    rule, staff = case.rule("hire"), case.facts.staff
    if staff is None:
        return None
    large = staff > rule["large_over"]
    share = rule["ratio_large_permille"] if large else rule["ratio_small_permille"]
    return int(-(-staff * share // 1000))


def hire_ratio(case: Case) -> Criterion:
    """An enterprise has hired enough of the listed groups (domain.md §7: 100 staff 10, 101 staff 6 under N2023)."""
    ruler, form = Ruler.of(case, "hire_ratio", "hire"), case.facts.form
    if form not in (None, "enterprise"):
        return ruler.passes_over()
    needed, hired = hires_needed(case), case.facts.hires_12m
    if form is None or needed is None or hired is None:
        return ruler.says(hired, needed, None)
    return ruler.says(hired, needed, hired >= max(needed, 1), staff=case.facts.staff)


def guaranteed(case: Case) -> Criterion:
    """Above the exempt sum somebody stands for her who may: not her spouse, not busy, not once overdue (§1.4)."""
    ruler, rule = Ruler.of(case, "guarantor", "counter_guarantee"), case.rule("counter_guarantee")
    asked, named = case.facts.amount_fen, case.facts.guarantors
    if asked is not None and asked <= rule["exempt_up_to"]:
        return ruler.passes_over(None if named is None else len(named))
    needed = int(rule["guarantors"])
    if asked is None or named is None:
        return ruler.says(None, needed, None)
    spouse_may = bool(rule.get("spouse_may"))
    fits = [_fits(one, spouse_may=spouse_may) for one in named]
    surely, perhaps = sum(fit is True for fit in fits), sum(fit is not False for fit in fits)
    met = True if surely >= needed else None if perhaps >= needed else False
    return ruler.says(surely, needed, met, named=len(named), spouse=any(one.relation == "spouse" for one in named))


def _fits(one: Guarantor, *, spouse_may: bool) -> bool | None:
    if (one.relation == "spouse" and not spouse_may) or one.busy or one.tainted:
        return False
    return None if None in (one.relation, one.busy, one.tainted) else True
