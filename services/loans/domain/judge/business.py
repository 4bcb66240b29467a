"""Criteria of the business: months trading, and the hires of an enterprise."""

from services.loans.domain.judge.case import Case, Ruler
from services.loans.domain.judge.hires import hired, needed, ratio
from services.loans.domain.judge.months import ahead
from services.loans.domain.judge.verdict import Criterion

ESHOP = "ESHOP"


def trading_time(case: Case) -> Criterion:
    """It has run long enough on the day she applies; a shop on the net that is nothing else may have to run longer."""
    rule, months, only = case.rule("trading"), case.facts.months_trading, _only_on_the_net(case)
    shops = rule.get("eshop_min_months")
    name = "eshop_min_months" if only and shops else "min_months"
    ruler, least = Ruler.of(case, "trading_time", f"trading.{name}"), rule.get(name)
    if not least:
        return ruler.passes_over(months)
    if months is None:
        return ruler.says(None, least, None)
    if months < least:
        return ruler.says(months, least, False, from_on=ahead(case.on, least - months).isoformat())
    if only is None and shops and months < shops:
        return ruler.says(months, least, None, missing=("groups",))
    return ruler.says(months, least, True)


def _only_on_the_net(case: Case) -> bool | None:
    if case.facts.groups is None:
        return None
    return set(case.facts.groups) & set(case.version.values["groups"]) == {ESHOP}


def _window_document(case: Case, ruler: Ruler) -> dict[str, str]:
    """Return which document sets the window, where it is another than that of the ratio."""
    number = case.version.document("hire.window_months")
    return {} if number == ruler.document else {"window_document": number}


def hire_ratio(case: Case) -> Criterion:
    """An enterprise has hired enough of the listed groups (domain.md §7: 100 staff 10, 101 staff 6 under N2023)."""
    facts, rule = case.facts, case.rule("hire")
    ruler = Ruler.of(case, "hire_ratio", f"hire.{ratio(case)}")
    if facts.form not in (None, "enterprise"):
        return ruler.passes_over()
    asked, count = needed(case), hired(case)
    value = count.sure if facts.hires is not None else facts.hires_12m
    more = {"staff": facts.staff, "window_months": rule["window_months"], **_window_document(case, ruler)}
    if facts.form is None or asked is None:
        return ruler.says(value, asked, None, **more)
    if count.sure >= asked:
        return ruler.says(value, asked, True, **more)
    if count.most is None or count.most >= asked:
        return ruler.says(value, asked, None, **more)
    if rule.get("per_graduate") and count.most_graduates != 0:
        return ruler.says(value, asked, True if count.graduates else None, **more, graduates=count.graduates)
    return ruler.says(value, asked, False, **more)
