"""What the use cases of training need of the world."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from services.training.domain.attendance import Sheet
from services.training.domain.certificate import Certificate
from services.training.domain.check_in import CheckIn
from services.training.domain.enrolment import Enrolment
from services.training.domain.enrolment import State as SeatState
from services.training.domain.place import Places, Thing
from services.training.domain.roster import Roster, Row
from services.training.domain.session import Session
from services.training.domain.training_class import State, TrainingClass
from shared.access import Actor, Scope


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list: after an id, at most `limit` rows."""

    after: str | None = None
    limit: int = 50


class Classes(Protocol):
    """Classes by id, by place, by state."""

    def get(self, scope: Scope, class_id: str) -> TrainingClass:
        """Return one inside the scope; raises NotFound("class_not_found")."""

    def hold(self, scope: Scope, class_id: str) -> TrainingClass:
        """Return one after writing to it, so that whoever else changes its seats waits or begins again."""

    def some(self, class_ids: Iterable[str]) -> list[TrainingClass]:
        """Return those that exist, in any order."""

    def listed(self, scope: Scope, states: Collection[State], page: Page) -> list[TrainingClass]:
        """Return a part of the classes in any of the states, newest first."""

    def count(self, scope: Scope) -> Mapping[State, int]:
        """Return how many classes inside the scope are in each state; a state nobody is in is left out."""

    def of_courses(self, courses: Collection[str]) -> list[TrainingClass]:
        """Return the classes of these courses that are over, the newest first."""

    def enrolling(self, limit: int) -> list[TrainingClass]:
        """Return the classes women can enrol in, those that begin soonest first."""

    def add(self, one: TrainingClass) -> None:
        """Store a new one with its news."""

    def save(self, one: TrainingClass) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile."""


class Sessions(Protocol):
    """The timetable: what is where, when."""

    def add(self, sessions: Sequence[Session], path: tuple[str, ...]) -> None:
        """Store sessions that lie in these units."""

    def of_classes(self, class_ids: Collection[str]) -> list[Session]:
        """Return the sessions of classes, in order of time."""

    def taken(self, needs: Collection[tuple[str, str]], first: date, last: date) -> list[Session]:
        """Return the sessions of these days that need any of these things."""

    def move(self, sessions: Sequence[Session]) -> None:
        """Store sessions at their new times and places."""

    def cancel(self, class_id: str) -> None:
        """Free everything a class had."""

    def get(self, session_id: str) -> Session:
        """Return one; raises NotFound("session_not_found")."""

    def on(self, scope: Scope, day: date) -> list[Session]:
        """Return the sessions of a day inside the scope, in order of time."""

    def unmarked(self, scope: Scope, until: date) -> list[Session]:
        """Return the sessions up to a day that have no attendance yet, oldest first."""

    def marked(self, session_id: str) -> None:
        """Note that a session has its attendance."""


class Sheets(Protocol):
    """Attendance, one sheet a session."""

    def get(self, session_id: str) -> Sheet | None:
        """Return the sheet of a session, None before it is taken."""

    def of_class(self, class_id: str) -> list[Sheet]:
        """Return those of a class."""

    def of_classes(self, class_ids: Collection[str]) -> list[Sheet]:
        """Return those of several classes, in any order."""

    def by_hands(self, accounts: Collection[str], first: datetime, last: datetime) -> list[Sheet]:
        """Return those that any of these accounts wrote about then, a quarter of an hour more at each end."""

    def add(self, one: Sheet) -> None:
        """Store a new one."""

    def save(self, one: Sheet) -> None:
        """Store a changed one; raises Stale."""


class CheckIns(Protocol):
    """Who scanned the code of a session."""

    def add(self, one: CheckIn) -> None:
        """Store one; a second scan of the same woman changes nothing."""

    def of_session(self, session_id: str) -> list[CheckIn]:
        """Return those of a session, first to last."""

    def of_class(self, class_id: str) -> list[CheckIn]:
        """Return those of a class, first to last."""


class Enrolments(Protocol):
    """Who is in which class."""

    def get(self, enrolment_id: str) -> Enrolment:
        """Return one; raises NotFound("enrolment_not_found")."""

    def live(self, class_id: str, person_id: str) -> Enrolment | None:
        """Return hers in a class while she has a place or waits."""

    def of_person(self, person_id: str) -> list[Enrolment]:
        """Return all of hers, newest first."""

    def of_class(self, class_id: str, state: SeatState) -> list[Enrolment]:
        """Return those of a class in a state: by their turn where they wait, else in the order they came."""

    def of_classes(self, class_ids: Collection[str], states: Collection[SeatState]) -> list[Enrolment]:
        """Return those of several classes in any of the states, in the order they came."""

    def elsewhere(self, person_ids: Collection[str], class_id: str) -> list[Enrolment]:
        """Return the live places of these women in any other class."""

    def add(self, one: Enrolment, remark: str = "") -> None:
        """Store a new one with its news; the remark is sealed under her key."""

    def save(self, one: Enrolment) -> None:
        """Store a changed one with its news; raises Stale."""


class Resources(Protocol):
    """Rooms, teachers, equipment and organisers by the units they lie in."""

    def of(self, scope: Scope) -> Places:
        """Return everything inside the scope."""

    def some(self, ids: Collection[str]) -> Places:
        """Return those that exist, wherever they lie."""

    def near(self, path: Sequence[str]) -> Places:
        """Return what a unit may plan with: what is inside it, and what the units above it lend; nothing retired."""

    def put(self, one: Thing) -> None:
        """Store one, new or changed."""


class Certificates(Protocol):
    """Certificates with the identity that was printed, sealed under her key, and their papers."""

    def get(self, certificate_id: str) -> Certificate:
        """Return one; raises NotFound("certificate_not_found")."""

    def by_code(self, code: str) -> Certificate:
        """Return the one behind a public code; raises NotFound("certificate_not_found")."""

    def of_person(self, person_id: str) -> list[Certificate]:
        """Return all of hers, newest first."""

    def of_class(self, class_id: str) -> list[Certificate]:
        """Return those of a class, by number."""

    def unprinted(self, class_id: str) -> list[Certificate]:
        """Return those of a class whose paper is not made yet."""

    def proposed(self, scope: Scope) -> list[Certificate]:
        """Return those inside the scope whose revocation waits for its second hand, oldest first."""

    def add(self, one: Certificate) -> None:
        """Store a new one with its news."""

    def save(self, one: Certificate) -> None:
        """Store a changed one with its news; raises Stale."""

    def keep_paper(self, one: Certificate, pdf: bytes) -> None:
        """Store its paper, sealed."""

    def paper(self, one: Certificate) -> bytes | None:
        """Return its paper, None before it is made and after she is erased."""


class Tries(Protocol):
    """How often something was tried."""

    def hit(self, name: str, within: timedelta, now: datetime) -> int:
        """Count one; return how many it is in its window."""


class Rosters(Protocol):
    """Imports, their rows and their files."""

    def get(self, scope: Scope, roster_id: str) -> Roster:
        """Return one inside the scope; raises NotFound("roster_not_found")."""

    def recent(self, scope: Scope, limit: int) -> list[Roster]:
        """Return the newest."""

    def of_class(self, class_id: str) -> list[Roster]:
        """Return those of a class, newest first."""

    def add(self, one: Roster, file: bytes) -> None:
        """Store a new one; its file is sealed under the roster's own key."""

    def save(self, one: Roster) -> None:
        """Store a changed one; raises Stale."""

    def file(self, roster_id: str) -> bytes | None:
        """Return the file as it was uploaded, None when it is no longer kept."""

    def rows(self, roster_id: str) -> list[Row]:
        """Return its rows in the order of the sheet."""

    def row(self, roster_id: str, line: int) -> Row:
        """Return one row; raises NotFound("roster_not_found")."""

    def put_rows(self, roster_id: str, rows: Sequence[Row]) -> None:
        """Store verdicts of all rows in place of earlier ones; what they say is sealed."""

    def save_row(self, roster_id: str, row: Row, *, step: int) -> None:
        """Store one row and move the progress by `step`."""

    def forget_file(self, roster_id: str) -> None:
        """Delete the file."""

    def forget(self, roster_id: str) -> None:
        """Destroy its key: the file and what was said of its rows cannot be read again."""


class Numbers(Protocol):
    """Numbers that people read, without gaps."""

    def next(self, series: str) -> int:
        """Return the next number of a series, starting at 1, in this transaction."""


class Guards(Protocol):
    """Rules over several documents hold by touching one name."""

    def touch(self, name: str) -> None:
        """Keep two transactions over the same name from both committing."""


class Due(Protocol):
    """Work for later, promised in this transaction."""

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        """Promise that it runs then; adding it again moves it."""

    def done(self, job: object) -> None:
        """Finish the job whose work this transaction does."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An act of staff that is kept in the audit."""

    act: str
    resource: str
    resource_id: str
    person_ids: tuple[str, ...] = ()
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


class Ledger(Protocol):
    """The audit."""

    def note(self, by: Actor, deed: Deed) -> None:
        """Keep an act; when it cannot be kept it does not happen."""


class Clock(Protocol):
    """Today and now."""

    def today(self) -> date:
        """Return the business day."""

    def now(self) -> datetime:
        """Return the business instant."""
