"""A session moves, alone or with all that follow: its women are told, and nothing and nobody is then in two places."""

from datetime import date, datetime, time, timedelta

import pytest

from services.training.domain.choosing import Wish
from services.training.domain.moving import Wanted, series, times_near
from services.training.domain.news import Moved
from services.training.domain.session import Session, meeting
from services.training.domain.timetable import Half, Pattern, timetable
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.enrolment.enrol import Coming
from services.training.usecases.training_class.step import BEGIN
from shared.access import SYSTEM, Actor, Kind
from shared.clock import SHANGHAI, FixedClock
from shared.errors import Conflict, NotFound, Refused
from shared.workdays import is_workday
from tests.builders.training import COUNTY, ELSEWHERE, ROOM, ROOM_2, TEACHERS, a_coordinator, a_course, filed
from tests.fakes.training import Memory
from tests.unit.training.test_usecases import BY, a_woman, asks, opened

MONDAY = date(2026, 12, 14)
WHY = "停电"


@pytest.fixture
def here() -> Memory:
    return Memory()


def sessions(here: Memory, one: TrainingClass) -> list[Session]:
    return here.use.training_class.find.sessions_of([one.id])


def move(here: Memory, session: Session, on: date, begins: time | None = None, **more: object) -> TrainingClass:
    return here.use.training_class.move(session.id, Wanted(on, begins, **{"reason": WHY, **more}), by=BY)


def test_one_session_goes_to_saturday_and_her_phone_will_tell_her(here: Memory):
    one, card = opened(here, 15, "HW-BZ", starts_on=MONDAY), a_woman(here)
    place = asks(here, one.id, card)
    here.enrolments.told.clear()
    third, saturday = sessions(here, one)[2], date(2026, 12, 19)
    after = move(here, third, saturday, time(9, 0))
    now = here.sessions.get(third.id)
    assert (now.slot.on, now.slot.begins, now.slot.ends) == (saturday, time(9, 0), time(12, 15))
    assert (now.slot.minutes, now.topic) == (third.slot.minutes, third.topic)
    assert (after.plan.starts_on, after.plan.ends_on) == (one.plan.starts_on, one.plan.ends_on)
    [told] = here.enrolments.told
    assert isinstance(told, Moved)
    assert (told.seat.enrolment_id, told.was_on, told.now_on, told.begins) == (
        place.id,
        third.slot.on,
        saturday,
        time(9, 0),
    )
    assert here.noted.deeds[-1][1].reason == WHY
    assert {f"room:{now.room}:{saturday}", f"person:{card.person_id}"} <= set(here.noted.touched)


def test_the_whole_series_follows_over_holidays_at_its_hours_and_begins_on_its_new_day(here: Memory):
    one = opened(here, 15, "HW-BZ", starts_on=MONDAY)
    before = sessions(here, one)
    after = move(here, before[0], date(2026, 12, 28), series=True)
    now = sessions(here, one)
    assert [s.slot.begins for s in now] == [s.slot.begins for s in before]
    assert [s.topic for s in now] == [s.topic for s in before]
    assert sum(s.slot.minutes for s in now) == one.plan.minutes
    assert all(is_workday(s.slot.on) for s in now)
    assert (
        (after.plan.starts_on, after.plan.ends_on)
        == (now[0].slot.on, now[-1].slot.on)
        == (
            date(2026, 12, 28),
            now[-1].slot.on,
        )
    )
    assert here.noted.promised[BEGIN, one.id] == datetime(2026, 12, 28, tzinfo=SHANGHAI)


def test_a_series_passes_over_the_may_holiday_and_uses_the_make_up_saturday():
    """The State Council's notice for 2026: 1 to 5 May are free, Saturday 9 May is worked."""
    lessons = timetable(a_course("HW-BZ"), date(2026, 4, 13), is_workday)
    whole = [Session(str(n), "c", lesson.slot, "r", ()) for n, lesson in enumerate(lessons)]
    days = {one.slot.on for one in series(whole, Wanted(date(2026, 4, 29)), Pattern(), is_workday)}
    assert sorted(days) == [
        *(date(2026, 4, 29), date(2026, 4, 30)),
        *(date(2026, 5, 6), date(2026, 5, 7), date(2026, 5, 8), date(2026, 5, 9), date(2026, 5, 11)),
    ]


def test_from_the_middle_on_only_what_follows_goes(here: Memory):
    pattern = Pattern(frozenset({1, 3}), (Half.AFTERNOON,))
    one = opened(here, 15, "HW-BZ", starts_on=MONDAY, pattern=pattern)
    before = sessions(here, one)
    move(here, before[4], before[4].slot.on + timedelta(days=7), series=True)
    now = sessions(here, one)
    assert now[:4] == before[:4]
    assert [(b.slot.on - a.slot.on).days for a, b in zip(before[4:-1], now[4:-1], strict=True)].count(7) > 5
    assert all(s.slot.on.weekday() in (1, 3) for s in now)


def test_a_clash_names_room_teacher_and_women_and_the_times_it_offers_are_free(here: Memory):
    first = opened(here, 15, "HW-BZ", starts_on=MONDAY, room=ROOM, teachers=TEACHERS[:1])
    second = opened(here, 15, "HW-DL", starts_on=MONDAY + timedelta(weeks=3), room=ROOM, teachers=TEACHERS[:1])
    card = a_woman(here)
    for one in (first, second):
        asks(here, one.id, card)
    with pytest.raises(Conflict, match="room_taken") as refused:
        move(here, sessions(here, second)[0], MONDAY)
    facts = refused.value.facts
    assert [one.kind for one in facts["clashes"]] == ["room", "teacher", "trainee"]
    assert facts["number"] == first.plan.number
    free = facts["times"]
    assert len(free) == 3
    assert not [slot for slot in free for other in sessions(here, first) if _shares(slot, other)]
    assert sessions(here, second)[0].slot.on != MONDAY, "nothing is half written"
    elsewhere = {"room": ROOM_2, "teachers": TEACHERS[1:2]}
    with pytest.raises(Conflict, match="trainee_taken"):
        move(here, sessions(here, second)[0], MONDAY, **elsewhere)
    move(here, sessions(here, second)[0], free[0].on, free[0].begins)


def _shares(slot, other: Session) -> bool:
    return meeting([other], [Session("x", "x", slot, "x", ())]) is not None


def test_a_class_does_not_meet_itself(here: Memory):
    one = opened(here, 15, "HW-BZ", starts_on=MONDAY)
    with pytest.raises(Conflict, match="room_taken"):
        move(here, sessions(here, one)[0], sessions(here, one)[2].slot.on)
    away = {"room": ROOM_2, "teachers": TEACHERS[2:3]}
    with pytest.raises(Conflict, match="trainee_taken"):
        move(here, sessions(here, one)[0], sessions(here, one)[2].slot.on, **away)


def test_a_long_series_is_compared_to_its_last_session_however_far_that_lies(here: Memory):
    """Saturday afternoons only: 84 lessons take 28 weeks, the other class has the room in the last of them."""
    saturdays = Pattern(frozenset({5}), (Half.AFTERNOON,))
    one = opened(here, 15, "HW-DJ2", starts_on=date(2026, 12, 19), room=ROOM, pattern=saturdays)
    last = sessions(here, one)[-1].slot.on
    assert last > date(2026, 12, 19) + timedelta(days=180)
    other = opened(here, 15, "HW-BZ", starts_on=last + timedelta(weeks=1), room=ROOM, pattern=saturdays)
    with pytest.raises(Conflict, match="room_taken") as refused:
        move(here, sessions(here, one)[0], date(2026, 12, 26), series=True)
    assert refused.value.facts["number"] == other.plan.number


def test_neighbours_who_have_not_all_joined_are_not_moved_into_another_class_of_theirs(here: Memory):
    first = opened(here, 15, "HW-BZ", starts_on=MONDAY, room=ROOM, teachers=TEACHERS[:1])
    second = opened(here, 15, "HW-DL", starts_on=MONDAY + timedelta(weeks=3), room=ROOM_2, teachers=TEACHERS[1:2])
    card = a_woman(here)
    asks(here, first.id, card)
    her = Actor(card.person_id, Kind.WOMAN)
    here.use.enrolment.together.begin(second.id, 2, Coming(card.person_id, "self", SYSTEM), by=her)
    with pytest.raises(Conflict, match="trainee_taken"):
        move(here, sessions(here, second)[0], MONDAY)


def test_one_teacher_named_twice_is_one(here: Memory):
    weaving = opened(here, 20, "HW-DJ1", starts_on=MONDAY)
    with pytest.raises(Refused, match="too_few_teachers") as refused:
        move(here, sessions(here, weaving)[0], MONDAY + timedelta(weeks=4), teachers=(TEACHERS[0],) * 2)
    assert refused.value.facts == {"needed": 2, "given": 1}
    thrice = (TEACHERS[2], TEACHERS[3], TEACHERS[2])
    move(here, sessions(here, weaving)[0], MONDAY + timedelta(weeks=4), teachers=thrice)
    assert sessions(here, weaving)[-1].teachers == (TEACHERS[2], TEACHERS[3])


def test_looms_come_with_the_room_or_it_is_refused(here: Memory):
    weaving = opened(here, 20, "HW-DJ1", starts_on=MONDAY)
    with pytest.raises(Refused, match="too_few_looms"):
        move(here, sessions(here, weaving)[0], MONDAY, room=ROOM_2)
    with pytest.raises(NotFound, match="room_not_found"):
        move(here, sessions(here, weaving)[0], MONDAY, room="0" * 32)
    with pytest.raises(NotFound, match="teacher_not_found"):
        move(here, sessions(here, weaving)[0], MONDAY, teachers=("?",) * 2)


def test_what_was_held_what_is_past_and_what_is_filed_stays(here: Memory):
    one = opened(here, 15, "HW-BZ", starts_on=MONDAY)
    first, second = sessions(here, one)[:2]
    with pytest.raises(Refused, match="day_past"):
        move(here, first, date(2026, 11, 2))
    with pytest.raises(Refused, match="day_too_far") as far:
        move(here, first, date(2028, 1, 3))
    assert far.value.facts["last"] == date(2027, 11, 25)
    with pytest.raises(Refused, match="reason_needed"):
        move(here, first, MONDAY, time(9, 0), reason=" ")
    with pytest.raises(Refused, match="too_late_in_the_day"):
        move(here, first, MONDAY, time(20, 0))
    with pytest.raises(NotFound):
        here.use.training_class.move(first.id, Wanted(MONDAY), by=a_coordinator(path=ELSEWHERE))
    here.clock = FixedClock(first.slot.ends_at)
    with pytest.raises(Conflict, match="session_held"):
        move(here, first, MONDAY + timedelta(weeks=4))
    move(here, second, MONDAY, time(15, 0))
    away = here.use.training_class.plan(Wish(COUNTY, "HW-DL", 10, MONDAY + timedelta(weeks=6)), by=BY)
    filed(here.use, away.id, by=BY)
    with pytest.raises(Conflict, match="class_not_movable") as refused:
        move(here, sessions(here, away)[0], MONDAY + timedelta(weeks=7))
    assert refused.value.facts["state"] == State.FILED


def test_times_near_are_teachable_ordered_and_not_over(here: Memory):
    slot = sessions(here, opened(here, 15, "HW-BZ", starts_on=MONDAY))[0].slot
    near = times_near(slot, Pattern(), is_workday, slot.starts_at)
    assert all(one.starts_at > slot.starts_at for one in near)
    assert near == sorted(near, key=lambda one: one.starts_at)
    assert all(is_workday(one.on) for one in near)
    assert (near[0].on, near[0].begins) == (MONDAY, time(14, 0))
    weekends = times_near(slot, Pattern(frozenset({0, 5})), is_workday, slot.starts_at)
    assert date(2026, 12, 19) in {one.on for one in weekends}
