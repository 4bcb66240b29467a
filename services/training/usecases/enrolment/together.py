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
        one.turn = replace(one.turn, party=self._free_code(class_id), size=size)
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

    def bring(self, class_id: str, coming: Sequence[Coming], *, by: Actor) -> list[Enrolment]:
        """Return the parts of neighbours who come from another class, or of one alone: all of them have come in.

        Raises for any of them what signing up raises, and nobody has come in then.
        """
        let_in = [self.enrol.let_in(class_id, one, by=by) for one in coming]
        held, party = let_in[-1][0], [one for _, one in let_in]
        if len(party) > 1:
            code = self._free_code(class_id)
            for one in party:
                one.turn = replace(one.turn, party=code, size=len(party))
        self._seat(held, party)
        for one in party:
            self.enrolments.add(one)
        self.offers.pass_on(held, by=by)
        return party

    def _place(self, held: TrainingClass, party: Sequence[Enrolment], by: Actor) -> None:
        """Store all of them, the last of whom is new."""
        self._seat(held, party)
        *before, last = party
        for one in before:
            self.enrolments.save(one)
        self.enrolments.add(last)
        self.offers.pass_on(held, by=by)

    def _seat(self, held: TrainingClass, party: Sequence[Enrolment]) -> None:
        """Give a seat to each of them, or a turn to each: never to some of them."""
        for n, one in enumerate(party):
            one.seated_in(held, today=self.clock.today(), together=len(party) - n)

    def _free_code(self, class_id: str) -> str:
        taken = {one.turn.party for one in self.enrolments.of_classes([class_id], set(State))}
        return next(code for code in iter(_code, None) if code not in taken)


def _code() -> str:
    return f"{secrets.randbelow(10**6):06d}"
