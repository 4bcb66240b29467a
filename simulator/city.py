"""The city is played day by day; the counties of one day side by side, for most of an act is waiting for the disk."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from shared.clock import SHANGHAI
from simulator.acts import act
from simulator.clock import OPENS
from simulator.players import Players
from simulator.stage import Service, hold
from simulator.steps import Step

HANDS = 4
EVENING = time(18, 0)
Tell = Callable[[date, int, int], None]


@dataclass(frozen=True, slots=True)
class City:
    """Plays a plan. `tell` hears the day, how many acts lie behind it and how many there are."""

    players: Players
    tell: Tell
    hands: int = HANDS

    def play(self) -> int:
        """Play all that is planned up to today and hand the open promises over; returns how many acts were done."""
        steps, done, seen = self.players.plan.steps, 0, 0
        with ThreadPoolExecutor(self.hands, initializer=hold) as pool:
            for day, todays in groupby(steps, key=lambda one: one.on):
                acts = list(todays)
                self._promises(pool, day, OPENS)
                counties = {one.county for one in acts}
                parts = [[one for one in acts if one.county == county] for county in sorted(counties)]
                done += sum(pool.map(lambda part, on=day: self._county(on, part), parts))
                seen += len(acts)
                self.tell(day, seen, len(steps))
            self._promises(pool, self.players.plan.span.today, EVENING)
        self.players.stage.hand_over()
        return done

    def _county(self, day: date, acts: Iterable[Step]) -> int:
        clock, done = self.players.stage.clock, 0
        clock.day = day
        for step in acts:
            done += act(self.players, step)
            clock.tick()
        return done

    def _promises(self, pool: Executor, day: date, at: time) -> None:
        """Let each service do what has become due by then, side by side: no promise of one waits for another's."""
        moment = datetime.combine(day, at, SHANGHAI)
        list(pool.map(lambda service: self._kept(service, moment), self.players.stage.services))

    def _kept(self, service: Service, moment: datetime) -> int:
        self.players.stage.clock.start(moment)
        return service.keep_promises()
