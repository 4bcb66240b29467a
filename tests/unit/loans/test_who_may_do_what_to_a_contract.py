"""A contract: every state × every command × every role; what neither table nor permissions know does not happen."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from services.loans.domain.access import RULES
from services.loans.domain.application import State as ApplicationState
from services.loans.domain.contract import LIVE, MOVES, Action, Contract, State
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.disburse import Disburse, Receipt
from services.loans.usecases.loan.sign import Paper, SignContract
from shared.access import Actor, Scope
from shared.errors import Conflict, Invalid, NotFound, Problem
from tests.builders.loan_rules import RULES as POLICY
from tests.builders.loans import DAY, OTHER_COUNTY, at_office, in_state
from tests.builders.world import a_woman, an_officer
from tests.fakes.loans import MemoryApplications
from tests.unit.loans.money_world import SCOPE, MoneyDesk
from tests.unit.loans.test_contract_ends import AGREED
from tests.unit.loans.test_who_may_do_what_to_a_loan import ROLES, somebody
from tests.unit.loans.test_who_may_do_what_to_an_application import everybody

RECEIPT = Receipt("JJ-1", DAY, "1234")


class OneContract:
    """One contract, copied in and out; `saved` counts what was written."""

    def __init__(self, state: State) -> None:
        self.one = Contract("1" * 32, "a" * 32, "b" * 32, SCOPE, AGREED, "6" * 31 + "x", DAY, state)
        self.saved = 0

    def get(self, scope: Scope, contract_id: str) -> Contract:
        if not scope.holds(self.one.scope):
            raise NotFound("contract_not_found")
        return copy.deepcopy(self.one)

    def save(self, one: Contract) -> None:
        self.one, self.saved = one, self.saved + 1


class OneApplication:
    """Its application: approved until the contract is signed."""

    def __init__(self, state: State) -> None:
        before = state in (State.PREPARED, State.DROPPED)
        self.one = in_state(ApplicationState.APPROVED if before else ApplicationState.CONTRACTED)

    def get(self, _scope: Scope, _application_id: str) -> Any:
        return self.one

    def save(self, one: Any) -> None:
        self.one = one


class Nothing:
    """Promises, mornings, quarters and books that only have to be there."""

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_more, **_named: None


def _sign(contracts: Any, applications: Any, desk: MoneyDesk) -> SignContract:
    bounds: Any = LoanBounds(POLICY, desk.replica)
    nothing: Any = Nothing()
    return SignContract(applications, contracts, bounds, nothing, desk.acts, desk.clock)


def _disburse(contracts: Any, applications: Any, desk: MoneyDesk) -> Disburse:
    nothing: Any = Nothing()
    bounds = LoanBounds(POLICY, desk.replica)
    funds: Any = type("Funds", (), {"county": lambda _self, place: desk.replica.county_of(place)})()
    return Disburse(
        applications, contracts, desk.loans, nothing, bounds, funds, nothing, nothing, desk.acts, desk.clock
    )


COMMANDS: dict[str, tuple[Action, Callable[[Any, Any, MoneyDesk, Actor], object]]] = {
    "contract.confirm": (Action.CONFIRM, lambda c, a, desk, by: _sign(c, a, desk).confirm("1" * 32, by=by)),
    "contract.drop": (Action.DROP, lambda c, a, desk, by: _sign(c, a, desk).drop("1" * 32, by=by)),
    "loan.disburse": (Action.DISBURSE, lambda c, a, desk, by: _disburse(c, a, desk)("1" * 32, RECEIPT, by=by)),
}


def tried(name: str, state: State, by: Actor) -> tuple[Problem | None, State, int]:
    """Return the refusal, the state after it, and how much was written."""
    desk, contracts = MoneyDesk(), OneContract(state)
    try:
        COMMANDS[name][1](contracts, OneApplication(state), desk, by)
    except Problem as problem:
        return problem, contracts.one.state, contracts.saved + len(desk.acts.acts)
    return None, contracts.one.state, contracts.saved


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("role", ROLES)
def test_whoever_has_no_right_finds_no_contract_in_whatever_state_it_is(name: str, role: str):
    if role in RULES[name].roles:
        return
    for state in State:
        problem, after, written = tried(name, state, somebody(role))
        assert isinstance(problem, NotFound), (state, problem)
        assert (after, written) == (state, 0)


@pytest.mark.parametrize("name", COMMANDS)
def test_whoever_has_the_right_moves_only_what_the_table_lets_move(name: str):
    for role in RULES[name].roles:
        for state in State:
            problem, after, written = tried(name, state, somebody(role))
            moved = MOVES.get((state, COMMANDS[name][0]))
            if moved is not None:
                assert (problem, after, written) == (None, moved, 1), (role, state, problem)
            else:
                assert isinstance(problem, Conflict), (role, state, problem)
                assert (after, written) == (state, 0)


@pytest.mark.parametrize("name", COMMANDS)
def test_she_herself_and_another_countys_bank_do_not_find_it(name: str):
    elsewhere = [an_officer(role, ("1" * 32, "5" * 32)) for role in RULES[name].roles]
    for by in (a_woman("b" * 32), *elsewhere):
        assert isinstance(tried(name, State.SIGNED, by)[0], NotFound)


PAPER = Paper("HT-2", 13_000_000, 24, "LPR1Y", 345, "interest_monthly", DAY, other_loans=False)


class Contracts:
    """The one that an application may have already, and what was prepared."""

    def __init__(self, before: Contract | None) -> None:
        self.before, self.added = before, list[Contract]()

    def live(self, application_id: str) -> Contract | None:
        return self.before if self.before and self.before.live and application_id == "a" * 32 else None

    def add(self, one: Contract) -> None:
        self.added.append(one)


def prepared(
    state: ApplicationState, by: Actor, *, before: State | None = None, paper: Paper = PAPER
) -> tuple[Problem | None, list[Contract]]:
    """Return the refusal and what was prepared, for an application in a state that has had a contract `before`."""
    desk, applications, one = MoneyDesk(), MemoryApplications(), in_state(state)
    one.id = "a" * 32
    applications.add(one)
    contracts = Contracts(OneContract(before).one if before else None)
    try:
        _sign(contracts, applications, desk).prepare(one.id, paper, by=by)
    except Problem as problem:
        assert desk.acts.acts == []
        return problem, contracts.added
    return None, contracts.added


@pytest.mark.parametrize("state", ApplicationState)
def test_the_banks_officer_prepares_one_once_everybody_has_agreed_and_nobody_else_ever(state: ApplicationState):
    for role, by in everybody():
        problem, made = prepared(state, by)
        if state is ApplicationState.APPROVED and role == "bank_officer":
            assert (problem, [one.prepared_by for one in made]) == (None, [by.id])
            continue
        reached = role == "bank_officer" and by.posts[0].unit in in_state(state).scope  # seen from its step on
        assert isinstance(problem, Conflict if reached else NotFound), (role, problem)
        assert made == []
    for by in (a_woman("b" * 32), at_office("bank_officer", OTHER_COUNTY)):
        assert isinstance(prepared(state, by)[0], NotFound)


@pytest.mark.parametrize("before", State)
def test_an_application_has_one_contract_that_counts_and_another_after_that_was_dropped(before: State):
    problem, made = prepared(ApplicationState.APPROVED, somebody("bank_officer"), before=before)
    if before in LIVE:
        assert isinstance(problem, Conflict)
        assert (problem.slug, made) == ("contract_there", [])
    else:
        assert (problem, len(made)) == (None, 1)


def test_nothing_is_prepared_that_goes_beyond_what_was_approved():
    more = Paper("HT-2", 13_000_001, 24, "LPR1Y", 345, "interest_monthly", DAY, other_loans=False)
    problem, made = prepared(ApplicationState.APPROVED, somebody("bank_officer"), paper=more)
    assert isinstance(problem, Invalid)
    assert (list(problem.fields), made) == (["amount_fen"], [])
