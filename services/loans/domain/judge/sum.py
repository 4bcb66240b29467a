"""Criteria of the loan asked for: how much and for how long, by form."""

from collections.abc import Mapping
from typing import Any

from services.loans.domain.judge.case import Case, Ruler
from services.loans.domain.judge.verdict import Criterion


def cap(case: Case) -> int | None:
    """Return the most that may be lent in this form, in fen; None while that is not known or no document says it."""
    amount, form = case.rule("amount"), case.facts.form
    if form == "partner":
        return _partners(amount, case.facts.heads)
    if form is None or form not in amount:
        return None
    with_jobs = amount.get("with_jobs")
    if with_jobs and (case.facts.hires_12m or 0) >= with_jobs["jobs"]:
        return int(with_jobs[form])
    hers = amount.get("women", 0) if case.facts.sex == "female" and form == "individual" else 0
    return max(int(amount[form]), hers)


def _partners(amount: Mapping[str, Any], heads: int | None) -> int | None:
    each = amount.get("partner")
    if heads is None or not each:
        return None
    together = each["per_head"] * heads * (1000 + each.get("uplift_permille", 0)) // 1000
    limits: list[int | None] = [together, amount[each["ceil"]] if "ceil" in each else None, each.get("total")]
    return min(one for one in limits if one is not None)


def within_amount(case: Case) -> Criterion:
    """Not more than the cap of her form; the form unknown, the individual cap is surely enough."""
    ruler, most, asked = Ruler.of(case, "amount", "amount"), cap(case), case.facts.amount_fen
    if asked is None:
        return ruler.says(None, most, None)
    if most is None:
        least = int(case.rule("amount")["individual"])
        return ruler.says(asked, least, True if asked <= least else None)
    return ruler.says(asked, most, 0 < asked <= most)


def within_term(case: Case) -> Criterion:
    """Not longer than the policy allows; partners have the term of an individual."""
    terms, form, months = case.rule("term_months"), case.facts.form, case.facts.term_months
    most = terms.get(form or "individual", terms["individual"])
    ruler = Ruler.of(case, "term", "term_months")
    if months is None:
        return ruler.says(None, most, None)
    if form is None and months > min(terms.values()):
        return ruler.says(months, most, None if months <= max(terms.values()) else False)
    return ruler.says(months, most, 0 < months <= most)
