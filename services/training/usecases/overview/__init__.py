"""One look over the classes of a county or city: this week, what is due by when, who is at risk, what is free."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.training.domain.access import RULES
from services.training.domain.attendance import Share
from services.training.domain.enrolment import Enrolment
from services.training.domain.enrolment import State as SeatState
from services.training.domain.filing import FilingRule
from services.training.domain.official import Standing
from services.training.domain.overview import FreeRoom, Sort, Task, before_start, free_rooms
from services.training.domain.training_class import ENDED, State, TrainingClass
from services.training.domain.week import Planned, monday_of
from services.training.usecases.attendance.find import Book, FindAttendance
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.exam.lists import KeepExamLists
from services.training.usecases.ports import Classes, Clock, Page, Resources, Sessions
from services.training.usecases.rotation import RotationUseCases
from services.training.usecases.spot_check import CHECKED, SpotCheckUseCases
from services.training.usecases.subsidy.find import FindClaim
from services.training.usecases.timetable.ports import Weeks
from shared import workdays
from shared.access import Actor, Scope, scope
from shared.policy import NATION
from shared.replica import Replica

MOST = 400


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A class in which some are below the line of the exam, or cannot reach it any more."""

    klass: TrainingClass
    women: Sequence[tuple[Enrolment, Share]]


@dataclass(frozen=True, slots=True)
class Overview:
    """`week` are this week's sessions, `counts` classes by state, `units` the titles of the units named."""

    today: date
    week: Sequence[Planned]
    counts: Mapping[State, int]
    tasks: Sequence[Task]
    seats: Sequence[TrainingClass]
    risk: Sequence[AtRisk]
    rooms: Sequence[FreeRoom]
    units: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FindOverview:
    """Asks the database the same number of questions however many classes there are."""

    classes: Classes
    sessions: Sessions
    weeks: Weeks
    resources: Resources
    attendance: FindAttendance
    exam_lists: KeepExamLists
    checks: SpotCheckUseCases
    subsidy: FindClaim
    rotation: RotationUseCases
    catalogue: Catalogue
    replica: Replica
    clock: Clock

    def __call__(self, *, by: Actor) -> Overview:
        """Return what lies inside the asker's units."""
        inside, today = scope(RULES, by, "overview.read"), self.clock.today()
        monday = monday_of(today)
        live = self.classes.listed(inside, set(State) - ENDED, Page(limit=MOST))
        week, rooms = self.weeks.between(inside, monday, monday + timedelta(days=6)), self._rooms(inside, today)
        units = {one.plan.path[-1] for one in live} | {free.room.path[-1] for free in rooms}
        return Overview(
            today=today,
            week=week,
            counts=self.classes.count(inside),
            tasks=self._tasks(live, inside, by),
            seats=sorted(_with_seats(live), key=lambda one: (one.plan.starts_on, one.id)),
            risk=self._risk([one for one in live if one.state is State.RUNNING]),
            rooms=rooms,
            units={unit.id: unit.title for unit in self.replica.units.some(units)},
        )

    def _rooms(self, inside: Scope, today: date) -> list[FreeRoom]:
        rooms = [room for room in self.resources.of(inside).rooms if not room.retired]
        days = [today + timedelta(days=n) for n in range(7 - today.weekday())]
        taken = self.sessions.taken([("room", room.id) for room in rooms], days[0], days[-1])
        return free_rooms(rooms, taken, [day for day in days if workdays.is_workday(day)])

    def _risk(self, running: Sequence[TrainingClass]) -> list[AtRisk]:
        books = self.attendance.books(running)
        found = [AtRisk(one, _behind(books[one.id])) for one in running]
        return sorted((one for one in found if one.women), key=lambda one: -len(one.women))

    def _tasks(self, live: Sequence[TrainingClass], inside: Scope, by: Actor) -> list[Task]:
        steps = (before_start(one, rule, workdays.add) for one, rule in zip(live, self._filing(live), strict=True))
        found = [
            *(task for task in steps if task),
            *(Task(Sort.EXAM_LIST, one.due_on, one.klass) for one in self.exam_lists.waiting(live)),
            *self._unfinished(live),
            *self._unchecked(live),
            *(Task(Sort.CLAIM, one.due_on, one.klass) for one in self.subsidy.unclaimed(inside)),
            *self._untrained(by),
        ]
        return sorted(found, key=lambda one: (one.due_on, one.sort))

    def _filing(self, live: Sequence[TrainingClass]) -> list[FilingRule]:
        today, counties = self.clock.today(), self.replica.counties_of([one.plan.path for one in live])
        return [self.catalogue.filing(today, (county.division if county else None) or NATION) for county in counties]

    def _unfinished(self, live: Sequence[TrainingClass]) -> list[Task]:
        """Return the classes whose lessons are over: on to the exam at once, closed by the day the papers are due."""
        today = self.clock.today()
        over = [one for one in live if one.state is State.RUNNING and one.plan.ends_on <= today]
        examined = self.subsidy.papers_due([one for one in live if one.state is State.EXAM])
        return [
            *(Task(Sort.EXAMINE, one.plan.ends_on, one) for one in over),
            *(Task(Sort.CLOSE, one.due_on, one.klass) for one in examined),
        ]

    def _unchecked(self, live: Sequence[TrainingClass]) -> list[Task]:
        begun = [one for one in live if one.state in CHECKED and one.seats.enrolled]
        drawn = {check.id: check for check in self.checks.checks.of_classes([one.id for one in begun])}
        left = [one for one in begun if one.id not in drawn or not drawn[one.id].finished(self.checks.rule(one))]
        return [Task(Sort.CHECK, one.plan.ends_on, one) for one in left]

    def _untrained(self, by: Actor) -> list[Task]:
        waiting = [one for one in self.rotation.listed(by=by) if one.standing in (Standing.OVERDUE, Standing.SOON)]
        return [Task(Sort.ROTATION, min(one.due_on for one in waiting), count=len(waiting))] if waiting else []


def _with_seats(live: Sequence[TrainingClass]) -> list[TrainingClass]:
    return [one for one in live if one.state is State.ENROLLING and one.free]


def _behind(book: Book) -> list[tuple[Enrolment, Share]]:
    still_there = [place for place in book.behind if place.state is SeatState.ENROLLED]
    return sorted(((place, book.shares[place.id]) for place in still_there), key=lambda pair: pair[1].minutes)
