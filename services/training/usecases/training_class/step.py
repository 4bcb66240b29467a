"""The steps of a class on its road; who files does not approve."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from services.training.domain.access import RULES
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.ports import Classes, Clock, Deed, Due, Ledger, Sessions
from shared.access import SYSTEM, Actor, scope
from shared.clock import SHANGHAI
from shared.errors import Stale

BEGIN = "class.begin"


@dataclass(frozen=True, slots=True)
class StepClass:
    """Each step is saved with its version, so that of two hands on one class only the first counts."""

    classes: Classes
    sessions: Sessions
    due: Due
    ledger: Ledger
    clock: Clock

    def file(self, class_id: str, *, by: Actor, version: int | None = None) -> TrainingClass:
        """Hand the plan to the reviewer."""
        today = self.clock.today()
        return self._step("class.file", class_id, lambda one: one.file(by=by.id, today=today), (by, version))

    def hand_back(self, class_id: str, *, by: Actor, version: int | None = None) -> TrainingClass:
        """Give a filed plan back to its coordinator."""
        return self._step("class.approve", class_id, lambda one: one.hand_back(), (by, version))

    def approve(self, class_id: str, *, by: Actor, version: int | None = None) -> TrainingClass:
        """Agree to a filed plan; raises Refused("same_person") for who filed or planned it."""
        today = self.clock.today()
        return self._step("class.approve", class_id, lambda one: one.approve(by=by.id, today=today), (by, version))

    def open(self, class_id: str, *, by: Actor, version: int | None = None) -> TrainingClass:
        """Let women enrol, and promise that it runs from the morning of its first day."""
        today = self.clock.today()
        done = self._step("class.open", class_id, lambda one: one.open(today=today), (by, version))
        self.due.add(BEGIN, class_id, datetime.combine(done.plan.starts_on, time.min, SHANGHAI))
        return done

    def begin(self, class_id: str, job: object) -> None:
        """Run from now on, when its first day has come; a class that was called off stays so."""
        one = self.classes.get(SYSTEM, class_id)
        if one.state is State.ENROLLING:
            one.begin(today=self.clock.today())
            self.classes.save(one)
        self.due.done(job)

    def start(self, class_id: str, *, by: Actor, version: int | None = None) -> TrainingClass:
        """Run from now on, by hand; raises Refused("class_not_yet") before its first day."""
        today = self.clock.today()
        return self._step("class.start", class_id, lambda one: one.begin(today=today), (by, version))

    def cancel(self, class_id: str, *, by: Actor, version: int | None = None) -> TrainingClass:
        """Call a class off that nobody is in; its room, teachers and looms are free again."""
        done = self._step("class.cancel", class_id, lambda one: one.cancel(), (by, version))
        self.sessions.cancel(class_id)
        return done

    def _step(
        self, action: str, class_id: str, act: Callable[[TrainingClass], None], hand: tuple[Actor, int | None]
    ) -> TrainingClass:
        by, seen = hand
        one = self.classes.get(scope(RULES, by, action), class_id)
        if seen is not None and seen != one.version:
            raise Stale("changed_meanwhile")
        before = one.state
        act(one)
        self.classes.save(one)
        self.ledger.note(by, Deed(action, "class", class_id, facts={"from": before.value, "to": one.state.value}))
        return one
