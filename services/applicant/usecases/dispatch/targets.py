"""Yearly targets of the counties: the city's officer puts them forward, another person confirms them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.applicant.domain.dispatch.indicators import Indicator
from services.applicant.domain.dispatch.plan import Targets
from services.applicant.domain.unit import Kind, Unit
from services.applicant.usecases.dispatch.ports import Rulebook, TargetBook
from services.applicant.usecases.ports import Deed, Ledger, Units
from shared.access import SYSTEM, Actor
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Book:
    """The targets of one indicator, and the counties they are set for."""

    indicator: Indicator
    targets: Targets
    counties: Sequence[Unit]


@dataclass(frozen=True, slots=True)
class SetTargets:
    """Reads, proposes, confirms."""

    book: TargetBook
    units: Units
    rules: Rulebook
    ledger: Ledger

    def read(self, year: int, indicator: str) -> Book:
        """Return the targets of an indicator; raises NotFound("no_indicator")."""
        return Book(self._indicator(indicator), self.book.get(year, indicator), counties(self.units))

    def propose(self, year: int, indicator: str, totals: Mapping[str, int], *, by: Actor) -> str:
        """Put yearly totals forward, by county; returns the indicator; raises NotFound for one of either unknown."""
        self._indicator(indicator)
        if strangers := totals.keys() - {one.id for one in counties(self.units)}:
            raise NotFound("unit_not_found", unit=min(strangers))
        targets = self.book.get(year, indicator)
        targets.propose(totals, by=by.id)
        self.book.save(targets)
        self.ledger.note(by, Deed("dispatch.propose", "dispatch_targets", f"{year}/{indicator}"))
        return indicator

    def confirm(self, year: int, indicator: str, *, by: Actor) -> str:
        """Let the proposal count; raises Conflict("no_proposal"), Refused("same_hands"), NotFound("no_indicator")."""
        self._indicator(indicator)
        targets = self.book.get(year, indicator)
        targets.confirm(by=by.id)
        self.book.save(targets)
        self.ledger.note(by, Deed("dispatch.confirm", "dispatch_targets", f"{year}/{indicator}"))
        return indicator

    def _indicator(self, code: str) -> Indicator:
        found = next((one for one in self.rules.indicators() if one.code == code), None)
        if found is None:
            raise NotFound("no_indicator")
        return found


def root(units: Units) -> Unit:
    """Return the federation that was set up; raises NotFound("unit_not_found") before there is one."""
    tops = units.tops(SYSTEM)
    if not tops:
        raise NotFound("unit_not_found")
    return tops[0]


def counties(units: Units) -> list[Unit]:
    """Return the open federations directly below it."""
    found = units.children(root(units).id)
    return [one for one in found if one.kind is Kind.FEDERATION and one.closed_on is None]
