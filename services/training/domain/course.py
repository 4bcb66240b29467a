"""What is taught: a course as its version in force says, in minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.policy import PolicyError, Version

TOPIC = "course."
LESSON = 45


@dataclass(frozen=True, slots=True)
class Module:
    """A part of a course."""

    name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Course:
    """A course of the catalogue: `minutes` of class time; `equipment` is the kind each pair of women needs, or empty.

    `trade` tells who can teach it; `skill` and `rank` which trainings count as the same trade (工种) at the same or a
    lower level (湘人社规〔2024〕16号).
    """

    code: str
    title: str
    trade: str
    skill: str
    rank: int
    minutes: int
    modules: tuple[Module, ...]
    equipment: str
    assessment: str
    policy_id: str

    @property
    def lessons(self) -> int:
        """Return 课时 of 45 minutes, as papers count."""
        return self.minutes // LESSON

    def class_title(self, nth: int) -> str:
        """Return the name of its nth class; a bracket that closes the title needs no space behind it."""
        return f"{self.title}{'' if self.title.endswith('）') else ' '}{nth} 班"


def course_of(version: Version) -> Course:
    """Read a version of topic `course.<code>`; raises PolicyError when the modules do not add up to the hours."""
    values: Mapping[str, Any] = version.values
    modules = tuple(Module(one["name"], one["hours"] * LESSON) for one in values["modules"])
    minutes = values["hours"] * LESSON
    if sum(module.minutes for module in modules) != minutes:
        raise PolicyError(f"{version.id}: the modules do not add up to {values['hours']} hours")
    return Course(
        code=version.topic.removeprefix(TOPIC),
        title=values["title"],
        trade=values["trade"],
        skill=values["skill"],
        rank=values["rank"],
        minutes=minutes,
        modules=modules,
        equipment=values["equipment"],
        assessment=values["assessment"],
        policy_id=version.id,
    )
