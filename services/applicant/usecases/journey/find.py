"""Her road, for herself and for the officers of the place she belongs to; the women behind any number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.applicant.domain.access import RULES
from services.applicant.domain.fresh_road import Own
from services.applicant.domain.journey import NOW, Row, Stage
from services.applicant.domain.next_step import Next, next_step
from services.applicant.domain.unit import Kind, Unit
from services.applicant.usecases.journey.ports import Journeys
from services.applicant.usecases.ports import Clock, Persons, Units
from shared.access import SYSTEM, Actor, Scope, scope
from shared.errors import NotFound
from shared.regions import Level


@dataclass(frozen=True, slots=True)
class Road:
    """One woman's row, what comes next for her, and the titles of the units named in it."""

    row: Row
    next: Next
    titles: dict[str, str]


@dataclass(frozen=True, slots=True)
class Behind:
    """The women behind one number: a page of rows, the cursor of the next page, and whose row the reader may open.

    `near` are the places to look at instead: those directly above, inside the reader's units, and below.
    """

    unit: Unit
    near: Sequence[Unit]
    rows: Sequence[Row]
    after: str | None
    open: frozenset[str]
    today: date


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which number: a unit (None = where the reader's post is), a stage, a month or now; from where, how many."""

    unit: str | None = None
    stage: Stage = Stage.REGISTERED
    month: str = NOW
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class FindOne:
    """Answers for one woman."""

    journeys: Journeys
    units: Units
    clock: Clock

    def __call__(self, person_id: str, *, by: Actor) -> Road:
        """Return her road where she belongs inside the reader's units; raises NotFound("journey_not_found")."""
        row = self.journeys.get(scope(RULES, by, "journey.read"), person_id)
        named = {step["by"] for step in row["stages"].values() if "by" in step}
        named |= {done["office"] for one in row["facts"].get("applications", {}).values() for done in _desks(one)}
        units = self.units.some(named | set(row["scope"]))
        return Road(row, next_step(row, self.clock.today()), {unit.id: unit.title for unit in units.values()})


def _desks(application: Row) -> Iterable[Row]:
    done: Iterable[Row] = application.get("desks", {}).values()
    return done


@dataclass(frozen=True, slots=True)
class Hers:
    """What her own home shows at once: her row (None before anything was heard), her record, her name, her county."""

    row: Row | None
    own: Own
    name: str
    place: str
    today: date


@dataclass(frozen=True, slots=True)
class FindHers:
    """Answers for the woman herself."""

    journeys: Journeys
    persons: Persons
    units: Units
    clock: Clock

    def __call__(self, person_id: str) -> Hers:
        """Return hers; raises NotFound("person_not_found")."""
        person = self.persons.get(SYSTEM, person_id)
        county = next((one for one in self.units.some(person.path).values() if one.level is Level.COUNTY), None)
        own = Own(person.path, person.origin.on, person.origin.channel.value)
        row, name = self.journeys.hers(person_id), person.details.name
        return Hers(row, own, name, county.title if county else "", self.clock.today())


@dataclass(frozen=True, slots=True)
class ListBehind:
    """Opens a number."""

    journeys: Journeys
    units: Units
    clock: Clock

    def __call__(self, wanted: Wanted, *, by: Actor) -> Behind:
        """Return the women it counts: those who have moved away since are among them and cannot be opened."""
        allowed = scope(RULES, by, "journey.read")
        unit = place_of(self.units, allowed, wanted.unit)
        rows = self.journeys.page((unit.id, wanted.month, wanted.stage), wanted.after, wanted.limit + 1)
        shown = rows[: wanted.limit]
        after = shown[-1]["_id"] if len(rows) > wanted.limit else None
        openable = frozenset(row["_id"] for row in shown if allowed.holds(row["scope"]))
        return Behind(unit, self._near(unit, allowed), shown, after, openable, self.clock.today())

    def _near(self, unit: Unit, allowed: Scope) -> list[Unit]:
        above = [one for one in self.units.some(unit.path[-2:-1]).values() if allowed.holds(one.path)]
        return above + [one for one in self.units.children(unit.id) if one.kind is Kind.FEDERATION]


def place_of(units: Units, allowed: Scope, unit_id: str | None) -> Unit:
    """Return the unit asked for, or the highest of the reader's own; raises NotFound("unit_not_found") outside them."""
    if unit_id is not None:
        return units.get(allowed, unit_id)
    own = units.tops(allowed)
    if not own:
        raise NotFound("unit_not_found")
    return own[0]
