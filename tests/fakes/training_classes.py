"""In-memory classes, their sessions, weeks, feeds, seats and what they need. tests/contract/training holds them."""

import copy
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.training.domain.enrolment import Enrolment
from services.training.domain.enrolment import State as SeatState
from services.training.domain.feed import Feed
from services.training.domain.news import News
from services.training.domain.place import Equipment, Organiser, Places, Room, Teacher, Thing
from services.training.domain.session import Session
from services.training.domain.training_class import State, TrainingClass
from services.training.domain.waiting import in_order
from services.training.domain.week import Planned
from services.training.events.outbound import to_message
from services.training.usecases.ports import Page
from shared.access import SYSTEM, Scope
from shared.errors import NotFound, Stale
from tests.fakes import promised


@dataclass
class MemoryClasses:
    """Classes in a dict, copied in and out as a database would; `told` is the news of all writes."""

    rows: dict[str, TrainingClass] = field(default_factory=dict)
    told: list[News] = field(default_factory=list)

    def get(self, scope: Scope, class_id: str) -> TrainingClass:
        found = self.rows.get(class_id)
        if found is None or not scope.holds(found.plan.path):
            raise NotFound("class_not_found")
        return copy.deepcopy(found)

    def hold(self, scope: Scope, class_id: str) -> TrainingClass:
        self.get(scope, class_id)
        self.rows[class_id].version += 1
        return self.get(scope, class_id)

    def some(self, class_ids: Iterable[str]) -> list[TrainingClass]:
        return [copy.deepcopy(self.rows[one]) for one in set(class_ids) if one in self.rows]

    def listed(self, scope: Scope, states: Collection[State], page: Page) -> list[TrainingClass]:
        inside = [one for one in self.rows.values() if one.state in states and scope.holds(one.plan.path)]
        newest = sorted(inside, key=lambda one: one.id, reverse=True)
        return copy.deepcopy([one for one in newest if page.after is None or one.id < page.after][: page.limit])

    def count(self, scope: Scope) -> Mapping[State, int]:
        return Counter(one.state for one in self.rows.values() if scope.holds(one.plan.path))

    def of_courses(self, courses: Collection[str]) -> list[TrainingClass]:
        found = [one for one in self.rows.values() if one.plan.course in courses and one.state is State.CLOSED]
        return copy.deepcopy(sorted(found, key=lambda one: one.id, reverse=True))

    def enrolling(self, limit: int) -> list[TrainingClass]:
        open_ones = [one for one in self.rows.values() if one.state is State.ENROLLING]
        return copy.deepcopy(sorted(open_ones, key=lambda one: (one.plan.starts_on, one.id))[:limit])

    def add(self, one: TrainingClass) -> None:
        self._store(one)

    def save(self, one: TrainingClass) -> None:
        there, approver = self.rows[one.id], one.hands.approved_by
        if there.version != one.version or (approver and approver in (there.hands.filed_by, there.hands.planned_by)):
            raise Stale("changed_meanwhile")
        one.version += 1
        self._store(one)

    def _store(self, one: TrainingClass) -> None:
        promised.hold(map(to_message, one.news))
        self.told += one.news
        one.news.clear()
        self.rows[one.id] = copy.deepcopy(one)


@dataclass
class MemorySessions:
    """The timetable in a list."""

    rows: list[Session] = field(default_factory=list)
    paths: dict[str, tuple[str, ...]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def add(self, sessions: Sequence[Session], path: tuple[str, ...]) -> None:
        self.rows += sessions
        self.paths |= {one.id: path for one in sessions}

    def of_classes(self, class_ids: Collection[str]) -> list[Session]:
        found = [one for one in self.rows if one.class_id in class_ids]
        return sorted(found, key=lambda one: (one.slot.on, one.slot.begins))

    def taken(self, needs: Collection[tuple[str, str]], first: date, last: date) -> list[Session]:
        return [one for one in self.rows if first <= one.slot.on <= last and set(one.needs) & set(needs)]

    def move(self, sessions: Sequence[Session]) -> None:
        new = {one.id: one for one in sessions}
        self.rows = [new.get(one.id, one) for one in self.rows]

    def cancel(self, class_id: str) -> None:
        self.rows = [one for one in self.rows if one.class_id != class_id]

    def get(self, session_id: str) -> Session:
        found = next((one for one in self.rows if one.id == session_id), None)
        if found is None:
            raise NotFound("session_not_found")
        return found

    def on(self, scope: Scope, day: date) -> list[Session]:
        return [one for one in self._inside(scope) if one.slot.on == day]

    def unmarked(self, scope: Scope, until: date) -> list[Session]:
        return [one for one in self._inside(scope) if one.slot.on <= until and one.id not in self.done]

    def marked(self, session_id: str) -> None:
        self.done.add(session_id)

    def _inside(self, scope: Scope) -> list[Session]:
        found = [one for one in self.rows if scope.holds(self.paths.get(one.id, ()))]
        return sorted(found, key=lambda one: (one.slot.on, one.slot.begins))


@dataclass
class MemoryWeeks:
    """The timetable joined to its classes."""

    sessions: MemorySessions
    classes: MemoryClasses

    def between(self, scope: Scope, first: date, last: date) -> list[Planned]:
        return self._joined(self.sessions._inside(scope), first, last)

    def having(self, kind: str, thing: str, first: date, last: date) -> list[Planned]:
        return self._joined([one for one in self.sessions._inside(SYSTEM) if (kind, thing) in one.needs], first, last)

    def of_classes(self, class_ids: Collection[str], first: date, last: date) -> list[Planned]:
        return self._joined(self.sessions.of_classes(class_ids), first, last)

    def _joined(self, found: Iterable[Session], first: date, last: date) -> list[Planned]:
        return [self._planned(one, self.classes.rows[one.class_id]) for one in found if first <= one.slot.on <= last]

    def _planned(self, one: Session, of: TrainingClass) -> Planned:
        plan, path = of.plan, self.sessions.paths[one.id]
        return Planned(one, plan.number, plan.title, plan.course, path, of.seats.enrolled)


@dataclass
class MemoryFeeds:
    """Calendar feeds in a dict."""

    rows: dict[str, Feed] = field(default_factory=dict)

    def add(self, one: Feed) -> None:
        self.rows[one.id] = copy.deepcopy(one)

    def save(self, one: Feed) -> None:
        self.add(one)

    def of_owner(self, owner: str) -> list[Feed]:
        hers = [one for one in self.rows.values() if one.owner == owner]
        return copy.deepcopy(sorted(hers, key=lambda one: one.id, reverse=True))

    def behind(self, digest: str) -> Feed | None:
        return copy.deepcopy(next((one for one in self.rows.values() if one.digest == digest), None))


@dataclass
class MemoryEnrolments:
    """Places in a dict."""

    rows: dict[str, Enrolment] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    told: list[News] = field(default_factory=list)

    def get(self, enrolment_id: str) -> Enrolment:
        if enrolment_id not in self.rows:
            raise NotFound("enrolment_not_found")
        return copy.deepcopy(self.rows[enrolment_id])

    def live(self, class_id: str, person_id: str) -> Enrolment | None:
        hers = (one for one in self.rows.values() if (one.class_id, one.person_id) == (class_id, person_id))
        return copy.deepcopy(next((one for one in hers if one.live), None))

    def of_person(self, person_id: str) -> list[Enrolment]:
        hers = [one for one in self.rows.values() if one.person_id == person_id]
        return copy.deepcopy(sorted(hers, key=lambda one: one.id, reverse=True))

    def of_class(self, class_id: str, state: SeatState) -> list[Enrolment]:
        found = self.of_classes([class_id], {state})
        return in_order(found) if state is SeatState.WAITLISTED else found

    def of_classes(self, class_ids: Collection[str], states: Collection[SeatState]) -> list[Enrolment]:
        found = [one for one in self.rows.values() if one.class_id in class_ids and one.state in states]
        return copy.deepcopy(sorted(found, key=lambda one: one.id))

    def elsewhere(self, person_ids: Collection[str], class_id: str) -> list[Enrolment]:
        theirs = [one for one in self.rows.values() if one.person_id in person_ids and one.live]
        return copy.deepcopy([one for one in theirs if one.class_id != class_id])

    def add(self, one: Enrolment, remark: str = "") -> None:
        if remark:
            self.remarks[one.id] = remark
        self._store(one)

    def save(self, one: Enrolment) -> None:
        if self.rows[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self._store(one)

    def _store(self, one: Enrolment) -> None:
        promised.hold(map(to_message, one.news))
        self.told += one.news
        one.news.clear()
        self.rows[one.id] = copy.deepcopy(one)


@dataclass
class MemoryResources:
    """Rooms, teachers, equipment and organisers in a dict."""

    rows: dict[str, Thing] = field(default_factory=dict)

    def of(self, scope: Scope) -> Places:
        return self._sorted(scope.holds)

    def some(self, ids: Collection[str]) -> Places:
        return self._sorted(lambda _units: True, [one for one in ids if one in self.rows])

    def near(self, path: Sequence[str]) -> Places:
        usable = [one.id for one in self.rows.values() if not one.retired]
        return self._sorted(lambda units: path[-1] in units or list(units) == list(path[: len(units)]), usable)

    def _sorted(self, wanted: Callable[[tuple[str, ...]], bool], ids: Collection[str] | None = None) -> Places:
        known = self.rows if ids is None else ids
        inside = [self.rows[one] for one in sorted(known) if wanted(self.rows[one].path)]
        return Places(
            [one for one in inside if isinstance(one, Room)],
            [one for one in inside if isinstance(one, Teacher)],
            [one for one in inside if isinstance(one, Equipment)],
            [one for one in inside if isinstance(one, Organiser)],
        )

    def put(self, one: Thing) -> None:
        self.rows[one.id] = one
