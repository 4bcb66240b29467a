"""Questions about attendance that change nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.attendance import Share, Sheet, shares
from services.training.domain.check_in import CheckIn
from services.training.domain.enrolment import TAUGHT, Enrolment
from services.training.domain.enrolment import State as SeatState
from services.training.domain.roll_paper import row_codes
from services.training.domain.session import Session
from services.training.domain.standard import Standard
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import CheckIns, Classes, Clock, Enrolments, Sessions, Sheets
from shared.access import SYSTEM, Actor, scope
from shared.policy import NATION
from shared.replica import Replica


@dataclass(frozen=True, slots=True)
class Sitting:
    """One session with its class, its women and its sheet, None before it is taken.

    `came` is who scanned the code, by enrolment; `codes` are the rows of its paper sheet, enrolment by code.
    """

    session: Session
    klass: TrainingClass
    women: Sequence[Enrolment]
    sheet: Sheet | None
    came: Mapping[str, CheckIn]
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Book:
    """The attendance of a class so far: sheets by session, shares by enrolment."""

    women: Sequence[Enrolment]
    sheets: Mapping[str, Sheet]
    shares: Mapping[str, Share]
    standard: Standard

    @property
    def permille(self) -> int | None:
        """Return the minutes that count of all that were held, over all women; None before the first sheet."""
        held = sum(share.held for share in self.shares.values())
        return sum(share.minutes for share in self.shares.values()) * 10000 // held if held else None

    @property
    def behind(self) -> list[Enrolment]:
        """Return who is below the line, or cannot reach it any more."""
        return [one for one in self.women if self.shares[one.id].behind]


@dataclass(frozen=True, slots=True)
class FindAttendance:
    """Shares are counted from the sheets each time, so that no correction leaves an old number behind."""

    classes: Classes
    sessions: Sessions
    sheets: Sheets
    enrolments: Enrolments
    check_ins: CheckIns
    catalogue: Catalogue
    replica: Replica
    clock: Clock

    def sitting(self, session_id: str, *, by: Actor) -> Sitting:
        """Return one session inside the asker's units; raises NotFound."""
        session = self.sessions.get(session_id)
        one = self.classes.get(scope(RULES, by, "attendance.read"), session.class_id)
        came = {scan.enrolment_id: scan for scan in self.check_ins.of_session(session_id)}
        ever = [place.id for place in self.enrolments.of_classes([one.id], set(SeatState))]
        codes = row_codes(session_id, ever)
        return Sitting(session, one, self._women(one.id), self.sheets.get(session_id), came, codes)

    def book(self, class_id: str, *, by: Actor) -> Book:
        """Return the attendance of a class inside the asker's units; raises NotFound."""
        return self.counted(self.classes.get(scope(RULES, by, "attendance.read"), class_id))

    def counted(self, one: TrainingClass) -> Book:
        """Return the attendance of a class, whoever asks."""
        return self.books([one])[one.id]

    def books(self, classes: Sequence[TrainingClass]) -> dict[str, Book]:
        """Return the attendance of several classes by class, whoever asks, in three questions to the database."""
        ids = [one.id for one in classes]
        women, sheets = self.enrolments.of_classes(ids, TAUGHT), self.sheets.of_classes(ids)
        standards = zip(classes, self.standards(classes), strict=True)
        return {
            one.id: _book(
                one,
                [place for place in women if place.class_id == one.id],
                [sheet for sheet in sheets if sheet.class_id == one.id],
                standard,
            )
            for one, standard in standards
        }

    def hers(self, place: Enrolment, of: TrainingClass) -> Share:
        """Return one woman's share of her class."""
        rule = self.standard(of).attendance
        return shares(self.sheets.of_class(of.id), [place.id], of.plan.minutes, rule)[place.id]

    def standard(self, one: TrainingClass) -> Standard:
        """Return the rules in force on the first day of a class, at its county."""
        return self.standards([one])[0]

    def standards(self, classes: Sequence[TrainingClass]) -> list[Standard]:
        """Return the same for several classes, in their order."""
        counties = self.replica.counties_of([one.plan.path for one in classes])
        return [
            self.catalogue.standard(one.plan.starts_on, (county.division if county else None) or NATION)
            for one, county in zip(classes, counties, strict=True)
        ]

    def today(self, *, by: Actor) -> list[Session]:
        """Return today's sessions inside the asker's units."""
        return self.sessions.on(scope(RULES, by, "attendance.read"), self.clock.today())

    def unmarked(self, *, by: Actor) -> list[Session]:
        """Return the sessions that have ended and are not written down, of classes that run."""
        found = self.sessions.unmarked(scope(RULES, by, "attendance.take"), self.clock.today())
        now = self.clock.now()
        ended = [session for session in found if session.slot.ends_at <= now]
        running = {one.id for one in self.classes.some({one.class_id for one in ended}) if one.state is State.RUNNING}
        return [session for session in ended if session.class_id in running]

    def marked(self, session_ids: Sequence[str]) -> set[str]:
        """Return which of these sessions have their sheet."""
        return {one for one in session_ids if self.sheets.get(one) is not None}

    def class_of(self, session: Session) -> TrainingClass:
        """Return the class of a session."""
        return self.classes.get(SYSTEM, session.class_id)

    def _women(self, class_id: str) -> list[Enrolment]:
        return self.enrolments.of_classes([class_id], TAUGHT)


def _book(one: TrainingClass, women: Sequence[Enrolment], sheets: Sequence[Sheet], standard: Standard) -> Book:
    counted = shares(sheets, [place.id for place in women], one.plan.minutes, standard.attendance)
    return Book(women, {sheet.id: sheet for sheet in sheets}, counted, standard)
