"""Name and phone in full for the officer who holds a woman's case: written down once for each lease, then shown."""

from dataclasses import dataclass

from services.applicant.domain import masks
from services.applicant.usecases.person.facts import concerns
from services.applicant.usecases.person.label import Label, place_of
from services.applicant.usecases.ports import Deed, Ledger, Persons, Units
from shared.access import Actor
from shared.errors import NotFound

FIELDS = ("name", "phone")


@dataclass(frozen=True, slots=True)
class CaseLabel:
    """loans vouches for the lease; whose women an officer may be told of is decided here."""

    persons: Persons
    units: Units
    ledger: Ledger

    def note(self, person_id: str, case: str, *, by: Actor) -> str:
        """Write down that the officer works on her case (its number); raises NotFound outside his reach."""
        self(person_id, by=by)
        self.ledger.note(by, Deed("person.case", "person", person_id, [person_id], FIELDS, case))
        return person_id

    def __call__(self, person_id: str, *, by: Actor) -> Label:
        """Return her label with the whole name and phone; raises NotFound outside the officer's reach."""
        person = self.persons.some([person_id]).get(person_id)
        if person is None or not concerns(person, by.on_behalf_of or by):
            raise NotFound("person_not_found")
        details = person.details
        place = place_of(person, self.units.some(set(person.path)))
        return Label(details.name, False, details.phone, masks.id_no(details.id_no), place)
