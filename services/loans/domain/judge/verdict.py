"""What was judged: every criterion with her value, what is asked, and the document that asks it; it never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Value = int | str | bool | tuple[str | int, ...] | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition; `met` None means that a fact is not known. Money in fen, shares in per mille, days as ISO text.

    `slug` is one of conventions.md (age, amount, in_group, …); `facts` are what the sentence needs besides the two
    values, codes and numbers only.
    """

    slug: str
    value: Value
    threshold: Value
    met: bool | None
    document: str
    facts: Mapping[str, Value] = field(default_factory=dict)

    @property
    def partner(self) -> int:
        """Return of which partner this was asked, counted from 1; 0 for herself and for the loan."""
        number = self.facts.get("partner")
        return number if isinstance(number, int) else 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """All criteria of one version of the policy, chosen by the day of the first submission (domain.md §1.7)."""

    policy_id: str
    applied_on: date
    judged_on: date
    criteria: tuple[Criterion, ...]

    @property
    def eligible(self) -> bool:
        """Tell whether nothing stands against it; what is unknown is left to the desks."""
        return not self.not_met

    @property
    def not_met(self) -> tuple[Criterion, ...]:
        """Return what stands against it."""
        return tuple(one for one in self.criteria if one.met is False)

    @property
    def unknown(self) -> tuple[Criterion, ...]:
        """Return what could not be judged."""
        return tuple(one for one in self.criteria if one.met is None)

    @property
    def eligible_from(self) -> date | None:
        """Return the day from which all that stands against it is right by time alone; None when it never will be."""
        days = [one.facts.get("from_on") for one in self.not_met]
        if not days or not all(isinstance(day, str) for day in days):
            return None
        return max(date.fromisoformat(str(day)) for day in days)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return the slugs of what is not met, each once, in the order of judging."""
        return tuple(dict.fromkeys(one.slug for one in self.not_met))
