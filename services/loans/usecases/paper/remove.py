"""She takes a photo away again, to take a better one; what a desk has seen stays."""

from dataclasses import dataclass

from services.loans.usecases.application.reach import reach
from services.loans.usecases.paper.add import round_of
from services.loans.usecases.paper.ports import Papers
from services.loans.usecases.ports import Applications, Deed, Guards, Ledger
from shared.access import Actor, Kind
from shared.errors import Conflict


@dataclass(frozen=True, slots=True)
class Remove:
    """Only what came since it was last handed in."""

    applications: Applications
    papers: Papers
    guards: Guards
    ledger: Ledger

    def __call__(self, application_id: str, paper_id: str, *, by: Actor) -> str:
        """Return the application's id. Raises NotFound, Conflict("papers_closed"), Conflict("paper_handed_in")."""
        found = reach(self.applications, application_id, by=by, action="paper.add")
        self.guards.touch(f"papers:{found.id}")
        paper = self.papers.get(found.id, paper_id)
        if paper.round != round_of(found):
            raise Conflict("paper_handed_in")
        self.papers.remove(paper)
        if by.kind is Kind.STAFF:
            self.ledger.note(by, Deed("paper.remove_for_her", found.id, found.person_id, paper.kind))
        return found.id
