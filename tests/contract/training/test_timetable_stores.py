"""The stores of the timetable in memory and in MongoDB, held against one suite."""

from dataclasses import replace
from datetime import date, time, timedelta

from services.training.domain.enrolment import State as SeatState
from services.training.domain.feed import Feed, Kind, Subject, digest
from services.training.domain.session import Session, Slot
from services.training.domain.timetable import Half, Pattern
from services.training.domain.training_class import Opinion
from shared.access import Scope
from shared.ids import new_id
from tests.builders.training import COUNTY, DAY, LOOMS, OTHER_COUNTY, PATH, ROOM, ROOM_2, TEACHERS, a_class
from tests.contract.training.test_stores import Do, do  # noqa: F401  # the fixture
from tests.unit.training.test_class import a_place

MONDAY = date(2026, 12, 14)


def a_session(class_id: str, on: date, hour: int = 9) -> Session:
    return Session(new_id(), class_id, Slot(on, time(hour), time(hour + 3), 135), ROOM, TEACHERS[:1], (LOOMS,), "平纹")


def test_a_class_keeps_its_pattern_and_what_was_said(do: Do):  # noqa: F811
    one = a_class()
    one.plan = replace(one.plan, pattern=Pattern(frozenset({1, 3}), (Half.AFTERNOON,)))
    one.said(Opinion("class.hand_back", "r", DAY, "少一位老师"))
    do(lambda it: it.classes.add(one))
    assert do(lambda it: it.classes.some([one.id])) == [one]


def test_a_week_is_joined_to_its_classes_inside_the_units_asked_for(do: Do):  # noqa: F811
    one = a_class(enrolled=7)
    sessions = [a_session(one.id, MONDAY + timedelta(days=n)) for n in (4, 0, 7)]
    do(lambda it: it.classes.add(one))
    do(lambda it: it.sessions.add(sessions, PATH))
    inside, sunday = Scope(frozenset({COUNTY})), MONDAY + timedelta(days=6)
    week = do(lambda it: it.weeks.between(inside, MONDAY, sunday))
    assert [found.session for found in week] == [sessions[1], sessions[0]]
    assert {(found.number, found.title, found.course, found.path, found.enrolled) for found in week} == {
        (one.plan.number, one.plan.title, "HW-DJ1", PATH, 7)
    }
    assert do(lambda it: it.weeks.between(Scope(frozenset({OTHER_COUNTY})), MONDAY, sunday)) == []
    assert do(lambda it: it.weeks.having("teacher", TEACHERS[0], MONDAY, sunday)) == week
    assert do(lambda it: it.weeks.having("room", ROOM_2, MONDAY, sunday)) == []
    assert do(lambda it: it.weeks.of_classes([one.id], MONDAY, MONDAY)) == week[:1]


def test_a_session_moves_with_its_things_and_is_taken_where_it_now_is(do: Do):  # noqa: F811
    one = a_session("c", MONDAY)
    do(lambda it: it.sessions.add([one], PATH))
    slot = Slot(MONDAY + timedelta(days=1), time(14), time(17), 135)
    new = replace(one, slot=slot, room=ROOM_2, teachers=TEACHERS[1:2], equipment=())
    do(lambda it: it.sessions.move([new]))
    assert do(lambda it: it.sessions.get(one.id)) == new
    taken = do(lambda it: it.sessions.taken([("room", ROOM_2)], slot.on, slot.on))
    assert taken == [new]
    assert do(lambda it: it.sessions.taken([("room", ROOM), ("equipment", LOOMS)], MONDAY, slot.on)) == []


def test_live_places_in_other_classes_are_found(do: Do):  # noqa: F811
    mine, left = a_place(SeatState.ENROLLED, since=DAY), a_place(SeatState.DROPPED, since=DAY)
    for n, one in enumerate((mine, left)):
        one.id, one.person_id, one.class_id = new_id(), "5" * 32, f"{n + 7}" * 32
        do(lambda it, one=one: it.enrolments.add(one))
    assert do(lambda it: it.enrolments.elsewhere({"5" * 32}, "0" * 32)) == [mine]
    assert do(lambda it: it.enrolments.elsewhere({"5" * 32}, mine.class_id)) == []
    assert do(lambda it: it.enrolments.elsewhere(set(), "0" * 32)) == []


def test_a_feed_is_found_by_the_hash_of_its_secret_and_by_its_owner(do: Do):  # noqa: F811
    feeds = [
        Feed(new_id(), digest(secret), "o", Subject(Kind.ROOM, ROOM, "201"), DAY, DAY + timedelta(days=366))
        for secret in ("one", "two")
    ]
    for feed in feeds:
        do(lambda it, feed=feed: it.feeds.add(feed))
    assert do(lambda it: it.feeds.of_owner("o")) == feeds[::-1]
    assert do(lambda it: it.feeds.behind(digest("one"))) == feeds[0]
    assert do(lambda it: it.feeds.behind(digest("three"))) is None
    feeds[0].revoke(DAY)
    do(lambda it: it.feeds.save(feeds[0]))
    assert do(lambda it: it.feeds.behind(digest("one"))) == feeds[0]


def test_things_are_found_by_id_wherever_they_lie(do: Do):  # noqa: F811
    found = do(lambda it: it.resources.some([ROOM, TEACHERS[1], "0" * 31 + "1"]))
    assert [one.id for one in (*found.rooms, *found.teachers, *found.equipment)] == [ROOM, TEACHERS[1]]
