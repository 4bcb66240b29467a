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
    inside = [(one, _inside(one, window, case.on)) for one in before]
    counted, perhaps = [one for one, counts in inside if counts], sum(counts is not False for _, counts in inside)
    if perhaps < most:
        return ruler.says(len(counted), most, True)
    if len(counted) < most:
        return ruler.says(len(counted), most, None, missing=("settled_on",))
    leaves = _when_one_leaves(counted, most, window) if perhaps == len(counted) else {}
    return ruler.says(len(counted), most, False, **leaves)


def _inside(one: EarlierLoan, window_months: int | None, on: date) -> bool | None:
    if window_months is None or one.runs:
        return True
    return None if one.settled_on is None else one.settled_on >= ahead(on, -window_months)


def _when_one_leaves(counted: Sequence[EarlierLoan], most: int, window_months: int | None) -> dict[str, str]:
    settled, surplus = sorted(_days(counted)), len(counted) - most
    if window_months is None or surplus >= len(settled):
        return {}
    return {"from_on": (ahead(settled[surplus], window_months) + timedelta(days=1)).isoformat()}


def _days(loans: Sequence[EarlierLoan | OtherLoan]) -> list[date]:
    return [one.settled_on for one in loans if one.settled_on is not None]


def gap(case: Case) -> Criterion:
    """Every earlier loan is settled, and as long ago as the place asks."""
    ruler, before = Ruler.of(case, "gap", "repeat.gap_months"), case.facts.loans_before
    months = int(case.rule("repeat").get("gap_months", 0))
    if not before:
        return ruler.says(None, months, None if before is None else True)
    if any(one.runs for one in before):
        return ruler.says("running", months, False)
    days = _days(before)
    last, all_told = max(days, default=None), len(days) == len(before)
    if last is not None and (free_on := ahead(last, months)) > case.on:
        return ruler.says(last.isoformat(), months, False, **({"from_on": free_on.isoformat()} if all_told else {}))
    if all_told or (not months and all(one.runs is False for one in before)):
        return ruler.says(str(last) if all_told else "settled", months, True)
    return ruler.says(None, months, None, missing=("settled_on",))


def never_overdue(case: Case) -> Criterion:
    """No earlier loan was overdue, or so long ago that the place forgets it (`overdue_bar_years`; empty = never)."""
    ruler, before = Ruler.of(case, "overdue_before", "repeat.overdue_bar_years"), case.facts.loans_before
    years = case.rule("repeat").get("overdue_bar_years")
    if before is None:
        return ruler.says(None, years, None)
    looked = [(one, _forgotten(one, years, case.on)) for one in before if one.overdue is not False]
    perhaps = [(one, forgotten) for one, forgotten in looked if forgotten is not True]
    counted = sum(one.overdue is True and forgotten is False for one, forgotten in perhaps)
    if counted:
        return ruler.says(counted, years, False, **_until([one for one, _ in perhaps], years))
    if not perhaps:
        return ruler.says(0, years, True)
    lacks = {
        "overdue": any(one.overdue is None for one, _ in perhaps),
        "settled_on": any(forgotten is None for _, forgotten in perhaps),
    }
    return ruler.says(0, years, None, missing=tuple(name for name, untold in lacks.items() if untold))


def _forgotten(loan: EarlierLoan, years: int | None, on: date) -> bool | None:
    if years is None or loan.runs:
        return False
    return None if loan.settled_on is None else ahead(loan.settled_on, years * 12) <= on


def _until(perhaps: Sequence[EarlierLoan], years: int | None) -> dict[str, str]:
    settled = _days(perhaps)
    if years is None or len(settled) < len(perhaps):
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
    looked = [(one, _counts(one, rule, case.on)) for one in others]
    counted, perhaps = [one for one, is_so in looked if is_so], [one for one, is_so in looked if is_so is not False]
    value, kinds = sum(one.amount_fen or 0 for one in counted), tuple(sorted({str(one.kind) for one in counted}))
    if _bearable(counted, most) is False:
        return ruler.says(value, most, False, kinds=kinds, **_past(perhaps, rule))
    if _bearable(perhaps, most):
        return ruler.says(value, most, True, kinds=kinds)
    asked = ("kind", "amount_fen", "holder") if "holders" in rule else ("kind", "amount_fen")
    lacks = [name for name in asked if any(getattr(one, name) is None for one in perhaps)]
    return ruler.says(value, most, None, kinds=kinds, missing=tuple(lacks))


def _counts(one: OtherLoan, rule: Mapping[str, Any], on: date) -> bool | None:
    """Tell whether a loan is looked at: not an exempt kind, held by one who is asked, and not settled long enough."""
    asked = "holders" not in rule or (None if one.holder is None else one.holder in rule["holders"])
    exempt = None if one.kind is None else _exempt(one.kind, rule["exempt"])
    past = one.settled_on is not None and ahead(one.settled_on, rule.get("look_back_months", 0)) <= on
    if exempt or past or asked is False:
        return False
    return None if None in (exempt, asked) else True


def _exempt(kind: str, exempt: Sequence[str]) -> bool:
    return kind in exempt or (kind == "first_housing" and "housing" in exempt)


def _past(counted: Sequence[OtherLoan], rule: Mapping[str, Any]) -> dict[str, str]:
    settled = _days(counted)
    if len(settled) < len(counted):
        return {}
    return {"from_on": ahead(max(settled), rule.get("look_back_months", 0)).isoformat()}


def _bearable(counted: Sequence[OtherLoan], most: int) -> bool | None:
    if any(one.settled_on is not None or (one.kind != "consumer" and one.amount_fen != 0) for one in counted):
        return False
    if sum(one.amount_fen or 0 for one in counted) > most:
        return False
    return None if any(one.amount_fen is None for one in counted) else True
