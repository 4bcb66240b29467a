"""The pages around the timetable, on stores in memory: planning, moving, the week, calendars, rooms, calling off."""

import re
from datetime import date

import pytest

from services.training.domain.place import Organiser, Room
from services.training.domain.training_class import State, TrainingClass
from tests.builders.training import COUNTY, ELSEWHERE, LOOMS, ORGANISER, ROOM, TEACHERS, a_coordinator, a_reviewer
from tests.builders.world import a_woman, an_officer
from tests.fakes.training import Memory
from tests.unit.training.memory_site import Site
from tests.unit.training.test_usecases import a_woman as a_card_of_hers
from tests.unit.training.test_usecases import asks, opened

MONDAY = date(2026, 12, 14)
BY, REVIEWER = a_coordinator("c" * 32), a_reviewer("d" * 32)
PLAN = "/training/classes/new"


@pytest.fixture
def there() -> Site:
    return Site(Memory())


def forms(text: str, action: str) -> list[list[tuple[str, str]]]:
    """Return the hidden values of every form that posts to an address."""
    found = re.findall(rf'<form method="post" action="{action}">(.*?)</form>', text, re.S)
    return [[pair for pair in re.findall(r'name="(\w+)" value="([^"]*)"', one) if pair[0] != "_once"] for one in found]


def marked(text: str, kind: str) -> int:
    """Return how many blocks of the week are drawn as this."""
    return len(re.findall(rf'class="lesson-block {kind}\b', text))


def planned(there: Site, **form: str) -> TrainingClass:
    answer = there.post(PLAN, BY, **{"course": "HW-BZ", "capacity": "15", **form})
    assert answer.status_code == 303, answer.text
    return there.here.classes.rows[answer.headers["Location"].rpartition("/")[2]]


def sessions(there: Site, one: TrainingClass) -> list:
    return there.here.sessions.of_classes([one.id])


def test_a_plan_that_clashes_names_the_other_class_and_each_way_is_one_press(there: Site):
    first = planned(there, starts_on=str(MONDAY), room=ROOM, teachers=TEACHERS[0])
    asked = {"course": "HW-DL", "capacity": "15", "starts_on": str(MONDAY), "room": ROOM, "teachers": TEACHERS[0]}
    answer = there.post(PLAN, BY, **asked)
    assert answer.status_code == 409
    assert "没排进去：撞了 2 处" in answer.text
    assert f'href="/training/classes/{first.id}"' in answer.text
    assert "怎么挑的" in answer.text
    ways = forms(answer.text, PLAN)
    assert len(ways) == 3
    assert (marked(answer.text, "clash"), marked(answer.text, "refused")) == (14, 14), "every half day, in both weeks"
    assert answer.text.count(" 周</h2>") == 2
    assert answer.text.count("，共 2 周") == 2
    assert there.post(PLAN, BY, **dict(ways[0])).status_code == 303


def test_one_sentence_places_a_class_or_says_what_would_work(there: Site):
    one = planned(there, course="EC-DS", from_on="2027-03-08", halves="afternoon", looms="15")
    assert (one.plan.starts_on, one.plan.room) == (date(2027, 3, 8), ROOM)
    answer = there.post(PLAN, BY, course="HW-BZ", capacity="15", from_on="2027-03-08", looms="30")
    assert answer.status_code == 422
    assert "最多只有" in answer.text
    assert "织机少一些" in answer.text
    assert there.post(PLAN, BY, **dict(forms(answer.text, PLAN)[0])).status_code == 303


def test_a_session_is_moved_from_the_class_and_a_clash_is_told_with_free_times(there: Site):
    one = planned(there, halves="morning")
    page = there.get(f"/training/classes/{one.id}", BY).text
    first, second, third = re.findall(r'href="(/training/sessions/\w+/time)"', page)[:3]
    assert there.get(first, BY).status_code == 200
    day = str(sessions(there, one)[0].slot.on)
    answer = there.post(second, BY, on=day, begins="08:30")
    assert answer.status_code == 409
    assert "没排进去" in answer.text
    ways, free = forms(answer.text, second), marked(answer.text, "free")
    assert len(ways) == 3 + free, "each of the three, and once more where it lies in the week"
    assert (marked(answer.text, "clash"), marked(answer.text, "refused"), free > 0) == (1, 1, True)
    assert ways[3:] == ways[:free]
    assert there.post(second, BY, **dict(ways[-1])).status_code == 303
    assert there.post(third, BY, on="2020-01-01", begins="09:00").status_code == 422
    assert there.get(first, REVIEWER).status_code == 403
    later = there.post(third, BY, on="2027-01-04", begins="", series="on")
    assert later.status_code == 303
    assert sessions(there, one)[-1].slot.on >= date(2027, 1, 4)


def test_a_series_that_clashes_is_drawn_in_each_of_its_weeks(there: Site):
    taken = planned(there, starts_on=str(MONDAY), halves="morning", room=ROOM, teachers=TEACHERS[0])
    other = planned(there, starts_on="2027-01-11", halves="morning", room=ROOM, teachers=TEACHERS[0])
    held = {one.slot.on for one in sessions(there, taken)}
    move = f"/training/sessions/{sessions(there, other)[0].id}/time"
    answer = there.post(move, BY, on=str(MONDAY), begins="", series="on")
    assert answer.status_code == 409
    assert answer.text.count(" 周</h2>") == len({day.isocalendar().week for day in held}) == 3
    assert (marked(answer.text, "clash"), marked(answer.text, "refused")) == (len(held), len(held))
    ways = forms(answer.text, move)[:3]
    assert len(ways) == 3, "three days from which on all of it is free"
    assert there.post(move, BY, **dict(ways[0])).status_code == 303
    assert not held & {one.slot.on for one in sessions(there, other)}
    assert len({one.slot.on for one in sessions(there, other)}) == len(sessions(there, other))


def test_women_who_would_be_in_two_classes_are_counted(there: Site):
    first = opened(there.here, 15, "HW-BZ", starts_on=MONDAY)
    second = opened(there.here, 15, "HW-DL", starts_on=date(2027, 1, 11))
    for _ in range(3):
        card = a_card_of_hers(there.here)
        for one in (first, second):
            asks(there.here, one.id, card)
    session = sessions(there, second)[0]
    answer = there.post(f"/training/sessions/{session.id}/time", BY, on=str(MONDAY), begins="08:30", reason="停电")
    assert answer.status_code == 409
    assert "3 人两个班都报了" in answer.text


def test_her_page_says_in_words_until_when_a_seat_is_hers(there: Site):
    one = opened(there.here, 1, "HW-DL", starts_on=date(2027, 1, 11))
    first, second = (a_card_of_hers(there.here) for _ in range(2))
    had = asks(there.here, one.id, first)
    asks(there.here, one.id, second)
    there.here.use.enrolment.drop(had.id, reason="by_herself", by=a_woman(first.person_id))
    assert "请在 11 月 25 日（星期三） 09:00 前答复" in there.get(
        "/training/me", a_woman(second.person_id)
    ).text.replace("2026 年 ", "")


def test_rooms_of_several_units_stand_unit_by_unit_because_each_county_has_a_room_101(there: Site):
    there.here.resources.put(Room("e" * 32, "101", "靖州", 30, ELSEWHERE))
    address = f"/training/week?on={MONDAY}&show=rooms"
    page = there.get(address, an_officer("city_leader", ELSEWHERE[:1])).text
    assert re.findall(r'scope="colgroup"><b class="">(.+?)</b>', page) == ["通道侗族自治县", "靖州苗族侗族自治县"]
    assert 'scope="colgroup"' not in there.get(address, BY).text


def test_the_week_is_a_grid_and_a_list_with_the_same_sessions(there: Site):
    one = planned(there, starts_on=str(MONDAY))
    for show in ("", "&show=list"):
        page = there.get(f"/training/week?on={MONDAY}{show}", BY).text
        assert page.count(f'href="/training/classes/{one.id}"') == 10
        assert ("week-grid" in page) == (not show)
    by_room = there.get(f"/training/week?on={MONDAY}&show=rooms", BY).text
    assert by_room.count(f'href="/training/classes/{one.id}"') == 10
    assert all(f"<b>{room.title}</b>" in by_room for room in there.here.use.place.near(COUNTY).rooms), "free ones, too"
    assert by_room.count("整周空着") == 1
    assert one.id not in there.get(f"/training/week?on={MONDAY}&room={'0' * 31}1", BY).text
    assert one.id in there.get(f"/training/week?on={MONDAY}&teacher={sessions(there, one)[0].teachers[0]}", BY).text
    for never in ("2026-13-01", "0001-01-01", "9999-12-31"):
        assert there.get(f"/training/week?on={never}", BY).status_code == 422
    assert there.get("/training/week", an_officer("city_leader", BY.posts[0].path[:1])).status_code == 200


def test_a_calendar_address_is_shown_once_answers_anybody_and_can_be_revoked(there: Site):
    key = "9" * 32
    made, again = (there.post("/training/calendars", BY, _once=key, subject=f"room.{ROOM}") for _ in range(2))
    [address] = set(re.findall(r"/training/calendar/[\w-]{32}\.ics", made.text))
    assert not re.findall(r"/training/calendar/[\w-]{32}\.ics", again.text)
    feed = there.get(address, None)
    assert (feed.status_code, feed.content_type) == (200, "text/calendar; charset=utf-8")
    assert feed.data.startswith(b"BEGIN:VCALENDAR\r\n")
    [revocation] = re.findall(r'action="(/training/calendars/\w+/revocation)"', again.text)
    assert there.post(revocation, BY).status_code == 303
    assert there.get(address, None).status_code == 404
    her = a_woman(a_card_of_hers(there.here).person_id)
    assert "/training/calendar/" in there.post("/training/me/calendar", her).text
    assert there.get("/training/me/calendar", her).status_code == 200
    assert there.get("/training/calendars", her).status_code == 403


def test_a_coordinator_keeps_rooms_teachers_and_looms(there: Site):
    assert there.get("/training/rooms/new/room", BY).status_code == 200
    unit = BY.posts[0].path[-1]
    added = there.post("/training/rooms/new/room", BY, title="传习所", address="独坡镇", seats="20", unit=unit)
    assert added.status_code == 303, added.text
    assert "传习所" in there.get("/training/rooms", BY).text
    for thing in (ROOM, TEACHERS[0], LOOMS):
        assert there.get(f"/training/rooms/{thing}", BY).status_code == 200
    assert there.post(f"/training/rooms/{LOOMS}", BY, title="25 台织机", count="25", room=ROOM).status_code == 303
    assert there.here.resources.rows[LOOMS].count == 25
    who = {"title": "通道巾帼培训学校", "legal": "粟红英", "contact": "吴月", "phone": "0745-12338", "unit": unit}
    assert there.get(f"/training/rooms/{ORGANISER}", BY).status_code == 200
    assert there.post(f"/training/rooms/{ORGANISER}", BY, **who, **{"book_HW-BZ": "《编织》"}).status_code == 303
    kept = there.here.resources.rows[ORGANISER]
    assert isinstance(kept, Organiser)
    assert kept.textbooks == {"HW-BZ": "《编织》"}
    assert "吴月" in there.get("/training/rooms", BY).text
    assert "已经有培训机构了" in there.post("/training/rooms/new/organiser", BY, **who).text
    for wrong in ("/training/rooms/new/sofa", f"/training/rooms/{'0' * 31}1"):
        assert there.get(wrong, BY).status_code == 404
    assert there.get(f"/training/rooms/{ROOM}", REVIEWER).status_code == 403
    assert "加教室" not in there.get("/training/rooms", REVIEWER).text


def test_a_plan_goes_back_with_a_reason_that_is_read_on_it(there: Site):
    one = planned(there)
    where = f"/training/classes/{one.id}"
    refused = there.post(f"{where}/filing", BY, version="0", reason="学员等着开班")
    assert "先在省平台报计划" in refused.text
    assert 'action="' + where + '/filing"' not in there.get(where, BY).text
    assert there.post(f"{where}/plan-notice", BY, version="0").status_code == 303
    assert "要提前报，写上为什么" in there.get(where, BY).text
    assert there.post(f"{where}/filing", BY, version="1").status_code == 422
    assert there.post(f"{where}/filing", BY, version="1", reason="学员等着开班").status_code == 303
    assert there.post(f"{where}/return", REVIEWER, version="2").status_code == 422
    assert there.post(f"{where}/return", REVIEWER, version="2", reason="少一位老师").status_code == 303
    page = there.get(where, BY).text
    assert "“少一位老师”" in page
    assert "开班申请" in page
    assert there.post(f"{where}/filing", BY, version="3", reason="学员等着开班").status_code == 303
    assert "同意，附上意见" in there.get(where, REVIEWER).text
    assert there.post(f"{where}/approval", REVIEWER, version="4", reason="两位老师的证都看过").status_code == 303
    page = there.get(where, BY).text
    assert all(words in page for words in ("审核人同意", "“两位老师的证都看过”"))


def test_a_class_with_women_is_called_off_from_its_page(there: Site):
    one = opened(there.here, 15, "HW-BZ", starts_on=MONDAY)
    other = opened(there.here, 15, "HW-BZ", starts_on=date(2027, 1, 11))
    asks(there.here, one.id, a_card_of_hers(there.here))
    where = f"/training/classes/{one.id}"
    assert f'href="{where}/calling-off"' in there.get(where, BY).text
    assert other.plan.title in there.get(f"{where}/calling-off", BY).text
    version = str(there.here.classes.rows[one.id].version)
    assert there.post(f"{where}/calling-off", BY, version=version).status_code == 422
    done = there.post(f"{where}/calling-off", BY, version=version, reason="老师病了", into=other.id)
    assert done.status_code == 303, done.text
    assert there.here.classes.rows[one.id].state is State.CANCELLED
    assert there.here.classes.rows[other.id].seats.enrolled == 1


def test_the_catalogue_shows_each_course_with_its_plan(there: Site):
    page = there.get("/training/courses", BY).text
    codes = re.findall(r'href="/training/courses/([A-Z0-9-]+)"', page)
    assert {"HW-DJ1", "EC-DS", "ST-SYB", "BR-JJ"} < set(codes)
    one = there.get("/training/courses/HW-DJ1", BY).text
    for words in ("63 课时", "9 天", "牵经、捡综", "开班申请前 30 天报省平台", "3 个工作日"):
        assert words in one
    assert there.get("/training/courses/HW-XX", BY).status_code == 404
