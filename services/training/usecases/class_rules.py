"""The rules a class's women are held against: those in force on its first day, at its county."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.training.domain.terms import Terms
from services.training.domain.training_class import Plan
from services.training.domain.waiting import WaitingRule
from services.training.usecases.catalogue import Catalogue
from shared.policy import NATION
from shared.replica import Replica


@dataclass(frozen=True, slots=True)
class ClassRules:
    """What the dated files say of a class."""

    catalogue: Catalogue
    replica: Replica

    def waiting(self, plan: Plan) -> WaitingRule:
        """Return the rule of its waiting list; raises NotFound("no_policy")."""
        return self.catalogue.waiting(plan.starts_on, self._division(plan.path))

    def terms(self, plan: Plan, day: date) -> Terms:
        """Return who may come, on the day she asks; raises NotFound("no_policy")."""
        return self.catalogue.terms(day, self._division(plan.path))

    def _division(self, path: Sequence[str]) -> str:
        county = self.replica.county_of(path)
        return (county.division if county else None) or NATION
