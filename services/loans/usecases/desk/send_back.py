"""A desk sends a case back to her: everything that is missing at once, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.loans.domain.application import Application
from services.loans.domain.review import Asked, Finding, Outcome
from services.loans.usecases.desk.hands import hand, opened
from services.loans.usecases.desk.ports import Claims
from services.loans.usecases.desk.promises import Promises
from services.loans.usecases.desk.routes import Routes
from services.loans.usecases.ports import Applications, Clock, Deed, Ledger
from shared import workdays
from shared.access import Actor


@dataclass(frozen=True, slots=True)
class SendBack:
    """One hand is enough; the clock stops and the case resumes at this desk."""

    applications: Applications
    claims: Claims
    routes: Routes
    promises: Promises
    ledger: Ledger
    clock: Clock

    def __call__(
        self, application_id: str, reasons: Sequence[str], words: "Words", *, by: Actor, seen: int | None = None
    ) -> Application:
        """Return the case that waits for her. Raises NotFound, Conflict, Stale, Refused."""
        found = opened(self.applications, self.claims, application_id, by=by, seen=seen)
        found.require_on_desk()
        step, today = found.case.step, self.clock.today()
        mine = hand(by, step, step.officer, step.leader)
        codes = self.routes.reasons(found.place).checked(reasons, ends=False)
        asked = Asked(codes, words.to_her, today, words.due_on or self.usual(found.place, today))
        found.return_to_her(asked, Finding(Outcome.RETURNED, words.inside, reasons=codes), by=mine)
        self.applications.save(found, decided_by=mine)
        self.promises.after(found)
        self.ledger.note(by, Deed("case.return", found.id, found.person_id, ",".join(codes)))
        return found

    def usual(self, place: Sequence[str], today: date) -> date:
        """Return the day that is proposed to her: some working days from today, as the county's data say."""
        return workdays.add(today, self.routes.fix_workdays(place))


@dataclass(frozen=True, slots=True)
class Words:
    """What goes with a return: a word to her, one for the office alone, and her last day (None = the usual one)."""

    to_her: str = ""
    inside: str = ""
    due_on: date | None = None
