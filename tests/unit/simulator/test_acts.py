"""A step of the play: tried again while a machine is busy, given up when it is refused."""

from datetime import date
from typing import Any, cast

import pytest

from shared.errors import Problem, Refused, Unavailable
from simulator import acts
from simulator.acts import TRIES, act
from simulator.memory import Memory
from simulator.players import Players
from simulator.steps import Step

STEP = Step(date(2026, 3, 2), "431230", "class.plan", "T1")


class _Stage:
    def __init__(self) -> None:
        self.noted: list[str] = []

    def note(self, verb: str, problem: Problem) -> None:
        self.noted.append(f"{verb}: {problem.slug}")


class _Play:
    """What an act needs of the players."""

    def __init__(self) -> None:
        self.stage, self.memory = _Stage(), Memory()


def played(monkeypatch: pytest.MonkeyPatch, answers: list[Problem | None]) -> tuple[bool, _Play, int]:
    """Play a step that meets these answers; return whether it was done, the players and the answers left."""

    def plan(_play: Any, _step: Step) -> None:
        problem = answers.pop(0)
        if problem is not None:
            raise problem

    monkeypatch.setattr(acts, "ACTS", {"class.plan": plan})
    play = _Play()
    return act(cast("Players", play), STEP), play, len(answers)


def test_a_step_is_tried_again_while_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch):
    done, play, left = played(monkeypatch, [Unavailable("database_unavailable")] * (TRIES - 1) + [None])
    assert (done, left, play.stage.noted, play.memory.broken) == (True, 0, [], set())


def test_a_step_is_given_up_when_the_database_never_answers(monkeypatch: pytest.MonkeyPatch):
    done, play, left = played(monkeypatch, [Unavailable("database_unavailable")] * (TRIES + 1))
    assert (done, left, play.memory.broken) == (False, 1, {("T1", "class")})


def test_a_refused_step_is_not_tried_again(monkeypatch: pytest.MonkeyPatch):
    done, play, left = played(monkeypatch, [Refused("room_taken"), None])
    assert (done, left, play.stage.noted) == (False, 1, ["class.plan: room_taken"])
