"""A teacher writes down who was there; what is written stays, a correction says why.

In its exam a class's book can still be put right: who loses or gains the right to be examined is counted at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.attendance import Sheet, Tick, checked
from services.training.domain.enrolment import TAUGHT
from services.training.domain.enrolment import State as SeatState
from services.training.domain.session import Session
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.attendance.recount import Recount
from services.training.usecases.ports import Classes, Clock, Deed, Enrolments, Guards, Ledger, Sessions, Sheets
from shared.access import Actor, scope
from shared.errors import Conflict, NotFound, Refused, Stale


@dataclass(frozen=True, slots=True)
class Why:
    """What is said with a sheet: the reason of a correction, the version that was seen, that what follows is meant."""

    reason: str = ""
    version: int | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Take:
    """The class's guard is touched first: what counts for the exam is not changed while it is being counted."""

    classes: Classes
    sessions: Sessions
    sheets: Sheets
    enrolments: Enrolments
    recount: Recount
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, session_id: str, ticks: Mapping[str, Tick], *, by: Actor, reason: str = "") -> Sheet:
        """Return the sheet. `ticks` by enrolment: everybody in the class at first, later those that change.

        Raises what `said` raises.
        """
        return self.said(session_id, ticks, Why(reason), by=by)

    def said(self, session_id: str, ticks: Mapping[str, Tick], why: Why, *, by: Actor) -> Sheet:
        """Return the sheet of a class that runs, or put right in its exam.

        Raises NotFound, Stale, Conflict("class_not_running" | "nothing_changed" | "certificate_stands"),
        Refused("session_not_begun" | "sheet_incomplete" | "minutes_missing" | "minutes_not_fitting" | "reason_missing"
        | "standing_changes") with who would stand how, until she is `sure`.
        """
        session = self.sessions.get(session_id)
        one = self.classes.get(scope(RULES, by, "attendance.take"), session.class_id)
        self.guards.touch(f"class:{one.id}")
        sheet = self.sheets.get(session_id)
        self._open(one, session, sheet)
        good = checked(session, ticks)
        states = TAUGHT if one.state is State.EXAM else {SeatState.ENROLLED}
        there = {place.id: place for place in self.enrolments.of_classes([one.id], states)}
        if not set(good) <= set(there):
            raise NotFound("enrolment_not_found")
        if sheet is None:
            return self._first(one, session, good, set(there) - set(good), by)
        if why.version is not None and why.version != sheet.version:
            raise Stale("changed_meanwhile")
        before = len(sheet.changes)
        sheet.correct(good, why.reason, by=by.id, at=self.clock.now())
        changed = [there[change.enrolment_id] for change in sheet.changes[before:]]
        if one.state is State.EXAM:
            self.recount(one, sheet, changed, sure=why.sure)
        self.sheets.save(sheet)
        whom = tuple(place.person_id for place in changed)
        self.ledger.note(by, Deed("attendance.correct", "session", session_id, whom, reason=why.reason.strip()))
        return sheet

    def book(self, book: Mapping[str, Mapping[str, Tick]], *, by: Actor, reason: str = "") -> str:
        """Take several sheets of a class, by session, all or none; return the class's id. Raises as one sheet does."""
        sheets = [self(session_id, ticks, by=by, reason=reason) for session_id, ticks in book.items()]
        return sheets[0].class_id

    def _open(self, one: TrainingClass, session: Session, sheet: Sheet | None) -> None:
        if one.state is not State.RUNNING and (one.state is not State.EXAM or sheet is None):
            raise Conflict("class_not_running", state=one.state.value)
        if session.slot.starts_at > self.clock.now():
            raise Refused("session_not_begun", on=session.slot.on)

    def _first(
        self, one: TrainingClass, session: Session, ticks: dict[str, Tick], left_out: set[str], by: Actor
    ) -> Sheet:
        if left_out:
            raise Refused("sheet_incomplete", count=len(left_out))
        now = self.clock.now()
        sheet = Sheet(session.id, one.id, one.plan.path, session.slot.minutes, ticks, by.id, now)
        self.sheets.add(sheet)
        self.sessions.marked(session.id)
        self.ledger.note(by, Deed("attendance.take", "session", session.id))
        return sheet
