"""Money that comes into a fund: one hand enters it, another books it, and a day that has not come is refused."""

from datetime import date, timedelta

import pytest

from services.loans.domain.top_up import MOVES, Action, State, TopUp
from shared.errors import Conflict, Invalid, Refused

TODAY = date(2026, 11, 24)
ENTERED, OTHER = "9" * 32, "8" * 32


def entered(state: State = State.ENTERED, on: date = TODAY) -> TopUp:
    return TopUp("1" * 32, "2" * 32, 50_000_000, "怀财〔2026〕9号", on, ENTERED, state)


@pytest.mark.parametrize("on", [TODAY - timedelta(days=1), TODAY])
def test_money_that_has_come_is_entered(on: date):
    one = entered(on=on)
    one.check(today=TODAY)
    assert (one.version, one.booked_by) == (0, None)


def test_money_of_a_day_to_come_is_refused_at_that_field():
    with pytest.raises(Invalid) as wrong:
        entered(on=TODAY + timedelta(days=1)).check(today=TODAY)
    assert [one.slug for one in wrong.value.fields["on"]] == ["day_to_come"]


def test_another_hand_books_it():
    one = entered()
    with pytest.raises(Refused, match="same_person"):
        one.book(by=ENTERED)
    assert one.state is State.ENTERED
    one.book(by=OTHER)
    assert (one.state, one.booked_by) == (State.BOOKED, OTHER)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_what_is_booked_or_dropped_stays_so(state: State, action: Action):
    one = entered(state)
    act = {Action.BOOK: lambda: one.book(by=OTHER), Action.DROP: one.drop}[action]
    if (state, action) in MOVES:
        act()
        assert one.state is MOVES[state, action]
    else:
        with pytest.raises(Conflict, match="not_in_this_state"):
            act()
