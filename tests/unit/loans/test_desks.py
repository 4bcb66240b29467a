"""What officers and leaders do at the desks, on in-memory stores."""

from datetime import date, timedelta

import pytest

from services.loans.domain.application import State
from services.loans.domain.review import Finding, Outcome
from services.loans.usecases.desk.promises import LAPSE
from services.loans.usecases.desk.send_back import Words
from shared.clock import FixedClock
from shared.errors import Conflict, Invalid, NotFound, Refused, Stale
from tests.builders.loans import (
    ASK,
    COUNTY,
    DAY,
    ELSEWHERE,
    OFFICES,
    PATH,
    a_verdict,
    an_application,
    at_desk,
    at_office,
    finding,
    leader,
    officer,
)
from tests.unit.loans.world import LoansWorld

REJECTION = Finding(Outcome.REJECTED, "征信有问题", reasons=("X04",))


@pytest.fixture
def world() -> LoansWorld:
    return LoansWorld()


def handed_in(world: LoansWorld, number: int = 1, act: str = "verify"):
    """Store an application handed in on the county's own route, brought to an act by the offices themselves."""
    application = an_application(person_id=f"{number:032x}", number=number)
    application.submit(ask=ASK, verdict=a_verdict(), route=world.desk.routes(PATH), today=DAY)
    world.applications.add(application)
    while (step := world.applications.rows[application.id].case.step).act != act:
        walk(world, application.id, step)
    return world.applications.rows[application.id]


def walk(world: LoansWorld, application_id: str, step) -> None:
    world.desk.decide(application_id, finding(step), by=officer(step))
    if step.hands > 1:
        world.desk.second.confirm(application_id, by=leader(step))


def test_a_whole_road_takes_one_hand_or_two_at_each_desk_and_ends_approved(world: LoansWorld):
    application = handed_in(world, act="approve")
    walk(world, application.id, application.case.step)
    found = world.applications.rows[application.id]
    assert found.state is State.APPROVED
    assert found.guarantee == "DB-431230-2026-000001"
    assert world.fund.held == {found.id: 14_000_000}
    assert [(entry.act, entry.seconded is not None) for entry in found.case.entries] == [
        ("verify", False),
        ("first_review", True),
        ("schedule", False),
        ("report", True),
        ("recommend", True),
        ("certify", True),
        ("guarantee", True),
        ("approve", True),
    ]
    assert (LAPSE, found.id) in world.due.promised


def test_a_place_without_its_own_federation_begins_one_desk_later_and_a_county_stands_in_for_an_absent_office(
    world: LoansWorld,
):
    route = world.desk.routes(ELSEWHERE)
    assert [(step.desk, step.officer) for step in route.steps] == [
        ("county", "county_officer"),
        ("site_visit", "county_officer"),
        ("county", "county_officer"),
        ("hr", "county_officer"),
        ("guarantee", "county_officer"),
        ("bank", "county_officer"),
        ("panel", "county_officer"),
    ]
    assert {(step.hands, step.seats) for step in route.steps[3:]} == {(2, 0)}
    assert {step.office for step in route.steps} == {ELSEWHERE[-1]}


def test_another_office_neither_decides_nor_sees_what_has_not_reached_it(world: LoansWorld):
    application = handed_in(world, act="recommend")
    with pytest.raises(NotFound):
        world.desk.decide(application.id, REJECTION, by=at_office("hr_officer", OFFICES["hr"]))
    with pytest.raises(Refused, match="not_your_desk"):
        world.desk.decide(application.id, REJECTION, by=at_office("township_officer", PATH[2]))
    with pytest.raises(Refused, match="not_your_desk"):
        world.desk.decide(application.id, finding(application.case.step), by=at_office("county_leader", COUNTY))


def test_the_hand_that_prepared_it_does_not_confirm_it_even_with_both_posts(world: LoansWorld):
    application = handed_in(world, act="recommend")
    step = application.case.step
    both = at_office(step.officer, step.office, "e" * 32)
    leads = at_office(step.leader, step.office, "e" * 32)
    world.desk.decide(application.id, finding(step), by=both)
    with pytest.raises(Refused, match="own_proposal"):
        world.desk.second.confirm(application.id, by=leads)
    with pytest.raises(Refused, match="own_proposal"):
        world.desk.claim(application.id, by=leads)


def test_a_visit_counts_once_both_visitors_have_signed_with_accounts_of_their_own(world: LoansWorld):
    application = handed_in(world, act="report")
    step = application.case.step
    writer, along = officer(step), at_office("county_officer", COUNTY, "f" * 32)
    world.desk.decide(application.id, finding(step), by=writer)
    with pytest.raises(Refused, match="own_proposal"):
        world.desk.second.confirm(application.id, by=writer)
    with pytest.raises(Refused, match="not_your_desk"):
        world.desk.second.confirm(application.id, by=at_office("hr_leader", COUNTY))
    assert world.desk.claim.next(by=along) == application.id
    world.desk.second.confirm(application.id, by=along)
    found = world.applications.rows[application.id].case
    assert (found.step.act, found.entries[-1].by.id, found.entries[-1].seconded.id) == (
        "recommend",
        writer.id,
        along.id,
    )


def test_a_visit_without_signal_is_told_in_words_with_the_reason_and_signed_on_paper(world: LoansWorld):
    application = handed_in(world, act="report")
    step = application.case.step
    told = {"spot": None, "spot_said": "寨门口第三家", "no_spot": "no_signal", "her_name": None, "sheet": 3}
    facts = finding(step).facts | told
    world.desk.decide(application.id, Finding(Outcome.PASSED, "有五台织机", facts), by=officer(step))
    world.desk.second.confirm(application.id, by=leader(step))
    assert world.applications.rows[application.id].case.step.act == "recommend"


def test_a_leader_hands_back_and_the_desk_decides_anew(world: LoansWorld):
    application = handed_in(world, act="recommend")
    step = application.case.step
    world.desk.decide(application.id, REJECTION, by=officer(step))
    world.desk.second.hand_back(application.id, "再问问", by=leader(step))
    world.desk.decide(application.id, finding(step), by=officer(step))
    world.desk.second.confirm(application.id, by=leader(step))
    assert world.applications.rows[application.id].case.desk == "hr"


def test_a_rejection_frees_what_the_fund_had_promised(world: LoansWorld):
    application = handed_in(world, act="approve")
    step = application.case.step
    assert world.fund.held
    world.desk.decide(application.id, Finding(Outcome.REJECTED, reasons=("X13",)), by=officer(step))
    world.desk.second.confirm(application.id, by=leader(step))
    assert (world.applications.rows[application.id].state, world.fund.held) == (State.REJECTED, {})


def test_no_guarantee_without_head_room_and_the_proposal_stays(world: LoansWorld):
    application = handed_in(world, act="guarantee")
    world.fund.free_fen = 13_000_000
    step = application.case.step
    world.desk.decide(application.id, finding(step), by=officer(step))
    with pytest.raises(Refused) as refused:
        world.desk.second.confirm(application.id, by=leader(step))
    assert (refused.value.slug, refused.value.facts["missing_fen"]) == ("no_headroom", 1_000_000)
    assert world.applications.rows[application.id].case.proposal is not None


def test_a_claimed_case_is_decided_by_its_holder_alone_until_the_lease_ends(world: LoansWorld):
    application = handed_in(world)
    step = application.case.step
    first, second = officer(step), at_office(step.officer, step.office, "f" * 32)
    world.desk.claim(application.id, by=first)
    with pytest.raises(Conflict, match="held_by_other"):
        world.desk.claim(application.id, by=second)
    with pytest.raises(Conflict, match="held_by_other"):
        world.desk.decide(application.id, finding(step), by=second)
    world.desks.now += timedelta(minutes=15)
    world.desk.claim(application.id, by=second)
    world.desk.decide(application.id, finding(step), by=second)
    assert world.applications.rows[application.id].case.desk == "township"


def test_who_decides_on_what_is_no_longer_so_is_told_who_changed_it(world: LoansWorld):
    application = handed_in(world)
    step, seen = application.case.step, application.version
    world.desk.decide(application.id, finding(step), by=officer(step))
    with pytest.raises(Stale) as stale:
        world.desk.decide(application.id, finding(step), by=officer(step), seen=seen)
    assert (stale.value.slug, stale.value.facts["who"]) == ("case_changed", "village_officer")


def test_next_is_what_is_due_first_free_and_not_passed_over(world: LoansWorld):
    for number in (1, 2, 3):
        handed_in(world, number)
    by = officer(world.applications.rows[f"{1:032x}"].case.step)
    assert world.desk.claim.next(by=by) == f"{1:032x}"
    world.desk.claim.skip(f"{2:032x}", "ask_somebody", by=by)
    assert world.desk.claim.next(by=by) == f"{3:032x}"
    assert world.desk.claim.next(by=by) == ""
    world.desk.claim.put_back(f"{1:032x}", by=by)
    assert world.desk.claim.next(by=by, but=f"{1:032x}") == ""  # what she has just done is not taken from the others
    assert world.desk.claim.next(by=by) == f"{1:032x}"
    with pytest.raises(Refused, match="skip_reason_missing"):
        world.desk.claim.skip(f"{1:032x}", "", by=by)


def test_a_return_names_everything_and_she_gets_ten_working_days(world: LoansWorld):
    application = handed_in(world)
    step = application.case.step
    found = world.desk.send_back(application.id, ["R07", "R10", "R07"], Words("丈夫签个字"), by=officer(step))
    asked = found.case.asked
    assert asked is not None
    assert (asked.reasons, asked.due_on) == (("R07", "R10"), date(2026, 12, 8))
    assert found.waits_until == date(2026, 12, 24)


@pytest.mark.parametrize(("codes", "slug"), [([], "reasons_missing"), (["X04"], "reason_unknown")])
def test_a_return_needs_a_reason_of_its_own_list(world: LoansWorld, codes: list[str], slug: str):
    application = handed_in(world)
    with pytest.raises(Refused, match=slug):
        world.desk.send_back(application.id, codes, Words(), by=officer(application.case.step))


@pytest.mark.parametrize("act", ["verify", "first_review", "schedule", "report", "recommend", "certify", "approve"])
def test_every_desk_must_write_down_what_it_found(world: LoansWorld, act: str):
    application = handed_in(world, act=act)
    with pytest.raises(Invalid):
        world.desk.decide(application.id, Finding(Outcome.PASSED, "好"), by=officer(application.case.step))


@pytest.mark.parametrize(
    ("act", "change", "field"),
    [
        ("schedule", {"visit_on": "2026-11-23"}, "visit_on"),
        ("schedule", {"visitors": ("吴桂芝", "吴桂芝")}, "visitors"),
        ("report", {"photos": 1}, "photos"),
        ("report", {"visited_on": "2026-11-25"}, "visited_on"),
        ("report", {"spot": None, "spot_said": "寨门口第三家"}, "no_spot"),
        ("report", {"spot": None, "no_spot": "no_signal"}, "spot_said"),
        ("report", {"her_name": None}, "her_name"),
        ("certify", {"group": "NOBODY"}, "group"),
        ("certify", {"times_used": 3}, "times_used"),
        ("approve", {"rate_bp": 401}, "rate_bp"),
        ("approve", {"term_months": 48}, "term_months"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world: LoansWorld, act: str, change: dict, field: str):
    application = handed_in(world, act=act)
    step = application.case.step
    wrong = Finding(Outcome.PASSED, "", {**finding(step).facts, **change})
    with pytest.raises(Invalid) as refused:
        world.desk.decide(application.id, wrong, by=officer(step))
    assert set(refused.value.fields) == {field}


def test_what_is_unknown_must_be_settled_before_a_recommendation(world: LoansWorld):
    application = handed_in(world, act="recommend")
    application.verdicts.append(a_verdict(met=None))
    step = application.case.step
    with pytest.raises(Refused, match="points_open"):
        world.desk.decide(application.id, finding(step), by=officer(step))
    settled = Finding(Outcome.PASSED, "问过派出所", {**finding(step).facts, "settled": ("age",)})
    assert world.desk.decide(application.id, settled, by=officer(step)).case.proposal is not None


@pytest.mark.parametrize(("today", "state"), [(date(2026, 12, 24), State.RETURNED), (date(2026, 12, 25), State.LAPSED)])
def test_a_returned_case_lapses_after_its_last_day_and_not_before(world: LoansWorld, today: date, state: State):
    application = handed_in(world)
    world.desk.send_back(application.id, ["R07"], Words(), by=officer(application.case.step))
    world.clock = FixedClock(world.clock.now() + (today - DAY))
    world.desk.lapse(application.id, "job")
    assert world.applications.rows[application.id].state is state
    assert world.due.finished == ["job"]


def test_a_case_that_went_on_meanwhile_does_not_lapse(world: LoansWorld):
    world.applications.add(at_desk("recommend"))
    world.desk.lapse(f"{1:032x}", "job")
    assert world.applications.rows[f"{1:032x}"].state is State.IN_REVIEW
