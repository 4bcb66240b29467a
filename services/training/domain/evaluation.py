"""What the women of a class thought of it: counted as they answer, so that no answer can be traced to one of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.training.domain.enrolment import TAUGHT, Enrolment
from services.training.domain.training_class import EXAMINED, State, TrainingClass
from shared.errors import Conflict, Refused

POINTS = (5, 4, 3, 2, 1)  # very good to very bad


@dataclass(frozen=True, slots=True)
class EvaluationRule:
    """Topic training.evaluation: what is asked, for how many days after the last lesson, from how many answers shown.

    `items` are answered with points, `plans` is one choice of what she means to do with what she learnt.
    """

    items: tuple[str, ...]
    plans: tuple[str, ...]
    days: int
    shown_from: int

    def until(self, one: TrainingClass) -> date:
        """Return the last day on which a class can be evaluated."""
        return one.plan.ends_on + timedelta(days=self.days)

    def open(self, one: TrainingClass, today: date) -> bool:
        """Tell whether the lessons of a class are over and its women can still answer."""
        over = one.state in EXAMINED or (one.state is State.RUNNING and today >= one.plan.ends_on)
        return over and today <= self.until(one)

    def wanted(self, place: Enrolment, one: TrainingClass, today: date) -> bool:
        """Tell whether a woman's answer is asked for."""
        return place.state in TAUGHT and self.open(one, today)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one woman said: points by item, and her plan."""

    points: Mapping[str, int]
    plan: str

    def check(self, rule: EvaluationRule) -> None:
        """Raise Refused("evaluation_incomplete") for anything but one answer to each question of the rule."""
        whole = set(self.points) == set(rule.items) and set(self.points.values()) <= set(POINTS)
        if not whole or self.plan not in rule.plans:
            raise Refused("evaluation_incomplete")


@dataclass(slots=True)
class Tally:
    """The answers of one class, whose id it has, as sums: how many gave an item so many points, how many have a plan.

    Nothing of it says who answered what, nor when.
    """

    id: str
    path: tuple[str, ...]
    answers: int = 0
    points: dict[str, Counter[int]] = field(default_factory=dict)
    plans: Counter[str] = field(default_factory=Counter)
    version: int = 0

    def add(self, answer: Answer, rule: EvaluationRule) -> None:
        """Count one answer; raises Refused."""
        answer.check(rule)
        self.answers += 1
        self.plans[answer.plan] += 1
        for item, points in answer.points.items():
            self.points.setdefault(item, Counter())[points] += 1

    def shown(self, rule: EvaluationRule) -> bool:
        """Tell whether there are so many answers that the sums tell of nobody."""
        return self.answers >= rule.shown_from

    def tenths(self, item: str) -> int:
        """Return the mean points of an item in tenths, rounded half up; 0 where nobody answered it."""
        counted = self.points.get(item, Counter())
        many = counted.total()
        return (20 * sum(points * count for points, count in counted.items()) + many) // (2 * many) if many else 0


def once(answered: bool, wanted: bool) -> None:
    """Raise Conflict("evaluated_already" | "evaluation_closed") for a woman who may not answer now."""
    if answered:
        raise Conflict("evaluated_already")
    if not wanted:
        raise Conflict("evaluation_closed")
