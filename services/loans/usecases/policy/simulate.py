"""Applications of a period as the simulation takes them; it only reads, and only what the asker may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.loans.domain.hand_in import facts_of
from services.loans.domain.simulation import Filed
from services.loans.usecases.fund.find import HeadRoom
from services.loans.usecases.policy.terms import TermsInForce
from services.loans.usecases.ports import Applications
from services.loans.usecases.submission.ports import HandIns
from shared.access import Scope
from shared.replica import Unit


@dataclass(frozen=True, slots=True)
class FiledBetween:
    """Reads in two steps, so that a long period is not one transaction: the days, then some of them at a time.

    Whom the rules kept out when she handed in is among them: she is who other rules would let through.
    """

    applications: Applications
    hand_ins: HandIns
    terms: TermsInForce
    head_room: HeadRoom

    def days(self, first: date, last: date) -> Mapping[str, date]:
        """Return the day of each application that she first handed in, or tried to, between two days, included."""
        return self.hand_ins.first_between(first, last)

    def __call__(self, days: Mapping[str, date], inside: Scope) -> list[Filed]:
        """Return those of them that lie inside a scope, each with her present answers and what was told of her."""
        cases = self.applications.some(inside, list(days))
        told = self.hand_ins.told([one.id for one in cases])
        divisions = {place: self.terms.division(place) for place in {one.place for one in cases}}
        return [
            Filed(one.number, divisions[one.place], days[one.id], facts_of(one.draft, told.get(one.id)))
            for one in cases
        ]

    def free(self, county: Unit) -> int:
        """Return the head-room of a county's fund in fen."""
        return self.head_room(county_path=county.path).free_fen
