"""What is wrong with a typed value, or odd about it: a slug with facts, never a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar, cast

from shared.errors import Invalid, Refused

T = TypeVar("T")
Fact = str | int | list[str]


class Level(StrEnum):
    """An error keeps the value out; a warning asks somebody to look and lets it in."""

    ERROR = "error"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about one field."""

    field: str
    slug: str
    level: Level
    facts: Mapping[str, Fact]
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A typed value as it is kept, or None when it cannot be, with what was found while reading it."""

    value: T | None
    findings: tuple[Finding, ...] = ()

    @classmethod
    def failed(cls, finding: Finding) -> "Read[T]":
        """Return a reading that gave nothing."""
        return cls(None, (finding,))


def error(field_: str, slug: str, suggestion: str | None = None, /, **facts: Fact) -> Finding:
    """Return a finding that keeps the value out."""
    return Finding(field_, slug, Level.ERROR, facts, suggestion)


def warn(field_: str, slug: str, suggestion: str | None = None, /, **facts: Fact) -> Finding:
    """Return a finding that asks for a look."""
    return Finding(field_, slug, Level.WARN, facts, suggestion)


def told(field_: str, problem: Refused) -> Finding:
    """Return a refusal of a shared rule as a finding."""
    facts = {name: cast("Fact", value) for name, value in problem.facts.items()}
    return Finding(field_, problem.slug, Level.ERROR, facts)


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return those that keep a value out."""
    return [one for one in findings if one.level is Level.ERROR]


def refuse(findings: Iterable[Finding]) -> None:
    """Raise Invalid with every error by field; warnings pass."""
    wrong: dict[str, list[Refused]] = {}
    for one in errors(findings):
        wrong.setdefault(one.field, []).append(Refused(one.slug, **one.facts))
    if wrong:
        raise Invalid(wrong)
