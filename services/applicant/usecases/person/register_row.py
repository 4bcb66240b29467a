"""A row of a roster registers its woman: once, however often the row comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.applicant.domain.access import RULES
from services.applicant.domain.consent import REGISTRATION
from services.applicant.domain.findings import refuse
from services.applicant.domain.person import Channel, Origin, Person
from services.applicant.domain.places import Gazetteer
from services.applicant.domain.roster_row import RawRow, ReadRow, looks, read
from services.applicant.usecases.message.ports import Messages
from services.applicant.usecases.person.register import Admit, welcome
from services.applicant.usecases.ports import Deed, Ledger, Units
from services.applicant.usecases.unit.find import Find
from shared.access import SYSTEM, Actor, can
from shared.errors import NotFound, Refused
from shared.ids import person_id
from shared.regions import Level


@dataclass(frozen=True, slots=True)
class Registered:
    """Whom the row means, and whether she is new."""

    person: Person
    created: bool


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """The row is read again: what was checked an hour ago may have been changed on the way."""

    admit: Admit
    units: Find
    tree: Units
    ledger: Ledger
    messages: Messages

    def __call__(self, county_id: str, raw: RawRow, place_unit: str | None, *, by: Actor) -> Registered:
        """Return the woman of this ID number, registered now when she is new; her own data are left as they are.

        A place that was only suggested is taken when `place_unit` names it, else her township is.
        Raises NotFound, Invalid with every wrong cell, Refused("place_elsewhere").
        """
        gazetteer = self.units.gazetteer(county_id)
        if not can(RULES, by, "roster.bring", path=gazetteer.county.path):
            raise NotFound("unit_not_found")
        today: date = self.admit.clock.today()
        row = read(raw, gazetteer, today)
        refuse(row.findings)
        assert row.details is not None, "errors were refused"
        there = self.admit.persons.with_id_no(row.details.id_no)
        if there is not None:
            return Registered(there, created=False)
        who = by.on_behalf_of or by
        origin = Origin(Channel.ROSTER, who.id, today, looks(row.findings))
        path = self._path(gazetteer, row, place_unit)
        person = self.admit(Person.register(person_id(), path, row.details, origin), (REGISTRATION,))
        self.ledger.note(by, Deed("person.register_row", "person", person.id, [person.id]))
        welcome(self.messages, person, gazetteer.county.title)
        return Registered(person, created=True)

    def _path(self, gazetteer: Gazetteer, row: ReadRow, place_unit: str | None) -> Sequence[str]:
        if place_unit is not None:
            chosen = self.tree.get(SYSTEM, place_unit)
            if gazetteer.county.id not in chosen.path or chosen.closed_on is not None:
                raise Refused("place_elsewhere")
            return chosen.path
        assert row.place is not None, "errors were refused"
        return row.place.path if row.place.exact else self._township(row.place.path)

    def _township(self, path: Sequence[str]) -> Sequence[str]:
        known = self.tree.some(path)
        end = next(at for at, one in enumerate(path) if known[one].level is Level.TOWNSHIP)
        return path[: end + 1]
