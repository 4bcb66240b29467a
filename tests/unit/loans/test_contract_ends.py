"""A contract ends with its application: nothing is left that could still be signed or paid out."""

from datetime import date, timedelta

import pytest

from services.loans.domain.application import State as ApplicationState
from services.loans.domain.contract import MOVES, Action, Agreed, Contract, State
from services.loans.domain.fund import Cause, Kind, Reservation
from services.loans.domain.schedule import Plan
from services.loans.usecases.fund.reserve import Release
from shared.clock import FixedClock
from shared.errors import Conflict
from tests.builders.loans import COUNTY, DAY, PATH, in_state
from tests.fakes.loans_money import MemoryFunds, MemoryReservations
from tests.unit.loans.money_world import MoneyDesk

AGREED = Agreed("HT-1", 13_000_000, 24, "LPR1Y", 300, 395, Plan.INTEREST_MONTHLY, DAY)


def a_contract(state: State) -> Contract:
    return Contract("1" * 32, "a" * 32, "b" * 32, PATH, AGREED, "6" * 32, DAY, state)


class OneContract:
    """Holds one contract."""

    def __init__(self, one: Contract) -> None:
        self.one, self.saved = one, 0

    def live(self, application_id: str) -> Contract | None:
        return self.one if self.one.live and self.one.application_id == application_id else None

    def save(self, one: Contract) -> None:
        self.one, self.saved = one, self.saved + 1


@pytest.fixture
def clock() -> FixedClock:
    return MoneyDesk().clock


@pytest.mark.parametrize("state", State)
def test_only_a_contract_whose_money_has_not_gone_out_lapses(state: State):
    one = a_contract(state)
    if (state, Action.LAPSE) in MOVES:
        one.lapse()
        assert (one.state, one.live) == (State.LAPSED, False)
    else:
        with pytest.raises(Conflict):
            one.lapse()


@pytest.mark.parametrize("state", [State.PREPARED, State.SIGNED])
def test_with_the_application_its_promise_and_its_contract_end(state: State, clock: FixedClock):
    funds, promises, contracts = MemoryFunds(), MemoryReservations(), OneContract(a_contract(state))
    fund = funds.hold(COUNTY, PATH[:2], 5)
    fund.book(Kind.TOP_UP, 100, Cause(DAY, "9" * 32))
    fund.book(Kind.RESERVE, 100, Cause(DAY, "9" * 32))
    funds.save(fund)
    promises.put(Reservation("a" * 32, COUNTY, "DB-1", 100))
    release = Release(funds, promises, contracts, clock)
    release(application_id="a" * 32)
    release(application_id="a" * 32)
    assert (promises.held(COUNTY), funds.rows[COUNTY].sums.reserved_fen) == (0, 0)
    assert (contracts.one.state, contracts.saved) == (State.LAPSED, 1)


def test_an_application_without_promise_or_contract_leaves_both_alone(clock: FixedClock):
    contracts = OneContract(a_contract(State.SIGNED))
    Release(MemoryFunds(), MemoryReservations(), contracts, clock)(application_id="f" * 32)
    assert contracts.saved == 0


def test_signed_it_waits_for_its_money_until_a_day_and_then_lapses():
    application = in_state(ApplicationState.CONTRACTED)
    assert application.waits_until == DAY + timedelta(days=28)
    application.lapse(today=date(2026, 12, 23))
    assert application.state is ApplicationState.LAPSED
