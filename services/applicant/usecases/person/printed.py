"""Who women are on paper: asked for by training before it prints certificates, written down, inside the units only."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.applicant.domain import masks
from services.applicant.domain.access import RULES
from services.applicant.domain.person import Person
from services.applicant.usecases.ports import Deed, Ledger, Persons
from shared.access import Actor, scope
from shared.id_number import IdNumber

FIELDS = ("name", "id_no", "birth_month")


@dataclass(frozen=True, slots=True)
class OnPaper:
    """Whole name, name for strangers, ID 6+4, 女 or nothing, month of birth YYYY-MM."""

    name: str
    masked: str
    id_no: str
    sex: str
    born: str


@dataclass(frozen=True, slots=True)
class Printed:
    """The audit rows and the answer share one transaction: without the rows there is no answer."""

    persons: Persons
    ledger: Ledger

    def __call__(self, person_ids: Sequence[str], purpose: str, *, by: Actor) -> dict[str, OnPaper]:
        """Return what is printed of those inside the units of whoever is asked for; the others are absent."""
        inside = scope(RULES, by, "person.print")
        found = [one for one in self.persons.some(person_ids).values() if inside.holds(one.path)]
        whom = [one.id for one in found]
        self.ledger.note(by, Deed("person.print", "person", "", whom, FIELDS, purpose))
        return {one.id: on_paper(one) for one in found}


def on_paper(person: Person) -> OnPaper:
    """Return what a certificate says of her."""
    details = person.details
    return OnPaper(
        name=details.name,
        masked=masks.name(details.name),
        id_no=masks.id_no(details.id_no),
        sex="女" if IdNumber(details.id_no).says_female else "",  # where the digit errs, the paper says nothing
        born=f"{details.born_on:%Y-%m}",
    )
