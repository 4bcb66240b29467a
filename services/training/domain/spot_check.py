"""Spot checks of a class: who is called, drawn by a seed that everybody can follow, and visits nobody was told of."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.errors import Conflict, NotFound, Refused


class Answer(StrEnum):
    """What a woman said on the telephone."""

    WAS_THERE = "was_there"
    WAS_NOT = "was_not"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class CheckRule:
    """Topic training.spot_check: the least share that is called, in per mille, and how many visits a class gets."""

    call_permille: int
    visits: int

    def calls(self, women: int) -> int:
        """Return how many are called, at least one of any."""
        return -(-women * self.call_permille // 1000)


@dataclass(frozen=True, slots=True)
class Call:
    """One call: what she said, by whom it was asked, when."""

    answer: Answer
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: how many were there of how many on the sheet, what was seen, by whom."""

    on: date
    there: int
    expected: int
    note: str
    by: str


@dataclass(slots=True)
class SpotCheck:
    """The checks of one class, whose id it has; `drawn` are places in the order of the draw."""

    id: str
    path: tuple[str, ...]
    seed: str
    drawn_on: date
    drawn: tuple[str, ...]
    calls: dict[str, Call] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    version: int = 0

    def called(self, enrolment_id: str, call: Call) -> None:
        """Note a call; who did not answer may be called again. Raises NotFound, Conflict("called_already")."""
        if enrolment_id not in self.drawn:
            raise NotFound("enrolment_not_found")
        before = self.calls.get(enrolment_id)
        if before is not None and before.answer is not Answer.NO_ANSWER:
            raise Conflict("called_already")
        self.calls[enrolment_id] = call

    def visited(self, visit: Visit, today: date) -> None:
        """Note a visit; raises Refused("day_to_come" | "more_than_expected")."""
        if visit.on > today:
            raise Refused("day_to_come")
        if visit.there > visit.expected:
            raise Refused("more_than_expected", most=visit.expected)
        self.visits.append(visit)

    def finished(self, rule: CheckRule) -> bool:
        """Tell whether everybody drawn has answered and there were the visits the rule asks for."""
        return not self.open_calls() and len(self.visits) >= rule.visits

    def open_calls(self) -> int:
        """Return how many of the drawn have not answered yet."""
        return sum(self.calls.get(one) is None or self.calls[one].answer is Answer.NO_ANSWER for one in self.drawn)


def draw(seed: str, places: Collection[str], rule: CheckRule) -> tuple[str, ...]:
    """Return whom the seed draws: those with the least SHA-256 of `seed|place`, which anybody can compute again."""
    order = sorted(places, key=lambda one: hashlib.sha256(f"{seed}|{one}".encode()).hexdigest())
    return tuple(order[: rule.calls(len(order))])
