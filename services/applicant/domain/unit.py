"""The tree of units: federations of six levels, and the offices that hang under a county."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.errors import Conflict, Refused
from shared.regions import Level

TITLE_MOST = 60


class Kind(StrEnum):
    """What a unit is; only federations have levels of their own."""

    FEDERATION = "federation"
    HR = "hr"
    GUARANTEE = "guarantee"
    BANK = "bank"
    FINANCE = "finance"
    LEADING_GROUP = "leading_group"
    SCHOOL = "school"


OFFICES = tuple(kind for kind in Kind if kind is not Kind.FEDERATION)


@dataclass(frozen=True, slots=True)
class UnitOpened:
    """A unit stands in the tree, under this title from now on."""

    unit: "Unit"


@dataclass(frozen=True, slots=True)
class UnitMoved:
    """A unit hangs somewhere else."""

    unit: "Unit"
    on: date


@dataclass(frozen=True, slots=True)
class UnitClosed:
    """A unit takes nothing new."""

    unit: "Unit"
    on: date


@dataclass(frozen=True, slots=True)
class UnitMerged:
    """A unit goes on in another one."""

    unit: "Unit"
    into: "Unit"
    on: date


News = UnitOpened | UnitMoved | UnitClosed | UnitMerged


@dataclass(frozen=True, slots=True)
class Plan:
    """What a unit is to be; `division` is its statistical code, absent for offices and federations without a place."""

    kind: Kind
    title: str
    division: str | None = None


@dataclass(slots=True)
class Unit:
    """A unit; `path` holds the ids of its ancestors and itself, root first. Offices have their county's level.

    `successor` is the unit in which a merged one goes on.
    """

    id: str
    parent: str | None
    path: tuple[str, ...]
    kind: Kind
    level: Level
    title: str
    division: str | None
    opened_on: date
    closed_on: date | None = None
    successor: str | None = None
    version: int = 0
    news: list[News] = field(default_factory=list)

    @classmethod
    def root(cls, unit_id: str, plan: Plan, level: Level, on: date) -> "Unit":
        """Return the federation that was set up: everything else hangs below it."""
        unit = cls(unit_id, None, (unit_id,), Kind.FEDERATION, level, plan.title, plan.division, on)
        unit.news.append(UnitOpened(unit))
        return unit

    def open_below(self, unit_id: str, plan: Plan, on: date) -> "Unit":
        """Return a new unit below; raises Conflict, Refused("office_needs_county", "nothing_below_village")."""
        self._must_be_open()
        if self.kind is not Kind.FEDERATION or (plan.kind is not Kind.FEDERATION and self.level is not Level.COUNTY):
            raise Refused("office_needs_county")
        if plan.kind is Kind.FEDERATION and self.level is Level.VILLAGE:
            raise Refused("nothing_below_village")
        level = Level(self.level + 1) if plan.kind is Kind.FEDERATION else self.level
        unit = Unit(unit_id, self.id, (*self.path, unit_id), plan.kind, level, tidy(plan.title), plan.division, on)
        unit.news.append(UnitOpened(unit))
        return unit

    def rename(self, title: str) -> None:
        """Give it another title; who keeps the tree hears of it as of a unit that stands."""
        self._must_be_open()
        self.title = tidy(title)
        self.news.append(UnitOpened(self))

    def move_below(self, to: "Unit", on: date) -> None:
        """Hang it under another unit of its parent's level; what is below it and whose women it has is asked before."""
        self._must_be_open()
        to._must_be_open()
        if to.kind is not Kind.FEDERATION or to.level != self.level - (self.kind is Kind.FEDERATION):
            raise Refused("wrong_level")
        if to.id == self.parent:
            raise Conflict("unit_hangs_there")
        self.parent, self.path = to.id, (*to.path, self.id)
        self.news.append(UnitMoved(self, on))

    def close(self, on: date, *, open_below: int) -> None:
        """Take it out of use from a day on; raises Conflict when it is closed, Refused while units below are open."""
        self._must_be_open()
        if self.parent is None:
            raise Refused("root_stays")
        if open_below:
            raise Refused("unit_has_open_below", count=open_below)
        self.closed_on = on
        self.news.append(UnitClosed(self, on))

    def merge_into(self, into: "Unit", on: date) -> None:
        """Go on in another village of the same township from a day on; raises Conflict, Refused("wrong_successor")."""
        self._must_be_open()
        villages = Kind.FEDERATION == self.kind == into.kind and Level.VILLAGE == self.level == into.level
        if not villages or into.closed_on is not None or into.id == self.id or into.parent != self.parent:
            raise Refused("wrong_successor")
        self.close(on, open_below=0)
        self.successor = into.id
        self.news.append(UnitMerged(self, into, on))

    def _must_be_open(self) -> None:
        if self.closed_on is not None:
            raise Conflict("unit_closed", day=self.closed_on)


def tidy(title: str) -> str:
    """Return a title as it is kept; raises Refused("title_empty", "title_too_long")."""
    plain = " ".join(title.split())
    if not plain:
        raise Refused("title_empty")
    if len(plain) > TITLE_MOST:
        raise Refused("title_too_long", most=TITLE_MOST)
    return plain
