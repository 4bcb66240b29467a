"""Neighbours who want to come together: the first gets a code, and when the last has joined they are placed as one."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.training.domain.enrolment import Enrolment, State
from services.training.domain.training_class import TrainingClass
from services.training.usecases.enrolment.enrol import Coming, Enrol
from services.training.usecases.enrolment.offer import Offers
from services.training.usecases.ports import Clock, Enrolments
from shared.access import Actor
from shared.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Together:
    """Until the last has joined nobody of them holds a seat or a turn."""

    enrolments: Enrolments
    enrol: Enrol
    offers: Offers
    clock: Clock

    def begin(self, class_id: str, size: int, coming: Coming, *, by: Actor) -> Enrolment:
        """Return her part; its `turn.party` is the code she tells the others. Raises what signing up raises."""
        _, one = self.enrol.let_in(class_id, coming, by=by)
        taken = {other.turn.party for other in self.enrolments.of_classes([class_id], set(State))}
        code = next(code for code in iter(_code, None) if code not in taken)
        one.turn = replace(one.turn, party=code, size=size)
        self.enrolments.add(one)
        return one

    def join(self, class_id: str, code: str, coming: Coming, *, by: Actor) -> Enrolment:
        """Return her part; the last who joins brings all of them in, or all of them onto the waiting list.

        Raises NotFound("party_not_found"), Conflict("party_complete") and what signing up raises.
        """
        held, one = self.enrol.let_in(class_id, coming, by=by)
        all_of_them = self.enrolments.of_classes([class_id], set(State))
        party = [other for other in all_of_them if other.turn.party == code and other.live]
        if not party:
            raise NotFound("party_not_found")
        gathering = [other for other in party if other.state is State.APPLIED]
        if len(gathering) < len(party):
            raise Conflict("party_complete")
        one.turn = replace(one.turn, party=code, size=party[0].turn.size)
        if len(party) + 1 < one.turn.size:
            self.enrolments.add(one)
            return one
        self._place(held, [*party, one], by)
        return one

    def _place(self, held: TrainingClass, party: Sequence[Enrolment], by: Actor) -> None:
        """Store all of them with a seat each, or each with a turn: never some of them."""
        *before, last = party
        for n, one in enumerate(party):
            one.seated_in(held, today=self.clock.today(), together=len(party) - n)
        for one in before:
            self.enrolments.save(one)
        self.enrolments.add(last)
        self.offers.pass_on(held, by=by)


def _code() -> str:
    return f"{secrets.randbelow(10**6):06d}"
