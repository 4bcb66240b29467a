"""One case before the rules: the facts, the version that is in force, the day; and how a criterion is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.loans.domain.judge.facts import Facts
from services.loans.domain.judge.verdict import Criterion, Value
from shared.policy import Version


@dataclass(frozen=True, slots=True)
class Case:
    """What every criterion is given."""

    facts: Facts
    version: Version
    on: date

    def rule(self, name: str) -> Mapping[str, Any]:
        """Return one table of the version; empty when the policy does not speak of it."""
        found: Mapping[str, Any] = self.version.values.get(name, {})
        return found

    def of(self, form: str) -> "Case":
        """Return the same case in a form, while nobody said which one."""
        return replace(self, facts=replace(self.facts, form=form))


@dataclass(frozen=True, slots=True)
class Ruler:
    """Writes criteria of one slug, with the document in which their value stands."""

    slug: str
    document: str

    @classmethod
    def of(cls, case: Case, slug: str, name: str) -> "Ruler":
        """Return the ruler of a slug whose values stand in the policy under `name`."""
        return cls(slug, case.version.document(name))

    def says(self, value: Value, threshold: Value, met: bool | None, **facts: Value) -> Criterion:
        """Return a criterion that was looked at."""
        return Criterion(self.slug, value, threshold, met, self.document, facts)

    def passes_over(self, value: Value = None, **facts: Value) -> Criterion:
        """Return a criterion that the policy does not ask of such a case: met, with `applies` false."""
        return Criterion(self.slug, value, None, True, self.document, {"applies": False, **facts})
