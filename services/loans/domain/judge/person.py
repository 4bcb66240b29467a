"""Criteria of the woman herself: group, age, what bars her, where she lives."""

from datetime import date

from services.loans.domain.judge.case import Case, Ruler
from services.loans.domain.judge.months import age, ahead, retires
from services.loans.domain.judge.verdict import Criterion


def in_group(case: Case) -> Criterion:
    """An individual belongs to one of the listed groups; an enterprise is held against its hires instead."""
    ruler = Ruler.of(case, "in_group", "groups")
    if case.facts.form == "enterprise":
        return ruler.passes_over(case.facts.groups)
    listed = tuple(case.version.values["groups"])
    groups = case.facts.groups
    return ruler.says(groups, listed, None if groups is None else bool(set(groups) & set(listed)))


def of_age(case: Case) -> Criterion:
    """Between the least age and the limit: a fixed one, or retirement by birth month (domain.md §1.3)."""
    ruler, rule, born = Ruler.of(case, "age", "age"), case.rule("age"), case.facts.birth_month
    if rule["rule"] == "FIXED":
        threshold, until = (rule["min"], rule["max"]), None
    else:
        until = retires(born, rule["rule"]) if born else None
        threshold = (rule["min"], until.isoformat() if until else rule["rule"])
    if born is None:
        return ruler.says(None, threshold, None)
    years = age(born, case.on)
    old_enough = years >= rule["min"]
    young_enough = case.on < until if until else years <= rule["max"]
    if old_enough:
        return ruler.says(years, threshold, young_enough)
    return ruler.says(years, threshold, False, from_on=_turns(born, rule["min"]))


def _turns(born: str, years: int) -> str:
    return ahead(date.fromisoformat(f"{born}-01"), years * 12).isoformat()


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
