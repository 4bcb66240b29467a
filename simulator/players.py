"""Who plays: the stage, the atlas, the plan and what is remembered, in one hand."""

from dataclasses import dataclass, field

from simulator.atlas import Atlas
from simulator.goals import End
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
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, person_id: str) -> int:
        """Return the plan's number of a person, -1 for somebody who is not of the city."""
        if len(self._numbers) != len(self.memory.persons):
            self._numbers = {person: no for no, person in list(self.memory.persons.items())}
        return self._numbers.get(person_id, -1)

    def end(self, person_id: str) -> End:
        """Return where a person is to stand today."""
        goal = self.plan.goals.get(self.number(person_id))
        return goal.end if goal else End.CERTIFIED

    def purposes(self) -> tuple[str, ...]:
        """Return every purpose she is asked for; she says yes to all."""
        if not self._purposes:
            notices = self.stage.applicant.ask(lambda use: use.person.consent.notices_now())
            self._purposes = tuple(one.purpose for one in notices)
        return self._purposes
