"""A teacher writes down who was there; what is written stays, a correction says why."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.attendance import Sheet, Tick, checked
from services.training.domain.enrolment import State as SeatState
from services.training.domain.session import Session
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.ports import Classes, Clock, Deed, Enrolments, Guards, Ledger, Sessions, Sheets
from shared.access import Actor, scope
from shared.errors import Conflict, NotFound, Refused


@dataclass(frozen=True, slots=True)
class Take:
    """The class's guard is touched first: what counts for the exam is not changed while it is being counted."""

    classes: Classes
    sessions: Sessions
    sheets: Sheets
    enrolments: Enrolments
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, session_id: str, ticks: Mapping[str, Tick], *, by: Actor, reason: str = "") -> Sheet:
        """Return the sheet. `ticks` by enrolment: everybody in the class at first, later those that change.

        Raises NotFound, Conflict("class_not_running" | "nothing_changed"), Refused("session_not_begun" |
        "sheet_incomplete" | "minutes_missing" | "minutes_not_fitting" | "reason_missing").
        """
        session = self.sessions.get(session_id)
        one = self.classes.get(scope(RULES, by, "attendance.take"), session.class_id)
        self.guards.touch(f"class:{one.id}")
        self._open(one, session)
        good = checked(session, ticks)
        there = {place.id: place.person_id for place in self.enrolments.of_class(one.id, SeatState.ENROLLED)}
        if not set(good) <= set(there):
            raise NotFound("enrolment_not_found")
        sheet = self.sheets.get(session_id)
        if sheet is None:
            return self._first(one, session, good, set(there) - set(good), by)
        before = len(sheet.changes)
        sheet.correct(good, reason, by=by.id, at=self.clock.now())
        self.sheets.save(sheet)
        whom = tuple(there[change.enrolment_id] for change in sheet.changes[before:])
        self.ledger.note(by, Deed("attendance.correct", "session", session_id, whom, reason=reason.strip()))
        return sheet

    def book(self, book: Mapping[str, Mapping[str, Tick]], *, by: Actor, reason: str = "") -> str:
        """Take several sheets of a class, by session, all or none; return the class's id. Raises as one sheet does."""
        sheets = [self(session_id, ticks, by=by, reason=reason) for session_id, ticks in book.items()]
        return sheets[0].class_id

    def _open(self, one: TrainingClass, session: Session) -> None:
        if one.state is not State.RUNNING:
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
