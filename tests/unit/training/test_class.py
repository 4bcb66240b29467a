"""Every state of a class and of a place against every action."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from services.training.domain import certificate, enrolment, roster, training_class
from services.training.domain.enrolment import Enrolment, Origin
from services.training.domain.news import ClassClosed, ClassStepped, Dropped, Enrolled, Heads, Waitlisted
from services.training.domain.training_class import TAKES_WOMEN, Action, Hands, State, TrainingClass
from shared.errors import Conflict, Refused
from shared.machine import move
from tests.builders.training import DAY, PATH, a_class


@pytest.mark.parametrize("module", [training_class, enrolment, roster, certificate])
def test_the_table_alone_says_what_may_happen(module):
    for state, action in product(module.State, module.Action):
        if (state, action) in module.MOVES:
            assert move(module.MOVES, state, action) is module.MOVES[state, action]
        else:
            with pytest.raises(Conflict) as refused:
                move(module.MOVES, state, action)
            assert refused.value.facts == {"state": state.value, "action": action.value}


FIRST_DAY = date(2026, 12, 14)
NOBODY = Heads(0, 0, 0, 0, 0)
ACTS = {
    Action.TELL_PLAN: lambda one: one.tell_plan(today=DAY),
    Action.FILE: lambda one: one.file(by="a", today=DAY),
    Action.HAND_BACK: lambda one: one.hand_back("少一位老师"),
    Action.APPROVE: lambda one: one.approve(by="z", today=DAY),
    Action.OPEN: lambda one: one.open(today=DAY),
    Action.BEGIN: lambda one: one.begin(today=FIRST_DAY),
    Action.EXAMINE: lambda one: one.examine(unmarked=0),
    Action.CLOSE: lambda one: one.close(NOBODY, today=DAY),
    Action.CANCEL: lambda one: one.cancel(),
}


@pytest.mark.parametrize(("state", "action"), list(product(State, ACTS)))
def test_a_class_does_only_what_its_table_allows(state: State, action: Action):
    one = a_class(state=state)
    if (state, action) not in training_class.MOVES:
        with pytest.raises(Conflict, match="not_in_this_state"):
            ACTS[action](one)
        assert (one.state, one.news) == (state, [])
        return
    ACTS[action](one)
    assert one.state is training_class.MOVES[state, action]
    steps = {Action.FILE: "filed", Action.APPROVE: "approved", Action.OPEN: "opened", Action.BEGIN: "started"}
    on = FIRST_DAY if action is Action.BEGIN else DAY
    closed = [ClassClosed(one.id, one.plan.course, PATH, 2835, NOBODY, DAY)] if action is Action.CLOSE else []
    assert one.news == ([ClassStepped(one.id, steps[action], on)] if action in steps else closed)


def test_that_the_plan_was_told_is_noted_once_with_its_day():
    one = a_class(state=State.PLANNED)
    one.tell_plan(today=DAY)
    with pytest.raises(Conflict, match="plan_told_already"):
        one.tell_plan(today=FIRST_DAY)
    assert one.told_on == DAY


def test_a_class_does_not_begin_before_its_first_day():
    one = a_class()
    with pytest.raises(Refused, match="class_not_yet") as refused:
        one.begin(today=FIRST_DAY - timedelta(days=1))
    assert refused.value.facts["on"] == FIRST_DAY
    assert one.state is State.ENROLLING


def test_a_class_is_not_examined_while_a_session_has_no_attendance():
    with pytest.raises(Refused, match="sessions_unmarked"):
        a_class(state=State.RUNNING).examine(unmarked=1)


def test_a_class_is_not_closed_while_somebody_waits_for_her_certificate():
    with pytest.raises(Refused, match="certificates_missing") as refused:
        a_class(state=State.EXAM).close(Heads(5, 4, 4, 3, 1), today=DAY)
    assert refused.value.facts["count"] == 2


@pytest.mark.parametrize("by", ["p", "f"])
def test_neither_planner_nor_filer_approves(by: str):
    one = a_class(state=State.FILED)
    one.hands = Hands("p", "f")
    with pytest.raises(Refused, match="same_person"):
        one.approve(by=by, today=DAY)
    one.approve(by="somebody else", today=DAY)
    assert one.hands.approved_by == "somebody else"


def test_a_class_handed_back_forgets_who_filed_it():
    one = a_class(state=State.FILED)
    one.hand_back("少一位老师")
    assert one.hands.filed_by is None


def test_a_class_with_women_is_not_called_off():
    for seats in ({"enrolled": 1}, {"waiting": 1}):
        with pytest.raises(Conflict, match="class_has_women"):
            a_class(**seats).cancel()


def a_place(state: enrolment.State = enrolment.State.APPLIED, **more) -> Enrolment:
    return Enrolment("e", "p", "c", PATH, Origin("self", "p", datetime(2026, 11, 24, tzinfo=UTC)), state, **more)


def test_seats_fill_up_then_ranks_are_given_and_never_twice():
    one = a_class(2)
    places = [a_place() for _ in range(5)]
    for place in places:
        place.seated_in(one, today=DAY)
    assert [place.state.value for place in places] == ["enrolled"] * 2 + ["waitlisted"] * 3
    assert [place.rank for place in places] == [None, None, 1, 2, 3]
    assert (one.seats.enrolled, one.seats.waiting, one.full, one.free) == (2, 3, True, 0)
    places[2].drop(one, reason="ill", today=DAY)
    late = a_place()
    late.seated_in(one, today=DAY)
    assert (late.rank, one.seats.waiting) == (4, 3)
    assert isinstance(places[0].news[0], Enrolled)
    assert isinstance(places[2].news[0], Waitlisted)
    assert isinstance(places[2].news[1], Dropped)


@pytest.mark.parametrize("state", [state for state in State if state not in TAKES_WOMEN])
def test_nobody_takes_a_seat_in_a_class_that_does_not_take_women(state: State):
    with pytest.raises(Conflict, match="class_not_open"):
        a_place().seated_in(a_class(state=state), today=DAY)


def test_a_freed_seat_can_be_given_to_who_waits():
    one = a_class(1)
    first, second = a_place(), a_place()
    first.seated_in(one, today=DAY)
    second.seated_in(one, today=DAY)
    with pytest.raises(Conflict, match="class_full"):
        second.promoted_in(one, today=DAY)
    first.drop(one, reason="moved_away", today=DAY)
    assert (first.live, first.reason, one.free) == (False, "moved_away", 1)
    second.promoted_in(one, today=DAY)
    assert (second.state, one.seats.enrolled, one.seats.waiting) == (enrolment.State.ENROLLED, 1, 0)
    with pytest.raises(Conflict, match="not_in_this_state"):
        first.drop(one, reason="ill", today=DAY)
    with pytest.raises(Conflict, match="not_in_this_state"):
        second.promoted_in(one, today=DAY)


def test_a_planned_class_tells_its_plan():
    plan = a_class().plan
    one = TrainingClass.planned("c" * 32, plan, by="p", today=date(2026, 11, 24))
    [told] = one.news
    assert (told.number, told.minutes, told.path, told.on) == (plan.number, 2835, PATH, date(2026, 11, 24))
    assert one.state is State.PLANNED
