"""Payments into a fund, stopped banks, lists of subsidies: every state × every command × every role."""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

import pytest

from services.loans.domain import bank_stop, batch, top_up
from services.loans.domain.access import RULES
from services.loans.domain.bank_stop import BankStop, Stock
from services.loans.domain.batch import Batch, Payment
from services.loans.domain.owed import owed
from services.loans.domain.top_up import TopUp
from services.loans.usecases.fund.stop import StopRule
from services.loans.usecases.fund.terms import FundTerms
from services.loans.usecases.fund.top_up import TopUpFund
from services.loans.usecases.subsidy.batches import HandleBatch
from services.loans.usecases.subsidy.prepare import Prepare
from shared.access import Actor
from shared.errors import Conflict, NotFound, Problem, Refused
from tests.builders.loan_rules import RULES as POLICY
from tests.builders.loans import CITY, COUNTY, OFFICES, OTHER_COUNTY
from tests.builders.world import a_woman, an_officer
from tests.fakes.loans_money import MemoryDueRates, MemoryFunds, NotedActs
from tests.unit.loans.money_world import MoneyDesk
from tests.unit.loans.test_subsidy_batches import QUARTER, WAY, a_batch, a_loan
from tests.unit.loans.test_who_may_do_what_to_an_application import everybody

ONE, BANK, TODAY = "1" * 32, OFFICES["bank"], date(2026, 11, 24)
ITEM = owed(a_loan(), QUARTER, WAY, 0)
assert ITEM is not None
ADVANCED = Payment("x", date(2026, 9, 21), "d", advanced=True)


class Kept:
    """The one thing that is stored, copied in and out; `saved` counts what was written."""

    def __init__(self, thing: Any) -> None:
        self.thing, self.saved = thing, 0

    def get(self, *_which: str) -> Any:
        return copy.deepcopy(self.thing)

    def save(self, thing: Any) -> None:
        self.thing, self.saved = thing, self.saved + 1


class Office:
    """What the use cases need beside the one thing: nothing owes anything, no night is promised."""

    def __init__(self, kept: Kept) -> None:
        desk = MoneyDesk()
        terms, nothing = FundTerms(POLICY, desk.replica, MemoryDueRates(), desk.clock), SimpleNamespace()
        self.acts, self.funds, self.kept = NotedActs(), MemoryFunds(), kept
        check: Any = SimpleNamespace(plan=lambda: None)
        stocks: Any = SimpleNamespace(of_bank=lambda *_: Stock(1000, 0))
        stores: Any = kept
        self.top_up = TopUpFund(self.funds, stores, terms, self.acts, check, desk.clock)
        self.stop = StopRule(stores, stocks, terms, self.acts, desk.clock)
        self.batch = HandleBatch(stores, nothing, terms, self.acts, desk.clock)  # type: ignore[arg-type]  # no loan is asked
        self.prepare = Prepare(nothing, nothing, nothing, terms, self.acts, nothing, desk.clock)  # type: ignore[arg-type]  # refused before


Act = Callable[[Office, Actor], object]


@dataclass(frozen=True)
class Thing:
    """A kind of thing: its table, how one is made in a state, and its commands with the permission each asks for."""

    moves: Mapping[Any, StrEnum]
    states: type[StrEnum]
    make: Callable[[Any], Any]
    commands: Mapping[str, tuple[StrEnum, str, Act]]


def _top_up(state: top_up.State) -> TopUp:
    return TopUp(ONE, COUNTY, 100, "通财〔2026〕7号", TODAY, "e", state)


def _stop(state: bank_stop.State) -> BankStop:
    return BankStop(COUNTY, BANK, TODAY, 250, state, asked_by="e")


def _batch(state: batch.State) -> Batch:
    return a_batch(state, items=[ITEM], payment=ADVANCED if state is batch.State.PAID else None)


IN, BANKS, LIST = top_up.Action, bank_stop.Action, batch.Action
THINGS = {
    "payment": Thing(
        top_up.MOVES,
        top_up.State,
        _top_up,
        {
            "book": (IN.BOOK, "fund.book", lambda at, by: at.top_up.book(ONE, by=by)),
            "drop": (IN.DROP, "fund.book", lambda at, by: at.top_up.drop(ONE, by=by)),
        },
    ),
    "bank": Thing(
        bank_stop.MOVES,
        bank_stop.State,
        _stop,
        {
            "ask": (BANKS.ASK, "fund.ask_resume", lambda at, by: at.stop.ask(COUNTY, BANK, by=by)),
            "refuse": (BANKS.REFUSE, "fund.resume", lambda at, by: at.stop.refuse(COUNTY, BANK, by=by)),
            "approve": (BANKS.APPROVE, "fund.resume", lambda at, by: at.stop.approve(COUNTY, BANK, by=by)),
        },
    ),
    "list": Thing(
        batch.MOVES,
        batch.State,
        _batch,
        {
            "compare": (
                LIST.COMPARE,
                "subsidy.compare",
                lambda at, by: at.batch.compare(ONE, [(ITEM.number, ITEM.due_fen)], by=by),
            ),
            "check": (LIST.CHECK, "subsidy.check", lambda at, by: at.batch.check(ONE, by=by)),
            "pay": (
                LIST.PAY,
                "subsidy.pay",
                lambda at, by: at.batch.pay(ONE, Payment("x", date(2026, 6, 22), by.id), by=by),
            ),
            "settle": (
                LIST.SETTLE,
                "subsidy.settle",
                lambda at, by: at.batch.settle(ONE, date(2026, 10, 30), by=by),
            ),
            "drop": (LIST.DROP, "subsidy.drop", lambda at, by: at.batch.drop(ONE, by=by)),
        },
    ),
}
TRIED = [(thing, name) for thing, one in THINGS.items() for name in one.commands]


def tried(thing: str, name: str, state: Any, by: Actor) -> tuple[Problem | None, Any, int]:
    """Return the refusal, the state after it, and how much was written."""
    kept = Kept(THINGS[thing].make(state))
    at = Office(kept)
    try:
        THINGS[thing].commands[name][2](at, by)
    except Problem as problem:
        return problem, kept.thing.state, kept.saved + len(at.acts.acts) + len(at.funds.lines)
    return None, kept.thing.state, kept.saved


def strangers(action: str) -> Iterator[Actor]:
    """Yield whoever has no right to it here: other roles, a woman, the same role in another county."""
    yield from (by for role, by in everybody() if role not in RULES[action].roles)
    yield a_woman("b" * 32)
    for role in RULES[action].roles:
        yield an_officer(role, (CITY, OTHER_COUNTY, "f" * 32))


@pytest.mark.parametrize(("thing", "name"), TRIED)
def test_whoever_has_no_right_finds_nothing_there_in_whatever_state_it_is(thing: str, name: str):
    for by in strangers(THINGS[thing].commands[name][1]):
        for state in THINGS[thing].states:
            problem, after, written = tried(thing, name, state, by)
            assert isinstance(problem, NotFound), (by.name, state, problem)
            assert (after, written) == (state, 0)


@pytest.mark.parametrize(("thing", "name"), TRIED)
def test_whoever_has_the_right_moves_only_what_the_table_lets_move(thing: str, name: str):
    begins, action, _ = THINGS[thing].commands[name]
    may = [by for role, by in everybody() if role in RULES[action].roles]
    assert {by.posts[0].role for by in may} == set(RULES[action].roles)
    for by in may:
        for state in THINGS[thing].states:
            problem, after, written = tried(thing, name, state, by)
            moved = THINGS[thing].moves.get((state, begins))
            if moved is not None:
                assert (problem, after, written) == (None, moved, 1), (by.name, state, problem)
            else:
                assert isinstance(problem, Conflict), (by.name, state, problem)
                assert (after, written) == (state, 0)


@pytest.mark.parametrize(
    ("action", "begin"),
    [
        ("fund.top_up", lambda at, by: at.top_up.enter(COUNTY, 1, "x", date(2026, 12, 1), by=by)),
        ("subsidy.prepare", lambda at, by: at.prepare(COUNTY, date(2026, 6, 21), by=by)),
    ],
)
def test_who_may_begin_one_is_told_what_is_wrong_with_it_and_nobody_else_learns_that_there_is_a_fund(
    action: str, begin: Act
):
    for by in strangers(action):
        with pytest.raises(NotFound, match="fund_not_found"):
            begin(Office(Kept(None)), by)
    for role, by in everybody():
        if role in RULES[action].roles:
            with pytest.raises((Problem, Refused)) as wrong:
                begin(Office(Kept(None)), by)
            assert not isinstance(wrong.value, NotFound), role
