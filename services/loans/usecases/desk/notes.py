"""Notes of the offices on a case: for whoever works on it, never for her page; nothing is changed or taken away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.loans.domain.application import Application
from services.loans.usecases.application.reach import reach
from services.loans.usecases.ports import Applications, Clock, Deed, Ledger
from shared.access import Actor
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Note:
    """One note; `text` is kept sealed under her key, "" once that is gone."""

    id: str
    name: str
    at: datetime
    text: str


class NoteStore(Protocol):
    """Notes by case."""

    def of(self, application: Application) -> list[Note]:
        """Return those of a case, newest first."""

    def add(self, application: Application, note: Note) -> None:
        """Keep one."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Every office that the case has reached reads and writes them."""

    applications: Applications
    store: NoteStore
    ledger: Ledger
    clock: Clock

    def of(self, application_id: str, *, by: Actor) -> list[Note]:
        """Return the notes of a case in reach, newest first; raises NotFound, Denied("own_file")."""
        return self.store.of(reach(self.applications, application_id, by=by, action="case.note"))

    def add(self, application_id: str, text: str, *, by: Actor) -> str:
        """Keep a note and return the id of its case; raises NotFound, Denied("own_file")."""
        found = reach(self.applications, application_id, by=by, action="case.note")
        self.store.add(found, Note(new_id(), by.name, self.clock.now(), text))
        self.ledger.note(by, Deed("case.note", found.id, found.person_id))
        return found.id
