"""She hands her application in: complete, agreed to, judged; verdict and route are frozen with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.loans.domain.application import Application, Ask
from services.loans.domain.hand_in import CONSENTS, HandIn, Told, flat
from services.loans.usecases.application.reach import reach
from services.loans.usecases.ports import Applications, Clock, Guards
from services.loans.usecases.submission.check import Check
from services.loans.usecases.submission.ports import HandIns, RouteOf
from services.loans.usecases.submission.together import Together
from shared.access import Actor
from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class Submit:
    """Only she herself; `told` is what applicant answered (errands/hand_in), None when it did not: then unknown."""

    applications: Applications
    hand_ins: HandIns
    check: Check
    routes: RouteOf
    together: Together
    guards: Guards
    clock: Clock

    def __call__(self, application_id: str, told: Told | None, consents: Sequence[str], *, by: Actor) -> Application:
        """Return it at its first desk.

        Raises NotFound, Conflict outside a draft, Refused("not_complete"), Refused("consent_missing"),
        Refused("not_eligible") with the slugs of what is not met, Refused("borrows_elsewhere").
        """
        found = reach(self.applications, application_id, by=by, action="application.submit")
        self.guards.touch(f"person:{found.person_id}")
        self.guards.touch(f"papers:{found.id}")
        found.require_draft()
        self.check.complete(found)
        agreed(consents)
        today, verdict = self.clock.today(), self.check.verdict(found, told)
        found.submit(ask=ask_of(found), verdict=verdict, route=self.routes(found.place), today=today)
        found.near = found.near.told(told.marks, told.stands, told.partners) if told else found.near
        self.together(found)
        self.hand_ins.add(kept(found, told, consents, self.clock))
        self.applications.save(found)
        return found


def agreed(consents: Sequence[str]) -> None:
    """Raise Refused("consent_missing") unless she agreed to everything that is asked."""
    if set(CONSENTS) - set(consents):
        raise Refused("consent_missing")


def ask_of(application: Application) -> Ask:
    """Return what a complete draft asks for; raises Refused("not_complete")."""
    need, form = application.draft.need, application.draft.business.form
    if need.amount_fen is None or need.term_months is None or form is None:
        raise Refused("not_complete", pages=1, papers=0)
    return Ask(need.amount_fen, need.term_months, form)


def kept(application: Application, told: Told | None, consents: Sequence[str], clock: Clock) -> HandIn:
    """Return what is kept of this hand-in."""
    turn, answers = application.case.round, flat(application.draft)
    return HandIn(application.id, application.person_id, turn, clock.today(), tuple(consents), told, answers)
