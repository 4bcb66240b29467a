"""The list of who is to be examined, as it goes to whoever examines: made by its day, then handed over by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.errors import Conflict, Refused


@dataclass(frozen=True, slots=True)
class HandedOver:
    """That the tester has it: since which day, noted by whom."""

    on: date
    by: str


@dataclass(slots=True)
class ExamList:
    """The list of one class, whose id it has; `places` in the order of their exam numbers, no names."""

    id: str
    path: tuple[str, ...]
    places: tuple[str, ...]
    made_on: date
    handed: HandedOver | None = None
    version: int = 0

    def make_again(self, places: Sequence[str], today: date) -> None:
        """Put in who is in the class now; raises Conflict("exam_list_handed") once the tester has it."""
        self._still_here()
        self.places, self.made_on = tuple(places), today

    def hand_over(self, *, by: str, today: date) -> None:
        """Note that the tester has it; raises Conflict("exam_list_handed"), Refused("exam_list_empty")."""
        self._still_here()
        if not self.places:
            raise Refused("exam_list_empty")
        self.handed = HandedOver(today, by)

    def _still_here(self) -> None:
        if self.handed is not None:
            raise Conflict("exam_list_handed", on=self.handed.on)
