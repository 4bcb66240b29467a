"""Which fund stands for a place, by which multiple, and which funds somebody may act on."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.loans.domain.access import RULES
from services.loans.domain.bank_stop import Limit
from services.loans.domain.due_rate import due_rate
from services.loans.domain.fund_year import YearTerms
from services.loans.usecases.fund.ports import DueRates
from services.loans.usecases.place import division_of
from services.loans.usecases.ports import Clock
from shared.access import Actor
from shared.errors import NotFound, Unavailable
from shared.policy import Policy
from shared.replica import Replica, Unit


@dataclass(frozen=True, slots=True)
class FundTerms:
    """A county has one fund; its id is that of its federation's unit."""

    policy: Policy
    replica: Replica
    rates: DueRates
    clock: Clock

    def county(self, path: Sequence[str]) -> Unit:
        """Return the county a path leads through; raises Unavailable("county_not_known_yet") before the tree came."""
        found = self.replica.county_of(path)
        if found is None or found.division is None:
            raise Unavailable("county_not_known_yet")
        return found

    def multiple(self, county: Unit) -> int:
        """Return how many times its money a fund may stand for: more after a year in which nearly all came (§1.5)."""
        today = self.clock.today()
        values = self.policy.on(today, division_of(county), "loan").values["fund"]
        rate = self.rates.of(county.id, today.year - 1)
        good = rate is not None and rate.permille is not None and rate.permille >= values["high_if_repaid_permille"]
        return int(values["multiple_high" if good else "multiple"])

    def count_last_year(self, county: Unit) -> None:
        """Count which share of last year's due money was repaid, once the year is over."""
        year = self.clock.today().year - 1
        if self.rates.of(county.id, year) is None:
            self.rates.keep(county.id, year, due_rate(self.rates.accounts(county.id, year), year))

    def stop_limit(self, county: Unit) -> Limit:
        """Return from which share of bad loans a bank gives no new ones today."""
        values = self.policy.on(self.clock.today(), division_of(county), "loan").values["fund"]
        return Limit(int(values["stop_bad_rate_permille"]), bool(values["stop_inclusive"]))

    def stop_grace_months(self, county: Unit) -> int:
        """Return for how many months a late loan stays out of that share."""
        version = self.policy.on(self.clock.today(), division_of(county), "contract")
        return int(version.values["stop_grace_months"])

    def year(self, county: Unit) -> YearTerms:
        """Return what limits this year's guarantees and payouts there."""
        values = self.policy.on(self.clock.today(), division_of(county), "fund_year").values
        limits = {name: values.get(name) for name in ("task_fen", "bank_task_fen", "payout_fen")}
        return YearTerms(**limits, refuses=values["when_filled"] == "refuse")

    def banks(self, county: Unit) -> list[Unit]:
        """Return the county's open banks."""
        return self.replica.units.offices(county.id, "bank")

    def counties(self, by: Actor, action: str) -> list[Unit]:
        """Return the counties whose fund somebody may act on: an office hangs under its county's federation."""
        roles = RULES[action].roles
        found = [self.replica.county_of(post.path) for post in by.posts if post.role in roles]
        return list({unit.id: unit for unit in found if unit is not None}.values())

    def reach(self, fund_id: str, *, by: Actor, action: str) -> Unit:
        """Return the county of a fund; raises NotFound("fund_not_found") outside somebody's counties."""
        for unit in self.counties(by, action):
            if unit.id == fund_id:
                return unit
        raise NotFound("fund_not_found")
