"""Questions about rosters that change nothing."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.roster import Roster, Row
from services.training.usecases.ports import Rosters
from shared.access import Actor, scope

RECENT = 10


@dataclass(frozen=True, slots=True)
class FindRoster:
    """What an asker may see of imports; the job reads as the system."""

    rosters: Rosters

    def one(self, roster_id: str, *, by: Actor) -> Roster:
        """Return one inside the asker's units; raises NotFound."""
        return self.rosters.get(scope(RULES, by, "roster.read"), roster_id)

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
