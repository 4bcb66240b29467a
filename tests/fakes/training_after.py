"""In-memory stores of what comes after a class; tests/contract/training/test_after.py holds them against the real."""

import copy
from collections.abc import Collection
from dataclasses import dataclass, field

from services.training.domain.enrolment import Enrolment
from services.training.domain.evaluation import Tally
from services.training.domain.exam_list import ExamList
from shared.errors import Stale


@dataclass
class MemoryEvaluations:
    """Sums by class and who has answered, in two places as in the real one."""

    rows: dict[str, Tally] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def get(self, class_id: str) -> Tally | None:
        return copy.deepcopy(self.rows.get(class_id))

    def put(self, one: Tally) -> None:
        there = self.rows.get(one.id)
        if (there.version if there else 0) != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self.rows[one.id] = copy.deepcopy(one)

    def answered(self, enrolment_ids: list[str]) -> set[str]:
        return self.done & set(enrolment_ids)

    def note(self, place: Enrolment) -> None:
        self.done.add(place.id)


@dataclass
class MemoryExamLists:
    """Lists of exams in a dict."""

    rows: dict[str, ExamList] = field(default_factory=dict)

    def get(self, class_id: str) -> ExamList | None:
        return copy.deepcopy(self.rows.get(class_id))

    def of_classes(self, class_ids: Collection[str]) -> list[ExamList]:
        return copy.deepcopy([one for one in self.rows.values() if one.id in class_ids])

    def add(self, one: ExamList) -> None:
        self.rows[one.id] = copy.deepcopy(one)

    def save(self, one: ExamList) -> None:
        if self.rows[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self.rows[one.id] = copy.deepcopy(one)
