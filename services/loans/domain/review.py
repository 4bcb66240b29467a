"""An application on the desks: where it lies, since when, what each office found, what waits for a second hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from services.loans.domain.desk_clock import DeskClock
from services.loans.domain.route import Route, Step
from shared.errors import Conflict, Refused

GUARANTEE, APPROVE = "guarantee", "approve"
Fact = int | str | bool | tuple[str, ...] | None


class Outcome(StrEnum):
    """What an office, or she, did."""

    PASSED = "passed"
    RETURNED = "returned"
    REJECTED = "rejected"
    HANDED_BACK = "handed_back"
    RESUBMITTED = "resubmitted"
    APPEALED = "appealed"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts: account id, display name, role of the post, fingerprint of the own ID number ("" = not given)."""

    id: str
    name: str
    role: str
    mark: str = ""

    def same(self, other: "Hand") -> bool:
        """Tell whether both are one person, be it with two accounts."""
        return self.id == other.id or bool(self.mark and self.mark == other.mark)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: the outcome, words (kept sealed), facts of the desk's form, reason codes R.. or X.."""

    outcome: Outcome
    text: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one hand prepared and a second one of the same office must confirm."""

    finding: Finding
    by: Hand
    on: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what happened: `days` are the working days it took there, `limit` those the desk may take."""

    desk: str
    act: str
    office: str
    on: date
    days: int
    limit: int
    round: int
    finding: Finding
    by: Hand | None = None
    seconded: Hand | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What she was asked for when it went back to her: reason codes, her own words for it, until when."""

    reasons: tuple[str, ...]
    note: str
    on: date
    due_on: date


@dataclass(slots=True)
class Review:
    """The case of one application; `at` is the number of the stop, `before` the clock's days used by then."""

    route: Route
    clock: DeskClock
    entered_on: date
    at: int = 0
    before: int = 0
    round: int = 1
    proposal: Proposal | None = None
    asked: Asked | None = None
    entries: list[Entry] = field(default_factory=list)

    @classmethod
    def begin(cls, route: Route, today: date) -> "Review":
        """Return the case at the first desk."""
        return cls(route, DeskClock(today, route.first.limit_workdays), today)

    @property
    def step(self) -> Step:
        """Return the stop it lies at."""
        return self.route.steps[self.at]

    @property
    def desk(self) -> str:
        """Return the desk's code."""
        return self.step.desk

    @property
    def next(self) -> Step | None:
        """Return the stop behind this one."""
        return self.route.after(self.at)

    @property
    def due_on(self) -> date:
        """Return the day by which this desk should be done."""
        return self.clock.due_on

    @property
    def passed(self) -> list[Entry]:
        """Return what the offices found and agreed to, first to last."""
        return [one for one in self.entries if one.finding.outcome is Outcome.PASSED]

    def fact(self, name: str) -> Fact:
        """Return the latest agreed value of a fact, None when no office gave one."""
        return next((one.finding.facts[name] for one in reversed(self.passed) if name in one.finding.facts), None)

    def days(self, today: date) -> int:
        """Return the working days it has lain at this stop."""
        return max(0, self.clock.used(today) - self.before)

    def propose(self, proposal: Proposal) -> None:
        """Keep it for the second hand; raises Conflict when one waits already."""
        self.free_of_proposal()
        self.proposal = proposal

    def free_of_proposal(self) -> None:
        """Raise Conflict("waits_for_second_hand") while a proposal waits: first it is confirmed or handed back."""
        if self.proposal is not None:
            raise Conflict("waits_for_second_hand", who=self.proposal.by.name, on=self.proposal.on)

    def prepared(self, by: Hand) -> Proposal:
        """Return what waits, for a second hand; raises Conflict when nothing does, Refused for its own maker."""
        if self.proposal is None:
            raise Conflict("nothing_to_confirm")
        if self.proposal.by.same(by):
            raise Refused("own_proposal")
        return self.proposal

    def note(self, finding: Finding, today: date, by: Hand | None, seconded: Hand | None = None) -> Entry:
        """Write down what happened here."""
        step = self.step
        entry = Entry(
            desk=step.desk,
            act=step.act,
            office=step.office,
            on=today,
            days=self.days(today),
            limit=self.clock.limit,
            round=self.round,
            finding=finding,
            by=by,
            seconded=seconded,
        )
        self.entries.append(entry)
        return entry

    def go_on(self, today: date) -> None:
        """Lay it on the next desk, whose clock starts now unless it goes on with this one's."""
        following = self.route.steps[self.at + 1]
        if following.goes_on:
            self.before = self.clock.used(today)
        else:
            self.clock, self.before = self.clock.next(today, following.limit_workdays), 0
        self.at, self.entered_on, self.proposal = self.at + 1, today, None

    def wait(self, asked: Asked) -> None:
        """Stand still until she gives what is missing."""
        self.asked, self.proposal, self.clock = asked, None, self.clock.stop(asked.on)

    def come_back(self, today: date) -> None:
        """Go on at the desk that waited; raises Refused("rounds_used") after the last round."""
        if self.round >= self.route.limits.rounds:
            raise Refused("rounds_used", most=self.route.limits.rounds)
        self.round, self.asked, self.clock = self.round + 1, None, self.clock.go_on(today)

    def no_appeal(self, today: date) -> Refused | None:
        """Return why she may not ask for a second look after a no, None when she may."""
        if any(one.finding.outcome is Outcome.APPEALED for one in self.entries):
            return Refused("appealed_once")
        days = self.route.limits.appeal_days
        late = today > self.entries[-1].on + timedelta(days=days)
        return Refused("appeal_too_late", most=days) if late else None

    def appeal(self, words: str, today: date) -> list[Hand]:
        """Lie again on the desk that said no, or on the guarantee desk before it whose promise ended with the no.

        Returns the hands that must leave it to others: who prepared the no where two hands decide. Raises Refused.
        """
        refused = self.no_appeal(today)
        if refused is not None:
            raise refused
        last = self.entries[-1]
        self.note(Finding(Outcome.APPEALED, words), today, None)
        self.at = next((n for n, step in enumerate(self.route.steps[: self.at]) if step.act == GUARANTEE), self.at)
        self.clock, self.before, self.entered_on = DeskClock(today, self.step.limit_workdays), 0, today
        return [last.by] if last.by is not None and last.seconded is not None else []
