"""Where a whole class can be laid: the first day that works, three ways out of a clash, what stands in the way.

The rule by which three ways are chosen is published (docs/scheduling.md and the page): the nearest day on which
nothing else changes, the nearest with another room, the nearest with other teachers; then later weeks as asked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.training.domain.bookings import Bookings
from services.training.domain.choosing import Chosen, Offer, Taken, Wish, choose
from services.training.domain.course import Course
from services.training.domain.place import Places
from services.training.domain.terms import Terms
from services.training.domain.timetable import Half, Lesson, Pattern, Workday, timetable
from shared.errors import Conflict, NotFound, Problem, Refused

SHOWN = 3
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Way:
    """A class as it could be: `change` says what is given up for it, empty when only the day differs."""

    change: str
    wish: Wish
    lessons: Sequence[Lesson]
    chosen: Chosen

    @property
    def starts_on(self) -> date:
        """Return its first day."""
        return self.lessons[0].slot.on


@dataclass(frozen=True, slots=True)
class Search:
    """What a wish is laid out with; `booked` must reach from the first day asked for to the end of the horizon."""

    course: Course
    terms: Terms
    places: Places
    booked: Bookings
    workday: Workday

    def on(self, wish: Wish, day: date, change: str = "") -> Way:
        """Return the class from a day on; raises what `choose` raises."""
        lessons = timetable(self.course, day, self.workday, wish.pattern)
        return Way(change, wish, lessons, choose(wish, self.course, self.terms, self._offer(lessons)))

    def first(self, wish: Wish, days: Iterable[date]) -> Way:
        """Return the class from the first of the days on which all is free; raises the last day's refusal."""
        last: Problem = Conflict("no_room_free", rooms=len(self.places.rooms))
        for day in days:
            try:
                return self.on(wish, day)
            except Taken as taken:
                last = Conflict(f"{taken.clashes[0].kind}_never_free")
            except Conflict as problem:
                last = problem
        raise last

    def ways_round(self, wish: Wish, days: Sequence[date]) -> list[Way]:
        """Return up to three ways to hold a class that clashes, by the published rule."""
        found: list[Way] = []
        for change, given_up in _changes(wish):
            found += self._some(given_up, change, days, 1, wish)
        later = [day for day in days if not found or day >= found[0].starts_on + WEEK]
        if len(found) < SHOWN:
            found += self._some(wish, "", later, SHOWN - len(found), wish)
        return sorted(found, key=lambda way: way.starts_on)[:SHOWN]

    def hints(self, wish: Wish, days: Sequence[date]) -> list[Way]:
        """Return what would work if one thing asked for were given up, each with its nearest day."""
        found: list[Way] = []
        for change, given_up in self._relaxed(wish):
            if change not in {way.change for way in found}:
                found += self._some(given_up, change, days, 1, wish)
        return found[:SHOWN]

    def _offer(self, lessons: Sequence[Lesson]) -> Offer:
        return Offer(self.places, lessons, self.booked)

    def _some(self, wish: Wish, change: str, days: Sequence[date], most: int, asked: Wish) -> list[Way]:
        found: list[Way] = []
        for day in days:
            if found and day < found[-1].starts_on + WEEK:
                continue
            try:
                way = self.on(wish, day, change)
            except (Taken, Conflict):
                continue
            except (Refused, NotFound):
                break  # no other day makes it fit
            if change == "room" and way.chosen.room == asked.room:
                continue
            found.append(way)
            if len(found) == most:
                break
        return found

    def _relaxed(self, wish: Wish) -> Iterator[tuple[str, Wish]]:
        pattern = wish.pattern
        for halves in ((Half.MORNING,), (Half.AFTERNOON,), tuple(Half)):
            if halves != pattern.halves:
                yield "halves", replace(wish, pattern=replace(pattern, halves=halves))
        if pattern.weekdays:
            yield "weekdays", replace(wish, pattern=Pattern(halves=pattern.halves))
        yield from _changes(wish)[1:]
        if wish.looms:
            yield "looms", replace(wish, looms=0)
        each = self.terms.trainees_per_teacher
        for fewer in range((wish.capacity - 1) // each * each, 0, -each):
            yield "capacity", replace(wish, capacity=fewer)


def _changes(wish: Wish) -> list[tuple[str, Wish]]:
    changes = [("", wish)]
    if wish.room:
        changes.append(("room", replace(wish, room=None)))
    if wish.teachers:
        changes.append(("teachers", replace(wish, teachers=())))
    return changes
