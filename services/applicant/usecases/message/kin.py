"""A message to a phone that is not hers: husband, guarantor or partner is asked to agree, with a link of his own."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.applicant.domain import phones
from services.applicant.usecases.account.ports import Clock, InForce, Tallies
from services.applicant.usecases.message.ports import Messages, Recipient
from services.applicant.usecases.ports import Deed, Ledger, Persons
from shared.access import Actor
from shared.errors import NotFound, Refused, TooMany

DAY = timedelta(days=1)
WHO = ("spouse", "guarantor", "partner")


@dataclass(frozen=True, slots=True)
class Letter:
    """To which phone, as whom, under which secret, until when."""

    phone: str
    who: str
    secret: str
    until: date


@dataclass(frozen=True, slots=True)
class TellKin:
    """Sealed under her key like her own messages; one phone gets no more of them in a day than codes."""

    messages: Messages
    persons: Persons
    tallies: Tallies
    limits: InForce
    ledger: Ledger
    clock: Clock
    public_url: str

    def __call__(self, person_id: str, letter: Letter, *, by: Actor) -> str:
        """Promise the message, return its id. Raises NotFound, Refused("not_a_phone"), TooMany."""
        person = self.persons.some([person_id]).get(person_id)
        if person is None:
            raise NotFound("person_not_found")
        if not phones.is_mobile(letter.phone):
            raise Refused("not_a_phone")
        count, _since = self.tallies.hit("kin_day", letter.phone, DAY, self.clock.real_now())
        if count > self.limits().code.phone_day:
            raise TooMany("code_too_often", seconds=int(DAY.total_seconds()), minutes=24 * 60)
        words = {
            "name": person.details.name,
            "link": f"{self.public_url}/loans/k/{letter.secret}",
            "date": f"{letter.until.month} 月 {letter.until.day} 日",
        }
        self.ledger.note(by, Deed("message.kin", "person", person.id, [person.id], ["phone"], letter.who))
        return self.messages.want(f"{letter.who}_consent", Recipient(person.id, letter.phone, person.path), words)
