"""Questions about classes that change nothing."""

from collections.abc import Collection
from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.place import Places
from services.training.domain.session import Session
from services.training.domain.training_class import TAKES_WOMEN, State, TrainingClass
from services.training.usecases.ports import Classes, Clock, Page, Resources, Sessions
from shared.access import SYSTEM, Actor, Scope, scope
from shared.errors import NotFound

MOST = 200


@dataclass(frozen=True, slots=True)
class FindClass:
    """What an asker may see of classes."""

    classes: Classes
    sessions: Sessions
    resources: Resources
    clock: Clock

    def one(self, class_id: str, *, by: Actor) -> TrainingClass:
        """Return one inside the asker's units; raises NotFound."""
        return self.classes.get(scope(RULES, by, "class.read"), class_id)

    def public(self, class_id: str) -> TrainingClass:
        """Return one that women can enrol in or are in; raises NotFound for any other."""
        one = self.classes.get(SYSTEM, class_id)
        if one.state not in TAKES_WOMEN:
            raise NotFound("class_not_found")
        return one

    def listed(self, states: Collection[State], page: Page, *, by: Actor) -> list[TrainingClass]:
        """Return a part of the classes inside the asker's units, newest first."""
        return self.classes.listed(scope(RULES, by, "class.list"), states, Page(page.after, min(page.limit, MOST)))

    def to_approve(self, *, by: Actor) -> list[TrainingClass]:
        """Return the filed classes this reviewer may decide, not those she planned or filed herself."""
        filed = self.classes.listed(scope(RULES, by, "class.approve"), [State.FILED], Page(limit=MOST))
        return [one for one in filed if by.id not in (one.hands.filed_by, one.hands.planned_by)]

    def to_open(self, *, by: Actor) -> list[TrainingClass]:
        """Return the approved classes this coordinator may open."""
        return self.classes.listed(scope(RULES, by, "class.open"), [State.APPROVED], Page(limit=MOST))

    def to_file(self, *, by: Actor) -> list[TrainingClass]:
        """Return the planned classes this coordinator may hand in."""
        return self.classes.listed(scope(RULES, by, "class.file"), [State.PLANNED], Page(limit=MOST))

    def to_examine(self, *, by: Actor) -> list[TrainingClass]:
        """Return the running classes whose last day has come."""
        running = self.classes.listed(scope(RULES, by, "class.examine"), [State.RUNNING], Page(limit=MOST))
        today = self.clock.today()
        return [one for one in running if one.plan.ends_on <= today]

    def enrolling(self, limit: int) -> list[TrainingClass]:
        """Return the classes women can enrol in, those that begin soonest first."""
        return self.classes.enrolling(min(limit, MOST))

    def some(self, class_ids: Collection[str]) -> dict[str, TrainingClass]:
        """Return classes by id, for rows that name them."""
        return {one.id: one for one in self.classes.some(class_ids)}

    def sessions_of(self, class_ids: Collection[str]) -> list[Session]:
        """Return the sessions of classes, in order of time."""
        return self.sessions.of_classes(class_ids)

    def session(self, session_id: str, *, by: Actor) -> tuple[Session, TrainingClass]:
        """Return a session and its class inside the asker's units; raises NotFound."""
        session = self.sessions.get(session_id)
        return session, self.one(session.class_id, by=by)

    def next_session(self, class_id: str) -> Session | None:
        """Return the first session that has not ended."""
        now = self.clock.now()
        return next((one for one in self.sessions.of_classes([class_id]) if one.slot.ends_at > now), None)

    def places(self, path: Collection[str]) -> Places:
        """Return the rooms, teachers and looms of these units."""
        return self.resources.of(Scope(frozenset(path)))
