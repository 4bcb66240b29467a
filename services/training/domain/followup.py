"""What a woman earns some months after her certificate, asked of her; and what it comes to by class, course, county."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from services.training.domain.months import months_after
from services.training.domain.news import IncomeAsked, News
from shared.errors import Conflict, Refused

MOST_FEN = 10_000_000  # a month; more is a slip of the finger


@dataclass(frozen=True, slots=True)
class FollowUpRule:
    """Topic training.followup: months after the certificate; what she may live by; trades nobody is asked about."""

    months: tuple[int, ...]
    doing: tuple[str, ...]
    not_for: frozenset[str]


@dataclass(frozen=True, slots=True)
class Income:
    """One answer: fen a month, what she lives by; on which day, written down by whom (herself or an officer's id)."""

    fen: int
    doing: str
    on: date
    by: str


@dataclass(slots=True)
class FollowUp:
    """One woman after one certificate, whose id it has; `path` are the units she lives in, `before_fen` a month.

    `answers` by month; a month that went by unanswered is not asked for any more once the next has come. It is `over`
    when the certificate was revoked.
    """

    id: str
    number: str
    person_id: str
    class_id: str
    course: str
    county: str
    path: tuple[str, ...]
    issued_on: date
    before_fen: int | None = None
    answers: dict[int, Income] = field(default_factory=dict)
    over: bool = False
    version: int = 0
    news: list[News] = field(default_factory=list)

    def due_on(self, month: int) -> date:
        """Return the day from which a month is asked for."""
        return months_after(self.issued_on, month)

    def asked(self, rule: FollowUpRule, today: date) -> int | None:
        """Return the month that is asked for now: the last that has come, None before the first or once answered."""
        if self.over:
            return None
        come = [month for month in rule.months if self.due_on(month) <= today]
        return come[-1] if come and come[-1] not in self.answers else None

    def remind(self, month: int, title: str, rule: FollowUpRule, today: date) -> None:
        """Tell her that a month is asked for; one that is answered, or gone by, is not told."""
        if self.asked(rule, today) == month:
            self.news.append(IncomeAsked(self.id, self.person_id, self.course, title, month, today))

    def next_on(self, rule: FollowUpRule) -> date | None:
        """Return from which day on she is asked again, None after the last month."""
        last = max(self.answers, default=0)
        return next((self.due_on(month) for month in rule.months if month > last and not self.over), None)

    def answer(self, income: Income, before_fen: int | None, rule: FollowUpRule) -> int:
        """Keep an answer and return its month; what she earned before is asked with the first and then stays.

        Raises Conflict("not_asked_now"), Refused("income_before_missing" | "income_out_of_range" | "not_listed").
        """
        month = self.asked(rule, income.on)
        if month is None:
            raise Conflict("not_asked_now")
        before = before_fen if self.before_fen is None else self.before_fen
        if before is None:
            raise Refused("income_before_missing")
        if not all(0 <= fen <= MOST_FEN for fen in (before, income.fen)):
            raise Refused("income_out_of_range")
        if income.doing not in rule.doing:
            raise Refused("not_listed")
        self.before_fen, self.answers[month] = before, income
        return month


@dataclass(frozen=True, slots=True)
class Change:
    """How many answered, and their mean income of a month in fen, before and then."""

    answered: int
    before_fen: int
    after_fen: int
    more: int


@dataclass(frozen=True, slots=True)
class Total:
    """The women of one class, course or county: how many were followed up, and the change by month."""

    key: str
    women: int
    months: Mapping[int, Change]


def totals(found: Iterable[FollowUp], rule: FollowUpRule, by: str) -> list[Total]:
    """Return the totals by `class_id`, `course` or `county`, the largest first."""
    groups: dict[str, list[FollowUp]] = {}
    for one in found:
        groups.setdefault(getattr(one, by), []).append(one)
    made = [
        Total(key, len(some), {month: _change(some, month) for month in rule.months}) for key, some in groups.items()
    ]
    return sorted(made, key=lambda one: (-one.women, one.key))


def _change(some: Iterable[FollowUp], month: int) -> Change:
    pairs = [(one.before_fen or 0, one.answers[month].fen) for one in some if month in one.answers]
    if not pairs:
        return Change(0, 0, 0, 0)
    before, after = (sum(column) // len(pairs) for column in zip(*pairs, strict=True))
    return Change(len(pairs), before, after, sum(then > earlier for earlier, then in pairs))
