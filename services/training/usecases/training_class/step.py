"""The steps of a class on its road; who files does not approve."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from services.training.domain.access import RULES
from services.training.domain.opening import complete
from services.training.domain.training_class import Opinion, State, TrainingClass
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.exam_day import promise
from services.training.usecases.ports import Classes, Clock, Deed, Due, Ledger, Resources, Sessions
from shared import workdays
from shared.access import SYSTEM, Actor, scope
from shared.clock import SHANGHAI
from shared.errors import Stale
from shared.policy import NATION
from shared.replica import Replica

BEGIN = "class.begin"
_RULE = {"class.hand_back": "class.approve"}  # who may agree may give back


@dataclass(frozen=True, slots=True)
class StepClass:
    """Each step is saved with its version, so that of two hands on one class only the first counts."""

    classes: Classes
    sessions: Sessions
    resources: Resources
    catalogue: Catalogue
    replica: Replica
    due: Due
    ledger: Ledger
    clock: Clock

    def tell_plan(self, class_id: str, *, by: Actor, version: int | None = None) -> TrainingClass:
        """Note that the plan stands on the province's platform; raises Conflict("plan_told_already")."""
        today = self.clock.today()
        return self._step("class.tell_plan", class_id, lambda one: one.tell_plan(today=today), (by, version, ""))

    def file(self, class_id: str, *, by: Actor, version: int | None = None, reason: str = "") -> TrainingClass:
        """Hand the plan to the reviewer.

        Raises Refused("plan_not_told" | "filed_early" | "filed_late") for what FilingRule says, the last two without a
        reason, and ("organiser_missing" | "textbook_missing" | "degree_missing") for what the application would lack.
        """
        today = self.clock.today()

        def act(one: TrainingClass) -> None:
            county = self.replica.county_of(one.plan.path)
            rule = self.catalogue.filing(today, (county.division if county else None) or NATION)
            rule.check(one, today, reason, workdays.add)
            self._complete(one)
            one.file(by=by.id, today=today)

        return self._step("class.file", class_id, act, (by, version, reason))

    def hand_back(self, class_id: str, *, by: Actor, version: int | None = None, reason: str = "") -> TrainingClass:
        """Give a filed plan back to its coordinator; raises Refused("reason_needed")."""
        return self._step("class.hand_back", class_id, lambda one: one.hand_back(reason), (by, version, reason))

    def approve(self, class_id: str, *, by: Actor, version: int | None = None, reason: str = "") -> TrainingClass:
        """Agree to a filed plan; raises Refused("same_person") for who filed or planned it."""
        today = self.clock.today()
        hand = (by, version, reason)
        return self._step("class.approve", class_id, lambda one: one.approve(by=by.id, today=today), hand)

    def open(self, class_id: str, *, by: Actor, version: int | None = None) -> TrainingClass:
        """Let women enrol, and promise that it runs from the morning of its first day."""
        today = self.clock.today()
        done = self._step("class.open", class_id, lambda one: one.open(today=today), (by, version, ""))
        self.due.add(BEGIN, class_id, datetime.combine(done.plan.starts_on, time.min, SHANGHAI))
        return done

    def begin(self, class_id: str, job: object) -> None:
        """Run from now on, when its first day has come; a class that was called off stays so."""
        one = self.classes.get(SYSTEM, class_id)
        if one.state is State.ENROLLING:
            one.begin(today=self.clock.today())
            self.classes.save(one)
            promise(self.due, self.catalogue, one)
        self.due.done(job)

    def start(self, class_id: str, *, by: Actor, version: int | None = None) -> TrainingClass:
        """Run from now on, by hand; raises Refused("class_not_yet") before its first day."""
        today = self.clock.today()
        done = self._step("class.start", class_id, lambda one: one.begin(today=today), (by, version, ""))
        promise(self.due, self.catalogue, done)
        return done

    def _complete(self, one: TrainingClass) -> None:
        plan = one.plan
        taught = {teacher for session in self.sessions.of_classes([one.id]) for teacher in session.teachers}
        course = self.catalogue.course(plan.course, plan.starts_on)
        organiser = self.resources.near(plan.path).organiser_of(plan.path)
        complete(organiser, self.resources.some(taught).teachers, course)

    def _step(
        self, act_name: str, class_id: str, act: Callable[[TrainingClass], None], hand: tuple[Actor, int | None, str]
    ) -> TrainingClass:
        by, seen, reason = hand
        one = self.classes.get(scope(RULES, by, _RULE.get(act_name, act_name)), class_id)
        if seen is not None and seen != one.version:
            raise Stale("changed_meanwhile")
        before = one.state
        act(one)
        one.said(Opinion(act_name, by.id, self.clock.today(), reason.strip()))
        self.classes.save(one)
        facts = {"from": before.value, "to": one.state.value}
        self.ledger.note(by, Deed(act_name, "class", class_id, reason=reason.strip(), facts=facts))
        return one
