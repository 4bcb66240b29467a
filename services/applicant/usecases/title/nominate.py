"""The county puts a woman or her enterprise forward for a title, with her consent to the public notice."""

from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.consent import Consent
from services.applicant.domain.nomination import Holder, Nomination, Step
from services.applicant.domain.person import Person
from services.applicant.usecases.enterprise.ports import Enterprises
from services.applicant.usecases.ports import Clock, Consents, Deed, Ledger, Notices, Persons
from services.applicant.usecases.title.ports import Nominations
from services.applicant.usecases.title.rules import TitlesInForce
from shared.access import Actor, scope
from shared.errors import NotFound, Refused
from shared.ids import new_id

PURPOSE = "title"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which title, of which of her enterprises (a person's title may stand without one); what she said to it."""

    title: str
    enterprise_id: str | None = None
    agreed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agreements:
    """Her yes to her masked name and her enterprise's name being shown to everybody (PIPL art. 25)."""

    consents: Consents
    notices: Notices
    clock: Clock

    def stands(self, person_id: str) -> bool:
        """Tell whether she has said yes and not taken it back."""
        return any(one.purpose == PURPOSE and one.withdrawn_at is None for one in self.consents.of_person(person_id))

    def keep(self, person_id: str, by: Actor) -> None:
        """Keep her yes as the officer heard it; it stands once."""
        if self.stands(person_id):
            return
        notice = next(one for one in self.notices.later(self.clock.today()) if one.purpose == PURPOSE)
        given = Consent(
            new_id(), person_id, PURPOSE, notice.version, notice.hash, "officer", given_by=by.id, at=self.clock.now()
        )
        self.consents.add([given])


@dataclass(frozen=True, slots=True)
class Nominate:
    """The same title is open once for the same holder (unique index)."""

    nominations: Nominations
    titles: TitlesInForce
    persons: Persons
    enterprises: Enterprises
    agreements: Agreements
    ledger: Ledger

    def __call__(self, person_id: str, wish: Wish, *, by: Actor) -> Nomination:
        """Return the new nomination.

        Raises NotFound, Refused("consent_first", "title_needs_enterprise"), Conflict("nominated_already").
        """
        person = self.persons.get(scope(RULES, by, "title.nominate"), person_id)
        if not wish.agreed:
            raise Refused("consent_first")
        terms = self.titles.of(wish.title, person.path)
        self.agreements.keep(person_id, by)
        step = Step("nominate", self.titles.clock.today(), by.id, note=wish.note)
        begun = Nomination.begin(new_id(), self._holder(person, wish), terms, step)
        self.nominations.add(begun)
        self.ledger.note(by, Deed("title.nominate", "title", begun.id, [person_id]))
        return begun

    def _holder(self, person: Person, wish: Wish) -> Holder:
        if wish.enterprise_id is None:
            return Holder(person.id, None, person.path)
        for one in self.enterprises.of_person(person.id):
            if one.id == wish.enterprise_id:
                return Holder(person.id, one.id, one.path)
        raise NotFound("enterprise_not_found")
