"""What a changed policy would have said of applications that were handed in: who flips, and why. Nothing is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from services.loans.domain.judge.facts import Facts
from services.loans.domain.judge.judging import TOPIC, verdict
from services.loans.domain.judge.verdict import Criterion, Verdict
from shared.errors import NotFound
from shared.policy import Policy, Version


@dataclass(frozen=True, slots=True)
class Filed:
    """An application as it was handed in: its number, county code, the day of the first hand-in, what is known."""

    number: str
    division: str
    applied_on: date
    facts: Facts


@dataclass(frozen=True, slots=True)
class Flip:
    """One that comes out otherwise: both verdicts side by side; None where no policy was in force."""

    filed: Filed
    before: Verdict | None
    after: Verdict | None

    @property
    def gained(self) -> bool:
        """Tell whether she could not borrow before and could now."""
        return _eligible(self.after) and not _eligible(self.before)

    @property
    def amount_fen(self) -> int:
        """Return what she asked for."""
        return self.filed.facts.amount_fen or 0

    def reasons(self) -> Iterator[tuple[Criterion | None, Criterion | None]]:
        """Yield each criterion that is now met otherwise, before and after."""
        old, new = _by_slug(self.before), _by_slug(self.after)
        for slug in dict.fromkeys([*old, *new]):
            before, after = old.get(slug), new.get(slug)
            if (before and before.met) != (after and after.met):
                yield before, after


@dataclass(slots=True)
class Tally:
    """One county: applications judged, eligible before and after, who gains and who loses; sums in fen."""

    judged: int = 0
    before: int = 0
    after: int = 0
    gained: int = 0
    gained_fen: int = 0
    lost: int = 0
    lost_fen: int = 0

    def add(self, flip: Flip) -> None:
        """Count one."""
        self.judged += 1
        self.before += _eligible(flip.before)
        self.after += _eligible(flip.after)
        if flip.gained:
            self.gained, self.gained_fen = self.gained + 1, self.gained_fen + flip.amount_fen
        elif _eligible(flip.before) and not _eligible(flip.after):
            self.lost, self.lost_fen = self.lost + 1, self.lost_fen + flip.amount_fen


@dataclass(slots=True)
class Simulation:
    """The answer; `as_of` is the first day of what was changed: earlier applications are judged as if on that day."""

    as_of: date
    counties: dict[str, Tally] = field(default_factory=dict)
    flips: list[Flip] = field(default_factory=list)

    @property
    def whole(self) -> Tally:
        """Return all counties together."""
        names = Tally.__slots__
        return Tally(**{name: sum(getattr(one, name) for one in self.counties.values()) for name in names})


def changed_from(old: Policy, new: Policy) -> date:
    """Return the first day on which the changed files say something else; raises ValueError when they never do."""
    before, after = _said(old), _said(new)
    days = [one[0] for one in before ^ after]
    if not days:
        raise ValueError("the changed files say the same of loans as the present ones")
    return min(days)


def _said(policy: Policy) -> set[tuple[date, str, str, str]]:
    # the last day of a version is left out: it moves when another follows, and the one that follows is what is new
    loans = [one for one in policy.versions if one.topic == TOPIC]
    return {(one.starts_on, one.id, one.division, repr((sorted(one.values.items()), one.changes))) for one in loans}


def simulate(filed: Iterable[Filed], old: Policy, new: Policy, as_of: date) -> Simulation:
    """Judge each under both policies, by the same facts; the changed one as if she had applied on `as_of` or later."""
    found = Simulation(as_of)
    for one in filed:
        before = _judged(one, old, one.applied_on)
        after = _judged(one, new, max(one.applied_on, as_of))
        flip = Flip(one, before, after)
        found.counties.setdefault(one.division, Tally()).add(flip)
        if _eligible(before) != _eligible(after) or next(flip.reasons(), None) is not None:
            found.flips.append(flip)
    return found


def _judged(filed: Filed, policy: Policy, on: date) -> Verdict | None:
    version = _version(policy, on, filed.division)
    return verdict(filed.facts, version, filed.applied_on, filed.applied_on) if version else None


def _version(policy: Policy, on: date, division: str) -> Version | None:
    try:
        return policy.on(on, division, TOPIC)
    except NotFound:
        return None


def _eligible(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.eligible


def _by_slug(verdict: Verdict | None) -> Mapping[tuple[str, int], Criterion]:
    return {(one.slug, one.partner): one for one in verdict.criteria} if verdict else {}
