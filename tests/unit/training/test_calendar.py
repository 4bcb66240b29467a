"""Calendar feeds, read by a library that is not ours; and who may still read them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from services.training.domain.feed import Kind, digest
from services.training.domain.ical import Entry, calendar
from services.training.domain.moving import Wanted
from shared.access import Actor
from shared.access import Kind as Who
from shared.clock import FixedClock
from shared.errors import Conflict, NotFound, Refused
from tests.builders.training import COUNTY, ELSEWHERE, ROOM, TEACHERS, a_coordinator
from tests.fakes.training import Memory
from tests.unit.training.test_usecases import BY, a_woman, asks, opened

MONDAY = date(2026, 12, 14)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SECRET = "s" * 32
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def here() -> Memory:
    return Memory()


def read(here: Memory, secret: str = SECRET) -> list[Event]:
    return list(Calendar.from_ical(here.use.feed.read(secret, hers="我的课")).walk("VEVENT"))


def an_entry(title: str = "侗锦", place: str = "201", notes: str = "x") -> Entry:
    begins = datetime(2026, 12, 14, 8, 30, tzinfo=SHANGHAI)
    return Entry("1@x", begins, begins + timedelta(minutes=195), title, place, notes)


def test_another_library_reads_times_zone_and_places(here: Memory):
    one = opened(here, 15, "HW-BZ", starts_on=MONDAY)
    here.use.feed.keep.make(Kind.ROOM, one.plan.room, SECRET, by=BY)
    events = read(here)
    first = events[0]
    assert len(events) == 14
    assert first["DTSTART"].dt.astimezone(UTC) == datetime(2026, 12, 14, 0, 30, tzinfo=UTC)
    assert first["DTEND"].dt.astimezone(UTC) == datetime(2026, 12, 14, 3, 45, tzinfo=UTC)
    assert str(first["SUMMARY"]) == one.plan.title
    assert str(first["LOCATION"]) == "201 织机室 培训中心 2 楼"
    assert "老师4" in str(first["DESCRIPTION"])
    assert first["DTSTAMP"].dt == NOW


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))))
def test_whatever_is_written_comes_out_as_it_went_in_and_no_line_is_too_long(text: str):
    made = calendar(text, [an_entry(title=text, place=text, notes=f"{text}\n{text}")], NOW)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert b"\n" not in made.replace(b"\r\n", b"")
    read_back = Calendar.from_ical(made)
    [event] = read_back.walk("VEVENT")
    assert str(event["SUMMARY"]) == text
    assert str(event["LOCATION"]) == text
    assert str(event["DESCRIPTION"]) == f"{text}\n{text}"
    assert not read_back.errors
    assert not event.errors


def test_the_zone_is_in_the_file_and_has_no_summer_time():
    [zone] = Calendar.from_ical(calendar("x", [an_entry()], NOW)).walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Asia/Shanghai"
    assert {str(part["TZOFFSETTO"].to_ical()) for part in zone.walk("STANDARD")} == {"+0800"}
    for day in (date(2026, 1, 1), date(2026, 7, 1)):
        assert zone.to_tz().utcoffset(datetime(day.year, day.month, day.day, tzinfo=zone.to_tz())) == timedelta(hours=8)


def test_a_moved_session_keeps_its_uid_so_that_programs_move_it(here: Memory):
    one = opened(here, 15, "HW-BZ", starts_on=MONDAY)
    here.use.feed.keep.make(Kind.UNIT, COUNTY, SECRET, by=BY)
    before = {str(event["UID"]): event["DTSTART"].dt for event in read(here)}
    first = here.use.training_class.find.sessions_of([one.id])[0]
    here.use.training_class.move(first.id, Wanted(date(2026, 12, 19), reason="停电"), by=BY)
    after = {str(event["UID"]): event["DTSTART"].dt for event in read(here)}
    assert before.keys() == after.keys()
    assert [uid for uid in before if before[uid] != after[uid]] == [f"{first.id}@training.jinguo"]


def test_each_feed_holds_its_own_sessions_only(here: Memory):
    mine = opened(here, 15, "HW-BZ", starts_on=MONDAY, room=ROOM, teachers=TEACHERS[:1])
    other = opened(here, 15, "HW-DL", starts_on=MONDAY, teachers=TEACHERS[1:2])
    card = a_woman(here)
    asks(here, mine.id, card)
    her = Actor(card.person_id, Who.WOMAN)
    keep = here.use.feed.keep
    keep.make(Kind.TEACHER, TEACHERS[1], "t" * 32, by=BY)
    keep.make(Kind.HERS, "", "h" * 32, by=her)
    keep.make(Kind.UNIT, COUNTY, "u" * 32, by=BY)
    titles = {secret: {str(event["SUMMARY"]) for event in read(here, secret * 32)} for secret in "thu"}
    assert titles == {
        "t": {other.plan.title},
        "h": {mine.plan.title},
        "u": {mine.plan.title, other.plan.title},
    }
    assert card.person_id not in here.use.feed.read("h" * 32, hers="我的课").decode()


def test_an_unknown_a_revoked_and_a_lapsed_address_are_not_found(here: Memory):
    feed = here.use.feed.keep.make(Kind.ROOM, ROOM, SECRET, by=BY)
    with pytest.raises(NotFound, match="feed_not_found"):
        read(here, "x" * 32)
    with pytest.raises(NotFound, match="feed_not_found"):
        here.use.feed.keep.revoke(feed.id, by=a_coordinator())
    here.clock = FixedClock(NOW + timedelta(days=367))
    with pytest.raises(NotFound, match="feed_not_found"):
        read(here)
    here.clock = FixedClock(NOW)
    assert read(here) == []
    here.use.feed.keep.revoke(feed.id, by=BY)
    with pytest.raises(NotFound, match="feed_not_found"):
        read(here)
    with pytest.raises(Conflict, match="revoked_already"):
        here.use.feed.keep.revoke(feed.id, by=BY)


def test_only_the_hash_of_a_secret_is_kept_and_nobody_follows_another_countys_room(here: Memory):
    here.use.feed.keep.make(Kind.ROOM, ROOM, SECRET, by=BY)
    assert SECRET not in repr(here.feeds.rows)
    assert digest(SECRET) in repr(here.feeds.rows)
    stranger = a_coordinator(path=ELSEWHERE)
    for kind, subject in ((Kind.ROOM, ROOM), (Kind.TEACHER, TEACHERS[0]), (Kind.UNIT, COUNTY)):
        with pytest.raises(NotFound, match="feed_subject_not_found"):
            here.use.feed.keep.make(kind, subject, "x" * 32, by=stranger)


def test_nobody_has_more_than_ten_open_addresses(here: Memory):
    keep = here.use.feed.keep
    made = [keep.make(Kind.ROOM, ROOM, str(n) * 32, by=BY) for n in range(10)]
    with pytest.raises(Refused, match="too_many_feeds") as refused:
        keep.make(Kind.ROOM, ROOM, "x" * 32, by=BY)
    assert refused.value.facts == {"most": 10}
    keep.revoke(made[3].id, by=BY)
    keep.make(Kind.ROOM, ROOM, "x" * 32, by=BY)
