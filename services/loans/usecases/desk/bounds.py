"""What policy allows an office to write down: the group, and the rate a bank may ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.loans.domain import counter
from services.loans.domain.application import Application
from services.loans.domain.cap import cap_for
from services.loans.domain.consent import State as Said
from services.loans.domain.contract import percent
from services.loans.domain.review import APPROVE, GUARANTEE, Fact
from services.loans.usecases.consent.ports import Consents
from services.loans.usecases.desk.ports import Rates
from services.loans.usecases.place import division_of
from services.loans.usecases.ports import Clock
from shared.errors import Invalid, Refused
from shared.policy import Policy, Version
from shared.replica import Replica

Wrong = dict[str, list[Refused]]


@dataclass(frozen=True, slots=True)
class DeskBounds:
    """The groups of the day she applied, the rate ceiling of today."""

    policy: Policy
    replica: Replica
    rates: Rates
    consents: Consents
    clock: Clock

    def check(self, application: Application, facts: Mapping[str, Fact]) -> None:
        """Raise Invalid for a strange group, too many earlier loans, a rate above the ceiling, a term above hers, and
        at the bank for more than what may be paid out today.

        Raises Refused("guarantor_not_agreed") at the guarantee desk while who was asked by phone has not said yes.
        """
        self._stands_for_her(application)
        wrong = self._group(application, facts) | self._price(application, facts)
        if application.case.step.act == GUARANTEE:
            wrong |= counter.wrong(application, self._applied(application), facts)
        if wrong:
            raise Invalid(wrong)

    def _group(self, application: Application, facts: Mapping[str, Fact]) -> Wrong:
        wrong: Wrong = {}
        group, times = facts.get("group"), facts.get("times_used")
        if group is not None and group not in self.groups(application):
            wrong["group"] = [Refused("not_listed")]
        most = self._values(application).get("repeat", {}).get("max_times")
        if isinstance(times, int) and isinstance(most, int) and times >= most:
            wrong["times_used"] = [Refused("times_used_up", most=most)]
        return wrong

    def _price(self, application: Application, facts: Mapping[str, Fact]) -> Wrong:
        wrong: Wrong = {}
        rate, term, amount = facts.get("rate_bp"), facts.get("term_months"), facts.get("amount_fen")
        if isinstance(rate, int) and rate > self.ceiling_bp(application):
            wrong["rate_bp"] = [Refused("rate_too_high", most=percent(self.ceiling_bp(application)))]
        if isinstance(term, int) and term > application.asked.term_months:
            wrong["term_months"] = [Refused("term_too_long", most=application.asked.term_months)]
        if application.case.step.act == APPROVE and isinstance(amount, int):
            most = cap_for(application, self._version(application, self.clock.today()))
            if amount > most:
                wrong["amount_fen"] = [Refused("above_cap_that_day", most_fen=most)]
        return wrong

    def _stands_for_her(self, application: Application) -> None:
        asked = self.consents.of(application.id).get("guarantor")
        if application.case.step.act == GUARANTEE and asked is not None and asked.state is not Said.AGREED:
            raise Refused("guarantor_not_agreed")

    def groups(self, application: Application) -> tuple[str, ...]:
        """Return the group codes of the version under which she applied."""
        return tuple(self._values(application)["groups"])

    def counter(self, application: Application) -> counter.Choices:
        """Return what the guarantee desk may choose for an application."""
        return counter.Choices.of(application, self._applied(application))

    def _values(self, application: Application) -> Mapping[str, Any]:
        return self._applied(application).values

    def _applied(self, application: Application) -> Version:
        return self._version(application, application.applied_on or self.clock.today())

    def _version(self, application: Application, on: date) -> Version:
        return self.policy.on(on, division_of(self.replica.county_of(application.place)), "loan")

    def ceiling_bp(self, application: Application) -> int:
        """Return the highest rate a contract may carry today, in basis points."""
        place, today = application.place, self.clock.today()
        return max(self.rates.ceilings(place, today).values())
