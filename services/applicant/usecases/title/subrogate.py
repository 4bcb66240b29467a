"""The guarantee agency paid her loan: what she holds goes on watch, what is on its road is looked at again."""

from dataclasses import dataclass
from datetime import date

from services.applicant.domain.nomination import Nomination, State, Step, shifted
from services.applicant.usecases.title.ports import Defaults, Nominations
from services.applicant.usecases.title.rules import TitlesInForce

REASON, BY = "subrogated", "system"


@dataclass(frozen=True, slots=True)
class Subrogate:
    """An event's doing, exactly once with its position."""

    nominations: Nominations
    defaults: Defaults
    titles: TitlesInForce

    def __call__(self, person_id: str, on: date) -> None:
        """Note it, and touch every title of hers that it concerns."""
        self.defaults.note(person_id, on)
        for one in self.nominations.of_person(person_id):
            if self._touched(one):
                self.nominations.save(one)

    def _touched(self, one: Nomination) -> bool:
        today = self.titles.clock.today()
        if one.state is State.RECOGNISED:
            terms = self.titles.of(one.title, one.path)
            one.watch(shifted(today, terms.watch_months), Step("watch", today, BY, REASON))
        elif one.state is State.NOTICED:
            one.disturb(Step("object", today, BY, REASON))
        elif one.state is State.CHECKED and one.proposal is not None:
            one.hand_back(Step("hand_back", today, BY, REASON))
        else:
            return False
        return True
