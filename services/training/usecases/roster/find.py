"""Questions about rosters that change nothing."""

from dataclasses import dataclass
from typing import Protocol

from services.training.domain.access import RULES
from services.training.domain.roster import Roster, Row, State
from services.training.usecases.ports import Rosters
from services.training.usecases.roster.bring import JOB
from shared.access import SYSTEM, Actor, scope

RECENT = 10


class Promises(Protocol):
    """Work that was promised for later."""

    def trouble(self, kind: str, key: str) -> str:
        """Return what keeps it from being done: "failed", "away" (a server is waited for), "gone", or ""."""


@dataclass(frozen=True, slots=True)
class FindRoster:
    """What an asker may see of imports; the job reads as the system."""

    rosters: Rosters
    due: Promises

    def one(self, roster_id: str, *, by: Actor) -> Roster:
        """Return one inside the asker's units; raises NotFound."""
        return self.rosters.get(scope(RULES, by, "roster.read"), roster_id)

    def trouble(self, roster: Roster) -> str:
        """Return what keeps an import from its end: "failed", "away" (applicant is waited for), "gone" (given up), "".

        The caller has asked for the roster first; an import that ended in between is in no trouble.
        """
        if roster.state is State.DONE:
            return ""
        found = self.due.trouble(JOB, roster.id)
        return "" if found == "gone" and self.rosters.get(SYSTEM, roster.id).state is State.DONE else found

    def rows(self, roster_id: str) -> list[Row]:
        """Return its rows in the order of the sheet; the caller has asked for the roster first."""
        return self.rosters.rows(roster_id)

    def file(self, roster_id: str) -> bytes | None:
        """Return the file as it was uploaded, None when it is no longer kept."""
        return self.rosters.file(roster_id)

    def of_class(self, class_id: str, *, by: Actor) -> list[Roster]:
        """Return those of a class inside the asker's units, newest first."""
        allowed = scope(RULES, by, "roster.read")
        return [one for one in self.rosters.of_class(class_id) if allowed.holds(one.source.path)]

    def recent(self, *, by: Actor) -> list[Roster]:
        """Return the newest inside the asker's units."""
        return self.rosters.recent(scope(RULES, by, "roster.read"), RECENT)
