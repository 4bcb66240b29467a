"""Who was there: one sheet a session, in minutes that count; a correction keeps what stood there before, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.training.domain.session import Session
from services.training.domain.standard import AttendanceRule
from shared.errors import Conflict, Refused

LEAST_REASON = 4


class Mark(StrEnum):
    """What stands in the attendance book (出勤簿): 到, 迟, 早退, 假, 病, 不到."""

    PRESENT = "present"
    LATE = "late"
    EARLY = "early"
    LEAVE = "leave"
    SICK = "sick"
    ABSENT = "absent"


PARTLY = frozenset({Mark.LATE, Mark.EARLY})


@dataclass(frozen=True, slots=True)
class Tick:
    """One woman at one session; `missed` are the minutes she came late or left early, else 0."""

    mark: Mark
    missed: int = 0

    def minutes(self, whole: int, rule: AttendanceRule) -> int:
        """Return the minutes that count, of a session that counts `whole` (domain.md §3.1)."""
        if self.mark is Mark.PRESENT:
            return whole
        return max(0, whole - rule.lost(self.missed)) if self.mark in PARTLY else 0


@dataclass(frozen=True, slots=True)
class Change:
    """A correction: what stood there (None: she was not on the sheet), what stands now, why, by whom, when."""

    enrolment_id: str
    before: Tick | None
    after: Tick
    reason: str
    by: str
    at: datetime


@dataclass(slots=True)
class Sheet:
    """The attendance of one session, whose id it has; `ticks` by enrolment."""

    id: str
    class_id: str
    path: tuple[str, ...]
    minutes: int
    ticks: dict[str, Tick]
    by: str
    at: datetime
    changes: list[Change] = field(default_factory=list)
    version: int = 0

    def correct(self, ticks: Mapping[str, Tick], reason: str, *, by: str, at: datetime) -> None:
        """Change what is different; raises Conflict("nothing_changed") and Refused("reason_missing")."""
        unknown = Tick(Mark.ABSENT)
        different = {one: tick for one, tick in ticks.items() if self.ticks.get(one, unknown) != tick}
        if not different:
            raise Conflict("nothing_changed")
        if len(reason.strip()) < LEAST_REASON:
            raise Refused("reason_missing", least=LEAST_REASON)
        for one, tick in different.items():
            self.changes.append(Change(one, self.ticks.get(one), tick, reason.strip(), by, at))
            self.ticks[one] = tick


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a class a woman was there: minutes that count, of those held so far, with those still to come."""

    minutes: int
    held: int
    to_come: int
    least: int

    @property
    def permille(self) -> int | None:
        """Return the share of what was held, None before the first session."""
        return self.minutes * 1000 // self.held if self.held else None

    @property
    def enough(self) -> bool:
        """Tell whether she may be examined already."""
        return self.minutes >= self.least

    @property
    def out_of_reach(self) -> bool:
        """Tell whether she cannot reach the line any more, whatever comes."""
        return self.minutes + self.to_come < self.least

    @property
    def behind(self) -> bool:
        """Tell whether she is below the line of what was held, or cannot reach it."""
        return self.out_of_reach or self.minutes * self._whole < self.least * self.held

    @property
    def _whole(self) -> int:
        return self.held + self.to_come


def checked(session: Session, ticks: Mapping[str, Tick]) -> dict[str, Tick]:
    """Return ticks that make sense for a session: who was late by so much, within its minutes; raises Refused."""
    for tick in ticks.values():
        partly = tick.mark in PARTLY
        if partly != (tick.missed > 0) or tick.missed > session.slot.minutes:
            raise Refused("minutes_missing" if partly and not tick.missed else "minutes_not_fitting")
    return dict(ticks)


def shares(sheets: Iterable[Sheet], enrolment_ids: Iterable[str], whole: int, rule: AttendanceRule) -> dict[str, Share]:
    """Return everybody's share of a class of `whole` minutes; who is not on a sheet was not there."""
    taken, away = list(sheets), Tick(Mark.ABSENT)
    held = sum(sheet.minutes for sheet in taken)

    def of(one: str) -> Share:
        minutes = sum(sheet.ticks.get(one, away).minutes(sheet.minutes, rule) for sheet in taken)
        return Share(minutes, held, max(0, whole - held), rule.least(whole))

    return {one: of(one) for one in enrolment_ids}
