"""Which values of the loan policy are in force on a day at a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.loans.domain.draft import Business, Terms
from services.loans.domain.judge import Facts
from services.loans.domain.judge.case import Case
from services.loans.domain.judge.guaranteeing import exempt_fen
from services.loans.domain.judge.sum import cap
from services.loans.usecases.place import division_of
from services.loans.usecases.ports import Clock
from shared.policy import NATION, Policy, Version
from shared.regions import Level, in_a_province, is_division
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

    def __call__(self, path: Sequence[str], business: Business | None = None, on: date | None = None) -> Terms:
        """Return what bounds a draft at a place, by the form of the business, on the day of applying (None = today).

        Raises NotFound("no_policy") when nothing is in force.
        """
        day = on or self.clock.today()
        version = self.version(path, TOPIC, day)
        form = (business.form if business else None) or "individual"
        case = Case(Facts(form=form, heads=(business.heads if business else None) or 2), version, day)
        most = cap(case) or version.values["amount"]["individual"]
        months = version.values["term_months"]
        exempt = exempt_fen(version.values["counter_guarantee"], form)
        return Terms(version.id, most, months.get(form, months["individual"]), exempt)

    def version(self, path: Sequence[str], topic: str, on: date | None = None) -> Version:
        """Return the version of a topic in force at a place on a day (None = today); raises NotFound("no_policy")."""
        return self.policy.on(on or self.clock.today(), self.division(path), topic)

    def division(self, path: Sequence[str]) -> str:
        """Return the county code of a place, the nation's before the tree has come."""
        return division_of(self.replica.county_of(path))

    def in_force(self, division: str | None, day: date | None) -> InForce:
        """Return the version for a division code (None = the nation) on a day (None = today); raises NotFound."""
        county = next((unit for unit in self.counties() if unit.division == division), None)
        on, known = (
            day or self.clock.today(),
            division is not None and is_division(division) and in_a_province(division),
        )
        return InForce(self.policy.on(on, division if division and known else NATION, TOPIC), county, on)

    def counties(self) -> list[Unit]:
        """Return the county federations that are set up."""
        return self.replica.units.of_level(Level.COUNTY)
