"""What handing in now would say: pages and papers that lack, and the verdict under the day of her first hand-in."""

from dataclasses import dataclass

from services.loans.domain.application import Application, State
from services.loans.domain.consent import State as Said
from services.loans.domain.hand_in import Told, facts_of
from services.loans.domain.judge import Verdict, judge
from services.loans.domain.sheets import Step
from services.loans.usecases.paper.find import Find
from services.loans.usecases.policy.terms import TermsInForce
from services.loans.usecases.ports import Clock
from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class Check:
    """The same for the page that shows it beforehand and for the command that does it."""

    papers: Find
    terms: TermsInForce
    clock: Clock

    def unfinished(self, application: Application) -> list[Step]:
        """Return the sheets that lack something."""
        return application.draft.unfinished()

    def complete(self, application: Application) -> None:
        """Raise Refused("not_complete") with how many lack; after a return Refused("still_missing").

        Raises Refused("family_refused") when husband or guarantor said no.
        """
        draft = application.draft
        sheets = [*draft.unfinished(), *draft.unfinished_partners()]
        papers = self.papers.lacking(application) if application.state is State.DRAFT else []
        if sheets or papers:
            raise Refused("not_complete", pages=len(sheets), papers=len(papers))
        if any(one.state is Said.REFUSED for one in self.papers.consents.of(application.id).values()):
            raise Refused("family_refused")
        asked = self.papers.still_asked(application)
        if asked:
            raise Refused("still_missing", n=len(asked))

    def verdict(self, application: Application, told: Told | None) -> Verdict:
        """Return the verdict of today's answers under the day she first applied, today when she has not."""
        today = self.clock.today()
        place = self.terms.division(application.place)
        applied_on = application.applied_on or today
        facts = facts_of(application.draft, told)
        return judge(facts, self.terms.policy, applied_on, place, judged_on=today)
