"""A large city from nothing: some hundred women are played, then copied until there are enough."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from shared.settings import SERVICES
from shared.storage.vault import BlindIndex
from simulator import atlas, furnish, neighbours
from simulator.carry import settle
from simulator.city import City
from simulator.large.copying import Copying
from simulator.large.seals import Recorder
from simulator.plan import plan
from simulator.players import Players
from simulator.stage import Stage

MOST_PLAYED = 1000
FEW = 250


@dataclass(frozen=True, slots=True)
class Large:
    """How many women in all, how many of them are played through every use case, and who hears how far it is."""

    women: int
    played: int
    tell: Callable[[str], None]

    @classmethod
    def of(cls, women: int, tell: Callable[[str], None]) -> "Large":
        """Play all of a small city; of a large one so many that its numbers keep their width."""
        return cls(women, women if women <= MOST_PLAYED else max(FEW, min(MOST_PLAYED, women // 200)), tell)

    def build(self, stage: Stage, seed: str, today: date) -> int:
        """Play, carry and copy into empty databases; returns how many women there are."""
        recorders = {name: Recorder(getattr(stage, name).wiring.frame.vault) for name in SERVICES}
        for one in recorders.values():
            one.listen()
        where = atlas.read(stage)
        furnish.furnish(stage, where)
        neighbours.join(stage)
        players = Players(stage, where, plan(seed, self.played, today))
        City(players, lambda day, done, of: self.tell(f"played up to {day}, {100 * done // of} %")).play()
        settle(stage)
        copies = self.women // self.played - 1
        if copies > 0:
            key = stage.applicant.wiring.frame.settings.secrets_dir / "index_key"
            copying = Copying(players, recorders, BlindIndex(key.read_bytes()), self._copied)
            copying(copies)
            settle(stage)
        return self.played * (copies + 1)

    def _copied(self, done: int, of: int) -> None:
        self.tell(f"copied {done} of {of} times")
