"""Something was said that counts in the monthly tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.applicant.domain.dispatch.months import time_text
from services.applicant.usecases.dispatch.ports import Months


@dataclass(frozen=True, slots=True)
class NoteMonth:
    """Takes one event; `word` is one of domain/dispatch/takes.py's TAKES."""

    months: Months

    def __call__(self, stream: str, word: str, data: Mapping[str, Any], said: datetime) -> None:
        """Count it, in the transaction that moves the position of its stream."""
        self.months.note(stream, word, data, time_text(said))
