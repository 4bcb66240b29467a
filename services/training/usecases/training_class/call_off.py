"""A class that women are in is called off: they go to a class that takes them, neighbours together, or are free."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.enrolment import CALLED_OFF, LIVE, WAITS, Enrolment, State
from services.training.domain.training_class import ENDED, Opinion, TrainingClass
from services.training.domain.training_class import State as ClassState
from services.training.domain.waiting import parties
from services.training.usecases.enrolment.enrol import Coming
from services.training.usecases.enrolment.together import Together
from services.training.usecases.ports import Classes, Clock, Deed, Enrolments, Ledger, Page, Sessions
from shared.access import Actor, scope
from shared.errors import Conflict, NotFound, Refused, Stale

ACT = "class.cancel"
MOST = 50


@dataclass(frozen=True, slots=True)
class Off:
    """Why a class is not held, and into which other its women shall go; without one all are released."""

    reason: str
    into: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class CallOff:
    """All in one transaction: every woman hears of it by the news of her place, none is left in a class that is not."""

    classes: Classes
    sessions: Sessions
    enrolments: Enrolments
    together: Together
    ledger: Ledger
    clock: Clock

    def __call__(self, class_id: str, off: Off, *, by: Actor) -> TrainingClass:
        """Return the cancelled class; who had a seat goes before who waited, and both by the rule of the waiting list.

        Raises NotFound, Refused("reason_needed" | "into_itself"), Conflict in another state, Stale.
        """
        if not off.reason.strip():
            raise Refused("reason_needed")
        if off.into == class_id:
            raise Refused("into_itself")
        held = self._held(class_id, off.version, by)
        gathering, seated, waiting = (
            self._released(held, states) for states in ({State.APPLIED}, LIVE - WAITS, WAITS - {State.APPLIED})
        )
        held.cancel()
        held.said(Opinion(ACT, by.id, self.clock.today(), off.reason.strip()))
        self._free(held)
        into, moved = off.into, 0
        if into:
            moved = sum(self._moved(party, into, by) for party in (*parties(seated), *parties(waiting)))
        whom = tuple(woman.person_id for woman in (*seated, *waiting, *gathering))
        facts = {"women": len(whom), "moved": moved, "into": into or ""}
        self.ledger.note(by, Deed(ACT, "class", class_id, whom, reason=off.reason.strip(), facts=facts))
        return held

    def empty(self, class_id: str, *, by: Actor, version: int | None = None) -> TrainingClass:
        """Call a class off that nobody has a place in, and tell those whose neighbours had not all joined yet.

        Raises NotFound, Conflict in another state or "class_has_women", Stale.
        """
        held = self._held(class_id, version, by)
        before = held.state
        held.cancel()
        whom = tuple(woman.person_id for woman in self._released(held, {State.APPLIED}))
        self._free(held)
        facts = {"from": before.value, "to": held.state.value}
        self.ledger.note(by, Deed(ACT, "class", class_id, whom, facts=facts))
        return held

    def others(self, one: TrainingClass, *, by: Actor) -> list[TrainingClass]:
        """Return the classes of the same course women can enrol in, soonest first."""
        found = self.classes.listed(scope(RULES, by, ACT), [ClassState.ENROLLING], Page(limit=MOST))
        same = [other for other in found if other.plan.course == one.plan.course and other.id != one.id]
        return sorted(same, key=lambda other: other.plan.starts_on)

    def _held(self, class_id: str, version: int | None, by: Actor) -> TrainingClass:
        inside = scope(RULES, by, ACT)
        if version is not None and self.classes.get(inside, class_id).version != version:
            raise Stale("changed_meanwhile")
        return self.classes.hold(inside, class_id)

    def _released(self, held: TrainingClass, states: Collection[State]) -> list[Enrolment]:
        women = self.enrolments.of_classes([held.id], states)
        for woman in women:
            woman.drop(held, reason=CALLED_OFF, today=self.clock.today())
            self.enrolments.save(woman)
        return women

    def _free(self, held: TrainingClass) -> None:
        self.classes.save(held)
        self.sessions.cancel(held.id)

    def _moved(self, party: Sequence[Enrolment], into: str, by: Actor) -> int:
        """Return how many of them go there: all, or none when one of them clashes or is against its rules."""
        inside = scope(RULES, by, ACT)
        if self.classes.get(inside, into).state in ENDED:
            raise Conflict("class_not_open")
        try:
            coming = [Coming(woman.person_id, woman.origin.channel, inside) for woman in party]
            return len(self.together.bring(into, coming, by=by))
        except (Conflict, Refused, NotFound):
            return 0
