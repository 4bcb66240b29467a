"""The county's book of titles, bound to one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pymongo.client_session import ClientSession

from services.applicant.domain.access import RULES
from services.applicant.domain.unit import Kind, Unit
from services.applicant.storage.title_sums import MongoTitleSums
from services.applicant.storage.units import MongoUnits
from services.applicant.usecases.ledger.titles import KIND, TitleLedger
from services.applicant.usecases.title import TitleUseCases
from services.applicant.wiring.stores import Base, units_of
from shared.ledger.booking import LedgerUseCases
from shared.regions import Level
from shared.storage import ledgers


@dataclass(frozen=True, slots=True)
class TreePlaces:
    """Counties and titles of units, from the tree itself."""

    units: MongoUnits

    def county_of(self, path: Sequence[str]) -> Unit | None:
        """Return the county federation a path leads through."""
        known = self.units.some(path).values()
        return next((one for one in known if one.level is Level.COUNTY and one.kind is Kind.FEDERATION), None)

    def names(self, unit_ids: Iterable[str]) -> Mapping[str, str]:
        """Return the titles of units that are known."""
        return {unit.id: unit.title for unit in self.units.some(unit_ids).values()}


def ledger(base: Base, title: TitleUseCases, session: ClientSession | None) -> LedgerUseCases:
    take_over = title.take_over
    kind = TitleLedger(
        take_over=take_over,
        nominations=take_over.nominations,
        enterprises=take_over.enterprises,
        persons=take_over.persons,
        titles=take_over.titles,
        counted=MongoTitleSums(base.frame.db, session),
        clock=base.frame.clock,
    )
    return ledgers.use_cases(base.frame, session, RULES, {KIND: kind}, TreePlaces(units_of(base, session)))
