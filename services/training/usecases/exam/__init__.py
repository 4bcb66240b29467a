"""What can be done with exams."""

from dataclasses import dataclass

from services.training.usecases.exam.find import FindExam
from services.training.usecases.exam.score import EnterScores


@dataclass(frozen=True, slots=True)
class ExamUseCases:
    """`score` enters points of a first or second try."""

    score: EnterScores
    find: FindExam
