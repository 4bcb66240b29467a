"""A wish is laid out over the days a unit has free, or refused with ways that would work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.training.domain.access import RULES
from services.training.domain.bookings import Bookings
from services.training.domain.choosing import Taken, Wish
from services.training.domain.course import Course
from services.training.domain.placing import Search, Way
from services.training.domain.terms import Terms
from services.training.domain.timetable import check_day, timetable
from services.training.domain.travel import Travel
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import Classes, Clock, Resources, Sessions
from shared.access import Actor, can
from shared.errors import Conflict, NotFound, Problem, Refused, Unavailable
from shared.replica import Replica, Unit
from shared.workdays import is_workday

WEEKS = 26
NOTICE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a wish is weighed with."""

    wish: Wish
    unit: Unit
    county: Unit
    course: Course
    terms: Terms


@dataclass(frozen=True, slots=True)
class Lay:
    """Reads only: what is taken is read once for the whole horizon of half a year."""

    classes: Classes
    sessions: Sessions
    resources: Resources
    catalogue: Catalogue
    replica: Replica
    clock: Clock

    def __call__(self, wish: Wish, *, by: Actor) -> tuple[Frame, Way]:
        """Return the class as it fits best.

        Raises NotFound("unit_not_found" | "course_not_found" | …), Refused with figures when it is too large, or
        "day_too_far", and Conflict naming the other class; `ways` among the facts are up to three that would work.
        """
        frame = self._frame(wish, by)
        days = self._days(frame)
        search = self._search(frame, days)
        if wish.starts_on is None:
            return frame, self._first(search, wish, days)
        try:
            return frame, search.on(wish, wish.starts_on)
        except Taken as taken:
            raise self._named(taken, search.ways_round(wish, days)) from taken
        except Conflict as problem:
            raise _with(problem, search.ways_round(wish, days)) from problem

    def _frame(self, wish: Wish, by: Actor) -> Frame:
        unit = self.replica.units.get(wish.unit)
        if unit is None or not can(RULES, by, "class.plan", path=unit.path):
            raise NotFound("unit_not_found")
        county = self.replica.county_of(unit.path)
        if county is None or county.division is None:
            raise Unavailable("county_not_known_yet")
        today = self.clock.today()
        course = self.catalogue.course(wish.course, today, county.division)
        return Frame(wish, unit, county, course, self.catalogue.terms(today, county.division))

    def _days(self, frame: Frame) -> Sequence[date]:
        """Return the first days to look at: Mondays where she said nothing, else every day of class from hers on."""
        wish = frame.wish
        earliest = wish.starts_on or wish.from_on
        today = self.clock.today()
        if earliest is None:
            return list(_mondays(today + NOTICE))
        check_day(earliest, today)
        all_days = (earliest + timedelta(days=n) for n in range(7 * WEEKS))
        return [day for day in all_days if wish.pattern.taught_on(day, is_workday)] or [earliest]

    def _search(self, frame: Frame, days: Sequence[date]) -> Search:
        places = self.resources.near(frame.unit.path)
        needs = [("room", one.id) for one in places.rooms]
        needs += [("teacher", one.id) for one in places.teachers]
        needs += [("equipment", one.id) for one in places.equipment]
        last = timetable(frame.course, days[-1], is_workday, frame.wish.pattern)[-1].slot.on
        travel = Travel.over(places.rooms, frame.county.id, frame.terms)
        booked = Bookings(self.sessions.taken(needs, days[0], last), travel)
        return Search(frame.course, frame.terms, places, booked, is_workday)

    def _first(self, search: Search, wish: Wish, days: Sequence[date]) -> Way:
        try:
            return search.first(wish, days)
        except (Conflict, Refused) as problem:
            raise _with(problem, search.hints(wish, days)) from problem

    def _named(self, taken: Taken, ways: Sequence[Way]) -> Problem:
        first = taken.clashes[0]
        titles = {one.id: one.plan for one in self.classes.some({clash.other.class_id for clash in taken.clashes})}
        number = titles[first.other.class_id].number if first.other.class_id in titles else ""
        days = dict.fromkeys(f"{way.starts_on.month} 月 {way.starts_on.day} 日" for way in ways)
        facts = {"number": number, "day": first.other.slot.on, "free": "、".join(days) or "—"}
        return Conflict(f"{first.kind}_taken", **facts, clashes=taken.clashes, titles=titles, ways=ways)


def _with(problem: Problem, ways: Sequence[Way]) -> Problem:
    return type(problem)(problem.slug, **problem.facts, ways=ways)


def _mondays(earliest: date) -> Iterator[date]:
    first = earliest + timedelta(days=-earliest.weekday() % 7)
    for week in range(WEEKS):
        yield first + timedelta(weeks=week)
