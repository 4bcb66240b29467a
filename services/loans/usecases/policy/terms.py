"""Which values of the loan policy are in force on a day at a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.loans.domain.draft import Terms
from services.loans.usecases.ports import Clock
from shared.policy import NATION, Policy, Version
from shared.regions import Level
from shared.replica import Replica, Unit

TOPIC = "loan"


@dataclass(frozen=True, slots=True)
class InForce:
    """A version of the policy, for which place it was asked, on which day."""

    version: Version
    place: Unit | None
    day: date


@dataclass(frozen=True, slots=True)
class TermsInForce:
    """Answers from dated, sourced data; a place the tree does not know yet gets the national values."""

    policy: Policy
    replica: Replica
    clock: Clock

    def __call__(self, path: Sequence[str]) -> Terms:
        """Return what bounds a draft today at a place; raises NotFound("no_policy") when nothing is in force."""
        county = self.replica.county_of(path)
        version = self._version(county, self.clock.today())
        values = version.values
        return Terms(version.id, values["amount"]["individual"], values["term_months"]["individual"])

    def in_force(self, division: str | None, day: date | None) -> InForce:
        """Return the version for a county code (None = the nation) on a day (None = today); raises NotFound."""
        county = next((unit for unit in self.counties() if unit.division == division), None)
        on = day or self.clock.today()
        return InForce(self._version(county, on), county, on)

    def counties(self) -> list[Unit]:
        """Return the county federations that are set up."""
        return self.replica.units.of_level(Level.COUNTY)

    def _version(self, county: Unit | None, day: date) -> Version:
        division = county.division if county is not None and county.division else NATION
        return self.policy.on(day, division, TOPIC)
