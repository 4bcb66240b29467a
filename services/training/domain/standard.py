"""What a class's women are held against: how long one must have been there, and what the exam asks."""

from dataclasses import dataclass
from datetime import date

from shared.policy import Policy


@dataclass(frozen=True, slots=True)
class AttendanceRule:
    """Topic training.attendance: the line in per mille of all minutes; what coming late or leaving early costs."""

    least_permille: int
    late_minutes: int
    loses_minutes: int

    def least(self, whole: int) -> int:
        """Return the minutes that are enough for the exam, of `whole` minutes of class."""
        return -(-whole * self.least_permille // 1000)

    def lost(self, missed: int) -> int:
        """Return what missing so many minutes at one end costs: each lesson of which more than the grace is missed."""
        if missed <= self.late_minutes:
            return 0
        return self.loses_minutes * (1 + (missed - self.late_minutes - 1) // self.loses_minutes)


@dataclass(frozen=True, slots=True)
class ExamRule:
    """Topic training.exam: points of 100 in theory and practice, and how often one may try."""

    theory_least: int
    practice_least: int
    tries: int

    def passed(self, theory: int, practice: int) -> bool:
        """Tell whether both parts are enough."""
        return theory >= self.theory_least and practice >= self.practice_least


@dataclass(frozen=True, slots=True)
class Standard:
    """Both rules in force when a class began."""

    attendance: AttendanceRule
    exam: ExamRule


def standard_on(policy: Policy, day: date, division: str) -> Standard:
    """Read the rules in force; raises NotFound("no_policy")."""
    attendance, exam = (policy.on(day, division, f"training.{topic}").values for topic in ("attendance", "exam"))
    return Standard(AttendanceRule(**attendance), ExamRule(**exam))
