"""A woman asks for a place: her card is fetched when no event has brought it yet."""

from dataclasses import dataclass

from services.training.usecases import UseCases
from services.training.usecases.enrolment.enrol import Coming
from shared.access import SYSTEM, Actor
from shared.errands.peer import Peer
from shared.errors import NotFound
from shared.running import Done, Once, Runs


@dataclass(frozen=True, slots=True)
class Apply:
    """She enrols herself."""

    applicant: Peer
    runs: Runs[UseCases]

    def __call__(self, class_id: str, once: Once, *, by: Actor) -> Done:
        """Return her enrolment's id. Raises what the use case raises, and Unavailable when applicant must be asked."""
        if self.runs.ask(lambda use: use.replica.cards.get(by.id)) is None:
            self._fetch(by.id)
        coming = Coming(by.id, "self", SYSTEM)
        return self.runs.once(
            once, lambda use: use.enrolment.enrol(class_id, coming, by=by).id, hot=f"class:{class_id}"
        )

    def _fetch(self, person_id: str) -> None:
        try:
            card = self.applicant.get(f"/persons/{person_id}/card")
        except NotFound:
            return  # the use case finds no card and says so
        self.runs.run(lambda use: use.replica.card_came(card, card["seq"]))
