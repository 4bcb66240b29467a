"""What a coordinator's desk does before a class begins: plans go back, women come in, classes and rooms change."""

from services.training.domain.enrolment import State as Seat
from services.training.domain.feed import Kind
from services.training.domain.training_class import State
from shared.ids import new_id
from tests.builders.training import COUNTY, PATH, ROOM_2, TOWN, VILLAGE
from tests.builders.world import an_officer
from tests.integration.training.day import Day


def test_a_plan_comes_back_with_a_reason_and_is_given_up(day: Day) -> None:
    one = day.school.plan(10, "HW-BZ", by=day.coordinator).id
    where = f"/training/classes/{one}"
    assert "计划还没记在省平台上报过" in day.get(where, day.coordinator)
    day.do(f"{where}/plan-notice", day.coordinator, version=day.version(one))
    told = day.get(where, day.coordinator)
    assert "计划在省平台报满 30 天才报开班申请" in told
    assert ("计划在省平台报过了" in told, "在省平台报过了。" in told) == (False, True)
    day.school.run(lambda use: use.training_class.step.file(one, by=day.coordinator, reason="学员等着开班"))
    day.do(f"{where}/return", day.reviewer, version=day.version(one), reason="时间和另一个班重了")
    assert "时间和另一个班重了" in day.get(where, day.coordinator)
    day.do(f"{where}/cancellation", day.coordinator, version=day.version(one))
    assert day.state(one) is State.CANCELLED
    again = day.school.plan(10, "HW-BZ", by=day.coordinator)
    assert again.plan.starts_on == day.class_(one).plan.starts_on, "its room and teachers are free again"


def test_an_officer_brings_two_women_the_coordinator_seats_one_and_the_class_goes_into_another(day: Day) -> None:
    one, other = (day.school.opened(seats, "HW-BZ").id for seats in (1, 5))
    where, village = f"/training/classes/{one}", an_officer("village_officer", (*PATH, TOWN, VILLAGE))
    first, second = day.woman(), day.woman()
    for her in (first, second):
        day.do(f"/training/women/{her.id}/classes/{one}", village)
    assert "候补第 1 位" in day.get("/training/me", second)

    had, waits = (day.school.db.enrolments.find_one({"person_id": her.id})["_id"] for her in (first, second))
    day.school.run(lambda use: use.enrolment.drop(had, reason="ill", by=first))
    day.do(f"{where}/admission", day.coordinator, enrolment=waits)
    assert _seats(day, one) == {second.id: Seat.ENROLLED}

    called_off = {"reason": "老师病了", "into": other, "version": day.version(one)}
    day.do(f"{where}/calling-off", day.coordinator, **called_off)
    assert (day.state(one), _seats(day, one)) == (State.CANCELLED, {})
    assert _seats(day, other) == {second.id: Seat.ENROLLED}


def _seats(day: Day, class_id: str) -> dict[str, Seat]:
    women = day.school.ask(lambda use: use.enrolment.find.enrolments.of_classes([class_id], set(Seat)))
    return {one.person_id: one.state for one in women if one.live}


def test_a_room_gets_more_chairs_and_a_calendar_address_answers_no_more(day: Day) -> None:
    changed = {"title": "202 手工室", "address": "培训中心 2 楼", "seats": "58", "unit": COUNTY}
    day.do(f"/training/rooms/{ROOM_2}", day.coordinator, **changed)
    rooms = day.school.ask(lambda use: use.place.listed(by=day.coordinator)).rooms
    assert [one.seats for one in rooms if one.id == ROOM_2] == [58]
    secret = new_id()
    made = day.school.run(lambda use: use.feed.keep.make(Kind.ROOM, ROOM_2, secret, by=day.coordinator))
    assert "BEGIN:VCALENDAR" in day.get(f"/training/calendar/{secret}.ics", None)
    day.do(f"/training/calendars/{made.id}/revocation", day.coordinator)
    assert day.web.as_(None).get(f"/training/calendar/{secret}.ics").status_code == 404
