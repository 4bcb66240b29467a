"""The dated data of the dispatch: cut-off and indicators, read as of today."""

from dataclasses import dataclass

from services.applicant.domain.dispatch.indicators import PREFIX, Indicator
from services.applicant.domain.dispatch.months import Cutoff
from services.applicant.usecases.ports import Clock
from shared.policy import NATION, Policy


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """Reads policy/dispatch.toml and policy/indicators.toml each time: a change takes effect on its day."""

    policy: Policy
    clock: Clock

    def cutoff(self) -> Cutoff:
        """Return the cut-off."""
        values = self.policy.on(self.clock.today(), NATION, "dispatch.month").values
        return Cutoff(values["last_day"], values["lock_day"], values["lock_hour"])

    def answer_workdays(self) -> int:
        """Return within how many working days a county behind for two months answers."""
        return int(self.policy.on(self.clock.today(), NATION, "dispatch.month").values["answer_workdays"])

    def indicators(self) -> list[Indicator]:
        """Return every indicator."""
        found = self.policy.all_on(self.clock.today(), NATION, PREFIX)
        return [Indicator.of(one.topic.removeprefix(PREFIX), one.values) for one in found]
