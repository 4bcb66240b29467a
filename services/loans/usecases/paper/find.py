"""Which papers are wanted of an application and which are there; one picture for whoever may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.loans.domain import consent
from services.loans.domain.application import Application
from services.loans.domain.judge.guaranteeing import exempt_fen
from services.loans.domain.papers import Case, Kind, Paper, PaperList
from services.loans.usecases.application.reach import reach
from services.loans.usecases.consent.ports import Consents
from services.loans.usecases.paper.ports import Papers
from services.loans.usecases.policy.terms import TermsInForce
from services.loans.usecases.ports import Applications, Deed, Ledger
from shared.access import Actor
from shared.access import Kind as Who
from shared.errors import NotFound

READ = "paper.read"


@dataclass(frozen=True, slots=True)
class Find:
    """A picture shown to an officer leaves an audit row: run `content` in a transaction."""

    applications: Applications
    papers: Papers
    consents: Consents
    terms: TermsInForce
    ledger: Ledger

    def of(self, application_id: str, *, by: Actor) -> list[Paper]:
        """Return what is kept, without the pictures; raises NotFound outside reach."""
        reach(self.applications, application_id, by=by, action=READ)
        return self.papers.of(application_id)

    def wanted(self, application: Application) -> list[tuple[Kind, bool, list[Paper]]]:
        """Return each kind that is shown of an application in reach: must it be there, what is there."""
        given = self.papers.of(application.id)
        listed = self.list_at(application.place).wanted(self.case(application), given)
        agreed = self.agreed(application)
        return [
            (kind, must and kind.consent not in agreed, [one for one in given if one.kind == kind.code])
            for kind, must in listed
        ]

    def lacking(self, application: Application) -> list[Kind]:
        """Return what must be there to hand in and is not."""
        agreed = self.agreed(application)
        found = self.list_at(application.place).lacking(self.case(application), self.papers.of(application.id))
        return [kind for kind in found if kind.consent not in agreed]

    def agreed(self, application: Application) -> set[str]:
        """Return who agreed by his own phone: spouse, guarantor, partner once all of them did."""
        return consent.agreed(application.draft, self.consents.of(application.id))

    def still_asked(self, application: Application) -> list[str]:
        """Return the reason codes of a return whose papers have not come again."""
        case = application.review
        if case is None or case.asked is None:
            return []
        given = self.papers.of(application.id)
        return self.list_at(application.place).still_asked(case.asked.reasons, given, case.round)

    def content(self, application_id: str, paper_id: str, *, by: Actor) -> bytes:
        """Return one picture (JPEG). Raises NotFound outside reach, or when her data were erased."""
        found = reach(self.applications, application_id, by=by, action=READ)
        paper = self.papers.get(found.id, paper_id)
        picture = self.papers.content(paper)
        if picture is None:
            raise NotFound("paper_not_found")
        if by.kind is Who.STAFF:
            self.ledger.note(by, Deed("paper.read", found.id, found.person_id, paper.kind))
        return picture

    def list_at(self, place: Sequence[str]) -> PaperList:
        """Return the list in force at a place; raises NotFound("no_policy")."""
        return PaperList.of(self.terms.version(place, "papers").values)

    def case(self, application: Application) -> Case:
        """Return what decides which papers are wanted."""
        values = self.terms.version(application.place, "loan", application.applied_on).values
        return Case(application.draft, exempt_fen(values["counter_guarantee"], application.draft.business.form))
