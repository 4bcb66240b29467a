"""Every state × every command × every role of a contract: what neither table nor permissions know does not happen."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from services.loans.domain.access import RULES
from services.loans.domain.application import State as ApplicationState
from services.loans.domain.contract import MOVES, Action, Contract, State
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.disburse import Disburse, Receipt
from services.loans.usecases.loan.sign import SignContract
from shared.access import Actor, Scope
from shared.errors import Conflict, NotFound, Problem
from tests.builders.loan_rules import RULES as POLICY
from tests.builders.loans import DAY, in_state
from tests.builders.world import a_woman, an_officer
from tests.unit.loans.money_world import SCOPE, MoneyDesk
from tests.unit.loans.test_contract_ends import AGREED
from tests.unit.loans.test_who_may_do_what_to_a_loan import ROLES, somebody

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
