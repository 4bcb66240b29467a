"""judge(): every criterion of the version that the day and the place pick; nothing is left out, nothing is guessed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from services.loans.domain.judge.business import hire_ratio, trading_time
from services.loans.domain.judge.case import Case
from services.loans.domain.judge.facts import TOGETHER, Facts
from services.loans.domain.judge.guaranteeing import guaranteed
from services.loans.domain.judge.history import gap, never_overdue, no_other_loans, times
from services.loans.domain.judge.person import in_group, not_barred, of_age, resident
from services.loans.domain.judge.sum import within_amount, within_term
from services.loans.domain.judge.verdict import Criterion, Verdict
from shared.policy import Policy, Version

TOPIC = "loan"
CRITERIA = (
    in_group,
    of_age,
    within_amount,
    within_term,
    times,
    gap,
    never_overdue,
    no_other_loans,
    not_barred,
    trading_time,
    hire_ratio,
    guaranteed,
    resident,
)
PERSONAL = (in_group, of_age, times, gap, never_overdue, no_other_loans, not_barred)


def judge(facts: Facts, policy: Policy, applied_on: date, place: str, *, judged_on: date | None = None) -> Verdict:
    """Return the verdict under the version in force on `applied_on` at the division code `place`.

    Raises NotFound("no_policy") when nothing was in force then and there.
    """
    return verdict(facts, policy.on(applied_on, place, TOPIC), applied_on, judged_on or applied_on)


def verdict(facts: Facts, version: Version, applied_on: date, judged_on: date) -> Verdict:
    """Return the verdict under one version, whichever picked it."""
    case = Case(facts, version, applied_on)
    return Verdict(version.id, applied_on, judged_on, (*(rule(case) for rule in CRITERIA), *_of_partners(case)))


def _of_partners(case: Case) -> Iterator[Criterion]:
    """Yield what each who borrows together with her is asked by himself, numbered from 1."""
    partners = (case.facts.partners or ()) if case.facts.form in TOGETHER else ()
    for number, one in enumerate(partners, 1):
        own = replace(case, facts=case.facts.among(one))
        for rule in PERSONAL:
            found = rule(own)
            yield replace(found, facts={**found.facts, "partner": number})
