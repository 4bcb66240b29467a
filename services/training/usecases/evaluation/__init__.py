"""She says what the class was like, once; those who run it read the sums from so many answers on."""

from dataclasses import dataclass
from typing import Protocol

from services.training.domain.access import RULES
from services.training.domain.enrolment import TAUGHT, Enrolment
from services.training.domain.evaluation import Answer, EvaluationRule, Tally, once
from services.training.domain.training_class import TrainingClass
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import Classes, Clock, Due, Enrolments, Guards
from shared.access import SYSTEM, Actor, can, scope
from shared.errors import NotFound
from shared.policy import NATION


class Evaluations(Protocol):
    """The sums of classes, and which women have answered."""

    def get(self, class_id: str) -> Tally | None:
        """Return the sums of a class, None before the first answer."""

    def put(self, one: Tally) -> None:
        """Store sums; raises Stale when somebody answered meanwhile."""

    def answered(self, enrolment_ids: list[str]) -> set[str]:
        """Return which of these places have answered."""

    def note(self, place: Enrolment) -> None:
        """Keep that she answered, and not what."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What those who run a class read: `tally` is None until there are enough answers."""

    rule: EvaluationRule
    answers: int
    women: int
    tally: Tally | None


@dataclass(frozen=True, slots=True)
class EvaluationUseCases:
    """Her answer, and the sums; `ask` is a job of the day after the lessons."""

    evaluations: Evaluations
    classes: Classes
    enrolments: Enrolments
    catalogue: Catalogue
    guards: Guards
    due: Due
    clock: Clock

    def rule(self, one: TrainingClass) -> EvaluationRule:
        """Return the questions in force on the last day of a class."""
        values = self.catalogue.policy.on(one.plan.ends_on, NATION, "training.evaluation").values
        lists = {name: tuple(values[name]) for name in ("items", "plans")}
        return EvaluationRule(**lists, days=values["days"], shown_from=values["shown_from"])

    def wanted(self, hers: list[tuple[Enrolment, TrainingClass]]) -> set[str]:
        """Return which of a woman's places she is asked about and has not answered for."""
        today = self.clock.today()
        asked = [place.id for place, one in hers if self.rule(one).wanted(place, one, today)]
        return set(asked) - self.evaluations.answered(asked) if asked else set()

    def ask(self, class_id: str, job: object) -> None:
        """Tell every woman of a class on her phone that she may say what it was like; not who has said it."""
        one, today = self.classes.get(SYSTEM, class_id), self.clock.today()
        rule = self.rule(one)
        women = [place for place in self.enrolments.of_classes([class_id], TAUGHT) if rule.wanted(place, one, today)]
        answered = self.evaluations.answered([place.id for place in women])
        for place in (place for place in women if place.id not in answered):
            place.asked_what_it_was_like(one, rule.until(one), today=today)
            self.enrolments.save(place)
        self.due.done(job)

    def hers(self, enrolment_id: str, *, by: Actor) -> tuple[Enrolment, TrainingClass]:
        """Return her place and its class; raises NotFound for another woman's."""
        place = self.enrolments.get(enrolment_id)
        if not can(RULES, by, "evaluation.answer", path=place.path, person_id=place.person_id):
            raise NotFound("enrolment_not_found")
        return place, self.classes.get(SYSTEM, place.class_id)

    def asked(self, enrolment_id: str, *, by: Actor) -> tuple[Enrolment, TrainingClass]:
        """Return the same; raises Conflict("evaluated_already" | "evaluation_closed") when she may not answer."""
        place, one = self.hers(enrolment_id, by=by)
        answered = bool(self.evaluations.answered([place.id]))
        once(answered, self.rule(one).wanted(place, one, self.clock.today()))
        return place, one

    def answer(self, enrolment_id: str, answer: Answer, *, by: Actor) -> Enrolment:
        """Count her answer; raises NotFound, Conflict("evaluated_already" | "evaluation_closed"), Refused, Stale."""
        place, one = self.asked(enrolment_id, by=by)
        self.guards.touch(f"evaluation:{one.id}")  # two first answers at once would both begin the sums
        tally = self.evaluations.get(one.id) or Tally(one.id, one.plan.path)
        tally.add(answer, self.rule(one))
        self.evaluations.put(tally)
        self.evaluations.note(place)
        return place

    def result(self, class_id: str, *, by: Actor) -> Evaluated | None:
        """Return what is known of a class inside the asker's units, None while its women cannot have answered."""
        one = self.classes.get(scope(RULES, by, "evaluation.read"), class_id)
        rule, tally = self.rule(one), self.evaluations.get(class_id)
        if tally is None and not rule.open(one, self.clock.today()):
            return None
        women = len(self.enrolments.of_classes([class_id], TAUGHT))
        return Evaluated(rule, tally.answers if tally else 0, women, tally if tally and tally.shown(rule) else None)
