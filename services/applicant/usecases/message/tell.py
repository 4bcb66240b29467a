"""She is told what happened, in one short message to her own phone; what is old news by now is not told any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.applicant.domain import phones
from services.applicant.domain.message import Told
from services.applicant.usecases.account.ports import Clock
from services.applicant.usecases.message.catalogue import CatalogueInForce
from services.applicant.usecases.message.ports import Messages, Recipient
from services.applicant.usecases.ports import Persons

FRESH_DAYS = 7  # after a long outage, or a republish, nobody wants a message about last month


@dataclass(frozen=True, slots=True)
class Tell:
    """Runs in the transaction that takes the event in, so each event is told once."""

    messages: Messages
    persons: Persons
    catalogue: CatalogueInForce
    clock: Clock

    def __call__(self, person_id: str, told: Told, *, on: date) -> str | None:
        """Promise the message and return its id, None where nobody is to be told: old, erased, no mobile number."""
        if (self.clock.today() - on).days > FRESH_DAYS:
            return None
        person = self.persons.some([person_id]).get(person_id)
        if person is None or not phones.is_mobile(person.details.phone):
            return None
        words = {"name": person.details.name, **told.words}
        return self.messages.want(told.key, Recipient(person.id, person.details.phone, person.path), words)

    def words(self, kind: str) -> Mapping[str, str]:
        """Return the words for the codes of a kind (desk, missing), `other` among them."""
        return self.catalogue.words(kind)
