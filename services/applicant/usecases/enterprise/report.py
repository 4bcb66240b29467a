"""An enterprise tells how a year went: she reports it, or an officer writes down what she saw there."""

from dataclasses import dataclass

from services.applicant.domain.enterprise import Enterprise, Figures, Source
from services.applicant.domain.enterprise import Report as Told
from services.applicant.usecases.enterprise.ports import Enterprises
from services.applicant.usecases.enterprise.reach import reach
from services.applicant.usecases.ports import Clock, Deed, Ledger
from shared.access import Actor, Kind


@dataclass(frozen=True, slots=True)
class Report:
    """The first that says "running" after her loan was paid out is the day she trades (journey)."""

    enterprises: Enterprises
    ledger: Ledger
    clock: Clock

    def __call__(self, enterprise_id: str, year: int, figures: Figures, *, by: Actor) -> Enterprise:
        """Return it with the year noted; raises NotFound, Invalid."""
        hers = by.kind is Kind.WOMAN
        found = reach(self.enterprises, enterprise_id, by=by, action="enterprise.own" if hers else "enterprise.visit")
        source = Source.REPORT if hers else Source.VISIT
        found.report(Told(year, source, figures, self.clock.today(), by.id))
        self.enterprises.save(found)
        if not hers:
            self.ledger.note(by, Deed("enterprise.visit", "enterprise", found.id, [found.person_id]))
        return found
