"""A title that was recognised before this system was there: a dated fact from the county's ledger."""

from dataclasses import dataclass
from datetime import date

from services.applicant.domain.nomination import Holder, Nomination, Step
from services.applicant.usecases.enterprise.ports import Enterprises
from services.applicant.usecases.ports import Deed, Ledger, Persons
from services.applicant.usecases.title.fall_due import Numbering
from services.applicant.usecases.title.ports import Nominations
from services.applicant.usecases.title.remind import Yearly
from services.applicant.usecases.title.rules import TitlesInForce
from services.applicant.usecases.title.waiting import Waiting
from shared.access import SYSTEM, Actor
from shared.errors import NotFound
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Past:
    """What the ledger says: its own number, when it was recognised and until when it holds."""

    person_id: str
    title: str
    number: str
    recognised_on: date
    valid_until: date
    enterprise_id: str | None = None


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Called by the import of a ledger, which knows whether it did so before and who signed for it."""

    nominations: Nominations
    titles: TitlesInForce
    persons: Persons
    enterprises: Enterprises
    numbering: Numbering
    waiting: Waiting
    yearly: Yearly
    ledger: Ledger

    def __call__(self, past: Past, *, by: Actor) -> Nomination:
        """Return it recognised, with origin ledger.

        Raises NotFound("person_not_found", "title_unknown"), Refused("title_needs_enterprise"),
        Conflict("nominated_already").
        """
        person = self.persons.get(SYSTEM, past.person_id)
        path = person.path
        if past.enterprise_id is not None:
            theirs = self.enterprises.some([past.enterprise_id]).get(past.enterprise_id)
            if theirs is None or theirs.person_id != person.id:
                raise NotFound("enterprise_not_found")
            path = theirs.path
        holder, terms = Holder(person.id, past.enterprise_id, path), self.titles.of(past.title, path)
        step = Step("take_over", past.recognised_on, by.id)
        taken = Nomination.begin(new_id(), holder, terms, step)
        taken.take_over(past.number, self.numbering.new_code(), past.valid_until, step)
        self.nominations.add(taken)
        self.waiting.until_it_changes(taken)
        self.yearly.promise(taken)
        self.ledger.note(by, Deed("title.take_over", "title", taken.id, [person.id]))
        return taken
