"""An office passes a case on or ends it: with one hand at once, with two as a proposal for the leader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.loans.domain import acts
from services.loans.domain.application import Application
from services.loans.domain.review import Finding, Outcome
from services.loans.domain.route import Step
from services.loans.usecases.desk.bounds import DeskBounds
from services.loans.usecases.desk.hands import hand, opened
from services.loans.usecases.desk.panel import Ballot
from services.loans.usecases.desk.ports import Claims, Picture, Pictures, Release, Reserve
from services.loans.usecases.desk.promises import Promises
from services.loans.usecases.desk.routes import Routes
from services.loans.usecases.desk.standing import Standing
from services.loans.usecases.ports import Applications, Clock, Deed, Ledger
from shared.access import Actor
from shared.errors import Refused

GUARANTEE = "guarantee"
RECOMMEND = "recommend"


@dataclass(frozen=True, slots=True)
class Decide:
    """One verb for all desks; what each must write down is a table (domain/acts.py), amounts and rates are policy."""

    applications: Applications
    claims: Claims
    routes: Routes
    bounds: DeskBounds
    standing: Standing
    reserve: Reserve
    release: Release
    promises: Promises
    ballot: Ballot
    pictures: Pictures
    ledger: Ledger
    clock: Clock

    def __call__(
        self,
        application_id: str,
        finding: Finding,
        *,
        by: Actor,
        seen: int | None = None,
        pictures: Sequence[Picture] = (),
    ) -> Application:
        """Return the case after the officer's hand; `finding.outcome` is passed or rejected, pictures are a visit's.

        Raises NotFound, Conflict, Stale with who changed it, Invalid with fields, Refused.
        """
        found = opened(self.applications, self.claims, application_id, by=by, seen=seen)
        found.require_on_desk()
        step, today = found.case.step, self.clock.today()
        mine = hand(by, step, step.officer)
        if step.seats:
            return self.ballot(found, finding, mine, by=by)
        prepared = self._checked(found, step, finding)
        album = prepared.facts.get("album")
        if pictures and isinstance(album, str):
            self.pictures.put(found, album, pictures)
        if step.hands > 1:
            found.propose(prepared, by=mine, today=today)
        elif prepared.outcome is Outcome.REJECTED:
            found.reject(prepared, by=mine, today=today)
            self.release(application_id=found.id)
        else:
            number = self.reserve(application=found, by=by) if step.act == GUARANTEE else None
            found.pass_on(prepared, by=mine, today=today, guarantee=number)
        self.applications.save(found, decided_by=mine)
        self.promises.after(found)
        act = "propose" if step.hands > 1 else "decide"
        self.ledger.note(by, Deed(f"case.{act}", found.id, found.person_id, finding.outcome.value))
        return found

    def _checked(self, found: Application, step: Step, finding: Finding) -> Finding:
        if finding.outcome is Outcome.REJECTED:
            codes = self.routes.reasons(found.place).checked(finding.reasons, ends=True)
            return replace(finding, reasons=codes)
        if finding.outcome is not Outcome.PASSED:
            raise Refused("not_a_decision")
        acts.checked(step.act, finding.facts, today=self.clock.today())
        self.bounds.check(found, finding.facts)
        if step.act == GUARANTEE:
            self.standing(found, finding.facts)
        open_points = acts.open_points(found.verdict, finding.facts.get("settled"))
        if step.act == RECOMMEND and open_points:
            raise Refused("points_open", n=len(open_points))
        return finding
