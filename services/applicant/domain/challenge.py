"""A challenge: from a phone number, or a right password, to a person who has shown that it is she."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.applicant.domain.limits import CodeLimits
from shared.errors import Conflict, NotFound
from shared.machine import move


class Purpose(StrEnum):
    """What it opens."""

    SIGN_IN = "sign_in"
    STEP_UP = "step_up"
    SECOND_FACTOR = "second_factor"


class State(StrEnum):
    """How far it has come."""

    SENT = "sent"
    PROVED = "proved"
    RECOGNISED = "recognised"
    DONE = "done"
    DEAD = "dead"


class Action(StrEnum):
    """What can happen to it."""

    PROVE = "prove"
    RECOGNISE = "recognise"
    FINISH = "finish"
    KILL = "kill"


MOVES = {
    (State.SENT, Action.PROVE): State.PROVED,
    (State.SENT, Action.KILL): State.DEAD,
    (State.PROVED, Action.RECOGNISE): State.RECOGNISED,
    (State.PROVED, Action.FINISH): State.DONE,  # she registers, or a second factor was right
    (State.PROVED, Action.KILL): State.DEAD,
    (State.RECOGNISED, Action.FINISH): State.DONE,
}


class Answer(StrEnum):
    """What became of one try. Stored whatever it is: a refusal would roll the count of tries back."""

    RIGHT = "right"
    WRONG = "wrong"
    DEAD = "dead"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Tried:
    """The answer to a try, and how many are left."""

    answer: Answer
    left: int = 0


@dataclass(slots=True)
class Challenge:
    """One attempt of one browser. `subject` is the account or person already known, "" for a bare phone."""

    id: str
    purpose: Purpose
    made_at: datetime
    phone: str = ""
    subject: str = ""
    back: str = ""
    device: str = ""
    state: State = State.SENT
    tries: int = 0
    second_tries: int = 0
    candidates: tuple[str, ...] = ()
    version: int = 0
    news: list[object] = field(default_factory=list)

    def code(self, right: bool, now: datetime, limits: CodeLimits) -> Tried:
        """Note a try at the code: five minutes, five tries, once."""
        self._must(State.SENT)
        if now >= self.made_at + limits.life:
            return Tried(Answer.EXPIRED)
        self.tries += 1
        return self._judge(right, Action.PROVE, limits.tries - self.tries)

    def second(self, found: Sequence[str], now: datetime, limits: CodeLimits) -> Tried:
        """Note a try at the last six of the ID number: who on this phone ends so; as many tries as for a code."""
        self._must(State.PROVED)
        if not self.proved(now, limits):
            return Tried(Answer.EXPIRED)
        self.second_tries += 1
        self.candidates = tuple(found)
        return self._judge(bool(found), Action.RECOGNISE, limits.tries - self.second_tries)

    def known_here(self, found: Sequence[str]) -> None:
        """Skip the second question: this device and this number were hers lately."""
        self.state = move(MOVES, self.state, Action.RECOGNISE)
        self.candidates = tuple(found)

    def choose(self, index: int) -> str:
        """Return the woman chosen among those recognised; raises NotFound for any other number."""
        self._must(State.RECOGNISED)
        if not 0 <= index < len(self.candidates):
            raise NotFound("not_among_them")
        return self.candidates[index]

    def finish(self) -> None:
        """Use it up; raises Conflict when it was used before."""
        self.state = move(MOVES, self.state, Action.FINISH)

    def proved(self, now: datetime, limits: CodeLimits) -> bool:
        """Tell whether the number was shown to be hers, lately enough to register with it."""
        return self.state in (State.PROVED, State.RECOGNISED) and now < self.made_at + limits.proved_life

    def _judge(self, right: bool, action: Action, left: int) -> Tried:
        if right:
            self.state = move(MOVES, self.state, action)
            return Tried(Answer.RIGHT, left)
        if left <= 0:
            self.state = move(MOVES, self.state, Action.KILL)
            return Tried(Answer.DEAD)
        return Tried(Answer.WRONG, left)

    def _must(self, state: State) -> None:
        if self.state is not state:
            raise Conflict("not_in_this_state", state=self.state.value, action=state.value)
