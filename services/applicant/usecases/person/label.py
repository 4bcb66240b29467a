"""Labels for a page of another service: who is meant, as far as its reader may know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.applicant.domain import masks
from services.applicant.domain.access import RULES
from services.applicant.domain.person import Person
from services.applicant.domain.unit import Unit
from services.applicant.usecases.ports import Persons, Units
from shared.access import Actor, Kind, scope
from shared.regions import Level


@dataclass(frozen=True, slots=True)
class Label:
    """`masked` tells that the name is not whole; numbers never are."""

    name: str
    masked: bool
    phone: str
    id_no: str
    place: str


@dataclass(frozen=True, slots=True)
class Labels:
    """Three reads for any number of persons: rows, keys, units."""

    persons: Persons
    units: Units

    def __call__(self, person_ids: Sequence[str], *, by: Actor) -> dict[str, Label]:
        """Return a label for each that is known; the whole name for an officer of her place and for herself."""
        found = self.persons.some(person_ids)
        units = self.units.some({one for person in found.values() for one in person.path})
        return {person.id: self._label(person, units, by) for person in found.values()}

    def _label(self, person: Person, units: Mapping[str, Unit], by: Actor) -> Label:
        details, whole = person.details, knows(person, by)
        return Label(
            name=details.name if whole else masks.name(details.name),
            masked=not whole,
            phone=masks.phone(details.phone),
            id_no=masks.id_tail(details.id_no),
            place=place_of(person, units),
        )


def knows(person: Person, by: Actor) -> bool:
    """Tell whether the reader may see her name: herself, or an officer inside whose units she belongs."""
    reader = by.on_behalf_of or by
    if reader.kind is Kind.WOMAN:
        return reader.id == person.id
    return reader.kind is Kind.STAFF and scope(RULES, reader, "person.label").holds(person.path)


def place_of(person: Person, units: Mapping[str, Unit]) -> str:
    """Return the title of her township, or of the nearest unit above where it is not known."""
    known = [units[one] for one in person.path if one in units]
    town = next((unit for unit in known if unit.level is Level.TOWNSHIP), None)
    return town.title if town else (known[-1].title if known else "")
