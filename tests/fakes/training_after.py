"""In-memory stores of papers and of what comes after a class; test_after.py holds them against the real ones."""

import copy
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from services.training.domain.enrolment import Enrolment
from services.training.domain.evaluation import Tally
from services.training.domain.exam_list import ExamList
from services.training.domain.followup import FollowUp
from services.training.domain.news import News
from services.training.domain.roll_print import RollPrint
from services.training.events.outbound import to_message
from shared.access import Scope
from shared.errors import NotFound, Stale
from tests.fakes import promised


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


@dataclass
class MemoryFollowUps:
    """Follow-ups in a dict, with the day each is asked again."""

    rows: dict[str, FollowUp] = field(default_factory=dict)
    next: dict[str, date | None] = field(default_factory=dict)
    told: list[News] = field(default_factory=list)

    def get(self, followup_id: str) -> FollowUp:
        if followup_id not in self.rows:
            raise NotFound("followup_not_found")
        return copy.deepcopy(self.rows[followup_id])

    def of_person(self, person_id: str) -> list[FollowUp]:
        hers = [one for one in self.rows.values() if one.person_id == person_id]
        return copy.deepcopy(sorted(hers, key=lambda one: one.id, reverse=True))

    def numbered(self, scope: Scope, numbers: Collection[str]) -> list[FollowUp]:
        return copy.deepcopy([one for one in self.rows.values() if one.number in numbers and scope.holds(one.path)])

    def due(self, scope: Scope, today: date, limit: int) -> list[FollowUp]:
        days = {key: day for key, day in self.next.items() if day and day <= today}
        found = [
            self.rows[key] for key in sorted(days, key=lambda key: (days[key], key)) if scope.holds(self.rows[key].path)
        ]
        return copy.deepcopy(found[:limit])

    def inside(self, scope: Scope) -> Iterator[FollowUp]:
        return iter(copy.deepcopy([one for one in self.rows.values() if scope.holds(one.path)]))

    def put(self, one: FollowUp, next_on: date | None) -> None:
        there = self.rows.get(one.id)
        if (there.version if there else 0) != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        promised.hold(map(to_message, one.news))
        self.told += one.news
        one.news.clear()
        self.rows[one.id], self.next[one.id] = copy.deepcopy(one), next_on


@dataclass
class MemoryRollPrints:
    """Paper sheets in dicts; what was forgotten is gone."""

    rows: dict[str, RollPrint] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    papers: dict[str, bytes] = field(default_factory=dict)

    def get(self, scope: Scope, print_id: str) -> RollPrint:
        found = self.rows.get(print_id)
        if found is None or not scope.holds(found.path):
            raise NotFound("paper_not_found")
        return copy.deepcopy(found)

    def add(self, one: RollPrint, html: str) -> None:
        self.rows[one.id], self.pages[one.id] = copy.deepcopy(one), html

    def html(self, print_id: str) -> str | None:
        return self.pages.get(print_id)

    def keep(self, print_id: str, pdf: bytes) -> None:
        del self.pages[print_id]
        self.papers[print_id], self.rows[print_id].ready = pdf, True

    def pdf(self, print_id: str) -> bytes | None:
        return self.papers.get(print_id)

    def forget(self, print_id: str) -> None:
        for kept in (self.rows, self.pages, self.papers):
            kept.pop(print_id, None)
