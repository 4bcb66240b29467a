"""What can be done with exams."""

from dataclasses import dataclass

from services.training.usecases.exam.find import FindExam
from services.training.usecases.exam.lists import KeepExamLists
from services.training.usecases.exam.papers import Papers
from services.training.usecases.exam.score import EnterScores


@dataclass(frozen=True, slots=True)
class ExamUseCases:
    """`score` enters points of a first or second try, `papers` gathers what forms say, `lists` go to the tester."""

    score: EnterScores
    find: FindExam
    papers: Papers
    lists: KeepExamLists
