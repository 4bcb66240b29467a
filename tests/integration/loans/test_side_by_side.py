"""Two desks beside one another and a panel, on a real database: everybody at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from services.loans.domain.application import State
from services.loans.domain.review import Finding, Outcome
from services.loans.domain.route import Route
from services.loans.usecases.desk.ports import Wanted
from services.loans.wiring import Wiring
from shared.access import SYSTEM, Actor, Kind
from shared.errors import Problem
from shared.ids import new_id
from shared.replica import Card
from tests.builders import desks
from tests.builders.loans import ASK, PATH, ROUTE, Step, a_card, a_verdict, at_office, finding, leader, officer
from tests.builders.world import World

GROUP = "9" * 32
PANEL = Step("panel", "panel", 1, 5, GROUP, "panel_member", from_fen=10_000_000, seats=3, quorum=2)
ROAD = replace(ROUTE, steps=(*(replace(one, beside=one.act == "guarantee") for one in ROUTE.steps), PANEL))
SHORT = replace(ROUTE, steps=(*(one for one in ROUTE.steps if one.act in ("verify", "approve")), PANEL))
YES = Finding(Outcome.PASSED, "同意，项目实在")


def beside(wiring: Wiring, *, to: str = "certify", road: Route = ROAD) -> str:
    her = new_id()

    def work(use) -> str:
        use.replica.cards.keep(Card(her, PATH, a_card(her).bands, 1))
        begun = use.application.start(her, by=Actor(her, Kind.WOMAN))
        today = use.desk.today()
        begun.submit(ask=ASK, verdict=a_verdict(on=today), route=road, today=today)
        use.application.start.applications.save(begun)
        return begun.id

    return desks.walked(wiring.runner, wiring.runner.run(work), to=to).id


def at_once(*works: Callable[[], object]) -> list[str]:
    together = Barrier(len(works))

    def one(work: Callable[[], object]) -> str:
        together.wait()
        try:
            work()
        except Problem as problem:
            return problem.slug
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_two_desks_that_have_one_case_work_at_the_same_moment_and_it_goes_on_once(loans: World, wiring: Wiring):
    run, case_id = wiring.runner, beside(wiring)
    desks.funded(run)
    case = desks.read(run, case_id).case
    hr, agency = case.step, case.beside[0]
    for step in (hr, agency):
        rows = run.ask(lambda use, one=step: use.desk.queue(Wanted(()), by=officer(one)).rows)
        assert [(row.id, row.desk) for row in rows] == [(case_id, step.desk)]
        run.run(lambda use, one=step: use.desk.claim(case_id, by=officer(one)))
    seen = desks.read(run, case_id).version
    prepare = [
        lambda one=one: run.run(lambda use: use.desk.decide(case_id, finding(one), by=officer(one), seen=seen))
        for one in (hr, agency)
    ]
    assert at_once(*prepare) == ["done", "done"]
    confirm = [
        lambda one=one: run.run(lambda use: use.desk.second.confirm(case_id, by=leader(one))) for one in (hr, agency)
    ]
    assert at_once(*confirm) == ["done", "done"]
    found = desks.read(run, case_id)
    assert (found.case.desk, found.case.beside, str(found.guarantee)[:3]) == ("bank", [], "DB-")
    assert loans.db.outbox.count_documents({"data.next": "bank"}) == 1
    counted = {row["desk"]: row["lists"] for row in loans.db.desk_counts.find()}
    left = {desk: {name: n for name, n in lists.items() if n} for desk, lists in counted.items()}
    assert {desk: lists for desk, lists in left.items() if lists} == {"bank": {"open": 1}}


def test_a_decision_leaves_the_lease_of_the_desk_beside_where_it_is(wiring: Wiring):
    run, case_id = wiring.runner, beside(wiring)
    case = desks.read(run, case_id).case
    hr, agency = case.step, case.beside[0]
    run.run(lambda use: use.desk.claim(case_id, by=officer(agency)))
    run.run(lambda use: use.desk.decide(case_id, finding(hr), by=officer(hr)))
    run.run(lambda use: use.desk.second.confirm(case_id, by=leader(hr)))
    held = run.ask(lambda use: use.desk.queue.held(by=officer(agency)))
    assert [(row.desk, row.claim.by) for row in held] == [("guarantee", officer(agency).id)]
    with pytest.raises(Problem, match="held_by_other"):
        run.run(lambda use: use.desk.claim(case_id, by=replace(officer(agency), id=new_id())))


def test_members_vote_at_the_same_moment_each_once_and_the_case_is_decided_once(loans: World, wiring: Wiring):
    run, case_id = wiring.runner, beside(wiring, to="panel", road=SHORT)
    voters = [at_office("panel_member", GROUP, new_id()) for _ in range(2)]
    twice = [*voters, voters[0]]
    said = at_once(*(lambda by=by: run.run(lambda use: use.desk.decide(case_id, YES, by=by)) for by in twice))
    assert sorted(said)[:2] == ["done", "done"]
    assert sorted(said)[2] in ("not_in_this_state", "voted")
    found = desks.read(run, case_id)
    assert (found.state, found.case.entries[-1].finding.facts["votes_yes"]) == (State.APPROVED, 2)
    assert loans.db.outbox.count_documents({"type": "loans.application.approved.v1"}) == 1
    assert "项目实在" not in str(list(loans.db.applications.find()))


def test_members_vote_by_program_and_the_last_that_counts_approves(loans: World, wiring: Wiring):
    case_id, states = beside(wiring, to="panel", road=SHORT), []
    for voter in (at_office("panel_member", GROUP, new_id()) for _ in range(2)):
        words = {"text": YES.text, "version": desks.read(wiring.runner, case_id).version}
        address, key = f"/loans/api/v1/cases/{case_id}/decision/panel", {"Idempotency-Key": new_id()}
        states.append(loans.as_(voter).post(address, json=words, headers=key).json["state"])
    assert states == ["in_review", "approved"]
    assert loans.db.outbox.count_documents({"type": "loans.application.approved.v1"}) == 1


def test_the_store_itself_refuses_a_second_vote_of_one_person(loans: World, wiring: Wiring):
    run, case_id = wiring.runner, beside(wiring, to="panel", road=SHORT)
    by = at_office("panel_member", GROUP, new_id())
    run.run(lambda use: use.desk.decide(case_id, YES, by=by))
    row = loans.db.applications.find_one({"_id": case_id})["review"]["votes"]
    assert [(one["by"]["id"], one["yes"]) for one in row] == [(by.id, True)]

    def again(use) -> None:
        found = use.application.start.applications.get(SYSTEM, case_id)
        hand = found.case.stop.votes[0].by
        found.case.stop.votes = ()
        use.application.start.applications.save(found, voted_by=hand)

    with pytest.raises(Problem, match="changed_meanwhile"):
        run.run(again)
