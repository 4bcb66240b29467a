"""What her husband, or who stands for her, says on his own phone: asked, then yes, no, or nothing in time."""

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
WHO = ("spouse", "guarantor")
EXPIRED = "expired"


@dataclass(slots=True)
class Consent:
    """One question to one phone; `mark` is the fingerprint of the link's secret, the phone stays in her sealed form."""

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


def name_of(draft: Draft, who: str) -> str:
    """Return the name she wrote for him, "" without one."""
    return getattr(draft.family, f"{who}_name") or ""


def phone_of(draft: Draft, who: str) -> str:
    """Return the phone she wrote for him, "" without one."""
    return getattr(draft.family, f"{who}_phone") or ""


def asked_of(draft: Draft) -> list[str]:
    """Return whom she may ask by phone: her husband, and a person who stands for her."""
    family = draft.family
    there = {"spouse": family.married == "yes", "guarantor": family.guarantee == "person"}
    return [who for who in WHO if there[who]]
