"""A photo of a paper is kept, by her or by the village officer who sits with her."""

from dataclasses import dataclass

from services.loans.domain.application import Application, State
from services.loans.domain.papers import Paper
from services.loans.usecases.application.reach import reach
from services.loans.usecases.paper.find import Find
from services.loans.usecases.paper.ports import Papers
from services.loans.usecases.ports import Applications, Clock, Deed, Guards, Ledger
from shared.access import Actor, Kind
from shared.errors import Conflict, Refused
from shared.ids import new_id

OPEN_FOR_PAPERS = frozenset({State.DRAFT, State.RETURNED})


@dataclass(frozen=True, slots=True)
class Add:
    """In a draft, or while a desk waits for her; `content` is a picture that errands/photos has cleaned."""

    applications: Applications
    papers: Papers
    find: Find
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, application_id: str, kind: str, content: bytes, *, by: Actor) -> Paper:
        """Return the paper. Raises NotFound, Conflict("papers_closed"), Refused("papers_full")."""
        found = reach(self.applications, application_id, by=by, action="paper.add")
        self.guards.touch(f"papers:{found.id}")
        wanted, turn = self.find.list_at(found.place).kind(kind), round_of(found)
        there = [one for one in self.papers.of(found.id) if one.kind == kind and one.round == turn]
        if len(there) >= wanted.photos:
            raise Refused("papers_full", most=wanted.photos)
        paper = Paper(new_id(), found.id, found.person_id, kind, self.clock.today(), by.id, turn, len(content))
        self.papers.add(paper, content)
        if by.kind is Kind.STAFF:
            self.ledger.note(by, Deed("paper.add_for_her", found.id, found.person_id, kind))
        return paper


def round_of(application: Application) -> int:
    """Return the round a paper comes for now; raises Conflict("papers_closed") while nobody waits for her."""
    if application.state not in OPEN_FOR_PAPERS:
        raise Conflict("papers_closed")
    return application.case.round if application.review is not None else 0
