"""A paper sheet is asked for on a page, made in a job and fetched within a day; then nothing of it is left."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from services.training.domain.access import RULES
from services.training.domain.roll_print import RollPrint
from services.training.usecases.ports import Classes, Clock, Due, Sessions
from shared.access import Actor, Scope, scope
from shared.errors import NotFound
from shared.ids import new_id

PRINT = "roll.print"
FORGET = "roll.forget"
KEPT = timedelta(days=1)


class RollPrints(Protocol):
    """Sheets that were asked for; what stands on them is sealed under a key of their own."""

    def get(self, scope: Scope, print_id: str) -> RollPrint:
        """Return one inside the scope; raises NotFound("paper_not_found")."""

    def add(self, one: RollPrint, html: str) -> None:
        """Store a new one with what is to be printed."""

    def html(self, print_id: str) -> str | None:
        """Return what is still to be printed, None once it is, or forgotten."""

    def keep(self, print_id: str, pdf: bytes) -> None:
        """Store the paper in place of what was to be printed."""

    def pdf(self, print_id: str) -> bytes | None:
        """Return the paper, None before it is made."""

    def forget(self, print_id: str) -> None:
        """Delete it with its key."""


@dataclass(frozen=True, slots=True)
class PrintRoll:
    """Whoever takes attendance of a class may print its sheets, and fetch those others of her units asked for."""

    prints: RollPrints
    classes: Classes
    sessions: Sessions
    due: Due
    clock: Clock

    def ask(self, session_id: str, html: str, *, by: Actor) -> RollPrint:
        """Promise a sheet; raises NotFound outside the asker's units."""
        session = self.sessions.get(session_id)
        of = self.classes.get(scope(RULES, by, "attendance.take"), session.class_id)
        now, name = self.clock.now(), f"{of.plan.number}-{session.slot.on:%m%d}.pdf"
        one = RollPrint(new_id(), session_id, of.id, of.plan.path, name, now)
        self.prints.add(one, html)
        self.due.add(PRINT, one.id, now)
        self.due.add(FORGET, one.id, now + KEPT)
        return one

    def find(self, print_id: str, *, by: Actor) -> RollPrint:
        """Return one inside the asker's units; raises NotFound("paper_not_found")."""
        return self.prints.get(scope(RULES, by, "attendance.take"), print_id)

    def paper(self, print_id: str, *, by: Actor) -> tuple[RollPrint, bytes]:
        """Return a sheet with its PDF; raises NotFound("paper_not_found" | "paper_not_ready")."""
        one = self.find(print_id, by=by)
        pdf = self.prints.pdf(print_id)
        if pdf is None:
            raise NotFound("paper_not_ready")
        return one, pdf

    def printed(self, print_id: str, pdf: bytes | None, job: object) -> None:
        """End the job, with the paper where there was one to make."""
        if pdf is not None:
            self.prints.keep(print_id, pdf)
        self.due.done(job)

    def forget(self, print_id: str, job: object) -> None:
        """Delete it after its day."""
        self.prints.forget(print_id)
        self.due.done(job)
