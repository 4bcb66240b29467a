"""A message to a phone: a text of the catalogue with its parameters filled, 70 characters to a part."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from shared.errors import NotFound, Refused
from shared.machine import move

ONE_PART = 70
EACH_OF_MANY = 67  # a longer message loses three characters of each part to the joining header
_HOLE = re.compile(r"\{([a-z_]+)\}")
_MOST = 60


class State(StrEnum):
    """How far it has come."""

    WANTED = "wanted"
    SENT = "sent"
    HELD = "held"


class Action(StrEnum):
    """What can happen to it."""

    SEND = "send"
    HOLD = "hold"


MOVES = {
    (State.WANTED, Action.SEND): State.SENT,
    (State.WANTED, Action.HOLD): State.HELD,  # over the whole system's hourly budget: somebody pumps messages
}


@dataclass(frozen=True, slots=True)
class Text:
    """One approved text; providers check templates beforehand, so nothing outside `{…}` ever varies."""

    key: str
    text: str

    @property
    def needs(self) -> frozenset[str]:
        """Return the names of its parameters."""
        return frozenset(_HOLE.findall(self.text))

    def filled(self, params: Mapping[str, str]) -> str:
        """Return the words; raises Refused naming a parameter that is missing, unknown or too long."""
        wrong = self.needs ^ set(params)
        if wrong:
            raise Refused("message_params", key=self.key, name=min(wrong))
        for name, value in params.items():
            if not value or len(value) > _MOST or not value.isprintable():
                raise Refused("message_params", key=self.key, name=name)
        return _HOLE.sub(lambda hole: params[hole.group(1)], self.text)


@dataclass(slots=True)
class Message:
    """One message. `owner` is whose key seals phone and parameters: a person, or a challenge while nobody is known."""

    id: str
    key: str
    owner: str
    phone: str
    params: Mapping[str, str]
    wanted_at: datetime
    scope: tuple[str, ...] = ()
    state: State = State.WANTED
    sent_at: datetime | None = None
    version: int = 0
    news: list[object] = field(default_factory=list)

    def sent(self, now: datetime) -> None:
        """Note that the network took it."""
        self.state = move(MOVES, self.state, Action.SEND)
        self.sent_at = now

    def hold(self) -> None:
        """Note that it will not go out."""
        self.state = move(MOVES, self.state, Action.HOLD)


FITS = 24  # the longest title of a class, an office or a list that still leaves one message readable


@dataclass(frozen=True, slots=True)
class Told:
    """What she is to be told: the key of a text and what fills it, besides her name; long words are cut."""

    key: str
    words: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, key: str, **words: str) -> "Told":
        """Return it with words that fit."""
        return cls(key, {name: short(word) for name, word in words.items()})


def short(word: str) -> str:
    """Return a word as a message can hold it."""
    return word if len(word) <= FITS else f"{word[: FITS - 1]}…"


def spoken_day(day: date) -> str:
    """Return 12 月 4 日; the year is clear to whoever reads a message today, except on far days."""
    return f"{day.month} 月 {day.day} 日"


def parts(text: str) -> int:
    """Return as how many messages the network counts it."""
    return 1 if len(text) <= ONE_PART else -(-len(text) // EACH_OF_MANY)


def unknown(key: str) -> NotFound:
    """Return the refusal for a key that the catalogue does not have."""
    return NotFound("unknown_message", key=key)
