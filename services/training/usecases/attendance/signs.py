"""What a county's reviewer may ask about the classes of her county: questions from check-ins and sheets."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.attendance import Sheet
from services.training.domain.session import Session
from services.training.domain.signs import Sign, signs
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import CheckIns, Classes, Page, Sessions, Sheets
from shared.access import Actor, scope

ASKED = (State.RUNNING, State.EXAM, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions about one class, with the sessions they are about."""

    klass: TrainingClass
    signs: Sequence[Sign]
    sessions: dict[str, Session]


@dataclass(frozen=True, slots=True)
class FindSigns:
    """Changes nothing, and tells nobody else: a sign is a question to be asked first."""

    classes: Classes
    sessions: Sessions
    sheets: Sheets
    check_ins: CheckIns
    catalogue: Catalogue

    def __call__(self, *, by: Actor, limit: int = 50) -> list[Asked]:
        """Return the newest classes inside the asker's units about which there is anything to ask."""
        found = self.classes.listed(scope(RULES, by, "attendance.question"), ASKED, Page(limit=limit))
        return [asked for asked in map(self._of, found) if asked.signs]

    def _of(self, one: TrainingClass) -> Asked:
        sessions = {session.id: session for session in self.sessions.of_classes([one.id])}
        sheets = self.sheets.of_class(one.id)
        rule = self.catalogue.signs(one.plan.starts_on)
        found = signs(sessions, self.check_ins.of_class(one.id), sheets, self._elsewhere(one.id, sheets), rule)
        return Asked(one, found, sessions)

    def _elsewhere(self, class_id: str, sheets: Sequence[Sheet]) -> list[tuple[Sheet, Session]]:
        """Return the sheets that the same hands wrote for other classes from the first to the last day of this one."""
        if not sheets:
            return []
        first, last = min(one.at for one in sheets), max(one.at for one in sheets)
        others = [
            one for one in self.sheets.by_hands({one.by for one in sheets}, first, last) if one.class_id != class_id
        ]
        sessions = {one.id: one for one in self.sessions.of_classes({one.class_id for one in others})} if others else {}
        return [(one, sessions[one.id]) for one in others if one.id in sessions]
