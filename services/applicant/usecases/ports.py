"""What the use cases of applicant need of the world."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from services.applicant.domain.consent import Consent, Notice
from services.applicant.domain.person import Person
from services.applicant.domain.unit import Unit
from shared.access import Actor, Scope

# ---- everybody's ---------------------------------------------------------------------------------------------------


class Clock(Protocol):
    """Today and now."""

    def today(self) -> date:
        """Return the business day."""

    def now(self) -> datetime:
        """Return the business instant."""


class Guards(Protocol):
    """Rules over several documents hold by touching one name."""

    def touch(self, name: str) -> None:
        """Keep two transactions over the same name from both committing."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An act kept in the audit: what, on which resource, about whom, which fields, why; no names, no numbers."""

    act: str
    resource: str = ""
    resource_id: str = ""
    person_ids: Sequence[str] = ()
    fields: Sequence[str] = ()
    reason: str = ""


class Ledger(Protocol):
    """The audit."""

    def note(self, by: Actor, deed: Deed) -> None:
        """Keep an act; when it cannot be kept it does not happen."""


class Marks(Protocol):
    """Fingerprints of ID numbers: equal for the same person, readable by nobody."""

    def __call__(self, id_no: str) -> str:
        """Return the fingerprint of an ID number."""


# ---- units ---------------------------------------------------------------------------------------------------------


class Units(Protocol):
    """Units of the tree by id, by division, by place in it."""

    def get(self, scope: Scope, unit_id: str) -> Unit:
        """Return one inside the scope; raises NotFound("unit_not_found")."""

    def some(self, unit_ids: Iterable[str]) -> dict[str, Unit]:
        """Return those that are known, by id."""

    def of_division(self, division: str) -> Unit | None:
        """Return the open federation of a division code."""

    def children(self, unit_id: str) -> list[Unit]:
        """Return what hangs directly below, closed ones too, federations by division, then offices."""

    def below(self, unit_id: str) -> list[Unit]:
        """Return everything open below a unit."""

    def named(self, county_id: str, text: str, limit: int) -> list[Unit]:
        """Return open units of a county whose title begins with a text."""

    def tops(self, scope: Scope) -> list[Unit]:
        """Return the units a scope names, root first; of the system the root."""

    def add(self, units: Sequence[Unit]) -> None:
        """Store new ones with their news."""

    def save(self, unit: Unit) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile."""


# ---- persons -------------------------------------------------------------------------------------------------------


class Search(StrEnum):
    """By what an officer looks somebody up; each is a blind index."""

    ID_NO = "id_no"
    PHONE = "phone"
    PHONE_LAST4 = "phone_last4"
    NAME = "name"
    INITIALS = "initials"


class Persons(Protocol):
    """Persons by id, by what is known of them, by place."""

    def get(self, scope: Scope, person_id: str) -> Person:
        """Return one inside the scope; raises NotFound("person_not_found")."""

    def some(self, person_ids: Iterable[str]) -> dict[str, Person]:
        """Return those that are known, by id, whatever their place: two reads however many."""

    def with_id_no(self, id_no: str) -> Person | None:
        """Return who holds an ID number."""

    def known(self, id_nos: Iterable[str]) -> dict[str, str]:
        """Return person ids by those ID numbers that are registered."""

    def search(self, scope: Scope, by: Search, value: str, limit: int) -> list[Person]:
        """Return persons inside the scope by one blind index."""

    def page(self, scope: Scope, after: str | None, limit: int) -> list[Person]:
        """Return persons inside the scope, those last registered first, after a cursor."""

    def any_in(self, unit_id: str) -> bool:
        """Tell whether anybody belongs to a unit."""

    def add(self, person: Person) -> None:
        """Store a new one with her news; two of one ID number never both commit."""

    def save(self, person: Person) -> None:
        """Store a changed one with her news; raises Stale when somebody saved meanwhile."""


class Consents(Protocol):
    """Her consents, all of them, also those taken back."""

    def add(self, consents: Sequence[Consent]) -> None:
        """Store new ones."""

    def of_person(self, person_id: str) -> list[Consent]:
        """Return hers, oldest first."""

    def get(self, person_id: str, consent_id: str) -> Consent:
        """Return one of hers; raises NotFound("consent_not_found")."""

    def save(self, consent: Consent) -> None:
        """Store a changed one."""


class Notices(Protocol):
    """The notices in force, from dated data."""

    def on(self, day: date) -> list[Notice]:
        """Return one notice for each purpose that is asked when she registers."""

    def later(self, day: date) -> list[Notice]:
        """Return one notice for each purpose that is asked when it comes to that."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of who looked at her data: when, who in which post, what act, which fields, why."""

    at: datetime
    actor: str
    unit: str
    role: str
    act: str
    fields: Sequence[str]
    reason: str


class Readers(Protocol):
    """The audit read back, for the woman and for who answers to her."""

    def of(self, person_id: str, limit: int) -> list[Seen]:
        """Return who looked at her data, newest first."""
