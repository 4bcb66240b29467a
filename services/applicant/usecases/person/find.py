"""Questions about women: an officer's, inside her units and logged where a number or name was typed; and her own."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.applicant.domain import id_number, names, phones
from services.applicant.domain.access import RULES
from services.applicant.domain.card import Card
from services.applicant.domain.consent import Consent
from services.applicant.domain.person import Person
from services.applicant.domain.unit import Unit
from services.applicant.usecases.ports import Consents, Deed, Ledger, Persons, Readers, Search, Seen, Units
from shared.access import SYSTEM, Actor, Scope, scope
from shared.errors import Refused
from shared.id_number import LENGTH, OLD_LENGTH, plain
from shared.roles import FEDERATION, OFFICES

AT_MOST = 50
LINES = 100


@dataclass(frozen=True, slots=True)
class Dossier:
    """What one page about her shows: herself, her units root first, her consents, who looked at her data."""

    person: Person
    units: list[Unit]
    consents: list[Consent]
    seen: list[Seen]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `after` is the cursor of the next, None at the end."""

    persons: list[Person]
    units: dict[str, Unit]
    after: str | None


@dataclass(frozen=True, slots=True)
class Find:
    """Outside the asker's scope nobody exists."""

    persons: Persons
    units: Units
    consents: Consents
    readers: Readers
    ledger: Ledger

    def search(self, typed: str, *, by: Actor, kind: Search | None = None) -> Page:
        """Look somebody up; writes an audit row with whom it showed. Raises Refused when nothing usable was typed."""
        kind = kind or kind_of(typed)
        found = self.persons.search(scope(RULES, by, "person.search"), kind, _value(kind, typed), AT_MOST)
        self.ledger.note(by, Deed("person.search", "person", "", [person.id for person in found], [kind.value]))
        return Page(found, self._units(found), None)

    def matches(self, typed: str, *, by: Actor) -> list[str]:
        """Return the ids of women whom a typed text fits, where the end user's desk lies: her units, her county.

        Writes an audit row with whom it showed. Raises Refused when nothing usable was typed.
        """
        user, kind = by.on_behalf_of or by, kind_of(typed)
        found = self.persons.search(desks_of(user), kind, _value(kind, typed), AT_MOST)
        self.ledger.note(by, Deed("person.match", "person", "", [person.id for person in found], [kind.value]))
        return [person.id for person in found]

    def in_scope(self, unit_id: str | None, after: str | None, limit: int, *, by: Actor) -> Page:
        """Return women of the officer's units, or of one unit among them, those last registered first."""
        inside = scope(RULES, by, "person.list")
        if unit_id is not None:
            inside = inside.within(self.units.get(inside, unit_id).id)
        found = self.persons.page(inside, after, limit + 1)
        shown = found[:limit]
        more = f"{shown[-1].origin.on.isoformat()}.{shown[-1].id}" if len(found) > limit else None
        return Page(shown, self._units(shown), more)

    def one(self, person_id: str, *, by: Actor) -> Dossier:
        """Return one woman of the officer's units; raises NotFound."""
        return self._dossier(self.persons.get(scope(RULES, by, "person.read"), person_id))

    def own(self, person_id: str) -> Dossier:
        """Return what is kept of a woman, for herself."""
        return self._dossier(self.persons.get(SYSTEM, person_id))

    def card(self, person_id: str, *, by: Actor) -> Card:
        """Return what other services know of her; raises NotFound outside the scope of whoever they ask for."""
        return self.persons.get(scope(RULES, by, "person.card"), person_id).card()

    def _dossier(self, person: Person) -> Dossier:
        known = self.units.some(person.path)
        units = [known[one] for one in person.path if one in known]
        return Dossier(person, units, self.consents.of_person(person.id), self.readers.of(person.id, LINES))

    def _units(self, persons: Sequence[Person]) -> dict[str, Unit]:
        return self.units.some({one for person in persons for one in person.path})


def desks_of(user: Actor) -> Scope:
    """Return where an officer's desk lies: the units of a federation post, for an office the unit above it."""
    own = {post.unit for post in user.posts if post.role in FEDERATION}
    return Scope(frozenset(own | {post.path[-2] for post in user.posts if post.role in OFFICES and len(post.path) > 1}))


def kind_of(typed: str) -> Search:
    """Return what a text that was typed into one box is: 18 or 15 characters, 11 digits, 4 digits, letters, a name."""
    text = phones.plain(typed)
    if text.isascii() and len(text) in (LENGTH, OLD_LENGTH) and text[:-1].isdecimal():
        return Search.ID_NO
    if text.isascii() and text.isdecimal():
        return Search.PHONE_LAST4 if len(text) == 4 else Search.PHONE
    return Search.INITIALS if text.isascii() and text.isalpha() else Search.NAME


def _value(kind: Search, typed: str) -> str:
    """Return what the blind index was made of; raises Refused("nothing_to_search")."""
    match kind:
        case Search.ID_NO:
            text = plain(typed)
            value = id_number.widen(text) if len(text) == OLD_LENGTH and text.isdecimal() else text
        case Search.PHONE:
            value = phones.plain(typed)
        case Search.NAME:
            value = names.tidy(typed)
        case _:
            value = "".join(typed.split()).upper()
    least = 4 if kind is Search.PHONE_LAST4 else 2
    if len(value) < least:
        raise Refused("nothing_to_search")
    return value
