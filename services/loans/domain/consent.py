"""What husband, guarantor and partners say on their own phones: asked, then yes, no, or nothing in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.loans.domain.draft import Draft
from shared.errors import Refused
from shared.machine import move


class State(StrEnum):
    """Where it stands; that time ran out is read from the days."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


class Action(StrEnum):
    """What he may do."""

    AGREE = "agree"
    REFUSE = "refuse"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.ASKED, Action.AGREE): State.AGREED,
    (State.ASKED, Action.REFUSE): State.REFUSED,
}
PARTNER = "partner"
EXPIRED = "expired"


@dataclass(slots=True)
class Consent:
    """One question to one phone; `mark` is the fingerprint of the link's secret, the phone stays in her sealed form.

    `who` is spouse, guarantor, or partner-1 for the first who borrows with her.
    """

    id: str
    application_id: str
    person_id: str
    who: str
    mark: bytes
    asked_on: date
    until_on: date
    state: State = State.ASKED
    answered_on: date | None = None
    version: int = 0

    @classmethod
    def ask(cls, consent_id: str, found: tuple[str, str], who: str, mark: bytes, days: tuple[date, int]) -> "Consent":
        """Return a question for an application and its woman (ids), asked on a day and open for some days."""
        today, open_days = days
        return cls(consent_id, *found, who, mark, today, today + timedelta(days=open_days))

    def standing(self, today: date) -> str:
        """Return asked, agreed, refused or expired."""
        return EXPIRED if self.state is State.ASKED and today > self.until_on else self.state.value

    def answer(self, action: Action, today: date) -> None:
        """Keep his answer; raises Conflict when it was answered, Refused("consent_expired") when time ran out."""
        after = move(MOVES, self.state, action)
        if today > self.until_on:
            raise Refused("consent_expired")
        self.state, self.answered_on = after, today


def kind_of(who: str) -> str:
    """Return spouse, guarantor, or partner for any of those who borrow with her."""
    return who.partition("-")[0]


def number_of(who: str) -> int:
    """Return which partner it is, counted from 1; 0 for husband and guarantor."""
    return int(who.partition("-")[2] or 0)


def name_of(draft: Draft, who: str) -> str:
    """Return the name she wrote for him, "" without one."""
    return _written(draft, who, "name")


def phone_of(draft: Draft, who: str) -> str:
    """Return the phone she wrote for him, "" without one."""
    return _written(draft, who, "phone")


def _written(draft: Draft, who: str, what: str) -> str:
    number = number_of(who)
    if not number:
        return getattr(draft.family, f"{who}_{what}") or ""
    return getattr(draft.partners[number - 1], what) or "" if number <= len(draft.partners) else ""


def asked_of(draft: Draft) -> list[str]:
    """Return whom she may ask by phone: her husband, a person who stands for her, each who borrows with her."""
    family = draft.family
    there = {"spouse": family.married == "yes", "guarantor": family.guarantee == "person"}
    return [*(who for who, is_there in there.items() if is_there), *_partners(draft)]


def agreed(draft: Draft, said: Mapping[str, Consent]) -> set[str]:
    """Return who agreed by phone: spouse, guarantor, and partner once every one of them did."""
    yes = {who for who, one in said.items() if one.state is State.AGREED}
    partners = _partners(draft)
    return {who for who in yes if not number_of(who)} | ({PARTNER} if partners and yes.issuperset(partners) else set())


def replaced(before: Draft, after: Draft) -> list[str]:
    """Return whom a changed form no longer names as it did: what he said was said for another."""
    still = asked_of(after)
    return [who for who in asked_of(before) if who not in still or _person(before, who) != _person(after, who)]


def _person(draft: Draft, who: str) -> tuple[str, str]:
    return name_of(draft, who), phone_of(draft, who)


def _partners(draft: Draft) -> list[str]:
    return [f"{PARTNER}-{number}" for number in range(1, draft.others + 1)]
