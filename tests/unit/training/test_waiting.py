"""The waiting list: its order is the published rule's, and a freed seat goes down it one by one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.choosing import Wish
from services.training.domain.enrolment import Enrolment, Origin, State, Turn
from services.training.domain.training_class import State as ClassState
from services.training.domain.waiting import (
    Facts,
    answer_by,
    in_order,
    next_party,
    parties,
    standing,
    steps_apart,
    waiting_rule,
)
from services.training.usecases.enrolment.enrol import Coming
from services.training.usecases.enrolment.offer import LAPSE, TOO_MANY
from services.training.usecases.training_class.call_off import Off
from shared.access import SYSTEM, Actor, Kind
from shared.clock import SHANGHAI, FixedClock
from shared.errors import Conflict, NotFound, Refused
from shared.policy import PolicyError
from shared.workdays import is_workday
from tests.builders.training import (
    COUNTY,
    ELSEWHERE,
    NOW,
    PATH,
    POLICIES,
    TOWN,
    a_card,
    a_coordinator,
    a_reviewer,
    filed,
)
from tests.fakes.training import Memory

BY, REVIEWER = a_coordinator("c" * 32), a_reviewer("d" * 32)
VERSION = POLICIES.on(date(2026, 12, 14), "431230", "training.waiting")
RULE = waiting_rule(VERSION)
LATER = date(2027, 1, 11)


def waits(rank: int, *standing: int, party: str = "") -> Enrolment:
    turn = Turn(standing, party)
    return Enrolment(f"e{rank:03d}", f"p{rank}", "c", PATH, Origin("self", "p", NOW), State.WAITLISTED, rank, turn=turn)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


# ---- the rule ------------------------------------------------------------------------------------------------------


def test_the_poor_come_first_then_who_never_learnt_then_who_lives_near_then_who_asked_first():
    poor = standing(Facts(frozenset({"POVERTY_OUT"}), False, 2), RULE)
    new = standing(Facts(frozenset(), True, 2), RULE)
    near, far = (standing(Facts(frozenset({"GRAD"}), False, steps), RULE) for steps in (0, 2))
    assert poor < new < near < far
    assert [one.rank for one in in_order([waits(1, *far), waits(4, *poor), waits(3, *far), waits(2, *near)])] == [
        4,
        2,
        1,
        3,
    ]


def test_distance_is_counted_in_units_up_the_tree():
    assert steps_apart((*PATH, TOWN), PATH) == 0
    assert steps_apart(PATH, (*PATH, TOWN)) == 1
    assert steps_apart(ELSEWHERE, PATH) == 1
    assert steps_apart(("x",), PATH) == 2


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 3), st.sampled_from(["", "", "a", "b"])))
)
def test_the_list_is_always_in_the_order_of_the_rule_and_neighbours_stand_together(women):
    waiting = [waits(rank, *said, party=party) for rank, (*said, party) in enumerate(women, 1)]
    found = in_order(waiting)
    assert sorted(one.id for one in found) == sorted(one.id for one in waiting)
    alone = [one for one in found if not one.turn.party]
    assert alone == sorted(alone, key=lambda one: (one.turn.standing, one.rank))
    whole = parties(waiting)
    last = [max((one.turn.standing, one.rank) for one in party) for party in whole]
    assert last == sorted(last), "neighbours stand where the last of them would stand"
    assert [one for party in whole for one in party] == found
    assert in_order(list(reversed(waiting))) == found


@given(st.lists(st.sampled_from(["", "a", "b"]), max_size=12), st.integers(0, 6))
def test_what_is_free_goes_to_the_first_whom_it_is_enough_for_and_never_to_a_part_of_neighbours(women, free):
    waiting = [waits(rank, 0, party=party) for rank, party in enumerate(women, 1)]
    found = next_party(waiting, free)
    assert len(found) <= free
    before = parties(waiting)
    assert (found in before) if found else all(len(party) > free for party in before)
    if found:
        assert all(len(party) > free for party in before[: before.index(found)])


def test_a_rule_that_names_what_nobody_knows_or_closes_before_it_opens_is_not_read():
    with pytest.raises(PolicyError, match="age"):
        waiting_rule(replace(VERSION, values={**VERSION.values, "order": ["age"]}))
    with pytest.raises(PolicyError, match="close"):
        waiting_rule(replace(VERSION, values={**VERSION.values, "opens": "18:00"}))


# ---- until when ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "lapses"),
    [
        (at(24, 9, 0), at(24, 17, 0)),
        (at(24, 16, 0), at(25, 15, 0)),
        (at(24, 20, 0), at(25, 16, 30)),
        (at(27, 17, 0), at(30, 16, 0)),
        (at(28, 10, 0), at(30, 16, 30)),
        (at(24, 6, 0), at(24, 16, 30)),
    ],
)
def test_an_offer_stands_for_eight_hours_of_office_time(made: datetime, lapses: datetime):
    assert answer_by(made, RULE, is_workday) == lapses


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)), st.integers(1, 3000))  # noqa: DTZ001  # hypothesis adds the zone
def test_an_offer_lapses_in_office_time_and_never_sooner_than_it_says(now: datetime, minutes: int):
    until = answer_by(now, replace(RULE, offer_minutes=minutes), is_workday)
    local = until.astimezone(SHANGHAI)
    assert is_workday(local.date())
    assert RULE.opens < local.time() <= RULE.closes
    assert until - now >= timedelta(minutes=minutes)


# ---- a seat goes down the list -------------------------------------------------------------------------------------


@pytest.fixture
def here() -> Memory:
    return Memory()


def opened(here: Memory, capacity: int, starts_on: date | None = None) -> str:
    one = here.use.training_class.plan(Wish(COUNTY, "HW-BZ", capacity, starts_on), by=BY).id
    filed(here.use, one, by=BY)
    here.use.training_class.step.approve(one, by=REVIEWER)
    here.use.training_class.step.open(one, by=BY)
    return one


def asks(here: Memory, class_id: str, **bands: object) -> Enrolment:
    card = a_card(**bands)  # type: ignore[arg-type]
    here.replica.cards.keep(card)
    by = Actor(card.person_id, Kind.WOMAN)
    return here.use.enrolment.enrol(class_id, Coming(card.person_id, "self", SYSTEM), by=by)


def her(one: Enrolment) -> Actor:
    return Actor(one.person_id, Kind.WOMAN)


def state(here: Memory, one: Enrolment) -> State:
    return here.enrolments.get(one.id).state


def test_a_freed_seat_is_offered_by_the_rule_not_by_time_alone_and_she_says_yes(here: Memory):
    one = opened(here, 1)
    had, waiting, poor = asks(here, one), asks(here, one), asks(here, one, groups=["POVERTY_OUT"])
    assert [here.use.enrolment.find.rank(place) for place in (waiting, poor)] == [2, 1]
    here.use.enrolment.drop(had.id, reason="ill", by=her(had))
    assert (state(here, poor), state(here, waiting)) == (State.OFFERED, State.WAITLISTED)
    until = here.enrolments.get(poor.id).turn.answer_by
    assert here.noted.promised[LAPSE, poor.id] == until == at(25, 9)
    seats = here.classes.rows[one].seats
    assert (seats.enrolled, seats.offered, seats.waiting) == (0, 1, 1)
    assert here.classes.rows[one].full, "what is offered is nobody else's"
    with pytest.raises(NotFound):
        here.use.enrolment.answer(poor.id, by=her(waiting))
    with pytest.raises(Conflict, match="not_in_this_state"):
        here.use.enrolment.answer(waiting.id, by=her(waiting))
    assert here.use.enrolment.answer(poor.id, by=her(poor)).state is State.ENROLLED
    assert here.classes.rows[one].seats.enrolled == 1


def test_an_offer_nobody_answers_goes_on_to_the_next_and_can_be_taken_no_more(here: Memory):
    one = opened(here, 1)
    had, first, second = asks(here, one), asks(here, one), asks(here, one)
    here.use.enrolment.drop(had.id, reason="ill", by=her(had))
    until = here.noted.promised[LAPSE, first.id]
    here.use.enrolment.offers.lapse(first.id, "too soon")
    assert state(here, first) is State.OFFERED
    here.clock = FixedClock(until)
    with pytest.raises(Conflict, match="offer_over"):
        here.use.enrolment.answer(first.id, by=her(first))
    here.use.enrolment.offers.lapse(first.id, "job")
    assert (state(here, first), here.enrolments.get(first.id).reason) == (State.DROPPED, "no_answer")
    assert state(here, second) is State.OFFERED
    here.use.enrolment.answer(second.id, by=her(second))
    here.use.enrolment.offers.lapse(second.id, "job 2")
    assert state(here, second) is State.ENROLLED, "what was answered stays"
    assert here.noted.finished == ["too soon", "job", "job 2"]


def test_a_number_and_the_code_of_a_row_stay_hers_when_who_asked_before_her_comes_in_or_goes(here: Memory):
    """A sheet is in the teacher's bag, a list with the tester: they must not name another when they come back."""
    one = opened(here, 2)
    had, asked_before, poor = asks(here, one), asks(here, one), asks(here, one)
    still_waits, poorest = asks(here, one), asks(here, one, groups=["POVERTY_OUT"])
    here.use.enrolment.drop(had.id, reason="ill", by=BY)
    here.use.enrolment.answer(poorest.id, by=her(poorest))
    session = here.sessions.of_classes([one])[0]

    def hers() -> tuple[str, str]:
        codes = here.use.attendance.find.sitting(session.id, by=BY).codes
        file = here.use.exam.papers.of_class(one, "exam", by=BY)
        place = next(place for place in file.women if place.id == poorest.id)
        return file.number(place), next(code for code, place in codes.items() if place == poorest.id)

    before = hers()
    assert before[0].endswith("-05")
    here.use.enrolment.drop(asked_before.id, reason="ill", by=BY)
    here.use.enrolment.drop(poor.id, reason="ill", by=BY)
    here.use.enrolment.answer(still_waits.id, by=her(still_waits))
    assert hers() == before


def test_who_says_no_lets_the_next_have_it(here: Memory):
    one = opened(here, 1)
    had, first, second = asks(here, one), asks(here, one), asks(here, one)
    here.use.enrolment.drop(had.id, reason="ill", by=her(had))
    here.use.enrolment.drop(first.id, reason="by_herself", by=her(first))
    assert (state(here, first), state(here, second)) == (State.DROPPED, State.OFFERED)


def test_once_the_class_runs_its_coordinator_decides(here: Memory):
    one = opened(here, 1)
    had, first = asks(here, one), asks(here, one)
    here.classes.rows[one].state = ClassState.RUNNING
    here.use.enrolment.drop(had.id, reason="ill", by=BY)
    assert state(here, first) is State.WAITLISTED
    assert here.use.enrolment.admit(one, by=BY).id == first.id


def test_a_jump_needs_a_reason_and_the_audit_says_whom_it_passed_over(here: Memory):
    one = opened(here, 1)
    had, first, second, third = (asks(here, one) for _ in range(4))
    here.use.enrolment.drop(had.id, reason="ill", by=BY)
    here.use.enrolment.drop(first.id, reason="ill", by=BY)
    here.use.enrolment.drop(second.id, reason="ill", by=BY)
    assert state(here, third) is State.OFFERED
    late, later = asks(here, one), asks(here, one)
    here.classes.rows[one].plan = replace(here.classes.rows[one].plan, capacity=2)
    with pytest.raises(Refused, match="reason_missing"):
        here.use.enrolment.admit(one, later.id, by=BY)
    with pytest.raises(NotFound):
        here.use.enrolment.admit(one, had.id, by=BY)
    assert here.use.enrolment.admit(one, later.id, by=BY, reason="评残的姐妹，村里担保").state is State.ENROLLED
    deed = here.noted.deeds[-1][1]
    assert (deed.act, deed.reason, deed.facts) == ("enrolment.admit", "评残的姐妹，村里担保", {"passed_over": 1})
    assert here.use.enrolment.admit(one, by=BY).id == third.id, "who is offered a seat may be put in by hand"
    assert here.use.enrolment.find.rank(late) == 1


def test_a_seat_that_is_free_while_others_wait_is_not_for_who_comes_last(here: Memory):
    one = opened(here, 2)
    for _ in range(2):
        asks(here, one)
    pair = [asks(here, one) for _ in range(2)]
    for place in pair:
        here.enrolments.rows[place.id].turn = replace(here.enrolments.rows[place.id].turn, party="x", size=2)
    had = next(iter(here.enrolments.rows.values()))
    here.use.enrolment.drop(had.id, reason="ill", by=BY)
    assert [state(here, place) for place in pair] == [State.WAITLISTED] * 2, "one seat is not enough for two"
    alone = asks(here, one)
    assert state(here, alone) is State.OFFERED
    deed = here.noted.deeds[-1][1]
    assert (deed.act, deed.reason, deed.facts) == ("enrolment.offer", TOO_MANY, {"passed_over": 2})


# ---- neighbours, and another class ---------------------------------------------------------------------------------


def a_neighbour(here: Memory) -> Actor:
    card = a_card()
    here.replica.cards.keep(card)
    return Actor(card.person_id, Kind.WOMAN)


def together(here: Memory, class_id: str, size: int) -> list[Enrolment]:
    her = a_neighbour(here)
    first = here.use.enrolment.together.begin(class_id, size, coming(her), by=her)
    return [first, *(joins(here, class_id, first.turn.party) for _ in range(size - 1))]


def joins(here: Memory, class_id: str, code: str) -> Enrolment:
    her = a_neighbour(here)
    return here.use.enrolment.together.join(class_id, code, coming(her), by=her)


def coming(her: Actor) -> Coming:
    return Coming(her.id, "self", SYSTEM)


def test_neighbours_are_placed_together_when_the_last_has_joined(here: Memory):
    one = opened(here, 3)
    first = here.use.enrolment.together.begin(one, 3, coming(her_first := a_neighbour(here)), by=her_first)
    second = joins(here, one, first.turn.party)
    assert {state(here, place) for place in (first, second)} == {State.APPLIED}
    assert here.classes.rows[one].free == 3, "who has not all of them there holds no seat"
    last = joins(here, one, first.turn.party)
    assert {state(here, place) for place in (first, second, last)} == {State.ENROLLED}
    with pytest.raises(Conflict, match="party_complete"):
        joins(here, one, first.turn.party)
    with pytest.raises(NotFound, match="party_not_found"):
        joins(here, one, "x")


def test_with_too_few_seats_all_of_them_wait_and_are_offered_theirs_in_one_moment(here: Memory):
    one = opened(here, 3)
    had = [asks(here, one) for _ in range(2)]
    pair = together(here, one, 2)
    assert {state(here, place) for place in pair} == {State.WAITLISTED}
    here.use.enrolment.drop(had[0].id, reason="ill", by=BY)
    assert {state(here, place) for place in pair} == {State.OFFERED}
    here.use.enrolment.answer(pair[1].id, by=her(pair[1]))
    assert {state(here, place) for place in pair} == {State.ENROLLED}, "one yes is everybody's"


@given(st.lists(st.integers(1, 4), min_size=1, max_size=8), st.integers(1, 8))
def test_of_neighbours_all_have_a_seat_or_none_and_nobody_sits_twice(sizes: list[int], capacity: int):
    here = Memory()
    one = opened(here, capacity)
    parties = [together(here, one, size) if size > 1 else [asks(here, one)] for size in sizes]
    for party in parties:
        assert len({state(here, place) for place in party}) == 1
    seats = here.classes.rows[one].seats
    assert seats.enrolled + seats.offered <= capacity
    states = [place.state for place in here.enrolments.rows.values()]
    counted = (states.count(State.ENROLLED), states.count(State.OFFERED), states.count(State.WAITLISTED))
    assert counted == (seats.enrolled, seats.offered, seats.waiting)


def test_moving_to_another_class_asks_for_a_free_seat_a_free_time_and_a_reason(here: Memory):
    full, open_one = opened(here, 1), opened(here, 2)
    one, waits = asks(here, full), asks(here, full)
    move = here.use.enrolment.move
    with pytest.raises(Refused, match="reason_missing"):
        move(one.id, open_one, reason="", by=BY)
    with pytest.raises(NotFound):
        move(one.id, open_one, reason="家里有事，换下一期", by=a_coordinator(path=ELSEWHERE))
    with pytest.raises(Conflict, match="already_in_class"):
        move(one.id, full, reason="家里有事，换下一期", by=BY)
    moved = move(one.id, open_one, reason="家里有事，换下一期", by=BY)
    assert (moved.state, moved.class_id, here.enrolments.get(one.id).reason) == (
        State.ENROLLED,
        open_one,
        "other_class",
    )
    assert state(here, waits) is State.OFFERED, "her old seat goes down the list"
    deed = here.noted.deeds[-1][1]
    assert (deed.act, deed.facts) == ("enrolment.move", {"from": full, "to": open_one})
    with pytest.raises(Conflict, match="class_full"):
        move(moved.id, full, reason="又想换回来了", by=BY)


@given(st.lists(st.integers(1, 3), min_size=1, max_size=6), st.integers(1, 6), st.integers(1, 6))
def test_of_a_class_that_is_called_off_neighbours_go_on_together_or_not_at_all(sizes: list[int], had: int, has: int):
    here = Memory()
    one, other = opened(here, had), opened(here, has, LATER)
    groups = [together(here, one, size) if size > 1 else [asks(here, one)] for size in sizes]
    here.use.training_class.call_off(one, Off("老师病了", other), by=BY)
    goes_on = {place.person_id: place for place in here.enrolments.rows.values() if place.class_id == other}
    assert len(goes_on) == sum(sizes)
    for group in groups:
        there = [goes_on[place.person_id] for place in group]
        assert len({place.state for place in there}) == 1
        assert len({place.turn.party for place in there}) == 1
        assert {place.turn.size for place in there} == {len(group)}
    seats = here.classes.rows[other].seats
    assert (seats.enrolled + seats.offered <= has, seats.anybody) == (True, True)


def test_where_one_of_the_neighbours_cannot_go_to_the_other_class_none_of_them_goes(here: Memory):
    one, other = opened(here, 4), opened(here, 4, LATER)
    pair, alone = together(here, one, 2), asks(here, one)
    here.use.enrolment.enrol(other, Coming(pair[0].person_id, "roster", SYSTEM), by=BY)
    here.use.training_class.call_off(one, Off("老师病了", other), by=BY)
    there = [place.person_id for place in here.enrolments.rows.values() if place.class_id == other]
    assert there == [pair[0].person_id, alone.person_id], "she was there before, and her neighbour has not come alone"


def test_who_had_a_seat_goes_on_before_who_waited(here: Memory):
    one, other = opened(here, 1), opened(here, 1, LATER)
    seated, waited = asks(here, one), asks(here, one, groups=["POVERTY_OUT"])
    here.use.training_class.call_off(one, Off("老师病了", other), by=BY)
    there = {place.person_id: place.state for place in here.enrolments.rows.values() if place.class_id == other}
    assert there == {seated.person_id: State.ENROLLED, waited.person_id: State.WAITLISTED}
