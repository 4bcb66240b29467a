"""She begins an application, or a village officer begins it for her with her consent."""

from dataclasses import dataclass

from services.loans.domain.access import RULES
from services.loans.domain.application import Application, Origin
from services.loans.usecases.ports import Applications, Clock, Deed, Guards, Ledger, Numbers
from shared.access import Actor, Kind, can
from shared.errors import Conflict, NotFound, Unavailable
from shared.ids import new_id
from shared.replica import Card, Replica


@dataclass(frozen=True, slots=True)
class Start:
    """One open application per woman, whatever two phones and an officer do at the same moment."""

    applications: Applications
    replica: Replica
    numbers: Numbers
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, person_id: str, *, by: Actor) -> Application:
        """Return the new draft.

        Raises NotFound, Conflict("application_open"), Unavailable("county_not_known_yet") before the tree has come.
        """
        card = self.card(person_id, by)
        self.guards.touch(f"person:{person_id}")
        for earlier in self.applications.of_person(person_id):
            if earlier.open:
                raise Conflict("application_open", number=earlier.number)
        begun = Application.start(new_id(), self._number(card), self._origin(card, by))
        self.applications.add(begun)
        if by.kind is Kind.STAFF:
            self.ledger.note(by, Deed("application.start_for_her", begun.id, person_id))
        return begun

    def card(self, person_id: str, by: Actor) -> Card:
        """Return her card if `by` may begin for her; raises NotFound("person_not_found")."""
        card = self.replica.cards.get(person_id)
        if card is None or not can(RULES, by, "application.start", path=card.path, person_id=person_id):
            raise NotFound("person_not_found")
        return card

    def _number(self, card: Card) -> str:
        county = self.replica.county_of(card.path)
        if county is None or county.division is None:
            raise Unavailable("county_not_known_yet")
        year = self.clock.today().year
        return f"DK-{county.division}-{year}-{self.numbers.next('DK', county.division, year):06d}"

    def _origin(self, card: Card, by: Actor) -> Origin:
        channel = "self" if by.kind is Kind.WOMAN else "officer"
        return Origin(card.person_id, card.path, channel, self.clock.today(), by.id)
