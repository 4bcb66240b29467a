"""What can be done with exams."""

from dataclasses import dataclass

from services.training.usecases.exam.find import FindExam
from services.training.usecases.exam.papers import Papers
from services.training.usecases.exam.score import EnterScores


@dataclass(frozen=True, slots=True)
class ExamUseCases:
    """`score` enters points of a first or second try; `papers` gathers what the forms of a class say."""

    score: EnterScores
    find: FindExam
    papers: Papers
