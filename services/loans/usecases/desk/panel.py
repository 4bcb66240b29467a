"""A member of the leading group votes on a case; nobody holds it meanwhile, the last vote that counts decides."""

from dataclasses import dataclass

from services.loans.domain import panel
from services.loans.domain.application import Application
from services.loans.domain.review import Finding, Hand, Outcome, Vote
from services.loans.usecases.desk.ports import Release
from services.loans.usecases.desk.promises import Promises
from services.loans.usecases.desk.routes import Routes
from services.loans.usecases.ports import Applications, Clock, Deed, Ledger
from shared.access import Actor
from shared.errors import Invalid, Refused


@dataclass(frozen=True, slots=True)
class Ballot:
    """The database's own filter refuses a second vote of one person, whichever page it comes from."""

    applications: Applications
    routes: Routes
    release: Release
    promises: Promises
    ledger: Ledger
    clock: Clock

    def __call__(self, found: Application, finding: Finding, mine: Hand, *, by: Actor) -> Application:
        """Return the case after a vote; `finding.outcome` is passed or rejected, a no has reason codes X...

        Raises Conflict("voted"), Refused for the codes, Invalid without a reason in words.
        """
        if not finding.text:
            raise Invalid({"text": [Refused("required")]})
        yes, today = finding.outcome is Outcome.PASSED, self.clock.today()
        codes = () if yes else self.routes.reasons(found.place).checked(finding.reasons, ends=True)
        result = panel.vote(found, Vote(mine, yes, finding.text, today, codes), today=today)
        if result is False:
            self.release(application_id=found.id)
        self.applications.save(found, voted_by=mine)
        self.promises.after(found)
        self.ledger.note(by, Deed("case.vote", found.id, found.person_id, "yes" if yes else "no"))
        return found
