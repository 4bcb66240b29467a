"""Criteria of the woman herself: group, age, what bars her, where she lives."""

from datetime import date, timedelta

from services.loans.domain.judge.case import Case, Ruler
from services.loans.domain.judge.months import age, ahead, retires
from services.loans.domain.judge.verdict import Criterion

WOMAN, LOCAL = "WOMAN", "LOCAL"


def in_group(case: Case) -> Criterion:
    """An individual belongs to one of the listed groups; an enterprise is held against its hires instead.

    Where women are a class (W2009 and their own projects) her sex is enough; what a place may add is not known here.
    """
    ruler, facts = Ruler.of(case, "in_group", "groups"), case.facts
    if facts.form == "enterprise":
        return ruler.passes_over(facts.groups)
    listed = tuple(case.version.values["groups"])
    as_such = (WOMAN,) if WOMAN in listed and facts.sex == "female" else ()
    hers = tuple(dict.fromkeys((*(facts.groups or ()), *as_such)))
    if set(hers) & set(listed):
        return ruler.says(hers, listed, True)
    open_yet = None in (facts.groups, facts.form) or LOCAL in listed or (WOMAN in listed and facts.sex is None)
    return ruler.says(facts.groups, listed, None if open_yet else False)


def of_age(case: Case) -> Criterion:
    """Between the least age and the limit: a fixed one, or retirement by birth month (domain.md §1.3).

    Where the loan must end before the limit, its last day is held against it.
    """
    ruler, rule, born = Ruler.of(case, "age", "age"), case.rule("age"), case.facts.birth_month
    fixed = rule["rule"] == "FIXED"
    if born is None:
        return ruler.says(None, (rule["min"], rule["max"] if fixed else rule["rule"]), None)
    limit = _turns(born, rule["max"] + 1) if fixed else retires(born, rule["rule"])
    threshold = (rule["min"], rule["max"] if fixed else limit.isoformat())
    years, months = age(born, case.on), case.facts.term_months
    if years < rule["min"]:
        return ruler.says(years, threshold, False, from_on=_turns(born, rule["min"]).isoformat())
    until = limit
    if rule.get("term_inside"):
        if months is None and case.on < limit:
            return ruler.says(years, threshold, None)
        until = ahead(limit, -(months or 0))
    if case.on >= until:
        too_long = {"loan_ends_before": limit.isoformat()} if case.on < limit else {}
        return ruler.says(years, threshold, False, **too_long)
    return ruler.says(years, threshold, True, until_on=(until - timedelta(days=1)).isoformat())


def _turns(born: str, years: int) -> date:
    return ahead(date.fromisoformat(f"{born}-01"), years * 12)


def not_barred(case: Case) -> Criterion:
    """Nothing she does keeps her out: public post, salaried work, school, a public-welfare post."""
    ruler, barred = Ruler.of(case, "barred", "barred"), case.facts.barred
    return ruler.says(barred, tuple(case.version.values["barred"]), None if barred is None else not barred)


def resident(case: Case) -> Criterion:
    """Registered here, where the place asks for it."""
    ruler = Ruler.of(case, "residence", "residence")
    if not case.rule("residence").get("required"):
        return ruler.passes_over(case.facts.resident)
    return ruler.says(case.facts.resident, True, case.facts.resident)
