"""Until when a plan is told, an opening applied for (开班申请) and the exam's list handed over, from a class's days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from shared.errors import Refused

AddWorkdays = Callable[[date, int], date]


@dataclass(frozen=True, slots=True)
class FilingRule:
    """Topic training.filing: days before the start for the plan, working days for the application."""

    plan_days_before: int
    apply_workdays_before: int

    def plan_by(self, starts_on: date) -> date:
        """Return the last day on which the plan is told in time."""
        return starts_on - timedelta(days=self.plan_days_before)

    def apply_by(self, starts_on: date, add: AddWorkdays) -> date:
        """Return the last day on which the application is in time."""
        return add(starts_on, -self.apply_workdays_before)

    def check(self, starts_on: date, today: date, reason: str, add: AddWorkdays) -> None:
        """Raise Refused("filed_late") for an application that is late without a reason."""
        last = self.apply_by(starts_on, add)
        if today > last and not reason.strip():
            raise Refused("filed_late", last=last)


@dataclass(frozen=True, slots=True)
class ExamListRule:
    """Topic training.tester: how many days before the exam its list is with whoever examines."""

    days_before: int

    def due_on(self, exam_on: date) -> date:
        """Return the last day on which the list is in time."""
        return exam_on - timedelta(days=self.days_before)
