"""A row of the list of executive members and part-time chairs becomes an election with its day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.training.domain.official import Duty, Official
from services.training.usecases.rotation import Officials
from shared.errors import Refused
from shared.ids import new_id
from shared.ledger import intake
from shared.ledger.ports import Came
from shared.ledger.row import Entry, Row, Sum
from shared.replica import Replica

KIND = "official"
Book = intake.Source


@dataclass(frozen=True, slots=True)
class OfficialLedger:
    """Its key is the woman and the day of her election, so only a registered woman is on it."""

    officials: Officials
    replica: Replica

    def taken(self, keys: Collection[str]) -> Collection[str]:  # noqa: ARG002  # nothing else makes officials
        """Return nothing: officials come by their lists only."""
        return ()

    def look(self, rows: Sequence[Row], source: Book) -> None:
        """Nothing more can be told of them."""

    def present(self, path: Sequence[str]) -> Iterable[Sum]:
        """Return the officials of a county by township and duty."""
        return [Sum(town, duty, count) for town, duty, count in self.officials.count(path)]

    def book(self, entry: Entry, came: Came, source: Book) -> str:
        """Return the election's id; raises Refused("person_not_found") when nobody said who she is."""
        if came.person_id is None:
            raise Refused("person_not_found")
        self.replica.card_came(came.card, came.card["seq"])
        path = tuple(came.card["org_path"])
        inside = path[: len(source.path)] == source.path
        elected_on = date.fromisoformat(entry.facts["elected_on"])
        one = Official(new_id(), came.person_id, path if inside else source.path, Duty(entry.facts["duty"]), elected_on)
        self.officials.put(one)
        return one.id
