"""A title on its road: put forward, checked, reviewed by two, hung out, recognised, watched, ended (domain.md §4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from services.applicant.domain.criteria import Criterion, Line, unknown, unmet
from shared import workdays
from shared.errors import Conflict, Refused
from shared.machine import move


class State(StrEnum):
    """Where it stands; a proposal that waits for the second person is no state."""

    NOMINATED = "nominated"
    CHECKED = "checked"
    NOTICED = "noticed"
    RECOGNISED = "recognised"
    WATCH = "watch"
    REFUSED = "refused"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Action(StrEnum):
    """What can be done with it."""

    CHECK = "check"
    PUBLISH = "publish"
    REFUSE = "refuse"
    OBJECT = "object"
    RECOGNISE = "recognise"
    WATCH = "watch"
    CLEAR = "clear"
    REVOKE = "revoke"
    EXPIRE = "expire"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.NOMINATED, Action.CHECK): State.CHECKED,
    (State.CHECKED, Action.PUBLISH): State.NOTICED,
    (State.CHECKED, Action.REFUSE): State.REFUSED,
    (State.NOTICED, Action.OBJECT): State.CHECKED,
    (State.NOTICED, Action.RECOGNISE): State.RECOGNISED,
    (State.RECOGNISED, Action.WATCH): State.WATCH,
    (State.RECOGNISED, Action.REVOKE): State.REVOKED,
    (State.RECOGNISED, Action.EXPIRE): State.EXPIRED,
    (State.WATCH, Action.CLEAR): State.RECOGNISED,
    (State.WATCH, Action.REVOKE): State.REVOKED,
    (State.WATCH, Action.EXPIRE): State.EXPIRED,
}
TWO_HANDS = frozenset({Action.PUBLISH, Action.REFUSE, Action.CLEAR, Action.REVOKE})
ON_THE_ROAD = frozenset({State.NOMINATED, State.CHECKED, State.NOTICED})
HELD = frozenset({State.RECOGNISED, State.WATCH})
OPEN = ON_THE_ROAD | HELD
# codes that events carry; the words are `title_reason.<code>` (delisting causes: domain.md §4)
REASONS: Mapping[Action, tuple[str, ...]] = {
    Action.REFUSE: ("criteria", "papers", "objection", "quota", "other"),
    Action.OBJECT: ("objection", "subrogated", "other"),
    Action.WATCH: ("no_report", "women_share", "safety", "false_data", "subrogated", "other"),
    Action.REVOKE: (
        "no_report",
        "women_share",
        "woman_left",
        "safety",
        "false_data",
        "dishonest",
        "illegal_finance",
        "closed",
        "subrogated",
        "other",
    ),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """One title as titles.toml has it on a day at a place; `kind` entity or person; `source` tells how sure it is."""

    code: str
    policy_id: str
    name: str
    kind: str
    valid_years: int
    notice_workdays: int
    watch_months: int
    criteria: tuple[Criterion, ...]
    document: str
    verified: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose title it would be; a person's title may stand without an enterprise. `path` is where it counts."""

    person_id: str
    enterprise_id: str | None
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, when, by which account; `note` is an officer's own words and is kept sealed."""

    what: str
    on: date
    by: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an officer wants done; another person confirms it or hands it back."""

    what: Action
    by: str
    on: date
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """One fact to be told: the last word of the event's type, the day, and what belongs to it besides whose it is."""

    word: str
    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Nomination:
    """One title of one woman or enterprise. `number` and `code` (the public address) come with recognition."""

    id: str
    holder: Holder
    title: str
    policy_id: str
    state: State = State.NOMINATED
    steps: list[Step] = field(default_factory=list)
    answers: dict[str, bool] = field(default_factory=dict)
    verdict: tuple[Line, ...] = ()
    proposal: Proposal | None = None
    number: str = ""
    code: str = ""
    until: date | None = None
    valid_until: date | None = None
    origin: str = "system"
    version: int = 0
    news: list[News] = field(default_factory=list)

    @classmethod
    def begin(cls, nomination_id: str, holder: Holder, terms: Terms, step: Step) -> "Nomination":
        """Return a new one with its news; raises Refused("title_needs_enterprise")."""
        if terms.kind == "entity" and holder.enterprise_id is None:
            raise Refused("title_needs_enterprise")
        begun = cls(nomination_id, holder, terms.code, terms.policy_id, steps=[step])
        begun.news.append(News("nominated", step.on))
        return begun

    @property
    def path(self) -> tuple[str, ...]:
        """Return the units it counts for, root first."""
        return self.holder.path

    @property
    def open(self) -> bool:
        """Tell whether it still goes on, or holds."""
        return self.state in OPEN

    def check(self, answers: Mapping[str, bool], step: Step) -> None:
        """Keep what the township found on the spot."""
        self._move(Action.CHECK, step)
        self.answers |= answers

    def propose(self, proposal: Proposal, lines: tuple[Line, ...]) -> None:
        """Keep what an officer wants done; publishing needs every condition met.

        Raises Conflict("not_in_this_state", "proposed_already"), Refused("criteria_open", "criteria_unmet").
        """
        assert proposal.what in TWO_HANDS, "what one person may do is not proposed"
        move(MOVES, self.state, proposal.what)
        if self.proposal is not None:
            raise Conflict("proposed_already")
        if proposal.what is Action.PUBLISH:
            _ready(lines)
            self.verdict = lines
        self.proposal = proposal

    def hand_back(self, step: Step) -> None:
        """The second person wants it looked at again; raises Conflict("nothing_proposed")."""
        self._proposed()
        self.proposal = None
        self.steps.append(step)

    def confirm(self, step: Step, terms: Terms) -> Action:
        """Do what was proposed; raises Conflict("nothing_proposed"), Refused("same_person")."""
        proposal = self._proposed()
        if proposal.by == step.by:
            raise Refused("same_person")
        self.proposal = None
        self.steps.append(Step(f"propose_{proposal.what}", proposal.on, proposal.by, proposal.reason, proposal.note))
        self._move(proposal.what, step)
        self._after(proposal, step.on, terms)
        return proposal.what

    def recognise(self, number: str, code: str, terms: Terms, step: Step) -> None:
        """Nobody objected in time: it holds from this day on."""
        self._move(Action.RECOGNISE, step)
        self.number, self.code, self.until = number, code, None
        self.valid_until = shifted(step.on, 12 * terms.valid_years) - timedelta(days=1)
        self._recognised(step.on)

    def take_over(self, number: str, code: str, valid_until: date, step: Step) -> None:
        """It was recognised before this system was there: a dated fact of the county's ledger."""
        self.state, self.number, self.code, self.valid_until = State.RECOGNISED, number, code, valid_until
        self.origin, self.steps = "ledger", [step]
        self.news.clear()
        self._recognised(step.on)

    def disturb(self, step: Step) -> None:
        """Somebody objects while it hangs out: it goes back to the county's review."""
        self._move(Action.OBJECT, step)
        self.until = None

    def watch(self, until: date, step: Step) -> None:
        """Put it on watch until a day."""
        self._move(Action.WATCH, step)
        self.until, self.proposal = until, None
        self.news.append(News("watched", step.on, {"reason": step.reason, "until": until.isoformat()}))

    def expire(self, step: Step) -> None:
        """Its time is over."""
        self._move(Action.EXPIRE, step)
        self.until, self.proposal = None, None
        self.news.append(News("expired", step.on))

    def _after(self, proposal: Proposal, on: date, terms: Terms) -> None:
        match proposal.what:
            case Action.PUBLISH:
                self.until = workdays.add(on, terms.notice_workdays)
                self.news.append(News("noticed", on, {"until": self.until.isoformat()}))
            case Action.REFUSE:
                self.news.append(News("refused", on, {"reason": proposal.reason}))
            case Action.CLEAR:
                self.until = None
                self.news.append(News("cleared", on))
            case Action.REVOKE:
                self.until = None
                self.news.append(News("revoked", on, {"reason": proposal.reason}))

    def _recognised(self, on: date) -> None:
        assert self.valid_until is not None, "whoever recognises says until when"
        facts = {"number": self.number, "valid_until": self.valid_until.isoformat(), "origin": self.origin}
        self.news.append(News("recognised", on, facts))

    def _move(self, action: Action, step: Step) -> None:
        self.state = move(MOVES, self.state, action)
        self.steps.append(step)

    def _proposed(self) -> Proposal:
        if self.proposal is None:
            raise Conflict("nothing_proposed")
        return self.proposal


def shifted(day: date, months: int) -> date:
    """Return the same day some months later, the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_after - timedelta(days=1))


def _ready(lines: tuple[Line, ...]) -> None:
    if missing := unmet(lines):
        raise Refused("criteria_unmet", n=len(missing))
    if missing := unknown(lines):
        raise Refused("criteria_open", n=len(missing))
