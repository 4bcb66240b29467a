"""The menu's number of undelivered messages asks the other sides at once and waits for none that is away."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from shared.access import Actor, Kind
from shared.errors import Unavailable
from shared.web.parked import begin

PATIENCE = 30  # seconds, for a busy machine
HR = Actor("hr", Kind.STAFF)


class Side:
    """Another service that answers only while the other one is being asked, too."""

    def __init__(self, both: Barrier, count: int) -> None:
        self.both = both
        self.count = count

    def get(self, path: str, *, by: Actor) -> dict[str, int]:
        assert (path, by) == ("/parked/count", HR)
        self.both.wait(PATIENCE)
        return {"count": self.count}


class Away:
    """Another service that does not answer."""

    def get(self, path: str, *, by: Actor) -> dict[str, int]:
        raise Unavailable("peer_unavailable", service="loans")


def test_both_other_sides_are_asked_at_once_and_one_that_is_away_says_nought():
    both = Barrier(2)
    with ThreadPoolExecutor(3) as pool:
        answers = begin(pool, [Side(both, 2), Away(), Side(both, 5)], by=HR)
        assert [one.result(PATIENCE) for one in answers] == [2, 0, 5]
