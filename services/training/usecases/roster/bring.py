"""A coordinator brings a roster for a class; the import itself is a job."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.training.domain.access import RULES
from services.training.domain.roster import Mode, Roster, Source, State
from services.training.domain.training_class import TAKES_WOMEN, TrainingClass
from services.training.usecases.ports import Classes, Clock, Deed, Due, Ledger, Rosters
from shared.access import Actor, scope
from shared.errors import Conflict
from shared.ids import new_id
from shared.xlsx.hidden import ALL_SEEN, Unseen

JOB = "roster.import"
FORGET = "roster.forget"
FORGET_FILE = "roster.forget_file"
KEPT = timedelta(days=30)
AFTERWARDS = timedelta(hours=1)  # so that a broken download can be repeated


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook that was read: its bytes, how many rows, the day on it, each field's column, what is unseen."""

    file: bytes = field(repr=False)
    total: int
    as_of: date
    columns: dict[str, tuple[str, str]]
    unseen: Unseen = ALL_SEEN


@dataclass(frozen=True, slots=True)
class Bring:
    """The file is kept sealed until it was answered, thirty days at most."""

    classes: Classes
    rosters: Rosters
    due: Due
    ledger: Ledger
    clock: Clock

    def upload(self, class_id: str, sheet: Sheet, mode: Mode, *, by: Actor) -> Roster:
        """Take a roster in and promise its import; raises NotFound, Conflict("class_not_open")."""
        into = self.classes.get(scope(RULES, by, "roster.upload"), class_id)
        _open(into, mode)
        now = self.clock.now()
        source = Source(class_id, into.plan.path, by, now, sheet.as_of, sheet.columns, sheet.unseen)
        roster = Roster(new_id(), source, mode, sheet.total)
        self.rosters.add(roster, sheet.file)
        self.due.add(JOB, roster.id, now)
        self.due.add(FORGET, roster.id, now + KEPT)
        facts = {"mode": mode.value, "rows": sheet.total}
        self.ledger.note(by, Deed("roster.import", "roster", roster.id, facts=facts))
        return roster

    def proceed(self, roster_id: str, mode: Mode, ticked: Iterable[int], *, by: Actor) -> Roster:
        """Bring in what was only looked at; `ticked` are the lines whose suggested place is meant."""
        roster = self.rosters.get(scope(RULES, by, "roster.upload"), roster_id)
        _open(self.classes.get(scope(RULES, by, "roster.upload"), roster.source.class_id), mode)
        roster.proceed(mode, ticked)
        self.rosters.save(roster)
        self.due.add(JOB, roster.id, self.clock.now())
        self.ledger.note(by, Deed("roster.import", "roster", roster.id, facts={"mode": mode.value}))
        return roster

    def fetched(self, roster_id: str, *, by: Actor) -> None:
        """Note that the answer was fetched: the file is deleted an hour later."""
        roster = self.rosters.get(scope(RULES, by, "roster.read"), roster_id)
        if roster.state is State.DONE and roster.mode is not Mode.PREVIEW:
            self.due.add(FORGET_FILE, roster_id, self.clock.now() + AFTERWARDS)


def _open(into: TrainingClass, mode: Mode) -> None:
    if mode is not Mode.PREVIEW and into.state not in TAKES_WOMEN:
        raise Conflict("class_not_open", state=into.state.value)
