"""Something was said about her: it goes into her row, wherever it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.applicant.usecases.journey.ports import Journeys


@dataclass(frozen=True, slots=True)
class Note:
    """Takes one fact; `word` is one of domain/journey.py's TAKES."""

    journeys: Journeys

    def __call__(self, person_id: str, word: str, data: Mapping[str, Any]) -> None:
        """Fold it in, in the transaction that moves the position of its stream."""
        self.journeys.note(person_id, word, data)
