"""Criteria of what she has borrowed: earlier guaranteed loans, and what she and her spouse owe besides."""

from collections.abc import Sequence
from datetime import date

from services.loans.domain.judge.case import Case, Ruler
from services.loans.domain.judge.facts import EarlierLoan, OtherLoan
from services.loans.domain.judge.months import ahead
from services.loans.domain.judge.verdict import Criterion


def times(case: Case) -> Criterion:
    """Fewer loans before than the policy allows, for life or inside its window."""
    ruler, rule, before = Ruler.of(case, "times", "repeat"), case.rule("repeat"), case.facts.loans_before
    if "max_times" not in rule:
        return ruler.passes_over(None if before is None else len(before))
    most = int(rule["max_times"])
    if before is None:
        return ruler.says(None, most, None)
    counted = _inside(before, rule.get("window_months"), case.on)
    return ruler.says(len(counted), most, len(counted) < most)


def _inside(before: Sequence[EarlierLoan], window_months: int | None, on: date) -> list[EarlierLoan]:
    if window_months is None:
        return list(before)
    since = ahead(on, -window_months)
    return [one for one in before if one.settled_on is None or one.settled_on >= since]


def gap(case: Case) -> Criterion:
    """Every earlier loan is settled, and as long ago as the place asks."""
    ruler, before = Ruler.of(case, "gap", "repeat"), case.facts.loans_before
    months = int(case.rule("repeat").get("gap_months", 0))
    if not before:
        return ruler.says(None, months, None if before is None else True)
    settled = [one.settled_on for one in before if one.settled_on is not None]
    if len(settled) < len(before):
        return ruler.says("running", months, False)
    last = max(settled)
    free_on = ahead(last, months)
    if free_on > case.on or last > case.on:
        return ruler.says(last.isoformat(), months, False, from_on=max(free_on, last).isoformat())
    return ruler.says(last.isoformat(), months, True)


def never_overdue(case: Case) -> Criterion:
    """No earlier loan was overdue, or so long ago that the place forgets it (`overdue_bar_years`; empty = never)."""
    ruler, before = Ruler.of(case, "overdue_before", "repeat"), case.facts.loans_before
    years = case.rule("repeat").get("overdue_bar_years")
    if before is None:
        return ruler.says(None, years, None)
    counted = [one for one in before if one.overdue and not _forgotten(one, years, case.on)]
    if counted:
        return ruler.says(len(counted), years, False, **_until(counted, years))
    unknown = any(one.overdue is None and not _forgotten(one, years, case.on) for one in before)
    return ruler.says(0, years, None if unknown else True)


def _forgotten(loan: EarlierLoan, years: int | None, on: date) -> bool:
    return years is not None and loan.settled_on is not None and ahead(loan.settled_on, years * 12) <= on


def _until(counted: Sequence[EarlierLoan], years: int | None) -> dict[str, str]:
    settled = [one.settled_on for one in counted if one.settled_on is not None]
    if years is None or len(settled) < len(counted):
        return {}
    return {"from_on": ahead(max(settled), years * 12).isoformat()}


def no_other_loans(case: Case) -> Criterion:
    """She and her spouse owe nothing but what is exempt, and consumer credit up to a sum (domain.md §1.3)."""
    ruler, rule, others = Ruler.of(case, "other_loans", "other_loans"), case.rule("other_loans"), case.facts.other_loans
    if not rule:
        return ruler.passes_over()
    most = int(rule["consumer_most"])
    if others is None:
        return ruler.says(None, most, None)
    counted = [one for one in others if one.kind not in rule["exempt"]]
    value = sum(one.amount_fen or 0 for one in counted)
    return ruler.says(value, most, _bearable(counted, most), kinds=tuple(sorted({one.kind for one in counted})))


def _bearable(counted: Sequence[OtherLoan], most: int) -> bool | None:
    if any(one.kind != "consumer" and one.amount_fen != 0 for one in counted):
        return False
    owed = sum(one.amount_fen or 0 for one in counted)
    if owed > most:
        return False
    return None if any(one.amount_fen is None for one in counted) else True
