"""What can be asked of the timetable."""

from dataclasses import dataclass

from services.training.usecases.timetable.week import FindWeek


@dataclass(frozen=True, slots=True)
class TimetableUseCases:
    """One question each."""

    week: FindWeek
