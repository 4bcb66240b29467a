"""Every state × every command × every role: what neither the table nor the permissions know does not happen."""

from datetime import date

import pytest

from services.loans.domain.access import RULES
from services.loans.domain.loan import MOVES, Action, State
from services.loans.web.loan_commands import COMMANDS, Command
from shared.access import Actor
from shared.errors import Conflict, NotFound, Problem
from shared.roles import FEDERATION
from tests.builders.loans import OFFICES, PATH, at_office
from tests.builders.world import a_woman, an_officer
from tests.unit.loans.money_world import MoneyDesk

WORDS = {
    "principal_fen": 1_000_000,
    "interest_fen": 0,
    "on": date(2026, 11, 24),
    "months": 6,
    "consent_on": date(2026, 11, 24),
    "document": "TY-7",
    "reason": "misuse",
    "due_on": date(2026, 12, 10),
    "amount_fen": 1_000_000,
    "against": "no",
    "use": "as_agreed",
    "trading": "yes",
}
OTHER = {"notice": {"reason": "death"}, "extension-refusal": {"reason": "guarantor"}}
BEGINS = {
    "visits": Action.VISIT,
    "repayments": Action.REPAY,
    "extension": Action.EXTEND,
    "extension-consent": Action.EXTEND,
    "extension-refusal": Action.EXTEND,
    "extension-confirmation": Action.EXTEND,
    "call-preparation": Action.CALL,
    "call-removal": Action.CALL,
    "call": Action.CALL,
    "demand": Action.DEMAND,
    "demand-refusal": Action.DECLINE,
    "payment-preparation": Action.PAY,
    "payment": Action.PAY,
    "recoveries": Action.RECOVER,
    "notice": Action.POST_NOTICE,
    "notice-comments": Action.POST_NOTICE,
    "notice-removal": Action.POST_NOTICE,
    "write-off": Action.POST_NOTICE,
}
MONEY = {"bank_officer", "bank_leader", "guarantee_officer", "guarantee_leader", "finance_officer"}
ROLES = sorted({*FEDERATION, *MONEY, "hr_leader", "panel_member"})


def somebody(role: str) -> Actor:
    kind = role.partition("_")[0]
    if kind in OFFICES:
        return at_office(role, OFFICES[kind])
    return at_office(role, "9" * 32) if role == "finance_officer" else an_officer(role, PATH[:2])


def tried(command: Command, state: State, by: Actor) -> tuple[Problem | None, bool]:
    """Return the refusal and whether anything was written."""
    desk = MoneyDesk()
    loan = desk.loan(state)
    try:
        command.act(desk.use, loan.id, {**WORDS, **OTHER.get(command.noun, {})}, by)
    except Problem as problem:
        return problem, bool(desk.acts.acts)
    return None, bool(desk.acts.acts)


def test_the_table_of_this_test_knows_every_command():
    assert set(BEGINS) == {one.noun for one in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.noun)
@pytest.mark.parametrize("role", ROLES)
def test_whoever_has_no_right_finds_no_loan_in_whatever_state_it_is(command: Command, role: str):
    if role in RULES[command.action].roles:
        return
    for state in State:
        problem, written = tried(command, state, somebody(role))
        assert isinstance(problem, NotFound), (state, problem)
        assert not written


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.noun)
def test_whoever_has_the_right_moves_only_what_the_table_lets_move(command: Command):
    for role in sorted(RULES[command.action].roles):
        for state in State:
            problem, written = tried(command, state, somebody(role))
            if (state, BEGINS[command.noun]) in MOVES:
                assert problem is None or problem.slug != "not_in_this_state", (role, state)
            else:
                assert isinstance(problem, Conflict), (role, state)
                assert problem.slug == "not_in_this_state"
                assert not written


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.noun)
def test_she_herself_asks_for_more_time_and_does_nothing_else_and_another_woman_nothing(command: Command):
    problem, written = tried(command, State.ACTIVE, a_woman("a" * 32))
    if command.noun == "extension":
        assert problem is None
    else:
        assert isinstance(problem, NotFound)
        assert not written
    problem, written = tried(command, State.ACTIVE, a_woman("b" * 32))
    assert isinstance(problem, NotFound)
    assert not written


def test_another_countys_officers_do_not_find_it():
    for command in COMMANDS:
        for role in RULES[command.action].roles:
            problem, _ = tried(command, State.ACTIVE, an_officer(role, ("1" * 32, "5" * 32)))
            assert isinstance(problem, NotFound)
