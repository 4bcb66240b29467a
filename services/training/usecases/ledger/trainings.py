"""A row of the book of subsidised trainings becomes a dated fact that counts for who may come and who is paid for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.training.domain.subsidy import Subsidised
from services.training.usecases.subsidy.ports import Counted
from shared.errors import Conflict, Refused
from shared.ledger import intake
from shared.ledger.ports import Came
from shared.ledger.row import Entry, Row, Sum
from shared.replica import Replica

KIND = "training"
Book = intake.Source


@dataclass(frozen=True, slots=True)
class TrainingLedger:
    """Its key is the woman, the trade and the year, which is how often one training is paid for at all."""

    counted: Counted
    replica: Replica

    def taken(self, keys: Collection[str]) -> Collection[str]:
        """Return those that a claim of this system counts."""
        return self.counted.claimed(keys)

    def look(self, rows: Sequence[Row], source: Book) -> None:
        """Nothing more can be told of them."""

    def present(self, path: Sequence[str]) -> Iterable[Sum]:
        """Return the trainings of a county that count, by township and trade."""
        return [Sum(town, trade, count) for town, trade, count in self.counted.sums(path)]

    def book(self, entry: Entry, came: Came, source: Book) -> str:
        """Return the fact's key; raises Refused("person_not_found"), Conflict("ledger_key_ours") after a claim."""
        if came.person_id is None:
            raise Refused("person_not_found")
        if self.counted.claimed([entry.key]):
            raise Conflict("ledger_key_ours", key=entry.key)
        self.replica.card_came(came.card, came.card["seq"])
        facts, path = entry.facts, tuple(came.card["org_path"])
        inside = path[: len(source.path)] == source.path
        on, where = date.fromisoformat(facts["on"]), path if inside else source.path
        one = Subsidised(came.person_id, "", facts["trade"], facts["rank"], on, where, facts["times"])
        self.counted.put([one])
        return one.key
