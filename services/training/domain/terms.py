"""What a class and its women are held against on a day at a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.training.domain.course import LESSON, Course
from shared.policy import Policy


@dataclass(frozen=True, slots=True)
class Terms:
    """Values of policy/training.toml in force; `subsidised_most` None = not limited.

    `groups` empty = every woman may come; `refuses` are the warnings that turn down one who asks by herself.
    """

    most_basic: int
    most_middle: int
    most_senior: int
    most_technician: int
    most_startup: int
    persons_per_loom: int
    trainees_per_teacher: int
    age_least: int
    age_most: int
    subsidised_most: int | None
    subsidised_since: date | None
    groups: frozenset[str]
    refuses: frozenset[str]
    document: str
    travel_same_county: int
    travel_elsewhere: int
    least_minutes: int
    least_by_course: Mapping[str, int]
    no_least: frozenset[str]

    def least(self, course: Course) -> int:
        """Return the minutes a course must have at least; training of officials is no skill training."""
        return 0 if course.trade in self.no_least else self.least_by_course.get(course.code, self.least_minutes)

    def most(self, course: Course) -> int:
        """Return how many women a class of this course may have."""
        if course.trade == "startup":
            return self.most_startup
        by_rank = (self.most_basic, self.most_middle, self.most_senior, self.most_technician)
        return by_rank[min(course.rank, len(by_rank)) - 1]


def terms_on(policy: Policy, day: date, division: str) -> Terms:
    """Read the terms in force; raises NotFound("no_policy")."""
    size, equipment, teachers, travel, minimum = (
        policy.on(day, division, f"training.{topic}").values
        for topic in ("size", "equipment", "teachers", "travel", "minimum")
    )
    who = policy.on(day, division, "training.trainee")
    trainee = who.values
    return Terms(
        most_basic=size["most"],
        most_middle=size["most_middle"],
        most_senior=size["most_senior"],
        most_technician=size["most_technician"],
        most_startup=size["most_startup"],
        persons_per_loom=equipment["persons_per_loom"],
        trainees_per_teacher=teachers["trainees_each"],
        age_least=trainee["age_least"],
        age_most=trainee["age_most"],
        subsidised_most=trainee.get("subsidised_most"),
        subsidised_since=trainee.get("subsidised_since"),
        groups=frozenset(trainee.get("groups", ())),
        refuses=frozenset(trainee.get("refuses", ())),
        document=who.source.document,
        travel_same_county=travel["same_county"],
        travel_elsewhere=travel["elsewhere"],
        least_minutes=minimum["hours"] * LESSON,
        least_by_course={code: minimum["kinds"][kind] * LESSON for code, kind in minimum["courses"].items()},
        no_least=frozenset(minimum["not_for"]),
    )
