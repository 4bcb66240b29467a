"""What the play has made so far, by the plan's own names: persons, classes, cases; and whose road has ended early."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Memory:
    """Filled as steps are played or found done; `broken` are roads on which a step was refused."""

    persons: dict[int, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    enrolments: dict[int, str] = field(default_factory=dict)
    cases: dict[int, str] = field(default_factory=dict)
    contracts: dict[int, str] = field(default_factory=dict)
    loans: dict[int, str] = field(default_factory=dict)
    firms: dict[int, str] = field(default_factory=dict)
    nominations: dict[int, str] = field(default_factory=dict)
    ledgers: dict[str, str] = field(default_factory=dict)
    broken: set[tuple[int | str, str]] = field(default_factory=set)
    day: date | None = None
