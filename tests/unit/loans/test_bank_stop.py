"""A bank with too many bad loans gives no new ones; finance and HR together let it go on, when the share has fallen."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from services.loans.domain.bank_stop import MOVES, Action, BankStop, Limit, State, Stock
from services.loans.usecases.fund.stop import StopRule
from services.loans.usecases.fund.terms import FundTerms
from shared.clock import FixedClock
from shared.errors import Conflict, NotFound, Refused
from tests.builders.loans import COUNTY, OFFICES, PATH, at_office, units
from tests.builders.world import an_officer
from tests.fakes.loans_money import MemoryDueRates, NotedActs
from tests.fakes.replica import a_replica
from tests.unit.loans.money_world import RULES

BANK = OFFICES["bank"]
LIMIT = Limit(200, inclusive=True)
TREASURER, HR = at_office("finance_officer", "9" * 32), at_office("hr_leader", OFFICES["hr"])
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("bad", "owed", "inclusive", "too_much"),
    [
        (200, 1000, True, True),
        (200, 1000, False, False),
        (199, 1000, True, False),
        (201, 1000, False, True),
        (2_000_001, 10_000_000, False, True),
        (0, 0, True, False),
        (5, 5, True, True),
        (1, 5, True, True),
    ],
)
def test_the_share_is_compared_without_rounding(bad: int, owed: int, inclusive: bool, too_much: bool):
    assert Stock(owed, bad).reaches(Limit(200, inclusive)) is too_much


def test_at_a_limit_of_nothing_a_bank_without_bad_loans_goes_on():
    assert not Stock(1000, 0).reaches(Limit(0, inclusive=True))


def test_a_share_of_nothing_is_nothing():
    assert (Stock(0, 0).permille, Stock(3, 2).permille) == (0, 666)


def test_whose_hands_let_it_go_on_is_forgotten_when_it_stops_again():
    one = BankStop(COUNTY, BANK, TODAY, 200)
    assert (one.asked_by, one.approved_by, one.version) == (None, None, 0)
    one.ask(Stock(1000, 1), LIMIT, by="a")
    one.refuse()
    assert one.asked_by is None
    one.ask(Stock(1000, 1), LIMIT, by="a")
    one.approve(by="b")
    one.stop(250, today=TODAY)
    assert (one.asked_by, one.approved_by, one.permille) == (None, None, 250)


ACTS = {
    Action.STOP: lambda one: one.stop(250, today=TODAY),
    Action.ASK: lambda one: one.ask(Stock(1000, 1), LIMIT, by="a"),
    Action.REFUSE: lambda one: one.refuse(),
    Action.APPROVE: lambda one: one.approve(by="b"),
}


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_every_state_takes_exactly_the_actions_of_the_table(state: State, action: Action):
    one = BankStop(COUNTY, BANK, TODAY, 200, state, asked_by="a")
    if (state, action) in MOVES:
        ACTS[action](one)
        assert one.state is MOVES[state, action]
    else:
        with pytest.raises(Conflict, match="not_in_this_state"):
            ACTS[action](one)


class Stops:
    """Stops in a dict."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], BankStop] = {}

    def get(self, fund_id: str, bank_id: str) -> BankStop | None:
        found = self.rows.get((fund_id, bank_id))
        return replace(found) if found else None

    def add(self, one: BankStop) -> None:
        self.rows[one.fund_id, one.bank_id] = one

    save = add


class Stocks:
    """Answers with one stock, and remembers since when a loan had to be late to be bad."""

    stock = Stock(1000, 0)
    bad_since: date | None = None

    def lent(self, fund_id: str, bank_id: str, year: int) -> int:
        raise AssertionError("no rule of a stop asks for this")

    def of_bank(self, fund_id: str, bank_id: str, bad_since: date) -> Stock:
        assert (fund_id, bank_id) == (COUNTY, BANK)
        self.bad_since = bad_since
        return self.stock


@pytest.fixture
def rule() -> StopRule:
    clock = FixedClock(datetime(2026, 11, 24, 2, tzinfo=UTC))
    terms = FundTerms(RULES, a_replica(units(), []), MemoryDueRates(), clock)
    return StopRule(Stops(), Stocks(), terms, NotedActs(), clock)


def test_stopped_at_the_limit_it_guarantees_nothing_until_finance_and_hr_let_it(rule: StopRule):
    county, stocks = rule.terms.county(PATH), rule.stocks
    assert isinstance(stocks, Stocks)
    rule.look(county)
    rule.guard(county, list(OFFICES.values()))
    assert stocks.bad_since == date(2026, 8, 24)
    stocks.stock = Stock(1000, 200)
    with pytest.raises(Refused, match="bank_stopped"):
        rule.guard(county, list(OFFICES.values()))
    rule.guard(county, [OFFICES["hr"]])
    rule.look(county)
    with pytest.raises(Refused, match="still_bad"):
        rule.ask(COUNTY, BANK, by=TREASURER)
    stocks.stock = Stock(1000, 10)
    with pytest.raises(Refused, match="bank_stopped"):
        rule.guard(county, [BANK])
    rule.ask(COUNTY, BANK, by=TREASURER)
    rule.refuse(COUNTY, BANK, by=HR)
    rule.ask(COUNTY, BANK, by=TREASURER)
    with pytest.raises(Refused, match="same_person"):
        rule.approve(COUNTY, BANK, by=replace(HR, id=TREASURER.id))
    rule.approve(COUNTY, BANK, by=HR)
    rule.guard(county, [BANK])
    stocks.stock = Stock(1000, 300)
    rule.look(county)
    (shown,) = rule.shown(county)
    assert shown.stop is not None
    assert (shown.stop.state, shown.stop.permille, shown.stop.asked_by) == (State.STOPPED, 300, None)


def test_nobody_lets_a_bank_of_another_county_go_on_or_one_that_was_never_stopped(rule: StopRule):
    with pytest.raises(NotFound, match="bank_not_stopped"):
        rule.ask(COUNTY, BANK, by=TREASURER)
    for by in (an_officer("finance_officer", ("1" * 32, "5" * 32)), at_office("hr_officer", OFFICES["hr"])):
        with pytest.raises(NotFound, match="fund_not_found"):
            rule.ask(COUNTY, BANK, by=by)
