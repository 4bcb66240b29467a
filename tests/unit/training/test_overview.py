"""One look over the classes of a county: what is due when, who is at risk, what is free."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from services.training.domain.attendance import Mark, Sheet, Tick
from services.training.domain.enrolment import Enrolment, Origin
from services.training.domain.enrolment import State as SeatState
from services.training.domain.filing import ExamListRule, FilingRule
from services.training.domain.official import Duty, Official
from services.training.domain.overview import Sort, before_start, free_rooms
from services.training.domain.place import Room
from services.training.domain.session import Session, Slot
from services.training.domain.spot_check import Answer, Call, CheckRule, SpotCheck, Visit
from services.training.domain.timetable import Half
from services.training.domain.training_class import State, TrainingClass
from shared import workdays
from shared.ids import new_id
from tests.builders.training import (
    CITY,
    DAY,
    ELSEWHERE,
    NOW,
    PATH,
    ROOM,
    ROOM_2,
    a_class,
    a_coordinator,
    a_reviewer,
)
from tests.builders.world import an_officer
from tests.fakes.training import Memory
from tests.unit.training.memory_site import Site

BY = a_coordinator("c" * 32)
RULE = FilingRule(30, 3)


def held(state: State, starts_on: date, ends_on: date | None = None, **plan) -> TrainingClass:
    one = a_class(state=state)
    one.plan = replace(one.plan, starts_on=starts_on, ends_on=ends_on or starts_on + timedelta(days=12), **plan)
    return one


@pytest.mark.parametrize(
    ("state", "starts_in", "sort", "due_in"),
    [
        (State.PLANNED, 35, Sort.PLAN, 0),
        (State.PLANNED, 28, Sort.PLAN, -7),
        (State.FILED, 9, Sort.APPROVE, 9),
        (State.APPROVED, -1, Sort.OPEN, -1),
    ],
)
def test_a_class_that_has_not_opened_has_one_next_step_with_its_day(state, starts_in, sort, due_in):
    task = before_start(held(state, DAY + timedelta(days=starts_in)), RULE, workdays.add)
    assert (task.sort, (task.due_on - DAY).days) == (sort, due_in)


def test_once_the_plan_is_told_the_application_is_what_comes_next():
    one = held(State.PLANNED, DAY + timedelta(days=40))
    one.tell_plan(today=DAY)
    task = before_start(one, RULE, workdays.add)
    assert (task.sort, task.due_on) == (Sort.APPLY, workdays.add(one.plan.starts_on, -3))


def test_a_class_that_takes_women_or_is_over_has_no_step_before_its_start():
    for state in set(State) - {State.PLANNED, State.FILED, State.APPROVED}:
        assert before_start(held(state, DAY), RULE, workdays.add) is None


def test_a_list_is_with_the_tester_a_week_before_the_exam():
    assert ExamListRule(7).due_on(date(2026, 12, 24)) == date(2026, 12, 17)


def test_a_half_day_is_free_when_nothing_of_it_is_taken():
    rooms = [Room("r", "大", "", 40, PATH), Room("s", "小", "", 20, PATH), Room("t", "满", "", 20, PATH)]
    day = date(2026, 11, 25)

    def session(room: str, begins: time, ends: time) -> Session:
        return Session(new_id(), "k", Slot(day, begins, ends, 45), room, ())

    taken = [
        session("r", time(8, 0), time(9, 0)),
        session("r", time(11, 45), time(14, 0)),
        session("t", time(10, 0), time(10, 45)),
        session("t", time(16, 0), time(18, 0)),
    ]
    found = free_rooms(rooms, taken, [day])
    assert [(one.room.id, one.days, one.halves) for one in found] == [
        ("s", [(day, (Half.MORNING, Half.AFTERNOON))], 2),
        ("r", [(day, (Half.AFTERNOON,))], 1),
    ]


def test_a_spot_check_is_finished_with_every_answer_and_the_visits():
    rule, check = CheckRule(100, 1), SpotCheck("k", PATH, "", DAY, ("a",))
    assert not check.finished(rule)
    check.called("a", Call(Answer.NO_ANSWER, "r", DAY))
    check.visited(Visit(DAY, 3, 4, "", "r"), DAY)
    assert not check.finished(rule)
    check.called("a", Call(Answer.WAS_THERE, "r", DAY))
    assert check.finished(rule)


# -- the whole page ----------------------------------------------------------------------------------------------------


def a_county() -> tuple[Memory, dict[str, TrainingClass]]:
    """Return a county with a class in each state, a woman who missed half, and one of another county."""
    here = Memory()
    classes = {
        "planned": held(State.PLANNED, DAY + timedelta(days=20), title="计划的"),
        "enrolling": held(State.ENROLLING, DAY + timedelta(days=9), title="报名的"),
        "running": held(State.RUNNING, DAY - timedelta(days=8), DAY + timedelta(days=3), title="在上的"),
        "closed": held(State.CLOSED, date(2026, 10, 8), date(2026, 10, 20), title="结业的", course="HW-BZ"),
        "away": held(State.RUNNING, DAY, title="外县的", path=ELSEWHERE),
    }
    classes["planned"].tell_plan(today=DAY)
    classes["running"].seats.enrolled = classes["away"].seats.enrolled = 2
    for one in classes.values():
        here.classes.add(one)
    running = classes["running"]
    slot = Slot(DAY, time(8, 30), time(11, 45), 180)
    session = Session(new_id(), running.id, slot, ROOM, ())
    here.sessions.add([session], PATH)
    women = [
        Enrolment(new_id(), person * 32, running.id, PATH, Origin("self", "x", NOW), SeatState.ENROLLED)
        for person in "89"
    ]
    for woman in women:
        here.enrolments.add(woman)
    there = {women[0].id: Tick(Mark.PRESENT), women[1].id: Tick(Mark.ABSENT)}
    here.sheets.add(Sheet(session.id, running.id, PATH, 1400, there, "t", NOW))
    here.officials.put(Official(new_id(), "7" * 32, PATH, Duty.MEMBER, date(2024, 1, 1)))
    return here, classes


def test_everything_that_is_due_stands_in_the_order_of_its_day():
    here, classes = a_county()
    found = here.use.overview(by=BY)
    assert [(one.sort, one.klass.id if one.klass else one.count) for one in found.tasks] == [
        (Sort.ROTATION, 1),
        (Sort.CLAIM, classes["closed"].id),
        (Sort.EXAM_LIST, classes["running"].id),
        (Sort.CHECK, classes["running"].id),
        (Sort.APPLY, classes["planned"].id),
    ]
    assert [one.due_on for one in found.tasks] == sorted(one.due_on for one in found.tasks)


def test_a_class_whose_lessons_are_over_is_due_for_its_exam_and_then_to_be_closed():
    here, over = Memory(), held(State.RUNNING, DAY - timedelta(days=9), DAY)
    examined = held(State.EXAM, DAY - timedelta(days=20), DAY - timedelta(days=10))
    still = held(State.RUNNING, DAY - timedelta(days=9), DAY + timedelta(days=1))
    for one in (over, examined, still):
        here.classes.add(one)
    due = {one.sort: (one.klass, one.due_on) for one in here.use.overview(by=BY).tasks}
    assert due[Sort.EXAMINE] == (over, DAY)
    assert due[Sort.CLOSE] == (examined, workdays.add(examined.plan.ends_on, 7))


def test_a_check_that_is_finished_is_no_longer_due():
    here, classes = a_county()
    check = SpotCheck(classes["running"].id, PATH, "", DAY, ())
    here.checks.add(check)
    assert Sort.CHECK in [one.sort for one in here.use.overview(by=BY).tasks]
    check.visited(Visit(DAY, 2, 2, "", "r"), DAY)
    here.checks.save(check)
    assert Sort.CHECK not in [one.sort for one in here.use.overview(by=BY).tasks]


def test_who_misses_too_much_is_named_with_her_class_and_nobody_of_another_county():
    here, classes = a_county()
    found = here.use.overview(by=BY)
    [risk] = found.risk
    assert (risk.klass.id, [place.person_id for place, _ in risk.women]) == (classes["running"].id, ["9" * 32])
    assert found.counts == {State.PLANNED: 1, State.ENROLLING: 1, State.RUNNING: 1, State.CLOSED: 1}
    assert [one.id for one in found.seats] == [classes["enrolling"].id]
    everywhere = here.use.overview(by=an_officer("city_officer", (CITY,)))
    assert everywhere.counts[State.RUNNING] == 2


def test_the_rooms_of_this_week_are_free_from_today_on_working_days():
    here, _ = a_county()
    free = {one.room.id: one for one in here.use.overview(by=BY).rooms}
    assert DAY.weekday() == 1
    assert (free[ROOM_2].halves, free[ROOM].halves) == (8, 7)
    assert free[ROOM].days[0] == (DAY, (Half.AFTERNOON,))


def test_the_page_shows_it_and_each_number_opens_its_list():
    here, classes = a_county()
    site = Site(here, {"9" * 32: "龙秀英"})
    page = site.get("/training/overview", BY).text
    for words in ("龙秀英", "交开班申请", "考试名单报考试方", "申领补贴", "轮训 1 人", "计划的", "202 手工室"):
        assert words in page
    for address in (
        "/training/classes?show=exam",
        f"/training/classes/{classes['closed'].id}/subsidy",
        "/training/week",
    ):
        assert f'href="{address}"' in page
    assert "外县的" not in page
    assert site.get("/training/classes?show=exam", BY).status_code == 200
    for role, status in (
        ("county_leader", 200),
        ("training_reviewer", 200),
        ("teacher", 403),
        ("village_officer", 403),
    ):
        assert site.get("/training/overview", an_officer(role, PATH)).status_code == status
    city = site.get("/training/overview", an_officer("city_leader", (CITY,)))
    assert "龙秀英" not in city.text
    assert "外县的" in city.text
    for page in ("subsidy", "exam"):
        assert f'/{page}"' not in city.text, "the city reads the class; these pages would not let it in"


def test_a_county_without_a_class_reads_what_there_would_be():
    page = Site(Memory()).get("/training/overview", a_reviewer()).text
    for words in ("现在没有要办的", "没有在报名、还有名额的班", "在上课的班里没有", "没有课"):
        assert words in page
