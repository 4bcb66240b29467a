"""She registers her enterprise, or an officer of her place does it with her."""

from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.enterprise import Details, Enterprise
from services.applicant.usecases.enterprise.ports import Enterprises
from services.applicant.usecases.ports import Clock, Deed, Ledger, Persons
from shared.access import Actor, Kind, can
from shared.errors import NotFound
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Register:
    """It counts where she belongs. One code is one enterprise (unique index)."""

    enterprises: Enterprises
    persons: Persons
    ledger: Ledger
    clock: Clock

    def __call__(self, person_id: str, details: Details, *, by: Actor) -> Enterprise:
        """Return the new enterprise; raises NotFound, Invalid, Conflict("enterprise_taken")."""
        person = self.persons.some([person_id]).get(person_id)
        if person is None or not can(RULES, by, "enterprise.keep", path=person.path, person_id=person_id):
            raise NotFound("person_not_found")
        made = Enterprise.register(new_id(), person_id, person.path, details, self.clock.today())
        self.enterprises.add(made)
        if by.kind is Kind.STAFF:
            self.ledger.note(by, Deed("enterprise.register_for_her", "enterprise", made.id, [person_id]))
        return made
