"""A week as it is drawn: what shares time lies side by side, whatever else there is."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.session import Session, Slot, overlap
from services.training.domain.week import Placed, Planned, by_room, days
from tests.builders.training import COUNTY, ELSEWHERE, PATH, ROOM, a_coordinator
from tests.builders.world import an_officer
from tests.fakes.training import Memory
from tests.unit.training.test_usecases import opened

MONDAY = date(2026, 12, 14)


def planned(n: int, begins: int, length: int) -> Planned:
    ends = begins + length
    slot = Slot(MONDAY, time(begins // 60, begins % 60), time(ends // 60, ends % 60), 45)
    return Planned(Session(str(n), f"c{n}", slot, "r", ()), "PX", "班", "HW-BZ", PATH, 3)


def laid(*times: tuple[int, int]) -> list[Placed]:
    return days(MONDAY, [planned(n, *one) for n, one in enumerate(times)])[0][1]


def test_two_at_one_time_share_the_width_and_a_later_one_has_it_all():
    shown = [(one.lane, one.lanes) for one in laid((510, 195), (510, 195), (840, 150))]
    assert shown == [(1, 2), (2, 2), (1, 1)]


def test_a_lane_is_used_again_when_its_session_has_ended():
    assert [(one.lane, one.lanes) for one in laid((480, 60), (480, 180), (540, 60))] == [(1, 2), (2, 2), (1, 2)]


@given(st.lists(st.tuples(st.integers(480, 1000), st.integers(15, 200)), max_size=20))
def test_no_two_that_share_time_lie_in_one_lane_and_none_is_lost(times: list[tuple[int, int]]):
    shown = laid(*times)
    assert len(shown) == len(times)
    for n, one in enumerate(shown):
        assert 1 <= one.lane <= one.lanes
        for other in shown[n + 1 :]:
            if overlap(one.planned.session.slot, other.planned.session.slot):
                assert (one.lane, one.lanes) != (other.lane, other.lanes)
                assert one.lanes == other.lanes


@given(st.lists(st.tuples(st.integers(480, 1000), st.integers(15, 200)), max_size=8))
def test_room_by_room_every_session_stands_once_in_order_of_time(times: list[tuple[int, int]]):
    found = [planned(n, *one) for n, one in enumerate(times)]
    laid = by_room(MONDAY - timedelta(days=2), found, ["free"])
    assert laid["free"] == [[]] * 7
    assert [len(day) for day in laid.get("r", [[]] * 7)] == [0, 0, len(times), 0, 0, 0, 0]
    begins = [one.session.slot.begins for one in laid.get("r", [[]] * 7)[2]]
    assert begins == sorted(begins)


def test_the_week_of_a_county_has_its_sessions_rooms_and_titles():
    here = Memory()
    one = opened(here, 15, "HW-BZ", starts_on=MONDAY)
    week = here.use.timetable.week(MONDAY + timedelta(days=3), by=a_coordinator())
    assert (week.monday, len(week.sessions)) == (MONDAY, 10)
    assert week.sessions[0].number == one.plan.number
    assert week.units == {COUNTY: "通道侗族自治县"}
    assert ROOM in {room.id for room in week.places.rooms}
    assert not here.use.timetable.week(MONDAY, by=a_coordinator(path=ELSEWHERE)).sessions
    assert len(here.use.timetable.week(MONDAY, by=an_officer("city_officer", PATH[:1])).sessions) == 10
    assert here.use.timetable.week(by=a_coordinator()).today == here.clock.today()
