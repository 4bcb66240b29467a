"""Something about her is different: she says so herself, or an officer of her place writes it with a reason."""

from dataclasses import dataclass, replace

from services.applicant.domain import phones
from services.applicant.domain.access import RULES
from services.applicant.domain.findings import refuse
from services.applicant.domain.person import Details, Person
from services.applicant.usecases.ports import Clock, Deed, Guards, Ledger, Persons
from services.applicant.usecases.unit.find import Find
from shared.access import Actor, Kind, can
from shared.errors import NotFound, Refused, Stale

LEAST = 4


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be different; None leaves a field. Name and ID number change only on papers, not here."""

    version: int
    education: str | None = None
    hukou: str | None = None
    groups: tuple[str, ...] | None = None
    phone: str | None = None
    county: str | None = None
    place: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Amend:
    """She changes all but her phone (that asks for a code on the new one); an officer needs a reason."""

    persons: Persons
    units: Find
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, person_id: str, changes: Changes, *, by: Actor) -> Person:
        """Return her as she is now; raises NotFound, Refused("reason_missing", "nothing_changed"), Invalid, Stale."""
        person = self._hers(person_id, by)
        if person.version != changes.version:
            raise Stale("changed_meanwhile")
        if by.kind is Kind.WOMAN and changes.phone is not None:
            raise Refused("phone_at_the_counter")
        if by.kind is Kind.STAFF and len(changes.reason.strip()) < LEAST:
            raise Refused("reason_missing", least=LEAST)
        changed = person.amend(self.clock.today(), details=self._details(person, changes), path=self._path(changes))
        if not changed:
            raise Refused("nothing_changed")
        self.guards.touch(f"unit:{person.unit}")
        self.persons.save(person)
        self.ledger.note(by, Deed("person.amend", "person", person.id, [person.id], changed, changes.reason.strip()))
        return person

    def _hers(self, person_id: str, by: Actor) -> Person:
        person = self.persons.some([person_id]).get(person_id)
        if person is None or not (
            can(RULES, by, "person.own", person_id=person_id)
            if by.kind is Kind.WOMAN
            else can(RULES, by, "person.amend", path=person.path)
        ):
            raise NotFound("person_not_found")
        return person

    def _details(self, person: Person, changes: Changes) -> Details:
        given = {
            name: value for name in ("education", "hukou", "groups") if (value := getattr(changes, name)) is not None
        }
        if changes.phone is not None:
            reading = phones.read(changes.phone)
            refuse(reading.findings)
            given["phone"] = reading.value
        return replace(person.details, **given)

    def _path(self, changes: Changes) -> tuple[str, ...] | None:
        if changes.county is None or changes.place is None:
            return None
        reading = self.units.place(changes.county, changes.place)
        refuse(reading.findings)
        assert reading.value is not None, "errors were refused"
        return reading.value.path
