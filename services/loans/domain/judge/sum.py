"""Criteria of the loan asked for: how much and for how long, by form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.loans.domain.judge.case import Case, Ruler
from services.loans.domain.judge.facts import FORMS
from services.loans.domain.judge.hires import hired, needed
from services.loans.domain.judge.verdict import Criterion


@dataclass(frozen=True, slots=True)
class Caps:
    """Up to `sure` may be lent in any case, above `most` in none, in fen; None = no document or fact says it."""

    sure: int | None
    most: int | None


def cap(case: Case) -> int | None:
    """Return the most that may be lent in this form, in fen; None while that is not known or no document says it."""
    return caps(case).most


def caps(case: Case) -> Caps:
    """Return the cap of her form; the two differ where jobs, sex, heads or the form itself are not known."""
    amount, form = case.rule("amount"), case.facts.form
    if form == "partner":
        together = _partners(amount, case.facts.together)
        return Caps(amount["individual"] if together is None else together, together)
    if form is None:
        return _of_any([caps(case.of(one)) for one in FORMS])
    if form not in amount:
        return Caps(None, None)
    return _by_graduates(case, _by_jobs(case, _by_sex(case, amount, form)))


def _of_any(found: Sequence[Caps]) -> Caps:
    """Return what may be lent in every form, and above what in none."""
    sure, most = (
        [one.sure for one in found if one.sure is not None],
        [one.most for one in found if one.most is not None],
    )
    all_sure, all_most = len(sure) == len(found), len(most) == len(found)
    return Caps(min(sure) if all_sure else None, max(most) if all_most else None)


def _partners(amount: Mapping[str, Any], heads: int | None) -> int | None:
    each = amount.get("partner")
    if heads is None or not each:
        return None
    together = each["per_head"] * heads * (1000 + each.get("uplift_permille", 0)) // 1000
    limits: list[int | None] = [together, amount[each["ceil"]] if "ceil" in each else None, each.get("total")]
    return min(one for one in limits if one is not None)


def _by_sex(case: Case, amount: Mapping[str, Any], form: str) -> Caps:
    own = int(amount[form])
    women = max(own, amount.get("women", own)) if form == "individual" else own
    match case.facts.sex:
        case "female":
            return Caps(women, women)
        case "male":
            return Caps(own, own)
        case _:
            return Caps(own, women)


def _by_jobs(case: Case, caps: Caps) -> Caps:
    """Some places lend more to whoever has created jobs in the last twelve months (Shenzhen, 2024)."""
    more = case.rule("amount").get("with_jobs")
    if not more:
        return caps
    count, most = hired(case), int(more[case.facts.form])
    if count.sure >= more["jobs"]:
        return Caps(most, most)
    return caps if count.most is not None and count.most < more["jobs"] else Caps(caps.sure, most)


def _by_graduates(case: Case, caps: Caps) -> Caps:
    """A place may lend an enterprise below the ratio so much for each graduate it has hired (荆门, 2024)."""
    each, count, asked = case.rule("hire").get("per_graduate"), hired(case), needed(case)
    if case.facts.form != "enterprise" or not each or asked is None or count.most is None or count.most >= asked:
        return caps
    if count.graduates is None:
        return Caps(0, caps.most)
    return Caps(each * count.graduates, min(each * (count.most_graduates or 0), caps.most or 0))


def within_amount(case: Case) -> Criterion:
    """Not more than the cap of her form; while that is open, what is surely enough is enough."""
    form, found, asked = case.facts.form, caps(case), case.facts.amount_fen
    ruler = Ruler.of(case, "amount", f"amount.{form or 'individual'}")
    if asked is None:
        return ruler.says(None, found.sure, None)
    if asked <= 0 or (found.most is not None and asked > found.most):
        return ruler.says(asked, found.sure if found.most is None else found.most, False)
    return ruler.says(asked, found.sure or found.most, True if found.sure is not None and asked <= found.sure else None)


def within_term(case: Case) -> Criterion:
    """Not longer than the policy allows; partners have the term of an individual."""
    terms, form, months = case.rule("term_months"), case.facts.form, case.facts.term_months
    key = "enterprise" if form == "enterprise" else "individual"
    ruler, most = Ruler.of(case, "term", f"term_months.{key}"), terms.get(key, terms["individual"])
    if months is None:
        return ruler.says(None, most, None)
    if form is None and months > min(terms.values()):
        return ruler.says(months, most, None if months <= max(terms.values()) else False)
    return ruler.says(months, most, 0 < months <= most)
