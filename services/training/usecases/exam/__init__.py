"""What can be done with exams."""

from dataclasses import dataclass

from services.training.usecases.exam.correct import CorrectScores
from services.training.usecases.exam.find import FindExam
from services.training.usecases.exam.lists import KeepExamLists
from services.training.usecases.exam.papers import Papers
from services.training.usecases.exam.score import EnterScores


@dataclass(frozen=True, slots=True)
class ExamUseCases:
    """`score` enters points of a first or second try, `correct` puts them right; `lists` go to the tester.

    `papers` gathers what forms say.
    """

    score: EnterScores
    correct: CorrectScores
    find: FindExam
    papers: Papers
    lists: KeepExamLists
