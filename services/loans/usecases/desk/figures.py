"""How the desks of some units do: days at each step, what was late, why cases went back or ended, whom rules kept out.

Every number is a count of lines of the cases' own histories, and each opens the list of just these lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.loans.domain.access import RULES
from services.loans.usecases.ports import Clock
from shared.access import Actor, Scope, scope
from shared.replica import Replica

READ = "desk.statistics"
MOST = 500


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are counted, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class StepSum:
    """What came out of one act at one office in a span: cases, working days in all, those above the limit."""

    act: str
    outcome: str
    n: int
    days: int
    late: int


@dataclass(frozen=True, slots=True)
class WhySum:
    """How often a reason stood in a decision, or a condition kept somebody out (`outcome` = "kept_out"), by county."""

    division: str
    outcome: str
    code: str
    n: int


@dataclass(frozen=True, slots=True)
class WorkSum:
    """How many decisions somebody prepared or made in a span, and those past the limit."""

    account: str
    name: str
    n: int
    late: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines of histories a number stands for; empty = all."""

    act: str = ""
    outcome: str = ""
    code: str = ""
    division: str = ""
    account: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line behind a number."""

    application_id: str
    person_id: str
    number: str
    act: str
    outcome: str
    on: date
    days: int
    limit: int
    reasons: tuple[str, ...]


class Histories(Protocol):
    """Sums over the histories of cases, and over the tries that the rules did not let through."""

    def steps(self, scope: Scope, span: Span) -> list[StepSum]:
        """Return the sums by act and outcome."""

    def whys(self, scope: Scope, span: Span) -> list[WhySum]:
        """Return the sums by county, outcome and reason code; a no that a second look took back stands no more."""

    def work(self, scope: Scope, span: Span) -> list[WorkSum]:
        """Return the sums by account, the busiest first."""

    def lines(self, scope: Scope, span: Span, wanted: Filter, limit: int) -> list[Line]:
        """Return the lines behind a number, newest first."""

    def kept_out(self, path: Sequence[str], division: str, on: date, slugs: Sequence[str]) -> None:
        """Count a try to hand in that the rules did not let through, once for each condition not met."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Reads inside the asker's units; `kept_out` is what the errand of handing in writes after a refusal."""

    histories: Histories
    replica: Replica
    clock: Clock

    def today(self) -> date:
        """Return the business day."""
        return self.clock.today()

    def steps(self, span: Span, *, by: Actor) -> list[StepSum]:
        """Return the sums by act and outcome inside the asker's units."""
        return self.histories.steps(scope(RULES, by, READ), span)

    def whys(self, span: Span, *, by: Actor) -> list[WhySum]:
        """Return the sums by county and reason inside the asker's units."""
        return self.histories.whys(scope(RULES, by, READ), span)

    def work(self, span: Span, *, by: Actor) -> list[WorkSum]:
        """Return who decided how much inside the asker's units."""
        return self.histories.work(scope(RULES, by, READ), span)

    def lines(self, span: Span, wanted: Filter, *, by: Actor) -> list[Line]:
        """Return the lines behind a number inside the asker's units."""
        return self.histories.lines(scope(RULES, by, READ), span, wanted, MOST)

    def kept_out(self, place: Sequence[str], slugs: Sequence[str]) -> None:
        """Count a try that the rules did not let through: in which county, by which condition, nothing about her."""
        county = self.replica.county_of(place)
        if county is not None and county.division:
            self.histories.kept_out(county.path, county.division, self.clock.today(), slugs)
