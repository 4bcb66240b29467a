"""A woman whom no event has brought yet is asked for at applicant, so that she can begin without waiting for Kafka."""

from dataclasses import dataclass

from services.loans.usecases import UseCases
from shared.access import Actor
from shared.errands.peer import Peer
from shared.errors import NotFound
from shared.running import Done, Once, Runs


@dataclass(frozen=True, slots=True)
class Begin:
    """Start an application; her card comes from applicant when it is not here."""

    applicant: Peer
    runs: Runs[UseCases]

    def __call__(self, person_id: str, once: Once, *, by: Actor) -> Done:
        """Return the draft's id. Raises what the use case raises, and Unavailable when applicant must be asked."""
        self.know(person_id)
        return self.runs.once(once, lambda use: use.application.start(person_id, by=by).id)

    def know(self, person_id: str) -> None:
        """Fetch her card when it is not here; raises Unavailable when applicant must be asked and does not answer."""
        if self.runs.ask(lambda use: use.replica.cards.get(person_id)) is None:
            self._fetch(person_id)

    def _fetch(self, person_id: str) -> None:
        try:
            card = self.applicant.get(f"/persons/{person_id}/card")
        except NotFound:
            return  # the use case finds no card and says so
        self.runs.run(lambda use: use.replica.card_came(card, card["seq"]))
