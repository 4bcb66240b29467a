"""Nobody works on the file of her own family, and after a no she may ask for a second look."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.loans.domain.application import State
from services.loans.domain.hand_in import CONSENTS
from services.loans.domain.near import Near
from services.loans.domain.review import Finding, Hand, Outcome, Proposal
from shared.clock import FixedClock
from shared.errors import Conflict, Denied, Refused, Stale
from tests.builders.loans import DAY, at_desk, finding, leader, officer, passed
from tests.unit.loans.front_world import HER, TOLD, FrontWorld
from tests.unit.loans.test_desks import REJECTION, handed_in, walk
from tests.unit.loans.world import LoansWorld

MARK = "f" * 32


@pytest.fixture
def world() -> LoansWorld:
    return LoansWorld()


def test_an_officer_whose_id_number_is_hers_or_her_husbands_cannot_even_see_the_file():
    world = FrontWorld()
    found = world.hand.submit(world.drafted().id, replace(TOLD, marks=(MARK,)), CONSENTS, by=HER)
    near = replace(officer(found.case.step), mark=MARK)
    with pytest.raises(Denied, match="own_file"):
        world.desk.claim(found.id, by=near)
    with pytest.raises(Denied, match="own_file"):
        world.desk.queue.case(found.id, by=near)
    assert world.do.find.one(found.id, by=HER).id == found.id
    assert world.desk.claim(found.id, by=officer(found.case.step)).id == found.id


def test_the_store_refuses_a_hand_that_became_near_between_reading_and_writing(world: LoansWorld):
    application = handed_in(world)
    found = world.applications.rows[application.id]
    found.near = Near((MARK,))
    with pytest.raises(Stale):
        world.applications.save(found, decided_by=Hand("x", "张敏", "county_officer", MARK))
    world.applications.save(found, decided_by=Hand("x", "张敏", "county_officer", "e" * 32))


def test_who_says_she_is_near_does_not_see_the_file_again(world: LoansWorld):
    application = handed_in(world)
    by = officer(application.case.step)
    world.desk.claim.skip(application.id, "near", by=by)
    with pytest.raises(Denied, match="own_file"):
        world.desk.claim(application.id, by=by)


def test_one_person_with_two_accounts_is_not_two_hands():
    case = at_desk("recommend").case
    mine = Hand("1" * 32, "张敏", "county_officer", MARK)
    case.stop.propose(Proposal(passed(case.step), mine, DAY))
    with pytest.raises(Refused, match="own_proposal"):
        case.stop.prepared(Hand("2" * 32, "张敏", "county_leader", MARK))
    assert case.stop.prepared(Hand("3" * 32, "李红", "county_leader")).by == mine


def refused_at(world: LoansWorld, act: str) -> str:
    application = handed_in(world, act=act)
    step = application.case.step
    world.desk.decide(application.id, REJECTION, by=officer(step))
    if step.hands > 1:
        world.desk.second.confirm(application.id, by=leader(step))
    return application.id


def her_of(world: LoansWorld, application_id: str):
    return replace(HER, id=world.applications.rows[application_id].person_id)


def test_after_a_no_she_asks_once_for_a_second_look_and_the_hand_that_said_no_leaves_it_to_others(world: LoansWorld):
    case_id = refused_at(world, "certify")
    world.do.appeal(case_id, "那笔贷款去年就还清了", by=her_of(world, case_id))
    found = world.applications.rows[case_id]
    assert (found.state, found.case.desk, found.ended_on) == (State.IN_REVIEW, "hr", None)
    assert found.case.entries[-1].finding.outcome is Outcome.APPEALED
    with pytest.raises(Denied, match="own_file"):
        world.desk.decide(case_id, finding(found.case.step), by=officer(found.case.step))
    with pytest.raises(Conflict, match="not_in_this_state"):
        world.do.appeal(case_id, "再看看", by=her_of(world, case_id))
    other = replace(officer(found.case.step), id="e" * 32)
    world.desk.decide(case_id, REJECTION, by=other)
    world.desk.second.confirm(case_id, by=leader(found.case.step))
    with pytest.raises(Refused, match="appealed_once"):
        world.do.appeal(case_id, "再看看", by=her_of(world, case_id))


def test_a_second_look_after_the_banks_no_begins_at_the_guarantee_desk_whose_promise_ended(world: LoansWorld):
    case_id = refused_at(world, "approve")
    assert world.fund.held == {}
    world.do.appeal(case_id, "银行看错了", by=her_of(world, case_id))
    found = world.applications.rows[case_id]
    assert (found.case.desk, found.guarantee) == ("guarantee", None)
    walk(world, case_id, found.case.step)
    assert world.applications.rows[case_id].case.desk == "bank"
    assert world.fund.held == {case_id: 14_000_000}


@pytest.mark.parametrize(("days", "late"), [(15, False), (16, True)])
def test_a_second_look_is_asked_for_within_the_countys_days(world: LoansWorld, days: int, late: bool):
    case_id = refused_at(world, "verify")
    world.clock = FixedClock(datetime(2026, 11, 24, 2, tzinfo=UTC) + timedelta(days=days))
    assert world.applications.rows[case_id].may_appeal(date(2026, 11, 24) + timedelta(days=days)) is not late
    if late:
        with pytest.raises(Refused, match="appeal_too_late"):
            world.do.appeal(case_id, "再看看", by=her_of(world, case_id))
    else:
        assert world.do.appeal(case_id, "再看看", by=her_of(world, case_id)).state is State.IN_REVIEW


def test_who_has_begun_anew_does_not_get_a_second_look_as_well(world: LoansWorld):
    case_id = refused_at(world, "verify")
    person = world.applications.rows[case_id].person_id
    newer = at_desk("verify")
    newer.id, newer.origin = "9" * 32, replace(newer.origin, person_id=person)
    world.applications.add(newer)
    with pytest.raises(Conflict, match="application_open"):
        world.do.appeal(case_id, "再看看", by=her_of(world, case_id))


def test_a_finding_of_a_second_look_keeps_her_words(world: LoansWorld):
    case_id = refused_at(world, "verify")
    world.do.appeal(case_id, "住在村里三十年了", by=her_of(world, case_id))
    last = world.applications.rows[case_id].case.entries[-1]
    assert last.finding == Finding(Outcome.APPEALED, "住在村里三十年了")
