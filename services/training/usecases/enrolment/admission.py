"""May she come into a class, and where would she stand in its waiting list?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.training.domain.certificate import State as Paper
from services.training.domain.enrolment import LIVE, TAUGHT, Enrolment, State
from services.training.domain.rules import Before, Trained, band_warnings, refusal, training_warnings
from services.training.domain.session import meeting
from services.training.domain.training_class import TrainingClass
from services.training.domain.waiting import Facts, standing, steps_apart
from services.training.usecases.class_rules import ClassRules
from services.training.usecases.ports import Certificates, Classes, Clock, Sessions
from services.training.usecases.subsidy.ports import Counted
from shared.errors import Conflict, NotFound
from shared.replica import Card

LEARNT = TAUGHT - {State.SHORT, State.FAILED}


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found of a woman who comes: warnings, and her standing in a waiting list."""

    warnings: tuple[str, ...]
    standing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Admission:
    """Looks at her card, her earlier classes, certificates and books of before; changes nothing."""

    classes: Classes
    sessions: Sessions
    certificates: Certificates
    counted: Counted
    rules: ClassRules
    clock: Clock

    def nowhere_else(self, hers: Sequence[Enrolment], held: TrainingClass) -> None:
        """Raise Conflict("in_another_class") with that class's number when two would be at one time."""
        others = [one.class_id for one in hers if one.state in LIVE and one.class_id != held.id]
        if not others:
            return
        other = meeting(self.sessions.of_classes([held.id]), self.sessions.of_classes(others))
        if other is not None:
            number = next((one.plan.number for one in self.classes.some([other.class_id])), "")
            raise Conflict("in_another_class", number=number, day=other.slot.on)

    def look(self, card: Card, hers: Sequence[Enrolment], held: TrainingClass) -> Seen:
        """Return what speaks against her coming, as slugs for the coordinator, and where she stands by the rule."""
        terms, plan = self.rules.terms(held.plan, self.clock.today()), held.plan
        before = self._before(card, hers, held)
        course = self.rules.catalogue.course(plan.course, plan.starts_on)
        facts = Facts(frozenset(card.bands.get("groups", ())), not before, steps_apart(card.path, plan.path))
        warnings = (*band_warnings(card.bands, terms), *training_warnings(before, course, terms))
        return Seen(warnings, standing(facts, self.rules.waiting(plan)))

    def refuse(self, warnings: Sequence[str], held: TrainingClass) -> None:
        """Raise what turns down a woman who asks by herself, with the document of the rule; the first that does."""
        terms = self.rules.terms(held.plan, self.clock.today())
        for slug in warnings:
            problem = refusal(slug, terms)
            if problem is not None:
                raise problem

    def _before(self, card: Card, hers: Sequence[Enrolment], held: TrainingClass) -> list[Before]:
        had = {one.class_id: one.state for one in hers if one.state in TAUGHT and one.class_id != held.id}
        here = [
            Before(one.id, one.plan.starts_on, self._learnt(one.plan.course, one.plan.starts_on, had[one.id] in LEARNT))
            for one in (self.classes.some(had) if had else ())
        ]
        return here + self._of_books(card.person_id)

    def _learnt(self, code: str, day: date, learnt: bool) -> Trained | None:
        if not learnt:
            return None
        try:
            course = self.rules.catalogue.course(code, day)
        except NotFound:  # a book of earlier years names courses that are taught no longer
            return None
        return Trained(course.skill, course.rank)

    def _of_books(self, person_id: str) -> list[Before]:
        """Return the trainings that only books of earlier years tell of, one that both tell of once."""
        paid = [one for one in self.counted.of_persons([person_id]) if not one.class_id]
        papers = [one for one in self.certificates.of_person(person_id) if one.source.class_id is None]
        learnt = [
            Before(one.id, one.course.starts_on or one.issued_on, self._learnt(one.course.code, one.issued_on, True))
            for one in papers
            if one.state is Paper.VALID
        ]
        twice = {(one.trade, one.on.year) for one in paid}
        more = [one for one in learnt if not one.learnt or (one.learnt.skill, one.starts_on.year) not in twice]
        return [*more, *(Before(one.key, one.on, Trained(one.trade, one.rank), one.times) for one in paid)]
