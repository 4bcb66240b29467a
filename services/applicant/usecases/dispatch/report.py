"""What no event can count a county reports by form: a number, or zero; what is left blank has not been reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.dispatch.indicators import Indicator
from services.applicant.domain.dispatch.plan import Report
from services.applicant.domain.unit import Unit
from services.applicant.usecases.dispatch.ports import Locks, Reports, Rulebook
from services.applicant.usecases.journey.find import place_of
from services.applicant.usecases.ports import Clock, Deed, Ledger, Units
from shared.access import Actor, scope
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Sheet:
    """A county's form of one month."""

    unit: Unit
    report: Report
    indicators: Sequence[Indicator]
    locked: bool


@dataclass(frozen=True, slots=True)
class FileReport:
    """Reads and files the form of the county where the reader's post is."""

    reports: Reports
    locks: Locks
    rules: Rulebook
    units: Units
    ledger: Ledger
    clock: Clock

    def read(self, month: str, *, by: Actor) -> Sheet:
        """Return the form; raises NotFound("unit_not_found") for who has no county."""
        unit = place_of(self.units, scope(RULES, by, "dispatch.report"), None)
        return Sheet(unit, self.reports.get(month, unit.id), self.asked(), self.locks.get(month).locked)

    def __call__(self, month: str, values: Mapping[str, int], *, by: Actor) -> str:
        """File it and return the month; raises Refused("month_locked"), NotFound("no_indicator")."""
        sheet = self.read(month, by=by)
        if values.keys() - {one.code for one in sheet.indicators}:
            raise NotFound("no_indicator")
        sheet.report.file(values, at=self.clock.now(), by=by.id, locked=sheet.locked)
        self.reports.save(sheet.report)
        self.ledger.note(by, Deed("dispatch.report", "dispatch_report", f"{month}/{sheet.unit.id}"))
        return month

    def asked(self) -> list[Indicator]:
        """Return the indicators that are reported."""
        return [one for one in self.rules.indicators() if one.figure is None]
