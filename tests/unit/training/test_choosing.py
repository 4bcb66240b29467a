"""What a class gets, and why it cannot get it."""

from dataclasses import replace
from datetime import date

import pytest

from services.training.domain.choosing import Chosen, Offer, Taken, Wish, choose
from services.training.domain.place import Equipment, Places, Room, Teacher
from services.training.domain.session import Session
from services.training.domain.timetable import timetable
from shared.errors import Conflict, NotFound, Refused
from shared.workdays import is_workday
from tests.builders.training import COUNTY, LOOMS, ROOM, ROOM_2, TEACHERS, TERMS, a_course, places

MONDAY = date(2026, 12, 14)


def an_offer(course: str = "HW-DJ1", taken: tuple[Session, ...] = (), there: list | None = None) -> Offer:
    all_of_it = places() if there is None else there
    sorted_out = Places(*[[one for one in all_of_it if isinstance(one, kind)] for kind in (Room, Teacher, Equipment)])
    return Offer(sorted_out, timetable(a_course(course), MONDAY, is_workday), taken)


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
    assert (refused.value.kind, refused.value.by) == (kind, taken)
    problem = refused.value.problem("PX-1", [date(2026, 12, 28)])
    assert (problem.slug, problem.facts["number"], problem.facts["free"]) == (f"{kind}_taken", "PX-1", "12 月 28 日")
    assert refused.value.problem("PX-1", []).facts["free"] == "—"


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
