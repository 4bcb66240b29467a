"""What a class gets, and why it cannot get it."""

from dataclasses import replace
from datetime import date

import pytest

from services.training.domain.bookings import Bookings
from services.training.domain.choosing import Chosen, Offer, Taken, Wish, choose
from services.training.domain.place import Equipment, Places, Room, Teacher
from services.training.domain.session import Session
from services.training.domain.timetable import timetable
from services.training.domain.travel import Travel
from shared.errors import Conflict, NotFound, Refused
from shared.workdays import is_workday
from tests.builders.training import COUNTY, LOOMS, PATH, ROOM, ROOM_2, TEACHERS, TERMS, a_course, places

MONDAY = date(2026, 12, 14)
TRAVEL = Travel(COUNTY, units={ROOM: PATH, ROOM_2: PATH})


def an_offer(course: str = "HW-DJ1", taken: tuple[Session, ...] = (), there: list | None = None) -> Offer:
    all_of_it = places() if there is None else there
    sorted_out = Places(*[[one for one in all_of_it if isinstance(one, kind)] for kind in (Room, Teacher, Equipment)])
    return Offer(sorted_out, timetable(a_course(course), MONDAY, is_workday), Bookings(taken, TRAVEL))


def a_wish(capacity: int = 48, course: str = "HW-DJ1", **more: object) -> Wish:
    return replace(Wish(COUNTY, course, capacity), **more)


def got(wish: Wish, offer: Offer) -> Chosen:
    return choose(wish, a_course(wish.course), TERMS, offer)


def other(room: str = "x", teachers: tuple[str, ...] = (), equipment: tuple[str, ...] = ()) -> Session:
    slot = an_offer().lessons[3].slot
    return Session("s", "other", slot, room, teachers, equipment)


def test_forty_eight_women_get_24_looms_and_four_teachers():
    assert got(a_wish(), an_offer()) == Chosen(ROOM, TEACHERS, (LOOMS,))


def test_teachers_who_were_asked_for_are_taken_as_named():
    assert got(a_wish(4, teachers=TEACHERS[2:3]), an_offer()).teachers == TEACHERS[2:3]


def test_a_class_without_looms_takes_the_smallest_room_that_is_free():
    assert got(a_wish(15, "HW-BZ"), an_offer("HW-BZ")) == Chosen(ROOM, TEACHERS[:1], ())
    assert got(a_wish(15, "HW-BZ"), an_offer("HW-BZ", (other(ROOM),))).room == ROOM_2
    assert got(a_wish(49, "HW-BZ"), an_offer("HW-BZ")).room == ROOM_2


@pytest.mark.parametrize(
    ("wish", "slug"),
    [
        (a_wish(51), "class_too_large"),
        (a_wish(31, "ST-SYB"), "class_too_large"),
        (a_wish(50), "too_few_seats"),
        (a_wish(20, room=ROOM_2), "too_few_looms"),
        (a_wish(49, room=ROOM), "too_few_seats"),
        (a_wish(48, teachers=TEACHERS[:2]), "too_few_teachers"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_figures(wish: Wish, slug: str):
    with pytest.raises(Refused) as refused:
        got(wish, an_offer(wish.course))
    assert refused.value.slug in (slug, "too_few_looms")
    assert refused.value.facts


def test_what_nobody_knows_is_not_found():
    with pytest.raises(NotFound, match="room_not_found"):
        got(a_wish(room="?"), an_offer())
    with pytest.raises(NotFound, match="teacher_not_found"):
        got(a_wish(4, teachers=("?",)), an_offer())


@pytest.mark.parametrize(
    ("taken", "wish", "kind"),
    [
        (other(ROOM), a_wish(room=ROOM), "room"),
        (other(teachers=TEACHERS[:1]), a_wish(4, teachers=TEACHERS[:1]), "teacher"),
        (other(equipment=(LOOMS,)), a_wish(4), "equipment"),
    ],
)
def test_what_is_taken_names_who_has_it(taken: Session, wish: Wish, kind: str):
    with pytest.raises(Taken) as refused:
        got(wish, an_offer(taken=(taken,)))
    assert [(one.kind, one.other) for one in refused.value.clashes] == [(kind, taken)]


def test_everything_that_is_taken_is_named_at_once():
    holder = other(ROOM, TEACHERS[:1])
    with pytest.raises(Taken) as refused:
        got(a_wish(4, room=ROOM, teachers=TEACHERS[:1]), an_offer(taken=(holder,)))
    assert [one.kind for one in refused.value.clashes] == ["room", "teacher"]


def test_a_teacher_who_does_not_teach_the_trade_is_refused_by_name():
    with pytest.raises(Refused, match="teacher_not_qualified") as refused:
        got(a_wish(4, "ST-SYB", teachers=TEACHERS[:1]), an_offer("ST-SYB"))
    assert refused.value.facts["name"] == "老师1"


def test_a_room_with_fifteen_looms_is_found_and_one_with_thirty_is_not_there():
    assert got(a_wish(10, "HW-BZ", looms=15), an_offer("HW-BZ")).room == ROOM
    with pytest.raises(Refused, match="room_lacks_looms") as refused:
        got(a_wish(10, "HW-BZ", looms=30, room=ROOM), an_offer("HW-BZ"))
    assert refused.value.facts == {"looms": 24, "wanted": 30}


def test_a_teacher_needs_time_for_the_way_from_another_town_and_more_from_another_county():
    """She ends at 11:45 in the other place; the afternoon at the centre begins at 14:00."""
    lessons = an_offer("HW-BZ").lessons
    morning, afternoon = lessons[0].slot, lessons[1].slot

    def free(room: str, travel: Travel) -> bool:
        there = Session("s", "other", morning, room, TEACHERS[:1])
        return Bookings([there], travel).holder("teacher", TEACHERS[0], afternoon, ROOM) is None

    in_town = Travel(COUNTY, 60, 180, {ROOM: PATH, "town": (*PATH, "t")})
    assert free("town", in_town)
    assert not free("town", replace(in_town, same_county=136))
    assert free("town", replace(in_town, same_county=135)), "135 minutes are just enough"
    assert not free("far away", in_town)
    assert Bookings([Session("s", "o", morning, "far away", ())], in_town).holder("room", ROOM, afternoon, ROOM) is None


def test_when_nothing_is_free_it_is_said_how_much_there_is():
    with pytest.raises(Conflict) as refused:
        got(a_wish(15, "HW-BZ"), an_offer("HW-BZ", (other(ROOM), other(ROOM_2))))
    assert (refused.value.slug, refused.value.facts) == ("no_room_free", {"rooms": 2})
    with pytest.raises(Conflict) as refused:
        got(a_wish(46, "HW-BZ"), an_offer("HW-BZ", (other(teachers=TEACHERS[:1]),)))
    assert (refused.value.slug, refused.value.facts) == ("no_teacher_free", {"needed": 4, "free": 3})


def test_a_unit_without_rooms_is_told_to_enter_some():
    with pytest.raises(Refused, match="no_rooms"):
        got(a_wish(4), an_offer(there=[]))
