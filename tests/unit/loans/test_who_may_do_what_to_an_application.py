"""An application: every state × every command × every role; what table and permissions do not know does not happen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from services.loans.domain.access import RULES
from services.loans.domain.application import MOVES, Action, Application, State
from services.loans.domain.draft import Step as Sheet
from services.loans.domain.hand_in import CONSENTS
from services.loans.domain.review import Finding, Outcome
from services.loans.usecases.desk.send_back import Words
from services.loans.usecases.loan.sign import SignContract
from shared.access import Actor
from shared.errors import Conflict, NotFound, Problem
from tests.builders.loans import (
    CITY,
    COUNTY,
    NEED,
    OFFICES,
    OTHER_COUNTY,
    ROUTE,
    TOWN,
    TREASURY,
    VILLAGE,
    a_card,
    at_desk,
    at_office,
    finding,
    in_state,
    officer,
    units,
)
from tests.fakes.replica import a_replica
from tests.unit.loans.front_world import HER, OTHER, TOLD, FrontWorld

KNOWN = a_replica(units(), [a_card()])
UNITS = {"village": VILLAGE, "township": TOWN, "county": COUNTY, "city": CITY, "finance": TREASURY, **OFFICES}
ROLES = sorted({role for one in RULES.values() for role in one.roles})
NO, BACK = Finding(Outcome.REJECTED, "不行", reasons=("X04",)), ("R07",)
Try = Callable[[FrontWorld, Application, Actor], object]


@dataclass(frozen=True)
class Command:
    """What begins with which move of the table; `action` is the permission that is asked for, "" at a desk."""

    begins: Action
    act: Try
    action: str = ""


def _signs(world: FrontWorld, one: Application, by: Actor) -> object:
    nothing: Any = SimpleNamespace()
    use = SignContract(world.applications, *([nothing] * 5))  # type: ignore[arg-type]  # only the application is asked
    return use.application(one.id, by=by)


HERS = {
    "fill": Command(Action.SAVE, lambda w, a, by: w.do.fill(a.id, Sheet.NEED, dict(NEED), by=by), "application.fill"),
    "submit": Command(Action.SUBMIT, lambda w, a, by: w.hand.submit(a.id, TOLD, CONSENTS, by=by), "application.submit"),
    "resubmit": Command(
        Action.RESUBMIT, lambda w, a, by: w.hand.resubmit(a.id, TOLD, CONSENTS, by=by), "application.submit"
    ),
    "withdraw": Command(Action.WITHDRAW, lambda w, a, by: w.do.withdraw(a.id, by=by), "application.withdraw"),
    "appeal": Command(Action.APPEAL, lambda w, a, by: w.do.appeal(a.id, "请再看一次", by=by), "application.appeal"),
    "sign": Command(Action.SIGN, _signs, "contract.prepare"),
}
DESK = {
    "pass": Command(Action.PASS, lambda w, a, by: w.desk.decide(a.id, finding(a.case.step), by=by)),
    "reject": Command(Action.REJECT, lambda w, a, by: w.desk.decide(a.id, NO, by=by)),
    "return": Command(Action.RETURN, lambda w, a, by: w.desk.send_back(a.id, BACK, Words(), by=by)),
}
SECOND = {
    "confirm": Command(Action.PASS, lambda w, a, by: w.desk.second.confirm(a.id, by=by)),
    "hand_back": Command(Action.REJECT, lambda w, a, by: w.desk.second.hand_back(a.id, "再看看", by=by)),
}


def everybody() -> Iterable[tuple[str, Actor]]:
    """Yield each role with somebody who has it in her village, town, county, its offices or her city."""
    for role in ROLES:
        yield role, at_office(role, UNITS.get(role.partition("_")[0], "e" * 32))


def tried(command: Command, found: Application, by: Actor) -> tuple[Problem | None, bool]:
    """Return the refusal, and whether anything of the application was written."""
    world = FrontWorld(replica=KNOWN)
    rows = world.applications.rows
    rows[found.id] = found  # what is read is a copy, what is saved another
    try:
        command.act(world, found, by)
    except Problem as problem:
        return problem, rows[found.id] is not found
    return None, rows[found.id] is not found


def stays(command: Command, found: Application, by: Actor) -> bool:
    """Tell whether it is refused, and nothing is written."""
    problem, written = tried(command, found, by)
    return problem is not None and not written


def proposed(act: str) -> Application:
    """Return a case on which the officer of a desk has prepared a yes."""
    world, one = FrontWorld(replica=KNOWN), at_desk(act)
    world.applications.add(one)
    world.desk.decide(one.id, finding(one.case.step), by=officer(one.case.step))
    return world.applications.rows[one.id]


def test_the_tables_of_this_test_know_every_move_but_those_of_time_and_money():
    begun = {one.begins for one in (*HERS.values(), *DESK.values(), *SECOND.values())}
    assert set(Action) - begun == {Action.FINISH, Action.LAPSE, Action.DISBURSE}  # the last yes, a job, a loan's own


@pytest.mark.parametrize("step", ROUTE.steps, ids=lambda one: one.act)
def test_at_its_desk_the_officers_of_that_office_decide_and_nobody_else(step: Any):
    found = at_desk(step.act)
    for name, command in DESK.items():
        allowed = {step.officer, step.leader} if name == "return" else {step.officer}
        for role, by in everybody():
            problem, written = tried(command, found, by)
            assert (problem is None) is written is (role in allowed), (name, role, problem)
        assert all(stays(command, found, her) for her in (HER, OTHER)), name


@pytest.mark.parametrize("step", [one for one in ROUTE.steps if one.hands > 1], ids=lambda one: one.act)
def test_what_one_hand_prepared_is_confirmed_or_handed_back_by_the_second_of_its_office_and_nobody_else(step: Any):
    found = proposed(step.act)
    for name, command in SECOND.items():
        for role, by in everybody():
            another = at_office(role, by.posts[0].unit, "f" * 32)  # who prepared it is no second hand
            problem, written = tried(command, found, another)
            assert (problem is None) is written is (role in step.seconds), (name, role, problem)
        assert all(stays(command, found, one) for one in (HER, OTHER, officer(step))), name
    assert all(stays(command, found, by) for command in DESK.values() for _, by in everybody())


@pytest.mark.parametrize("state", [one for one in State if one is not State.IN_REVIEW])
def test_a_case_that_lies_on_no_desk_is_decided_by_nobody(state: State):
    found = in_state(state)
    for name, command in (DESK | SECOND).items():
        if found.review is None and name == "pass":
            continue  # what a desk would write is not even asked before there is one
        assert all(stays(command, found, by) for _, by in everybody()), name
        assert all(stays(command, found, her) for her in (HER, OTHER)), name


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", HERS)
def test_what_is_hers_to_do_she_does_where_the_table_lets_her_and_others_do_not(name: str, state: State):
    command, found = HERS[name], in_state(state)
    rule, listed = RULES[command.action], (state, command.begins) in MOVES
    may = [by for role, by in everybody() if role in rule.roles] + ([HER] if rule.own else [])
    for by in may:
        problem, written = tried(command, found, by)
        if listed:
            assert problem is None or problem.slug not in ("not_in_this_state", "not_approved"), problem
        else:
            reached = by is HER or by.posts[0].unit in found.scope  # an office sees a case from its step on
            assert isinstance(problem, Conflict if reached else NotFound), (by.name, problem)
            assert not written
    others = [by for role, by in everybody() if role not in rule.roles] + [OTHER] + ([] if rule.own else [HER])
    assert all(stays(command, found, by) for by in others)


@pytest.mark.parametrize("state", State)
def test_time_ends_what_waits_for_her_or_for_a_contract_after_its_last_day_and_nothing_else(state: State):
    world, found = FrontWorld(replica=KNOWN), in_state(state)
    world.applications.rows[found.id] = found
    world.at(datetime(2036, 1, 1, 4, tzinfo=UTC))
    world.desk.lapse(found.id, "job")
    after = world.applications.rows[found.id]
    assert after.state is MOVES.get((state, Action.LAPSE), state)
    assert (after is found) is ((state, Action.LAPSE) not in MOVES)
    assert world.due.finished == ["job"]


@pytest.mark.parametrize("name", [*HERS, *DESK, *SECOND])
def test_another_countys_people_do_not_find_it(name: str):
    command = (HERS | DESK | SECOND)[name]
    for state in (State.DRAFT, State.IN_REVIEW) if name not in DESK else (State.IN_REVIEW,):
        for role in ROLES:
            if role.partition("_")[0] != "city":
                assert stays(command, in_state(state), at_office(role, OTHER_COUNTY)), (role, state)
