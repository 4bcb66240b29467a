"""One desk where a case lies now: its clock, what was prepared there, who voted; and what offices write down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.loans.domain.desk_clock import DeskClock
from shared.errors import Conflict, Refused

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
class Vote:
    """What one member of a panel says, and why; a no carries reason codes X.."""

    by: Hand
    yes: bool
    text: str
    on: date
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class Stop:
    """`at` is the number of the stop, `before` the clock's days used by then.

    `since` is the version of the application at which something last happened at just this desk, `fresh` tells that
    something did since it was read: what happens at a desk beside it makes nobody's page out of date.
    """

    at: int
    clock: DeskClock
    entered_on: date
    before: int = 0
    proposal: Proposal | None = None
    votes: tuple[Vote, ...] = ()
    since: int = 0
    fresh: bool = field(default=True, compare=False)

    def days(self, today: date) -> int:
        """Return the working days it has lain at this stop."""
        return max(0, self.clock.used(today) - self.before)

    def propose(self, proposal: Proposal) -> None:
        """Keep it for the second hand; raises Conflict when one waits already."""
        self.free_of_proposal()
        self.proposal, self.fresh = proposal, True

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

    def vote(self, vote: Vote) -> None:
        """Keep a member's vote; raises Conflict("voted") for a second one of the same person."""
        if any(one.by.same(vote.by) for one in self.votes):
            raise Conflict("voted")
        self.votes = (*self.votes, vote)

    def clear(self) -> None:
        """Forget what was prepared here; the desk begins its work anew."""
        self.proposal, self.votes, self.fresh = None, (), True
