"""What may happen to an application, and what a draft lacks."""

from datetime import date
from itertools import product

import pytest

from services.loans.domain.application import MOVES, OPEN, Action, Application, State
from services.loans.domain.draft import Draft, Step
from services.loans.domain.judge import EarlierLoan, Facts, Guarantor
from services.loans.domain.lifecycle import Contract
from services.loans.domain.news import ApplicationWithdrawn
from services.loans.domain.review import Asked, Finding, Outcome
from shared.errors import Conflict, Invalid
from tests.builders.loans import (
    ASK,
    DAY,
    NEED,
    OFFICER,
    ROUTE,
    SHEETS,
    TERMS,
    a_verdict,
    an_application,
    at_desk,
    in_state,
)


def act(action: Action, application: Application) -> None:
    """Take an action on an application, whatever state it is in."""
    finding = Finding(Outcome.PASSED, facts={"rate_bp": 395})
    match action:
        case Action.SAVE:
            application.fill(lambda draft: draft.with_answers(Step.NEED, dict(NEED), TERMS))
        case Action.SUBMIT:
            application.submit(ask=ASK, verdict=a_verdict(), route=ROUTE, today=DAY)
        case Action.PASS | Action.FINISH:
            application.pass_on(finding, by=OFFICER, today=DAY)
        case Action.RETURN:
            asked = Asked(("R07",), "", DAY, date(2026, 12, 8))
            application.return_to_her(asked, Finding(Outcome.RETURNED), by=OFFICER)
        case Action.RESUBMIT:
            application.resubmit(verdict=a_verdict(), answers={}, today=DAY)
        case Action.REJECT:
            application.reject(Finding(Outcome.REJECTED, reasons=("X04",)), by=OFFICER, today=DAY)
        case Action.WITHDRAW:
            application.withdraw(today=DAY)
        case Action.LAPSE:
            application.lapse(today=DAY)
        case Action.APPEAL:
            application.appeal("征信已经更正", today=DAY)
        case Action.SIGN:
            application.sign(Contract("HT-1", 13_000_000, 395, DAY))
        case Action.DISBURSE:
            application.disburse(today=DAY)


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_every_state_takes_exactly_the_actions_of_the_table(state: State, action: Action):
    last = (state, action) == (State.IN_REVIEW, Action.FINISH)
    application = at_desk("approve") if last else in_state(state)
    if (state, action) in MOVES:
        act(action, application)
        assert application.state is MOVES[state, action]
    else:
        with pytest.raises(Conflict, match="not_in_this_state"):
            act(action, application)
        assert application.state is state
        assert application.news == []


def test_a_case_is_open_until_it_is_paid_or_ends():
    assert {state for state in State if in_state(state).open} == OPEN


def test_taking_it_back_is_news_with_its_day():
    application = an_application()
    application.withdraw(today=date(2026, 11, 25))
    assert application.news == [ApplicationWithdrawn(application.id, application.person_id, date(2026, 11, 25))]
    assert application.withdrawn_on == date(2026, 11, 25)


def test_an_empty_draft_lacks_every_sheet_and_nothing_of_it_is_begun():
    draft = Draft()
    assert draft.unfinished() == [step for step in Step if step is not Step.ENTERPRISE]
    assert not any(draft.begun(step) for step in Step)


def test_a_whole_draft_lacks_nothing_even_without_what_is_optional():
    draft = Draft()
    for step, answers in SHEETS.items():
        draft = draft.with_answers(
            step, {name: answers[name] for name in answers if name not in ("hands", "plan")}, TERMS
        )
    assert draft.unfinished() == []


def test_a_sheet_filled_half_way_is_begun_and_tells_what_it_lacks():
    draft = Draft().with_answers(Step.NEED, {"amount_fen": 8_000_000}, TERMS)
    assert draft.begun(Step.NEED)
    assert draft.missing(Step.NEED) == ["term_months", "own_money_fen", "uses"]


@pytest.mark.parametrize(
    ("step", "changes", "lacking"),
    [
        (Step.WHO, {"loans_before": 1}, ["before_settled", "before_overdue"]),
        (Step.WHO, {"loans_before": 1, "before_settled": "yes", "before_overdue": "no"}, ["settled_on"]),
        (Step.BUSINESS, {"form": "partner"}, ["heads"]),
        (Step.BUSINESS, {"form": "enterprise"}, ["uscc"]),
        (Step.FAMILY, {"spouse_name": None}, ["spouse_name"]),
        (Step.FAMILY, {"guarantee": "property", "guarantor_name": None, "guarantor_busy": None}, []),
    ],
)
def test_some_answers_are_asked_only_of_whom_they_concern(step: Step, changes: dict[str, object], lacking: list[str]):
    assert Draft().with_answers(step, SHEETS[step] | changes, TERMS).missing(step) == lacking


def test_her_answers_are_facts_for_the_rules():
    draft = Draft()
    assert draft.facts() == Facts()
    for step, answers in SHEETS.items():
        draft = draft.with_answers(step, dict(answers), TERMS)
    facts = draft.facts()
    assert (facts.form, facts.amount_fen, facts.months_trading, facts.barred) == ("individual", 15_000_000, 8, ())
    assert (facts.loans_before, facts.other_loans) == ((), ())
    assert facts.guarantors == (Guarantor("relative", busy=False, tainted=False),)


def test_an_earlier_loan_that_still_runs_has_no_day_of_settlement():
    before = {"standing": "STUDENT", "loans_before": 2, "before_settled": "no", "before_overdue": "yes"}
    facts = Draft().with_answers(Step.WHO, before, TERMS).facts()
    assert facts.loans_before == (EarlierLoan(None, overdue=True, running=True),) * 2
    assert facts.barred == ("STUDENT",)


@pytest.mark.parametrize(
    ("amount", "slug"),
    [
        (30_000_000, None),
        (30_000_100, "above_ceiling_one_zero"),
        (150_000_000, "above_ceiling_one_zero"),
        (300_000_100, "above_ceiling"),
    ],
)
def test_more_than_the_ceiling_is_refused_and_a_zero_too_many_is_guessed(amount: int, slug: str | None):
    if slug is None:
        assert Draft().with_answers(Step.NEED, {"amount_fen": amount}, TERMS).need.amount_fen == amount
        return
    with pytest.raises(Invalid) as refused:
        Draft().with_answers(Step.NEED, {"amount_fen": amount}, TERMS)
    assert [one.slug for one in refused.value.fields["amount_fen"]] == [slug]


def test_a_term_longer_than_the_policy_allows_is_refused():
    with pytest.raises(Invalid) as refused:
        Draft().with_answers(Step.NEED, {"term_months": 48}, TERMS)
    assert [one.slug for one in refused.value.fields["term_months"]] == ["term_too_long"]
