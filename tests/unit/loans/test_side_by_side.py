"""Two desks that have a case at the same time, and a panel that votes on it."""

from dataclasses import replace
from datetime import date

import pytest

from services.loans.domain.application import Application, State
from services.loans.domain.news import ApplicationPassed, ApplicationResubmitted
from services.loans.domain.panel import decided, vote
from services.loans.domain.review import Asked, Finding, Hand, Outcome, Vote
from services.loans.domain.route import Route
from services.loans.usecases.desk.send_back import Words
from services.loans.web.lines import line
from shared.access import Actor
from shared.errors import Conflict, Invalid, Refused, Stale
from tests.builders.loans import (
    ASK,
    DAY,
    ELSEWHERE,
    LEADER,
    OFFICER,
    OFFICES,
    PATH,
    ROUTE,
    Step,
    a_verdict,
    an_application,
    at_office,
    finding,
    leader,
    officer,
    passed,
)
from tests.unit.loans.world import LoansWorld

GROUP = "9" * 32
PANEL = Step("panel", "panel", 1, 5, GROUP, "panel_member", from_fen=10_000_000, seats=3, quorum=2)
BESIDE = Route(
    "JZ-ROUTE",
    (*(replace(step, beside=step.act == "guarantee") for step in ROUTE.steps), PANEL),
)
NO = Finding(Outcome.REJECTED, "项目太大", reasons=("X09",))
YES = Finding(Outcome.PASSED, "同意，项目实在")


def beside(*, amount_fen: int = ASK.amount_fen) -> Application:
    """Return one that lies at HR and at the guarantee agency."""
    made = an_application()
    made.submit(ask=replace(ASK, amount_fen=amount_fen), verdict=a_verdict(), route=BESIDE, today=DAY)
    while made.case.step.act != "certify":
        made.pass_on(Finding(Outcome.PASSED), by=OFFICER, today=DAY)
    made.news.clear()
    return made


def at(made: Application, act: str) -> Application:
    made.case.face(lambda _, step: step.act == act)
    return made


def on_panel() -> Application:
    made = beside()
    for act in ("certify", "guarantee", "approve"):
        at(made, act).pass_on(passed(made.case.step), by=OFFICER, today=DAY)
    made.news.clear()
    return made


def member(number: int) -> Hand:
    return Hand(f"{number:032x}", f"委员{number}", "panel_member")


def voter(number: int) -> Actor:
    return at_office("panel_member", GROUP, f"{number:032x}")


@pytest.mark.parametrize("first", ["certify", "guarantee"])
def test_two_desks_open_together_and_the_next_opens_once_both_are_done_in_whatever_order(first: str):
    made = beside()
    assert [one.desk for one in (made.case.step, *made.case.beside)] == ["hr", "guarantee"]
    assert {OFFICES["hr"], OFFICES["guarantee"]} <= set(made.scope)
    at(made, first).pass_on(passed(made.case.step), by=OFFICER, today=DAY)
    other = made.case.step
    assert made.state is State.IN_REVIEW
    assert {first, other.act} == {"certify", "guarantee"}
    assert [made.case.where(n) for n in (5, 6)] == (["done", "here"] if first == "certify" else ["here", "done"])
    made.pass_on(passed(other), by=LEADER, today=DAY)
    assert (made.case.desk, made.case.beside) == ("bank", [])
    assert [news.next for news in made.news if isinstance(news, ApplicationPassed)] == [other.desk, "bank"]


def test_each_of_two_desks_has_its_own_clock():
    made, later = beside(), date(2026, 12, 2)
    at(made, "certify").pass_on(passed(made.case.step), by=OFFICER, today=date(2026, 11, 26))
    made.pass_on(passed(made.case.step), by=OFFICER, today=later)
    assert [(one.act, one.days) for one in made.case.entries[-2:]] == [("certify", 2), ("guarantee", 6)]


def test_a_return_by_one_desk_stops_both_clocks_and_she_comes_back_to_both_what_was_agreed_stands():
    made = beside()
    at(made, "guarantee").propose(passed(made.case.step), by=OFFICER, today=DAY)
    asked = Asked(("R06",), "", date(2026, 11, 26), date(2026, 12, 8))
    at(made, "certify").return_to_her(asked, Finding(Outcome.RETURNED, reasons=("R06",)), by=OFFICER)
    assert all(one.clock.stopped and one.proposal is None for one in made.case.stops)
    made.case.here = 1
    made.resubmit(verdict=a_verdict(), answers={}, today=date(2026, 12, 3))
    assert [one.clock.used(date(2026, 12, 3)) for one in made.case.stops] == [2, 2]
    assert [news.desk for news in made.news if isinstance(news, ApplicationResubmitted)] == ["hr"]


def test_a_return_after_the_desk_beside_agreed_comes_back_to_the_returning_desk_alone():
    made = beside()
    at(made, "certify").pass_on(passed(made.case.step), by=OFFICER, today=DAY)
    asked = Asked(("R10",), "", DAY, date(2026, 12, 8))
    made.return_to_her(asked, Finding(Outcome.RETURNED, reasons=("R10",)), by=OFFICER)
    made.resubmit(verdict=a_verdict(), answers={}, today=DAY)
    assert (made.case.desk, made.case.beside) == ("guarantee", [])


def test_a_no_of_one_desk_ends_it_and_a_second_look_opens_that_desk_and_the_promise_that_ended():
    made = beside()
    at(made, "guarantee").pass_on(passed(made.case.step), by=OFFICER, today=DAY, guarantee="DB-1")
    at(made, "certify").reject(NO, by=OFFICER, today=DAY)
    assert made.state is State.REJECTED
    made.appeal("请再看看", today=DAY)
    assert [one.desk for one in (made.case.step, *made.case.beside)] == ["hr", "guarantee"]


def test_the_other_services_are_told_that_it_is_at_both_desks_then_at_the_one_that_is_left():
    made = beside()
    both = {one["desk"]: one["state"] for one in line(made, DAY)["steps"]}
    assert (both["hr"], both["guarantee"], both["bank"], both["panel"]) == ("here", "here", "to_come", "to_come")
    at(made, "certify").pass_on(passed(made.case.step), by=OFFICER, today=DAY)
    one_left = {one["desk"]: one["state"] for one in line(made, DAY)["steps"]}
    assert (one_left["hr"], one_left["guarantee"]) == ("done", "here")
    asked = Asked(("R10",), "", DAY, date(2026, 12, 8))
    made.return_to_her(asked, Finding(Outcome.RETURNED, reasons=("R10",)), by=OFFICER)
    assert line(made, DAY)["desk"] == "guarantee"
    assert "panel" not in {one["desk"] for one in line(beside(amount_fen=9_999_900), DAY)["steps"]}


@pytest.mark.parametrize(
    ("yes", "no", "result"),
    [(0, 0, None), (1, 0, None), (2, 0, True), (1, 1, None), (2, 1, True), (0, 1, None), (0, 2, False), (1, 2, False)],
)
def test_a_panel_of_three_decides_with_more_than_half_of_its_seats_once_two_voted(
    yes: int, no: int, result: bool | None
):
    assert decided(PANEL, yes, no) is result


def test_a_tie_of_a_panel_of_two_is_no_agreement_and_one_vote_is_not_enough():
    two = replace(PANEL, seats=2)
    assert [decided(two, 1, 0), decided(two, 0, 1), decided(two, 1, 1), decided(two, 2, 0)] == [None, None, False, True]


def test_who_asks_for_less_than_the_panels_amount_is_through_after_the_bank():
    made = beside(amount_fen=9_999_900)
    for act in ("certify", "guarantee"):
        at(made, act).pass_on(passed(made.case.step), by=OFFICER, today=DAY)
    facts = {"amount_fen": 9_000_000, "term_months": 24, "rate_bp": 345}
    made.pass_on(Finding(Outcome.PASSED, facts=facts), by=OFFICER, today=DAY)
    assert made.state is State.APPROVED


def test_the_panel_grants_what_the_bank_agreed_to_and_one_person_votes_once():
    made = on_panel()
    assert made.case.desk == "panel"
    vote(made, Vote(member(1), True, "好", DAY), today=DAY)
    with pytest.raises(Conflict, match="voted"):
        vote(made, Vote(member(1), False, "不好", DAY, ("X09",)), today=DAY)
    vote(made, Vote(member(2), True, "好", DAY), today=DAY)
    assert (made.state, made.amount_fen) == (State.APPROVED, 13_000_000)
    assert made.case.entries[-1].finding.facts == {"votes_yes": 2, "votes_no": 0}


@pytest.mark.parametrize(
    "steps", [(PANEL,), (ROUTE.steps[0], *[replace(one, beside=True) for one in ROUTE.steps[1:3]])]
)
def test_a_road_that_cannot_be_gone_is_refused(steps: tuple[Step, ...]):
    with pytest.raises(ValueError, match="ROUTE"):
        Route("ROUTE", steps)


def test_a_panel_whose_quorum_is_above_its_seats_is_refused():
    with pytest.raises(ValueError, match="quorum"):
        Route("ROUTE", (ROUTE.steps[0], replace(PANEL, quorum=4)))


@pytest.fixture
def world() -> LoansWorld:
    return LoansWorld()


def kept(world: LoansWorld, made: Application) -> Application:
    world.applications.add(made)
    return world.applications.rows[made.id]


def test_both_offices_have_it_in_their_queues_and_each_has_a_lease_of_its_own(world: LoansWorld):
    made = kept(world, beside())
    for step in (made.case.step, *made.case.beside):
        assert world.desk.claim.next(by=officer(step)) == made.id
        assert [row.desk for row in world.desk.queue.held(by=officer(step))] == [step.desk]


def test_what_one_office_does_makes_the_page_of_the_other_neither_stale_nor_free(world: LoansWorld):
    made = kept(world, beside())
    hr, agency = made.case.step, made.case.beside[0]
    world.desk.claim(made.id, by=officer(agency))
    seen = world.applications.rows[made.id].version
    world.desk.decide(made.id, finding(hr), by=officer(hr), seen=seen)
    world.desk.second.confirm(made.id, by=leader(hr))
    world.desk.decide(made.id, finding(agency), by=officer(agency), seen=seen)
    world.desk.claim.put_back(made.id, by=officer(agency))
    with pytest.raises(Stale):
        world.desk.send_back(made.id, ["R10"], Words(), by=leader(agency), seen=seen)
    world.desk.second.confirm(made.id, by=leader(agency))
    assert world.applications.rows[made.id].case.desk == "bank"


def test_members_vote_side_by_side_a_no_needs_a_reason_and_ends_the_promise(world: LoansWorld):
    made = kept(world, on_panel())
    world.fund.held[made.id] = 1
    with pytest.raises(Refused):
        world.desk.decide(made.id, replace(NO, reasons=()), by=voter(1))
    with pytest.raises(Invalid):
        world.desk.decide(made.id, replace(YES, text=""), by=voter(1))
    seen = world.applications.rows[made.id].version
    world.desk.decide(made.id, NO, by=voter(1), seen=seen)
    assert world.desk.claim.following(by=voter(1)) is None
    assert world.desk.claim.next(by=voter(2)) == made.id
    assert world.desk.queue.held(by=voter(2)) == []
    world.desk.decide(made.id, NO, by=voter(2), seen=seen)
    found = world.applications.rows[made.id]
    assert (found.state, found.case.entries[-1].finding.reasons, world.fund.held) == (State.REJECTED, ("X09",), {})
    with pytest.raises(Conflict, match="not_in_this_state"):
        world.desk.decide(made.id, YES, by=voter(3))


def test_a_county_of_the_demonstration_works_side_by_side_and_the_others_one_after_the_other(world: LoansWorld):
    roads = {path[-1]: world.desk.routes(path).steps for path in (PATH, ELSEWHERE)}
    assert [step.desk for step in roads[PATH[-1]] if step.beside or step.from_fen] == []
    assert [step.desk for step in roads[ELSEWHERE[-1]] if step.beside or step.from_fen] == ["guarantee", "panel"]
