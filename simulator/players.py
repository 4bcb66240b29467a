"""Who plays: the stage, the atlas, the plan and what is remembered, in one hand."""

from dataclasses import dataclass, field

from simulator.atlas import Atlas
from simulator.memory import Memory
from simulator.plan import CityPlan
from simulator.stage import Stage


@dataclass(slots=True)
class Players:
    """Given to every act."""

    stage: Stage
    atlas: Atlas
    plan: CityPlan
    memory: Memory = field(default_factory=Memory)
    _purposes: tuple[str, ...] = ()

    def purposes(self) -> tuple[str, ...]:
        """Return every purpose she is asked for; she says yes to all."""
        if not self._purposes:
            notices = self.stage.applicant.ask(lambda use: use.person.consent.notices_now())
            self._purposes = tuple(one.purpose for one in notices)
        return self._purposes
