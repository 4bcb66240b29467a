"""Until when a plan is told, an opening applied for (开班申请) and the exam's list handed over, from a class's days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from services.training.domain.training_class import TrainingClass
from shared.errors import Refused

AddWorkdays = Callable[[date, int], date]


@dataclass(frozen=True, slots=True)
class FilingRule:
    """Topic training.filing: the plan is told so many days before the application, 0 where nobody asks for it.

    The application is handed in so many working days before the start.
    """

    plan_days_before_application: int
    apply_workdays_before: int

    @property
    def asks_plan(self) -> bool:
        """Tell whether a plan is told to the province before the application."""
        return self.plan_days_before_application > 0

    def plan_by(self, starts_on: date, add: AddWorkdays) -> date:
        """Return the last day on which the plan is told in time for an application that is in time."""
        return self.apply_by(starts_on, add) - timedelta(days=self.plan_days_before_application)

    def apply_from(self, told_on: date) -> date:
        """Return the first day on which a plan told on a day has been known long enough."""
        return told_on + timedelta(days=self.plan_days_before_application)

    def apply_by(self, starts_on: date, add: AddWorkdays) -> date:
        """Return the last day on which the application is in time."""
        return add(starts_on, -self.apply_workdays_before)

    def check(self, one: TrainingClass, today: date, reason: str, add: AddWorkdays) -> None:
        """Raise Refused("plan_not_told"), and "filed_early" | "filed_late" for another day without a reason."""
        if self.asks_plan:
            self._told(one.told_on, today, reason)
        last = self.apply_by(one.plan.starts_on, add)
        if today > last and not reason.strip():
            raise Refused("filed_late", last=last)

    def _told(self, told_on: date | None, today: date, reason: str) -> None:
        if told_on is None:
            raise Refused("plan_not_told", days=self.plan_days_before_application)
        if today < self.apply_from(told_on) and not reason.strip():
            raise Refused("filed_early", days=self.plan_days_before_application, first=self.apply_from(told_on))


@dataclass(frozen=True, slots=True)
class ExamListRule:
    """Topic training.tester: how many days before the exam its list is with whoever examines."""

    days_before: int

    def due_on(self, exam_on: date) -> date:
        """Return the last day on which the list is in time."""
        return exam_on - timedelta(days=self.days_before)
