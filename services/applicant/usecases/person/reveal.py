"""One field in full, for a reason, written down before it is shown."""

from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.usecases.ports import Deed, Ledger, Persons
from shared.access import Actor, scope
from shared.errors import Refused

FIELDS = ("id_no", "phone")
LEAST = 4


@dataclass(frozen=True, slots=True)
class Reveal:
    """The audit row and the answer share one transaction: without the row there is no answer."""

    persons: Persons
    ledger: Ledger

    def __call__(self, person_id: str, field: str, reason: str, *, by: Actor) -> str:
        """Return the whole value; raises NotFound outside the scope, Refused("no_such_field", "reason_missing")."""
        if field not in FIELDS:
            raise Refused("no_such_field")
        if len(reason.strip()) < LEAST:
            raise Refused("reason_missing", least=LEAST)
        person = self.persons.get(scope(RULES, by, "person.reveal"), person_id)
        self.ledger.note(by, Deed("person.reveal", "person", person.id, [person.id], [field], reason.strip()))
        value: str = getattr(person.details, field)
        return value
