"""In-memory stores of training; tests/contract/training/test_stores.py holds them against the real ones."""

import copy
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from services.training.domain.attendance import Sheet
from services.training.domain.certificate import Certificate
from services.training.domain.certificate import State as CertificateState
from services.training.domain.check_in import CheckIn
from services.training.domain.enrolment import Enrolment
from services.training.domain.enrolment import State as SeatState
from services.training.domain.feed import Feed
from services.training.domain.news import News
from services.training.domain.place import Equipment, Places, Room, Teacher
from services.training.domain.roster import Roster, Row
from services.training.domain.session import Session
from services.training.domain.training_class import State, TrainingClass
from services.training.domain.waiting import in_order
from services.training.domain.week import Planned
from services.training.usecases import UseCases
from services.training.usecases.attendance import AttendanceUseCases
from services.training.usecases.attendance.check_in import Scan
from services.training.usecases.attendance.find import FindAttendance
from services.training.usecases.attendance.print_roll import PrintRoll
from services.training.usecases.attendance.signs import FindSigns
from services.training.usecases.attendance.take import Take
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.certificate import CertificateUseCases
from services.training.usecases.certificate.compare import Compare
from services.training.usecases.certificate.find import FindCertificate
from services.training.usecases.certificate.issue import Issue
from services.training.usecases.certificate.keep import Keep
from services.training.usecases.certificate.reissue import ReissuePaper
from services.training.usecases.certificate.revoke import Revoke
from services.training.usecases.class_rules import ClassRules
from services.training.usecases.enrolment import EnrolmentUseCases
from services.training.usecases.enrolment.admission import Admission
from services.training.usecases.enrolment.admit import Admit
from services.training.usecases.enrolment.answer import Answer
from services.training.usecases.enrolment.drop import Drop
from services.training.usecases.enrolment.enrol import Enrol
from services.training.usecases.enrolment.find import FindEnrolment
from services.training.usecases.enrolment.move import Move
from services.training.usecases.enrolment.offer import Offers
from services.training.usecases.enrolment.together import Together
from services.training.usecases.evaluation import EvaluationUseCases
from services.training.usecases.exam import ExamUseCases
from services.training.usecases.exam.find import FindExam
from services.training.usecases.exam.lists import KeepExamLists
from services.training.usecases.exam.papers import Papers
from services.training.usecases.exam.score import EnterScores
from services.training.usecases.feed import FeedUseCases
from services.training.usecases.feed.keep import KeepFeeds
from services.training.usecases.feed.read import ReadFeed
from services.training.usecases.followup import FollowUpUseCases
from services.training.usecases.overview import FindOverview
from services.training.usecases.place import PlaceUseCases
from services.training.usecases.place.edit import EditPlace
from services.training.usecases.ports import Deed, Page
from services.training.usecases.roster import RosterUseCases
from services.training.usecases.roster.bring import Bring
from services.training.usecases.roster.enter import Enter
from services.training.usecases.roster.find import FindRoster
from services.training.usecases.roster.progress import Progress
from services.training.usecases.rotation import RotationUseCases
from services.training.usecases.spot_check import SpotCheckUseCases
from services.training.usecases.subsidy import SubsidyUseCases
from services.training.usecases.subsidy.claim import ClaimSubsidy, Weigh
from services.training.usecases.subsidy.find import FindClaim
from services.training.usecases.subsidy.step import StepClaim
from services.training.usecases.timetable import TimetableUseCases
from services.training.usecases.timetable.week import FindWeek
from services.training.usecases.training_class import ClassUseCases
from services.training.usecases.training_class.call_off import CallOff
from services.training.usecases.training_class.find import FindClass
from services.training.usecases.training_class.finish import FinishClass
from services.training.usecases.training_class.laying import Lay
from services.training.usecases.training_class.move import MoveSession
from services.training.usecases.training_class.plan import PlanClass
from services.training.usecases.training_class.step import StepClass
from shared.access import SYSTEM, Actor, Scope
from shared.clock import FixedClock
from shared.errors import NotFound, Stale
from shared.replica import Replica
from tests.builders.training import NOW, POLICIES, places, units
from tests.fakes.ledger import BeanWorld
from tests.fakes.replica import a_replica
from tests.fakes.training_after import MemoryEvaluations, MemoryExamLists, MemoryFollowUps, MemoryRollPrints
from tests.fakes.training_claims import MemoryClaims, MemoryCounted, MemoryOfficials, MemorySpotChecks


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
        self.told += one.news
        one.news.clear()
        self.rows[one.id] = copy.deepcopy(one)


@dataclass
class MemoryResources:
    """Rooms, teachers and equipment in a dict."""

    rows: dict[str, Room | Teacher | Equipment] = field(default_factory=dict)

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
        )

    def put(self, one: Room | Teacher | Equipment) -> None:
        self.rows[one.id] = one


@dataclass
class MemorySheets:
    """Attendance in a dict."""

    rows: dict[str, Sheet] = field(default_factory=dict)

    def get(self, session_id: str) -> Sheet | None:
        return copy.deepcopy(self.rows.get(session_id))

    def of_class(self, class_id: str) -> list[Sheet]:
        return self.of_classes([class_id])

    def of_classes(self, class_ids: Collection[str]) -> list[Sheet]:
        return copy.deepcopy([one for one in self.rows.values() if one.class_id in class_ids])

    def by_hands(self, accounts: Collection[str], first: datetime, last: datetime) -> list[Sheet]:
        about = timedelta(minutes=15)
        found = [one for one in self.rows.values() if one.by in accounts and first - about <= one.at <= last + about]
        return copy.deepcopy(found)

    def add(self, one: Sheet) -> None:
        self.rows[one.id] = copy.deepcopy(one)

    def save(self, one: Sheet) -> None:
        if self.rows[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self.rows[one.id] = copy.deepcopy(one)


@dataclass
class MemoryCheckIns:
    """Scans in a dict."""

    rows: dict[tuple[str, str], CheckIn] = field(default_factory=dict)

    def add(self, one: CheckIn) -> None:
        self.rows.setdefault((one.session_id, one.enrolment_id), one)

    def of_session(self, session_id: str) -> list[CheckIn]:
        return sorted((one for one in self.rows.values() if one.session_id == session_id), key=lambda one: one.at)

    def of_class(self, class_id: str) -> list[CheckIn]:
        return sorted((one for one in self.rows.values() if one.class_id == class_id), key=lambda one: one.at)


@dataclass
class MemoryCertificates:
    """Certificates and their papers in dicts."""

    rows: dict[str, Certificate] = field(default_factory=dict)
    papers: dict[str, bytes] = field(default_factory=dict)
    told: list[News] = field(default_factory=list)

    def get(self, certificate_id: str) -> Certificate:
        return self._only([one for one in self.rows.values() if one.id == certificate_id])

    def by_code(self, code: str) -> Certificate:
        return self._only([one for one in self.rows.values() if one.code == code])

    def of_person(self, person_id: str) -> list[Certificate]:
        hers = [one for one in self.rows.values() if one.person_id == person_id]
        return copy.deepcopy(sorted(hers, key=lambda one: one.id, reverse=True))

    def of_class(self, class_id: str) -> list[Certificate]:
        found = [one for one in self.rows.values() if one.source.class_id == class_id]
        return copy.deepcopy(sorted(found, key=lambda one: one.number))

    def unprinted(self, class_id: str) -> list[Certificate]:
        return [one for one in self.of_class(class_id) if not one.printed]

    def proposed(self, scope: Scope) -> list[Certificate]:
        found = [one for one in self.rows.values() if scope.holds(one.source.path) and one.proposed]
        return copy.deepcopy(sorted(found, key=lambda one: one.id))

    def of_classes_since(self, day: date) -> list[str]:
        found = [one for one in self.rows.values() if one.source.origin == "system" and one.issued_on >= day]
        return sorted(one.id for one in found if one.state is CertificateState.VALID)

    def add(self, one: Certificate) -> None:
        self._store(one)

    def save(self, one: Certificate) -> None:
        if self.rows[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self._store(one)

    def keep_paper(self, one: Certificate, pdf: bytes) -> None:
        self.papers[one.id] = pdf

    def paper(self, one: Certificate) -> bytes | None:
        return self.papers.get(one.id)

    def _only(self, found: list[Certificate]) -> Certificate:
        if not found:
            raise NotFound("certificate_not_found")
        return copy.deepcopy(found[0])

    def _store(self, one: Certificate) -> None:
        self.told += one.news
        one.news.clear()
        self.rows[one.id] = copy.deepcopy(one)


@dataclass
class MemoryTries:
    """Counters with the end of their window."""

    rows: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def hit(self, name: str, within: timedelta, now: datetime) -> int:
        count, until = self.rows.get(name, (0, now))
        count, until = (1, now + within) if until <= now else (count + 1, until)
        self.rows[name] = (count, until)
        return count


@dataclass
class MemoryRosters:
    """Imports in dicts; what was forgotten is gone."""

    rosters: dict[str, Roster] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    lines: dict[str, dict[int, Row]] = field(default_factory=dict)

    def get(self, scope: Scope, roster_id: str) -> Roster:
        found = self.rosters.get(roster_id)
        if found is None or not scope.holds(found.source.path):
            raise NotFound("roster_not_found")
        return copy.deepcopy(found)

    def recent(self, scope: Scope, limit: int) -> list[Roster]:
        inside = [one for one in self.rosters.values() if scope.holds(one.source.path)]
        return copy.deepcopy(sorted(inside, key=lambda one: one.id, reverse=True)[:limit])

    def of_class(self, class_id: str) -> list[Roster]:
        found = [one for one in self.rosters.values() if one.source.class_id == class_id]
        return copy.deepcopy(sorted(found, key=lambda one: one.id, reverse=True))

    def add(self, one: Roster, file: bytes) -> None:
        self.rosters[one.id], self.files[one.id] = copy.deepcopy(one), file

    def save(self, one: Roster) -> None:
        if self.rosters[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self.rosters[one.id] = copy.deepcopy(one)

    def file(self, roster_id: str) -> bytes | None:
        return self.files.get(roster_id)

    def rows(self, roster_id: str) -> list[Row]:
        found = self.lines.get(roster_id, {})
        return copy.deepcopy([found[line] for line in sorted(found)])

    def row(self, roster_id: str, line: int) -> Row:
        if line not in self.lines.get(roster_id, {}):
            raise NotFound("roster_not_found")
        return copy.deepcopy(self.lines[roster_id][line])

    def put_rows(self, roster_id: str, rows: Sequence[Row]) -> None:
        self.lines[roster_id] = {row.row: copy.deepcopy(row) for row in rows}

    def save_row(self, roster_id: str, row: Row, *, step: int) -> None:
        self.lines[roster_id][row.row] = copy.deepcopy(row)
        self.rosters[roster_id].done += step
        self.rosters[roster_id].version += 1

    def forget_file(self, roster_id: str) -> None:
        self.files.pop(roster_id, None)
        self.rosters[roster_id].file_kept = False
        self.rosters[roster_id].version += 1

    def forget(self, roster_id: str) -> None:
        self.forget_file(roster_id)
        for row in self.lines.get(roster_id, {}).values():
            row.findings = []


@dataclass
class MemoryNumbers:
    """Counters in a dict."""

    last: dict[str, int] = field(default_factory=dict)

    def next(self, series: str) -> int:
        self.last[series] = self.last.get(series, 0) + 1
        return self.last[series]


@dataclass
class Noted:
    """Remembers guards touched, deeds kept, work promised and work finished."""

    touched: list[str] = field(default_factory=list)
    deeds: list[tuple[str, Deed]] = field(default_factory=list)
    promised: dict[tuple[str, str], datetime] = field(default_factory=dict)
    troubled: dict[tuple[str, str], str] = field(default_factory=dict)
    finished: list[Any] = field(default_factory=list)

    def touch(self, name: str) -> None:
        self.touched.append(name)

    def note(self, by: Actor, deed: Deed) -> None:
        self.deeds.append((by.id, deed))

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        self.promised[kind, key] = due_at

    def trouble(self, kind: str, key: str) -> str:
        return self.troubled.get((kind, key), "" if (kind, key) in self.promised else "gone")

    def done(self, job: object) -> None:
        self.finished.append(job)


@dataclass
class Memory:
    """All of training in memory, on a clock that stands still."""

    classes: MemoryClasses = field(default_factory=MemoryClasses)
    sessions: MemorySessions = field(default_factory=MemorySessions)
    enrolments: MemoryEnrolments = field(default_factory=MemoryEnrolments)
    feeds: MemoryFeeds = field(default_factory=MemoryFeeds)
    sheets: MemorySheets = field(default_factory=MemorySheets)
    roll_prints: MemoryRollPrints = field(default_factory=MemoryRollPrints)
    check_ins: MemoryCheckIns = field(default_factory=MemoryCheckIns)
    certificates: MemoryCertificates = field(default_factory=MemoryCertificates)
    claims: MemoryClaims = field(default_factory=MemoryClaims)
    counted: MemoryCounted = field(default_factory=MemoryCounted)
    officials: MemoryOfficials = field(default_factory=MemoryOfficials)
    checks: MemorySpotChecks = field(default_factory=MemorySpotChecks)
    followups: MemoryFollowUps = field(default_factory=MemoryFollowUps)
    exam_lists: MemoryExamLists = field(default_factory=MemoryExamLists)
    evaluations: MemoryEvaluations = field(default_factory=MemoryEvaluations)
    tries: MemoryTries = field(default_factory=MemoryTries)
    resources: MemoryResources = field(default_factory=MemoryResources)
    rosters: MemoryRosters = field(default_factory=MemoryRosters)
    numbers: MemoryNumbers = field(default_factory=MemoryNumbers)
    noted: Noted = field(default_factory=Noted)
    replica: Replica = field(default_factory=lambda: a_replica(units()))
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))

    def __post_init__(self) -> None:
        for one in places():
            self.resources.put(one)

    @property
    def weeks(self) -> MemoryWeeks:
        """Return the read side of the timetable."""
        return MemoryWeeks(self.sessions, self.classes)

    @property
    def use(self) -> UseCases:
        """Return the use cases over these stores."""
        catalogue, noted, clock = Catalogue(POLICIES), self.noted, self.clock
        enrolment, weeks = self._enrolment(catalogue), self.weeks
        lay = Lay(self.classes, self.sessions, self.resources, catalogue, self.replica, clock)
        plan = PlanClass(lay, self.classes, self.sessions, self.numbers, noted, noted)
        book = FindAttendance(
            self.classes, self.sessions, self.sheets, self.enrolments, self.check_ins, catalogue, self.replica, clock
        )
        return UseCases(
            training_class=ClassUseCases(
                plan,
                StepClass(self.classes, catalogue, self.replica, noted, noted, clock),
                FinishClass(self.classes, self.sessions, self.enrolments, book, noted, noted, noted, clock),
                FindClass(self.classes, self.sessions, self.resources, clock),
                self._move(catalogue),
                CallOff(self.classes, self.sessions, self.enrolments, enrolment.enrol, noted, clock),
            ),
            enrolment=enrolment,
            attendance=AttendanceUseCases(
                Take(self.classes, self.sessions, self.sheets, self.enrolments, noted, noted, clock),
                book,
                Scan(self.classes, self.sessions, self.enrolments, self.check_ins, catalogue, clock),
                FindSigns(self.classes, self.sessions, self.sheets, self.check_ins, catalogue),
                PrintRoll(self.roll_prints, self.classes, self.sessions, noted, clock),
            ),
            exam=ExamUseCases(
                EnterScores(self.classes, self.enrolments, book, noted, noted, clock),
                FindExam(self.classes, self.enrolments),
                Papers(
                    self.classes,
                    self.enrolments,
                    self.sessions,
                    self.sheets,
                    self.certificates,
                    self.claims,
                    self.exam_lists,
                    self.resources,
                    catalogue,
                    self.replica,
                    noted,
                ),
                self._exam_lists(catalogue, book),
            ),
            certificate=self._certificate(catalogue),
            roster=RosterUseCases(
                Bring(self.classes, self.rosters, noted, noted, clock),
                Progress(self.rosters, noted, clock),
                Enter(self.rosters, enrolment.enrol, self.replica),
                FindRoster(self.rosters, noted),
            ),
            subsidy=self._subsidy(catalogue),
            spot_check=self._spot_check(catalogue),
            rotation=self._rotation(catalogue),
            place=PlaceUseCases(
                self.resources,
                self.replica,
                EditPlace(self.resources, weeks, self.classes, self.replica, catalogue, noted, noted, clock),
            ),
            timetable=TimetableUseCases(FindWeek(weeks, self.resources, self.replica, clock)),
            overview=self._overview(catalogue, book),
            followup=self._followup(catalogue),
            evaluation=EvaluationUseCases(
                self.evaluations, self.classes, self.enrolments, catalogue, noted, noted, clock
            ),
            feed=FeedUseCases(
                KeepFeeds(self.feeds, self.resources, self.replica, catalogue, noted, clock),
                ReadFeed(self.feeds, weeks, self.enrolments, self.resources, catalogue, clock),
            ),
            catalogue=catalogue,
            replica=self.replica,
            ledger=BeanWorld().use,
        )

    def _enrolment(self, catalogue: Catalogue) -> EnrolmentUseCases:
        classes, places, noted, clock = self.classes, self.enrolments, self.noted, self.clock
        rules = ClassRules(catalogue, self.replica)
        offers = Offers(classes, places, rules, noted, noted, clock)
        admission = Admission(classes, self.sessions, self.certificates, self.counted, rules, clock)
        enrol = Enrol(classes, places, admission, offers, self.replica, noted, clock)
        return EnrolmentUseCases(
            enrol=enrol,
            admit=Admit(classes, places, noted, clock),
            drop=Drop(classes, places, offers, noted, clock),
            offers=offers,
            answer=Answer(classes, places, clock),
            move=Move(classes, places, enrol, offers, noted, clock),
            together=Together(places, enrol, offers, clock),
            find=FindEnrolment(classes, places, rules, clock),
        )

    def _subsidy(self, catalogue: Catalogue) -> SubsidyUseCases:
        noted, clock, papers = self.noted, self.clock, self.certificates
        weigh = Weigh(self.enrolments, papers, self.counted, catalogue, self.replica)
        return SubsidyUseCases(
            ClaimSubsidy(self.classes, self.claims, weigh, noted, noted, clock),
            StepClaim(self.claims, self.classes, papers, weigh, noted, clock),
            FindClaim(self.claims, self.classes, weigh, clock),
        )

    def _spot_check(self, catalogue: Catalogue) -> SpotCheckUseCases:
        return SpotCheckUseCases(self.checks, self.classes, self.enrolments, catalogue, self.noted, self.clock)

    def _rotation(self, catalogue: Catalogue) -> RotationUseCases:
        return RotationUseCases(self.officials, self.classes, self.enrolments, catalogue, self.clock)

    def _followup(self, catalogue: Catalogue) -> FollowUpUseCases:
        noted, papers = self.noted, self.certificates
        return FollowUpUseCases(self.followups, papers, catalogue, self.replica, noted, noted, self.clock)

    def _exam_lists(self, catalogue: Catalogue, book: FindAttendance) -> KeepExamLists:
        noted, clock = self.noted, self.clock
        return KeepExamLists(self.exam_lists, self.classes, self.enrolments, book, catalogue, noted, noted, clock)

    def _overview(self, catalogue: Catalogue, book: FindAttendance) -> FindOverview:
        return FindOverview(
            self.classes,
            self.sessions,
            self.weeks,
            self.resources,
            book,
            self._exam_lists(catalogue, book),
            self._spot_check(catalogue),
            self._subsidy(catalogue).find,
            self._rotation(catalogue),
            catalogue,
            self.replica,
            self.clock,
        )

    def _move(self, catalogue: Catalogue) -> MoveSession:
        places = (self.classes, self.sessions, self.resources, self.enrolments)
        return MoveSession(*places, catalogue, self.replica, self.noted, self.noted, self.noted, self.clock)

    def _certificate(self, catalogue: Catalogue) -> CertificateUseCases:
        noted, clock, papers = self.noted, self.clock, self.certificates
        issue = Issue(
            self.classes,
            self.enrolments,
            papers,
            catalogue,
            self.replica,
            self._followup(catalogue),
            self.numbers,
            noted,
            noted,
            noted,
            clock,
        )
        return CertificateUseCases(
            issue,
            Keep(papers, noted),
            Revoke(papers, self.enrolments, self._followup(catalogue), noted, clock),
            ReissuePaper(papers, noted, noted, clock),
            Compare(papers, self.tries, clock),
            FindCertificate(self.classes, papers, noted),
        )
