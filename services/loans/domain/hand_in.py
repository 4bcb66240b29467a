"""What she handed in, as it was that day: her answers, what applicant told of her, what she agreed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from services.loans.domain.draft import Draft
from services.loans.domain.judge import Facts

CONSENTS = ("truth", "share", "credit")
TRY = 0  # the round of what the rules did not let through


@dataclass(frozen=True, slots=True)
class Told:
    """What applicant told of her for one purpose, and when it was asked.

    `marks`, `stands`, `partners`: near.py; `enterprises`: codes of those registered as hers.
    """

    birth_month: str
    sex: str
    groups: tuple[str, ...]
    barred: tuple[str, ...]
    asked_at: datetime
    marks: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandIn:
    """One of her hand-ins, `round` 1 is the first; kept sealed and never changed.

    A TRY is forgotten when she tries again, or when the rules let her through.
    """

    application_id: str
    person_id: str
    round: int
    on: date
    consents: tuple[str, ...]
    told: Told | None
    answers: Mapping[str, Any] = field(default_factory=dict)

    def differs(self, draft: Draft) -> dict[str, Any]:
        """Return the answers that are not what was handed in, by sheet.name."""
        before = self.answers
        return {name: value for name, value in draft.answers().items() if _flat(value) != before.get(name)}


def last_told(hand_ins: Sequence[HandIn]) -> Told | None:
    """Return what applicant told last, None when it never answered."""
    return next((one.told for one in reversed(hand_ins) if one.told is not None), None)


def flat(draft: Draft) -> dict[str, Any]:
    """Return all answers as JSON values."""
    return {name: _flat(value) for name, value in draft.answers().items()}


def _flat(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def facts_of(draft: Draft, told: Told | None) -> Facts:
    """Return what is judged: her answers and what applicant told; what it did not answer is unknown."""
    own = draft.facts()
    if told is None:
        return own
    barred = tuple(dict.fromkeys((*(own.barred or ()), *told.barred)))
    known = barred if own.barred is not None or told.barred else None
    return replace(own, birth_month=told.birth_month, sex=told.sex, groups=told.groups, barred=known)
