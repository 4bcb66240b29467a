"""Who stands for her: how many, who may, and when nobody has to (反担保, domain.md §1.4)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.loans.domain.judge.case import Case, Ruler
from services.loans.domain.judge.facts import Guarantor
from services.loans.domain.judge.verdict import Criterion, Value

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
    tests = [dict(_tests(one, rule, asked)) for one in named]
    fits = [False if False in one.values() else None if None in one.values() else True for one in tests]
    surely, perhaps = fits.count(True), len(fits) - fits.count(False)
    met = True if surely >= needed else None if perhaps >= needed or small else False
    more: dict[str, Value] = {"named": count, "spouse": any(one.relation == "spouse" for one in named)}
    if met is None:
        more["missing"] = ("form",) if small else _missing(tests)
    return ruler.says(surely, needed, met, **more)


def _missing(tests: Iterable[Mapping[str, bool | None]]) -> tuple[str, ...]:
    """Return what nobody said of those who may fit, each once."""
    open_yet = [one for one in tests if False not in one.values()]
    return tuple(dict.fromkeys(name for one in open_yet for name, passed in one.items() if passed is None))


def _needed(rule: Mapping[str, Any], asked: int | None) -> int:
    """Return how many must stand for her: by amount where the place says so."""
    for most, count in rule.get("guarantors_by_amount", ()):
        if asked is not None and asked <= most:
            return int(count)
    return int(rule["guarantors"])


def _tests(one: Guarantor, rule: Mapping[str, Any], asked: int) -> Iterator[tuple[str, bool | None]]:
    """Yield by fact each test that the place asks: passed, not passed, or not known."""
    may = {"spouse": bool(rule.get("spouse_may")), "partner": bool(rule.get("partner_may", True))}
    whoever = all(may.values()) or None
    yield "relation", whoever if one.relation is None else may.get(one.relation, True)
    yield "busy", False if one.spouse_busy else None if one.busy is None else not one.busy
    yield "tainted", False if one.spouse_tainted else None if one.tainted is None else not one.tainted
    yield "insured_months", _at_least(one.insured_months, rule.get("insured_months"))
    yield "income_fen", _at_least(one.income_fen, asked if rule.get("income_covers_loan") else None)
    yield "to_retirement_months", _at_least(one.to_retirement_months, rule.get("to_retirement_months"))
    if "old_from_age" in rule:
        yield from _homes(one, rule)


def _homes(one: Guarantor, rule: Mapping[str, Any]) -> Iterator[tuple[str, bool | None]]:
    """Yield whether one who is old has homes enough; while the age is not known, who has them passes."""
    enough = _at_least(one.homes, rule.get("old_homes"))
    if one.age is None:
        yield "age", True if enough else None
    else:
        yield "homes", one.age < rule["old_from_age"] or enough


def _at_least(value: int | None, least: int | None) -> bool | None:
    if least is None:
        return True
    return None if value is None else value >= least
