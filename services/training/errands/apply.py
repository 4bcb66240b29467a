"""A woman asks for a place, or an officer for her: a card that no event has brought and an open age are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.training.domain.rules import age_on, age_warnings
from services.training.usecases import UseCases
from services.training.usecases.enrolment.enrol import Coming
from shared.access import SYSTEM, Actor
from shared.errands.peer import Peer
from shared.errors import Denied, NotFound, Unavailable
from shared.running import Done, Once, Runs

UNCLEAR = frozenset({"under_18", "over_55"})


@dataclass(frozen=True, slots=True)
class Apply:
    """She enrols herself, alone or with neighbours. Each raises what the use case raises, and Unavailable."""

    applicant: Peer
    runs: Runs[UseCases]

    def __call__(self, class_id: str, once: Once, *, by: Actor) -> Done:
        """Return her enrolment's id."""
        coming = self._coming(class_id, by.id, "self", by)
        return self._once(class_id, once, lambda use: use.enrolment.enrol(class_id, coming, by=by).id)

    def for_her(self, class_id: str, person_id: str, once: Once, *, by: Actor) -> Done:
        """Return the id of a woman whom an officer of her place signs up, by the same rules as she herself."""
        coming = self._coming(class_id, person_id, "officer", by)
        return self._once(class_id, once, lambda use: use.enrolment.enrol(class_id, coming, by=by).id)

    def begin_together(self, class_id: str, size: int, once: Once, *, by: Actor) -> Done:
        """Return the id of the first of so many neighbours."""
        coming = self._coming(class_id, by.id, "self", by)
        return self._once(class_id, once, lambda use: use.enrolment.together.begin(class_id, size, coming, by=by).id)

    def join(self, class_id: str, code: str, once: Once, *, by: Actor) -> Done:
        """Return the id of who comes with a neighbour's code."""
        coming = self._coming(class_id, by.id, "self", by)
        return self._once(class_id, once, lambda use: use.enrolment.together.join(class_id, code, coming, by=by).id)

    def _once(self, class_id: str, once: Once, work: Any) -> Done:
        return self.runs.once(once, work, hot=f"class:{class_id}")

    def _coming(self, class_id: str, person_id: str, channel: str, by: Actor) -> Coming:
        card = self.runs.ask(lambda use: use.replica.cards.get(person_id))
        bands = card.bands if card else self._fetched(person_id)
        warnings = self._of_age(class_id, person_id, by) if bands.get("age") in UNCLEAR else ()
        return Coming(person_id, channel, SYSTEM, warnings)

    def _fetched(self, person_id: str) -> Mapping[str, Any]:
        try:
            card = self.applicant.get(f"/persons/{person_id}/card")
        except NotFound:
            return {}  # the use case finds no card and says so
        self.runs.run(lambda use: use.replica.card_came(card, card["seq"]))
        bands: Mapping[str, Any] = card["bands"]
        return bands

    def _of_age(self, class_id: str, person_id: str, by: Actor) -> tuple[str, ...]:
        """Return what her month of birth says; nothing when applicant does not answer: a coordinator looks then."""
        try:
            facts = self.applicant.post(f"/persons/{person_id}/facts", {"purpose": "enrol"}, by=by)
        except (Unavailable, NotFound, Denied):
            return ()

        def judged(use: UseCases) -> tuple[str, ...]:
            of, today = use.training_class.find.public(class_id), use.enrolment.find.clock.today()
            terms = use.enrolment.find.rules.terms(of.plan, today)
            return tuple(age_warnings(age_on(facts["birth_month"], today), terms))

        return self.runs.ask(judged)
