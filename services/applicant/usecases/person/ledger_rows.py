"""Women on a ledger of earlier years: found by ID number, or registered now; nobody is written to about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.applicant.domain import names
from services.applicant.domain.access import RULES
from services.applicant.domain.findings import Finding, error, refuse
from services.applicant.domain.person import Channel, Origin, Person
from services.applicant.domain.places import Gazetteer
from services.applicant.domain.roster_row import RawRow, ReadRow, looks, read
from services.applicant.domain.unit import Unit
from services.applicant.usecases.person.register import Admit
from services.applicant.usecases.ports import Clock, Deed, Ledger, Persons, Units
from services.applicant.usecases.unit.find import Find
from shared.access import Actor, may
from shared.errors import NotFound, Refused
from shared.ids import person_id
from shared.regions import Level

OLD_PAPERS_LACK = frozenset({"phone", "place", "education", "hukou", "groups", "age", "sex"})


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row as it was read: who she is when she is registered, and the township her facts count in."""

    row: int
    person_id: str | None
    town: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CheckLedgerRows:
    """Of a woman who is registered only number and name are looked at; of a new one all that registering needs."""

    persons: Persons
    units: Find
    clock: Clock

    def __call__(self, county_id: str, rows: Sequence[RawRow], *, by: Actor) -> list[LedgerRow]:
        """Return every row with all its problems, in order; raises NotFound for a county that is not the officer's."""
        gazetteer = self.units.gazetteer(county_id)
        _his(gazetteer.county, by)
        today = self.clock.today()
        found = [read(raw, gazetteer, today) for raw in rows]
        known = self.persons.known({one.id_no for one in found if one.id_no})
        women = self.persons.some(known.values())
        return [
            self._seen(raw, one, women[known[one.id_no]], gazetteer)
            if one.id_no in known
            else LedgerRow(one.row, None, _town_of(gazetteer, one), one.findings)
            for raw, one in zip(rows, found, strict=True)
        ]

    def _seen(self, raw: RawRow, one: ReadRow, woman: Person, gazetteer: Gazetteer) -> LedgerRow:
        kept = tuple(finding for finding in one.findings if finding.field not in OLD_PAPERS_LACK)
        differs = names.tidy(raw.name) != woman.details.name
        said = (error("name", "ledger_name_differs"),) if differs else ()
        return LedgerRow(one.row, woman.id, town_of(gazetteer.county.path, woman.path), (*kept, *said))


@dataclass(frozen=True, slots=True)
class RegisterLedgerRow:
    """The row is read again: what was checked an hour ago may have been changed on the way."""

    admit: Admit
    units: Find
    tree: Units
    ledger: Ledger

    def __call__(self, county_id: str, raw: RawRow, *, by: Actor) -> Person:
        """Return the woman of this ID number, registered now when she is new; her own data are left as they are.

        No consent is noted, since she gave none, and no message is sent. Raises NotFound, Invalid with every wrong
        cell, Refused("ledger_name_differs").
        """
        gazetteer = self.units.gazetteer(county_id)
        _his(gazetteer.county, by)
        today = self.admit.clock.today()
        row = read(raw, gazetteer, today)
        there = self.admit.persons.with_id_no(row.id_no) if row.id_no else None
        if there is not None:
            if names.tidy(raw.name) != there.details.name:
                raise Refused("ledger_name_differs")
            return there
        refuse(row.findings)
        assert row.details is not None, "errors were refused"
        assert row.place is not None, "errors were refused"
        path = row.place.path if row.place.exact else self._township(row.place.path)
        origin = Origin(Channel.LEDGER, (by.on_behalf_of or by).id, today, looks(row.findings))
        person = self.admit(Person.register(person_id(), path, row.details, origin), ())
        self.ledger.note(by, Deed("person.register_ledger_row", "person", person.id, [person.id]))
        return person

    def _township(self, path: Sequence[str]) -> Sequence[str]:
        known = self.tree.some(path)
        end = next(at for at, one in enumerate(path) if known[one].level is Level.TOWNSHIP)
        return path[: end + 1]


def town_of(county: Sequence[str], path: Sequence[str]) -> str:
    """Return the township a path leads through inside a county; empty for the county itself and elsewhere."""
    inside = tuple(path[: len(county)]) == tuple(county) and len(path) > len(county)
    return path[len(county)] if inside else ""


def _town_of(gazetteer: Gazetteer, one: ReadRow) -> str:
    return town_of(gazetteer.county.path, one.place.path) if one.place else ""


def _his(county: Unit, by: Actor) -> None:
    """Raise NotFound unless the officer's office is the county's, or hangs under it as bank and guarantee agency do."""
    who = by.on_behalf_of or by
    roles = RULES["ledger.bring"].roles
    posts = [post for post in who.posts if post.role in roles]
    if not may(RULES, by, "ledger.bring") or not any(
        post.unit in county.path or county.id in post.path for post in posts
    ):
        raise NotFound("unit_not_found")
