"""A woman registers herself on a phone that a code has proved, or an officer does it for her with her consent."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.applicant.domain import id_number, names, phones
from services.applicant.domain.access import RULES
from services.applicant.domain.consent import Consent, Notice, missing
from services.applicant.domain.findings import Finding, error, refuse
from services.applicant.domain.person import Channel, Details, Origin, Person
from services.applicant.domain.places import Place
from services.applicant.domain.roster_row import looks
from services.applicant.usecases.message.ports import Messages, Recipient
from services.applicant.usecases.ports import Clock, Consents, Deed, Guards, Ledger, Notices, Persons
from services.applicant.usecases.unit.find import Find
from shared.access import Actor, can
from shared.errors import Conflict, NotFound
from shared.ids import new_id, person_id

WELCOME = "welcome"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was typed, and the purposes that were ticked. `place` is text inside the county, or a unit's own title."""

    name: str
    id_no: str
    phone: str
    education: str
    hukou: str
    county: str
    place: str
    groups: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Admit:
    """What every way of registering ends with: one person per ID number, her consents, her news."""

    persons: Persons
    consents: Consents
    notices: Notices
    guards: Guards
    clock: Clock

    def __call__(self, person: Person, purposes: Sequence[str]) -> Person:
        """Store her; two transactions with one ID number never both commit (unique index)."""
        self.guards.touch(f"unit:{person.unit}")
        self.persons.add(person)
        given = [one for one in self.notices.on(self.clock.today()) if one.purpose in purposes]
        self.consents.add([self._consent(person, notice) for notice in given])
        return person

    def _consent(self, person: Person, notice: Notice) -> Consent:
        origin = person.origin
        return Consent(
            id=new_id(),
            person_id=person.id,
            purpose=notice.purpose,
            version=notice.version,
            notice_hash=notice.hash,
            channel=origin.channel.value,
            given_by=person.id if origin.channel is Channel.SELF else origin.by,
            at=self.clock.now(),
        )


@dataclass(frozen=True, slots=True)
class Register:
    """Checks again what the pages have checked."""

    admit: Admit
    units: Find
    ledger: Ledger
    messages: Messages

    def by_herself(self, answers: Answers) -> Person:
        """Register the woman who proved the phone; a number that is taken tells her nothing but where to go.

        Raises Invalid, Conflict("registered_already").
        """
        details, place, findings = self._read(answers)
        if self.admit.persons.with_id_no(details.id_no) is not None:
            raise Conflict("registered_already")
        new = person_id()
        origin = Origin(Channel.SELF, new, self.admit.clock.today(), looks(findings))
        return self.admit(Person.register(new, place.path, details, origin), answers.consents)

    def for_her(self, answers: Answers, *, by: Actor) -> Person:
        """Register a woman of the officer's place; she is told on her own phone by whom.

        Raises Invalid, NotFound for another place, Conflict("registered_here", person_id) inside the officer's scope
        and Conflict("registered_already") outside it.
        """
        details, place, findings = self._read(answers)
        if not can(RULES, by, "person.register_for_her", path=place.path):
            raise NotFound("place_not_yours")
        there = self.admit.persons.with_id_no(details.id_no)
        if there is not None:
            if can(RULES, by, "person.read", path=there.path):
                raise Conflict("registered_here", person_id=there.id)
            raise Conflict("registered_already")
        origin = Origin(Channel.OFFICER, by.id, self.admit.clock.today(), looks(findings))
        person = self.admit(Person.register(person_id(), place.path, details, origin), answers.consents)
        self.ledger.note(by, Deed("person.register_for_her", "person", person.id, [person.id]))
        welcome(self.messages, person, by.posts[0].title if by.posts else by.name)
        return person

    def check_place(self, county: str, typed: str) -> None:
        """Raise Invalid for a place that is not found as it was typed, NotFound for what is no county."""
        refuse(self.units.place(county, typed).findings)

    def _read(self, answers: Answers) -> tuple[Details, Place, list[Finding]]:
        today = self.admit.clock.today()
        name, phone = names.read(answers.name), phones.read(answers.phone)
        number, place = id_number.read(answers.id_no, today), self.units.place(answers.county, answers.place)
        findings = [finding for reading in (name, number, phone, place) for finding in reading.findings]
        unticked = missing(self.admit.notices.on(today), answers.consents)
        refuse([*findings, *(error(f"consent_{purpose}", "must_be_ticked") for purpose in unticked)])
        assert name.value is not None, "errors were refused"
        assert number.value is not None, "errors were refused"
        assert phone.value is not None, "errors were refused"
        assert place.value is not None, "errors were refused"
        details = Details(
            name.value, number.value.text, phone.value, answers.education, answers.hukou, groups=answers.groups
        )
        return details, place.value, findings


def welcome(messages: Messages, person: Person, registered_by: str) -> None:
    """Promise a message to her own phone that says who registered her and how to object."""
    if phones.is_mobile(person.details.phone):
        details = person.details
        words = {"name": details.name, "office": registered_by}
        messages.want(WELCOME, Recipient(person.id, details.phone, person.path), words)
