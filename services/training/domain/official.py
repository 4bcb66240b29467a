"""Executive members and part-time chairs: elected on a day, to be trained within the time the rule gives."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.training.domain.months import months_after
from shared.policy import Version


class Duty(StrEnum):
    """What she was elected to."""

    MEMBER = "member"
    PART_CHAIR = "part_chair"
    PART_VICE = "part_vice"


class Standing(StrEnum):
    """Where she stands with her rotation training."""

    TRAINED = "trained"
    LATER = "later"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class RotationRule:
    """Topic training.rotation: months from the election, days before the end that are soon, the trade that counts."""

    within_months: int
    soon_days: int
    trade: str

    @classmethod
    def of(cls, version: Version) -> "RotationRule":
        """Read a version of the policy."""
        return cls(**version.values)

    def due_on(self, elected_on: date) -> date:
        """Return the last day: the same day of the month, or the month's last where it has none."""
        return months_after(elected_on, self.within_months)


@dataclass(frozen=True, slots=True)
class Official:
    """One election of one woman; `path` are the units she belongs to, root first."""

    id: str
    person_id: str
    path: tuple[str, ...]
    duty: Duty
    elected_on: date


@dataclass(frozen=True, slots=True)
class Rotation:
    """An official with her last day and, once she was trained after her election, the day of that class's end."""

    official: Official
    due_on: date
    trained_on: date | None
    standing: Standing


def rotation(one: Official, trained: list[date], rule: RotationRule, today: date) -> Rotation:
    """Return where she stands; `trained` are the last days of the rotation classes she passed."""
    due, after = rule.due_on(one.elected_on), sorted(day for day in trained if day >= one.elected_on)
    return Rotation(one, due, after[0] if after else None, _standing(bool(after), due, rule, today))


def _standing(trained: bool, due: date, rule: RotationRule, today: date) -> Standing:
    if trained:
        return Standing.TRAINED
    if today > due:
        return Standing.OVERDUE
    return Standing.SOON if due - today <= timedelta(days=rule.soon_days) else Standing.LATER
