"""A case on the desks: how it travels, waits, needs two hands, and what it tells the others."""

from datetime import date

import pytest

from services.loans.domain.application import State
from services.loans.domain.lifecycle import Contract
from services.loans.domain.news import (
    ApplicationApproved,
    ApplicationGuaranteed,
    ApplicationLapsed,
    ApplicationPassed,
    ApplicationRejected,
    ApplicationResubmitted,
    ApplicationReturned,
    ApplicationSubmitted,
)
from services.loans.domain.review import Asked, Finding, Outcome
from services.loans.events.outbound import to_message
from shared.errors import Conflict, Refused
from shared.events.registry import contracts
from tests.builders.loans import (
    ASK,
    DAY,
    LEADER,
    OFFICER,
    ROUTE,
    a_verdict,
    an_application,
    at_desk,
    in_state,
    passed,
    submitted,
)

REJECTION = Finding(Outcome.REJECTED, "征信有问题", reasons=("X04",))
RETURN = Finding(Outcome.RETURNED, "担保人换一位", reasons=("R07", "R10"))


def asked(on: date = DAY, due_on: date = date(2026, 12, 8)) -> Asked:
    return Asked(("R07", "R10"), "丈夫签个字", on, due_on)


def told(application) -> list[type]:
    for news in application.news:
        contracts().validate(to_message(news).type, to_message(news).data)
    return [type(news) for news in application.news]


def test_handing_in_lays_it_on_the_first_desk_and_tells_it():
    application = an_application()
    application.submit(ask=ASK, verdict=a_verdict(), route=ROUTE, today=DAY)
    assert (application.case.desk, application.case.due_on) == ("village", date(2026, 11, 27))
    assert told(application) == [ApplicationSubmitted]
    assert application.applied_on == DAY


def test_what_the_policy_forbids_is_not_handed_in():
    application = an_application()
    with pytest.raises(Refused, match="not_eligible"):
        application.submit(ask=ASK, verdict=a_verdict(met=False), route=ROUTE, today=DAY)
    assert application.state is State.DRAFT


def test_it_travels_every_desk_in_order_and_is_granted_behind_the_last():
    application, desks = submitted(), []
    while application.state is State.IN_REVIEW:
        step = application.case.step
        desks.append((step.desk, step.act))
        application.pass_on(
            passed(step), by=OFFICER, today=DAY, guarantee="DB-1001" if step.act == "guarantee" else None
        )
    assert desks == [(step.desk, step.act) for step in ROUTE.steps]
    assert told(application) == [ApplicationPassed] * 6 + [ApplicationGuaranteed] + [ApplicationPassed] * 2 + [
        ApplicationApproved
    ]
    grant = application.grant
    assert grant is not None
    assert (grant.amount_fen, grant.term_months, grant.rate_bp) == (13_000_000, 24, 395)
    assert grant.lapses_on == date(2027, 1, 23)


def test_the_days_of_a_visit_count_towards_the_county_and_each_stop_tells_its_own():
    application = at_desk("schedule")
    application.pass_on(passed(application.case.step), by=OFFICER, today=date(2026, 11, 27))
    application.pass_on(passed(application.case.step), by=OFFICER, today=date(2026, 12, 4))
    assert application.case.desk == "county"
    assert application.case.clock.used(date(2026, 12, 9)) == 11
    application.pass_on(passed(application.case.step), by=OFFICER, today=date(2026, 12, 9))
    days = [(news.desk, news.days, news.late) for news in application.news if isinstance(news, ApplicationPassed)]
    assert days == [("county", 3, False), ("site_visit", 5, False), ("county", 3, True)]


def test_the_clock_stops_while_we_wait_for_her_and_goes_on_from_there():
    application = at_desk("certify")
    application.return_to_her(asked(date(2026, 11, 26), date(2026, 12, 10)), RETURN, by=OFFICER)
    assert application.state is State.RETURNED
    assert application.case.clock.used(date(2026, 12, 8)) == 2
    application.resubmit(verdict=a_verdict(on=date(2026, 12, 8)), answers={}, today=date(2026, 12, 8))
    assert application.case.desk == "hr"
    assert (application.case.clock.used(date(2026, 12, 8)), application.case.due_on) == (2, date(2026, 12, 11))
    assert told(application) == [ApplicationReturned, ApplicationResubmitted]
    assert application.applied_on == DAY


def test_she_hands_it_in_three_times_at_most_so_a_third_return_is_refused():
    application = submitted()
    for _ in range(2):
        application.return_to_her(asked(), RETURN, by=OFFICER)
        application.resubmit(verdict=a_verdict(), answers={}, today=DAY)
    with pytest.raises(Refused, match="rounds_used"):
        application.return_to_her(asked(), RETURN, by=OFFICER)


@pytest.mark.parametrize("due_on", [DAY, date(2026, 12, 25)])
def test_her_last_day_lies_behind_today_and_before_the_case_lapses(due_on: date):
    with pytest.raises(Refused, match="due_day_out_of_reach"):
        submitted().return_to_her(asked(DAY, due_on), RETURN, by=OFFICER)


def test_what_one_hand_prepared_waits_and_happens_when_the_second_agrees():
    application = at_desk("recommend")
    application.propose(passed(application.case.step), by=OFFICER, today=DAY)
    assert (application.state, application.case.desk, application.news) == (State.IN_REVIEW, "county", [])
    application.confirm(by=LEADER, today=DAY)
    entry = application.case.entries[-1]
    assert (application.case.desk, entry.by, entry.seconded) == ("hr", OFFICER, LEADER)


def test_nobody_confirms_what_he_prepared_himself():
    application = at_desk("recommend")
    application.propose(passed(application.case.step), by=OFFICER, today=DAY)
    for second in (application.confirm, lambda **rest: application.hand_back("再看看", **rest)):
        with pytest.raises(Refused, match="own_proposal"):
            second(by=OFFICER, today=DAY)
    assert application.case.proposal is not None


def test_a_second_hand_that_does_not_agree_gives_it_back_to_its_desk():
    application = at_desk("recommend")
    application.propose(REJECTION, by=OFFICER, today=DAY)
    application.hand_back("再问问银行", by=LEADER, today=DAY)
    assert (application.state, application.case.proposal) == (State.IN_REVIEW, None)
    assert application.case.entries[-1].finding.outcome is Outcome.HANDED_BACK


def test_a_confirmed_rejection_ends_it_with_its_reasons():
    application = at_desk("recommend")
    application.propose(REJECTION, by=OFFICER, today=DAY)
    application.confirm(by=LEADER, today=DAY)
    assert (application.state, told(application)) == (State.REJECTED, [ApplicationRejected])


def test_nothing_else_is_decided_while_a_proposal_waits():
    application = at_desk("recommend")
    application.propose(passed(application.case.step), by=OFFICER, today=DAY)
    for decide in (
        lambda: application.propose(REJECTION, by=OFFICER, today=DAY),
        lambda: application.pass_on(passed(application.case.step), by=OFFICER, today=DAY),
        lambda: application.reject(REJECTION, by=OFFICER, today=DAY),
        lambda: application.return_to_her(asked(), RETURN, by=OFFICER),
    ):
        with pytest.raises(Conflict, match="waits_for_second_hand"):
            decide()


def test_no_office_gives_more_than_she_asked_for():
    application = at_desk("recommend")
    more = Finding(Outcome.PASSED, facts={"amount_fen": ASK.amount_fen + 100})
    with pytest.raises(Refused, match="above_asked"):
        application.propose(more, by=OFFICER, today=DAY)


@pytest.mark.parametrize(("state", "waited_for"), [(State.RETURNED, "papers"), (State.APPROVED, "contract")])
def test_what_lapses_tells_what_it_waited_for(state: State, waited_for: str):
    application = in_state(state)
    application.lapse(today=date(2027, 2, 1))
    assert told(application) == [ApplicationLapsed]
    assert [news.waited_for for news in application.news] == [waited_for]


@pytest.mark.parametrize(("amount_fen", "rate_bp"), [(13_000_100, 395), (13_000_000, 396)])
def test_a_contract_never_goes_above_what_was_granted(amount_fen: int, rate_bp: int):
    with pytest.raises(Refused, match="above_granted"):
        in_state(State.APPROVED).sign(Contract("HT-1", amount_fen, rate_bp, DAY))
