"""An application on the desks: where it lies, since when, what each office found, what waits for a second hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.loans.domain.desk_clock import DeskClock
from services.loans.domain.route import Route, Step
from services.loans.domain.stop import Fact, Finding, Hand, Outcome, Proposal, Stop, Vote
from shared.errors import Refused

__all__ = ["Asked", "Entry", "Fact", "Finding", "Hand", "Outcome", "Proposal", "Review", "Stop", "Vote"]

GUARANTEE, APPROVE = "guarantee", "approve"


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
    """The case of one application: the desks where it lies now, one, or several beside one another.

    `here` is the one that is looked at, `slot` its place among them when it was read (storage filters by it).
    """

    route: Route
    stops: list[Stop]
    round: int = 1
    asked: Asked | None = None
    entries: list[Entry] = field(default_factory=list)
    here: int = field(default=0, compare=False)
    slot: int = field(default=0, compare=False)

    @classmethod
    def begin(cls, route: Route, today: date) -> "Review":
        """Return the case at the first desk, or at those that begin together."""
        return cls(route, [_fresh(route, at, today) for at in route.groups[0]])

    def face(self, fits: Callable[[Stop, Step], bool]) -> None:
        """Look at the first desk that fits; nothing changes when none does."""
        found = next((n for n, one in enumerate(self.stops) if fits(one, self.route.steps[one.at])), self.here)
        self.here = self.slot = found

    @property
    def stop(self) -> Stop:
        """Return the desk that is looked at."""
        return self.stops[self.here]

    @property
    def at(self) -> int:
        """Return its number on the road."""
        return self.stop.at

    @property
    def step(self) -> Step:
        """Return what is to be done there."""
        return self.route.steps[self.at]

    @property
    def beside(self) -> list[Step]:
        """Return the other desks where it lies now."""
        return [self.route.steps[one.at] for one in self.stops if one is not self.stop]

    @property
    def desk(self) -> str:
        """Return the desk's code."""
        return self.step.desk

    @property
    def clock(self) -> DeskClock:
        """Return the desk's clock."""
        return self.stop.clock

    @property
    def entered_on(self) -> date:
        """Return the day on which it came there."""
        return self.stop.entered_on

    @property
    def proposal(self) -> Proposal | None:
        """Return what waits there for a second hand."""
        return self.stop.proposal

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

    def following(self, amount_fen: int) -> Step | None:
        """Return where it lies once this desk is done: beside it, else behind it; None behind the last."""
        behind = self.beside or [self.route.steps[at] for at in self.route.behind(self.at, amount_fen)]
        return behind[0] if behind else None

    def where(self, at: int) -> str:
        """Return how a stop of the road stands: done, here or later."""
        now = [one.at for one in self.stops]
        if at in now:
            return "here"
        return "done" if at < max(now) or at in self.route.beside(now[0]) else "later"

    @property
    def reached(self) -> list[str]:
        """Return the offices it has come to."""
        return [step.office for at, step in enumerate(self.route.steps) if self.where(at) != "later"]

    def passed_at(self, at: int) -> Entry | None:
        """Return the latest yes of a stop."""
        step = self.route.steps[at]
        own = (one for one in reversed(self.passed) if (one.desk, one.act) == (step.desk, step.act))
        return next(own, None)

    def note(self, finding: Finding, today: date, by: Hand | None, seconded: Hand | None = None) -> Entry:
        """Write down what happened here."""
        step = self.step
        entry = Entry(
            desk=step.desk,
            act=step.act,
            office=step.office,
            on=today,
            days=self.stop.days(today),
            limit=self.clock.limit,
            round=self.round,
            finding=finding,
            by=by,
            seconded=seconded,
        )
        self.entries.append(entry)
        return entry

    def go_on(self, today: date, amount_fen: int) -> None:
        """Take it off this desk; once none beside it is open lay it on the next, whose clock starts now unless it
        goes on with this one's."""
        left = self.stops.pop(self.here)
        if not self.stops:
            self.stops = [self._next(at, left, today) for at in self.route.behind(left.at, amount_fen)]
        self.here = 0

    def _next(self, at: int, left: Stop, today: date) -> Stop:
        if self.route.steps[at].goes_on:
            return Stop(at, left.clock, today, left.clock.used(today))
        return _fresh(self.route, at, today)

    def wait(self, asked: Asked) -> None:
        """Stand still, at the desks beside this one, too, until she gives what is missing."""
        self.asked = asked
        for one in self.stops:
            one.clear()
            one.clock = one.clock.stop(asked.on)

    def come_back(self, today: date) -> None:
        """Go on at the desks that waited; raises Refused("rounds_used") after the last round."""
        if self.round >= self.route.limits.rounds:
            raise Refused("rounds_used", most=self.route.limits.rounds)
        self.round, self.asked = self.round + 1, None
        for one in self.stops:
            one.clock, one.fresh = one.clock.go_on(today), True
        self._look_where(Outcome.RETURNED)

    def no_appeal(self, today: date) -> Refused | None:
        """Return why she may not ask for a second look after a no, None when she may."""
        if any(one.finding.outcome is Outcome.APPEALED for one in self.entries):
            return Refused("appealed_once")
        days = self.route.limits.appeal_days
        late = today > self.entries[-1].on + timedelta(days=days)
        return Refused("appeal_too_late", most=days) if late else None

    def appeal(self, words: str, today: date) -> list[Hand]:
        """Lie again on the desk that said no and those beside it, or on the guarantee desk whose promise ended.

        Returns the hands that must leave it to others: who prepared the no where two hands decide. Raises Refused.
        """
        refused = self.no_appeal(today)
        if refused is not None:
            raise refused
        last = self.entries[-1]
        self._look_where(Outcome.REJECTED)
        self.note(Finding(Outcome.APPEALED, words), today, None)
        promised = next((n for n, step in enumerate(self.route.steps) if step.act == GUARANTEE), None)
        again = {one.at for one in self.stops}
        if promised is not None and self.where(promised) == "done":
            again = again | {promised} if promised in self.route.beside(self.at) else {promised}
        self.stops, self.here = [_fresh(self.route, at, today) for at in sorted(again)], 0
        return [last.by] if last.by is not None and last.seconded is not None else []

    def settle(self, version: int) -> list[Stop]:
        """Write down at which version the desks changed; returns those that nobody touched."""
        still = [one for one in self.stops if not one.fresh]
        for one in self.stops:
            one.since, one.fresh = (version if one.fresh else one.since), False
        return still

    def _look_where(self, outcome: Outcome) -> None:
        """Look at the desk that last did this."""
        last = next((one for one in reversed(self.entries) if one.finding.outcome is outcome), None)
        if last is not None:
            self.face(lambda _, step: (step.desk, step.act) == (last.desk, last.act))


def _fresh(route: Route, at: int, today: date) -> Stop:
    return Stop(at, DeskClock(today, route.steps[at].limit_workdays), today)
