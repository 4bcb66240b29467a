"""The limits of today, from the dated file; local and test mode relax those per address and browser."""

from dataclasses import dataclass

from services.applicant.domain.limits import Limits, limits_of
from services.applicant.usecases.account.ports import Clock
from shared.policy import NATION, Policy


@dataclass(frozen=True, slots=True)
class LimitsInForce:
    """Reads the policy each time: a change takes effect on its day without a restart."""

    policy: Policy
    clock: Clock
    relaxed: bool

    def __call__(self) -> Limits:
        """Return today's limits."""
        today = self.clock.today()
        limits = limits_of(lambda topic: self.policy.on(today, NATION, topic).values)
        return limits.relaxed() if self.relaxed else limits
