"""Criteria of what she has borrowed: earlier guaranteed loans, and what she and her spouse owe besides."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from services.loans.domain.judge.case import Case, Ruler
from services.loans.domain.judge.facts import EarlierLoan, OtherLoan
from services.loans.domain.judge.months import ahead
from services.loans.domain.judge.verdict import Criterion


def times(case: Case) -> Criterion:
    """Fewer loans before than the policy allows, for life or inside its window."""
    ruler, rule, before = Ruler.of(case, "times", "repeat.max_times"), case.rule("repeat"), case.facts.loans_before
    if "max_times" not in rule:
        return ruler.passes_over(None if before is None else len(before))
    most, window = int(rule["max_times"]), rule.get("window_months")
    if before is None:
        return ruler.says(None, most, None)
    counted = _inside(before, window, case.on)
    if len(counted) < most:
        return ruler.says(len(counted), most, True)
    return ruler.says(len(counted), most, False, **_when_one_leaves(counted, most, window))


def _inside(before: Sequence[EarlierLoan], window_months: int | None, on: date) -> list[EarlierLoan]:
    if window_months is None:
        return list(before)
    since = ahead(on, -window_months)
    return [one for one in before if one.settled_on is None or one.settled_on >= since]


def _when_one_leaves(counted: Sequence[EarlierLoan], most: int, window_months: int | None) -> dict[str, str]:
    settled = sorted(one.settled_on for one in counted if one.settled_on is not None)
    surplus = len(counted) - most
    if window_months is None or surplus >= len(settled):
        return {}
    return {"from_on": (ahead(settled[surplus], window_months) + timedelta(days=1)).isoformat()}


def gap(case: Case) -> Criterion:
    """Every earlier loan is settled, and as long ago as the place asks."""
    ruler, before = Ruler.of(case, "gap", "repeat.gap_months"), case.facts.loans_before
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
    ruler, before = Ruler.of(case, "overdue_before", "repeat.overdue_bar_years"), case.facts.loans_before
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
    """She and her spouse owe nothing but what is exempt, and consumer credit up to a sum (domain.md §1.3).

    From 2016 to 2018 the whole household was asked, and five years back.
    """
    ruler, rule, others = Ruler.of(case, "other_loans", "other_loans"), case.rule("other_loans"), case.facts.other_loans
    if not rule:
        return ruler.passes_over()
    most = int(rule["consumer_most"])
    if others is None:
        return ruler.says(None, most, None)
    counted = [one for one in others if _counts(one, rule, case.on)]
    value, kinds = sum(one.amount_fen or 0 for one in counted), tuple(sorted({one.kind for one in counted}))
    met = _bearable(counted, most)
    return ruler.says(value, most, met, kinds=kinds, **(_past(counted, rule) if met is False else {}))


def _counts(one: OtherLoan, rule: Mapping[str, Any], on: date) -> bool:
    """Tell whether a loan is looked at: not an exempt kind, held by one who is asked, and not settled long enough."""
    if one.kind in rule["exempt"] or (one.kind == "first_housing" and "housing" in rule["exempt"]):
        return False
    if "holders" in rule and one.holder not in rule["holders"]:
        return False
    return one.settled_on is None or ahead(one.settled_on, rule.get("look_back_months", 0)) > on


def _past(counted: Sequence[OtherLoan], rule: Mapping[str, Any]) -> dict[str, str]:
    settled = [one.settled_on for one in counted if one.settled_on is not None]
    if not settled or len(settled) < len(counted):
        return {}
    return {"from_on": ahead(max(settled), rule.get("look_back_months", 0)).isoformat()}


def _bearable(counted: Sequence[OtherLoan], most: int) -> bool | None:
    if any(one.settled_on is not None or (one.kind != "consumer" and one.amount_fen != 0) for one in counted):
        return False
    if sum(one.amount_fen or 0 for one in counted) > most:
        return False
    return None if any(one.amount_fen is None for one in counted) else True
