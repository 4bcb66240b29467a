"""A coordinator keeps her rooms, teachers and looms; what a planned class needs is not taken from it."""

from dataclasses import replace
from datetime import date

import pytest

from services.training.domain.place import Equipment, Room, Teacher
from services.training.web.places import SORTS, Offered, form_of, stands, thing_of
from shared.errors import NotFound, Refused
from shared.web.schema import loaded
from tests.builders.training import (
    CITY,
    COUNTY,
    DAY,
    ELSEWHERE,
    LOOMS,
    ORGANISER,
    PATH,
    ROOM,
    ROOM_2,
    TEACHERS,
    TOWN,
    a_coordinator,
)
from tests.fakes.training import Memory
from tests.unit.training.test_usecases import BY, opened

NEW = "7" * 32


@pytest.fixture
def here() -> Memory:
    return Memory()


def test_a_room_in_a_town_is_added_and_can_be_planned_with(here: Memory):
    room = Room(NEW, "传习所", "独坡镇", 20, (*PATH, TOWN))
    here.use.place.edit(room, by=BY)
    assert room in here.use.place.near(COUNTY).rooms
    assert here.noted.deeds[-1][1].act == "room.edit"
    assert {unit.id for unit in here.use.place.edit.units(by=BY)} == {COUNTY, TOWN}


def test_nobody_keeps_what_lies_elsewhere_or_above(here: Memory):
    stranger = a_coordinator(path=ELSEWHERE)
    mine = here.resources.rows[ROOM]
    for one, by in ((mine, stranger), (Room(NEW, "x", "y", 3, (CITY,)), BY)):
        with pytest.raises(NotFound, match="unit_not_found"):
            here.use.place.edit(one, by=by)
    with pytest.raises(NotFound, match="place_not_found"):
        here.use.place.edit(Room(ROOM, "抢来的", "y", 3, ELSEWHERE), by=stranger)
    with pytest.raises(NotFound, match="place_not_found"):
        here.use.place.edit(Teacher(ROOM, "x", "y", (), PATH), by=BY)
    with pytest.raises(NotFound, match="room_not_found"):
        here.use.place.edit(Equipment(NEW, "loom", "x", 3, "?", PATH), by=BY)
    assert here.resources.rows[ROOM] == mine


def test_seats_looms_and_trades_that_a_planned_class_needs_stay(here: Memory):
    one = opened(here, 40, "HW-DJ1", starts_on=date(2026, 12, 14))
    room, looms, teacher = (here.resources.rows[each] for each in (ROOM, LOOMS, TEACHERS[0]))
    edit = here.use.place.edit
    for changed, slug in (
        (replace(room, seats=39), "room_in_use"),
        (replace(looms, count=19), "looms_in_use"),
        (replace(looms, room=ROOM_2), "looms_in_use"),
        (replace(teacher, trades=("startup",)), "teacher_in_use"),
    ):
        with pytest.raises(Refused, match=slug) as refused:
            edit(changed, by=BY)
        assert refused.value.facts["number"] == one.plan.number
    for changed in (
        replace(room, seats=40, title="新名"),
        replace(looms, count=20),
        replace(teacher, title="高级技师"),
    ):
        assert edit(changed, by=BY) == here.resources.rows[changed.id]


def test_what_is_retired_is_not_planned_with_and_what_classes_still_need_cannot_be(here: Memory):
    one = opened(here, 40, "HW-DJ1", starts_on=date(2026, 12, 14))
    for thing in (ROOM, LOOMS, TEACHERS[0]):
        with pytest.raises(Refused, match="place_in_use") as refused:
            here.use.place.edit(replace(here.resources.rows[thing], retired=True), by=BY)
        assert refused.value.facts["number"] == one.plan.number
    gone = here.use.place.edit(replace(here.resources.rows[ROOM_2], retired=True), by=BY)
    assert gone in here.use.place.listed(by=BY).rooms
    assert gone not in here.use.place.near(COUNTY).rooms
    assert gone.id not in {free.room.id for free in here.use.overview(by=BY).rooms}
    with pytest.raises(NotFound, match="room_not_found"):
        opened(here, 15, "HW-BZ", starts_on=date(2027, 1, 11), room=ROOM_2)
    here.use.place.edit(replace(gone, retired=False), by=BY)
    assert opened(here, 15, "HW-BZ", starts_on=date(2027, 1, 11), room=ROOM_2).plan.room == ROOM_2


@pytest.mark.parametrize("sort", SORTS)
def test_a_form_gives_back_the_thing_it_began_with(here: Memory, sort: str):
    thing = here.resources.rows[
        {"room": ROOM, "teacher": TEACHERS[0], "equipment": LOOMS, "organiser": ORGANISER}[sort]
    ]
    units = {unit.id: unit for unit in here.use.place.edit.units(by=BY)}
    rooms = {room.id: room for room in here.use.place.near(COUNTY).rooms}
    courses = [(one.code, one.title) for one in here.use.catalogue.courses(DAY)]
    form = form_of(sort, Offered([(one, one) for one in units], [(one, one) for one in rooms], courses), known=True)
    began = stands(thing)
    typed = loaded(form, {name: int(value) if name in ("seats", "count") else value for name, value in began.items()})
    assert thing_of(sort, thing.id, typed, units, rooms) == thing
