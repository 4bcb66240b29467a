"""The leader of the office confirms what an officer prepared, or hands it back; never the hand that prepared it."""

from dataclasses import dataclass

from services.loans.domain.application import Application
from services.loans.domain.review import Outcome
from services.loans.usecases.desk.decide import GUARANTEE
from services.loans.usecases.desk.hands import hand, opened
from services.loans.usecases.desk.ports import Claims, Release, Reserve
from services.loans.usecases.desk.promises import Promises
from services.loans.usecases.desk.standing import Standing
from services.loans.usecases.ports import Applications, Clock, Deed, Ledger
from shared.access import Actor


@dataclass(frozen=True, slots=True)
class Second:
    """The database's own filter refuses the maker, too: two tabs of one person cannot be two hands."""

    applications: Applications
    claims: Claims
    standing: Standing
    reserve: Reserve
    release: Release
    promises: Promises
    ledger: Ledger
    clock: Clock

    def confirm(self, application_id: str, *, by: Actor, seen: int | None = None) -> Application:
        """Let it happen. Raises NotFound, Conflict, Stale, Refused("own_proposal"), Refused("no_headroom")."""
        found = opened(self.applications, self.claims, application_id, by=by, seen=seen)
        found.require_on_desk()
        step = found.case.step
        mine = hand(by, step, *step.seconds)
        prepared = found.case.stop.prepared(mine).finding
        passes = prepared.outcome is Outcome.PASSED
        if passes and step.act == GUARANTEE:
            self.standing(found, prepared.facts)
        number = self.reserve(application=found, by=by) if passes and step.act == GUARANTEE else None
        found.confirm(by=mine, today=self.clock.today(), guarantee=number)
        if not passes:
            self.release(application_id=found.id)
        self.applications.save(found, seconded_by=mine, decided_by=mine)
        self.promises.after(found)
        self.ledger.note(by, Deed("case.confirm", found.id, found.person_id))
        return found

    def hand_back(self, application_id: str, words: str, *, by: Actor, seen: int | None = None) -> Application:
        """Give it back to the officer with a word on why. Raises NotFound, Conflict, Stale, Refused."""
        found = opened(self.applications, self.claims, application_id, by=by, seen=seen)
        found.require_on_desk()
        step = found.case.step
        mine = hand(by, step, *step.seconds)
        found.hand_back(words, by=mine, today=self.clock.today())
        self.applications.save(found, seconded_by=mine, decided_by=mine)
        self.ledger.note(by, Deed("case.hand_back", found.id, found.person_id))
        return found
