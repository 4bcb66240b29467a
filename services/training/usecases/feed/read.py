"""What a calendar program gets behind a secret address: sessions, rooms and teachers, no woman's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.training.domain.enrolment import State
from services.training.domain.feed import Feed, Kind, digest
from services.training.domain.ical import Entry, calendar
from services.training.domain.week import Planned
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import Clock, Enrolments, Resources
from services.training.usecases.timetable.ports import Feeds, Weeks
from shared.access import Scope
from shared.errors import NotFound

COMES = frozenset({State.ENROLLED, State.ELIGIBLE})


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """An unknown, a lapsed and a revoked address are the same: not found."""

    feeds: Feeds
    weeks: Weeks
    enrolments: Enrolments
    resources: Resources
    catalogue: Catalogue
    clock: Clock

    def __call__(self, secret: str, *, hers: str) -> bytes:
        """Return the file, named `hers` when it is a woman's own; raises NotFound("feed_not_found")."""
        today = self.clock.today()
        feed = self.feeds.behind(digest(secret))
        if feed is None or not feed.open_on(today):
            raise NotFound("feed_not_found")
        found = self._sessions(feed)
        things = {thing for one in found for thing in (one.session.room, *one.session.teachers)}
        places = self.resources.some(things)
        rooms = {room.id: f"{room.title} {room.address}" for room in places.rooms}
        teachers = {teacher.id: teacher.name for teacher in places.teachers}
        entries = [_entry(one, rooms, teachers) for one in found]
        return calendar(feed.subject.title or hers, entries, self.clock.now())

    def _sessions(self, feed: Feed) -> list[Planned]:
        rule, today = self.catalogue.feeds(self.clock.today()), self.clock.today()
        first, last = today - timedelta(days=rule.past_days), today + timedelta(days=rule.days)
        if feed.subject.kind is Kind.UNIT:
            return self.weeks.between(Scope(frozenset({feed.subject.id})), first, last)
        if feed.subject.kind is Kind.HERS:
            hers = [one.class_id for one in self.enrolments.of_person(feed.owner) if one.state in COMES]
            return self.weeks.of_classes(hers, first, last)
        return self.weeks.having(feed.subject.kind.value, feed.subject.id, first, last)


def _entry(one: Planned, rooms: Mapping[str, str], teachers: Mapping[str, str]) -> Entry:
    session = one.session
    names = "、".join(teachers.get(teacher, "") for teacher in session.teachers)
    return Entry(
        uid=f"{session.id}@training.jinguo",
        starts_at=session.slot.starts_at,
        ends_at=session.slot.ends_at,
        title=one.title,
        place=rooms.get(session.room, ""),
        notes="\n".join(line for line in (session.topic, names, one.number) if line),
    )
