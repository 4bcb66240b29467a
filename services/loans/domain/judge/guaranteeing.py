"""Who stands for her: how many, who may, and when nobody has to (反担保, domain.md §1.4)."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.loans.domain.judge.case import Case, Ruler
from services.loans.domain.judge.facts import Guarantor
from services.loans.domain.judge.verdict import Criterion

ENTERPRISE = "enterprise"


def exempt_fen(rule: Mapping[str, Any], form: str | None) -> int:
    """Return up to which sum nobody has to stand for a loan, in fen: loans of persons only, never an enterprise's."""
    return 0 if form == ENTERPRISE else int(rule["exempt_up_to"])


def guaranteed(case: Case) -> Criterion:
    """Above the exempt sum, and without a reason for exemption, as many stand for her as asked who may."""
    rule, asked, named = case.rule("counter_guarantee"), case.facts.amount_fen, case.facts.guarantors
    count = None if named is None else len(named)
    small = asked is not None and asked <= exempt_fen(rule, case.facts.form)
    if small and case.facts.form is not None:
        return Ruler.of(case, "guarantor", "counter_guarantee.exempt_up_to").passes_over(count)
    reasons = sorted(set(case.facts.exempt or ()) & set(rule.get("exempt_reasons", ())))
    if reasons:
        ruler = Ruler.of(case, "guarantor", "counter_guarantee.exempt_reasons")
        return ruler.passes_over(count, reasons=tuple(reasons))
    ruler, needed = Ruler.of(case, "guarantor", "counter_guarantee.guarantors"), _needed(rule, asked)
    if asked is None or named is None:
        return ruler.says(None, needed, None)
    fits = [_fits(one, rule, asked) for one in named]
    surely, perhaps = sum(fit is True for fit in fits), sum(fit is not False for fit in fits)
    met = True if surely >= needed else None if perhaps >= needed or small else False
    return ruler.says(surely, needed, met, named=count, spouse=any(one.relation == "spouse" for one in named))


def _needed(rule: Mapping[str, Any], asked: int | None) -> int:
    """Return how many must stand for her: by amount where the place says so."""
    for most, count in rule.get("guarantors_by_amount", ()):
        if asked is not None and asked <= most:
            return int(count)
    return int(rule["guarantors"])


def _fits(one: Guarantor, rule: Mapping[str, Any], asked: int) -> bool | None:
    tests = list(_tests(one, rule, asked))
    return False if False in tests else None if None in tests else True


def _tests(one: Guarantor, rule: Mapping[str, Any], asked: int) -> Iterator[bool | None]:
    """Yield each test that the place asks: passed, not passed, or not known."""
    yield None if one.relation is None else one.relation != "spouse" or bool(rule.get("spouse_may"))
    yield one.relation != "partner" or bool(rule.get("partner_may", True))
    yield None if one.busy is None else not one.busy
    yield None if one.tainted is None else not one.tainted
    yield not (one.spouse_busy or one.spouse_tainted)
    yield _at_least(one.insured_months, rule.get("insured_months"))
    yield _at_least(one.income_fen, asked if rule.get("income_covers_loan") else None)
    yield _at_least(one.to_retirement_months, rule.get("to_retirement_months"))
    if "old_from_age" in rule and one.age is not None and one.age >= rule["old_from_age"]:
        yield _at_least(one.homes, rule.get("old_homes"))


def _at_least(value: int | None, least: int | None) -> bool | None:
    if least is None:
        return True
    return None if value is None else value >= least
