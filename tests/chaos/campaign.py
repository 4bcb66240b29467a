"""The points of a campaign, drawn from a seed; what is done at each; what came of it."""

import random
import signal
import time
from dataclasses import dataclass

from tests.chaos.checks import CHECKS
from tests.chaos.stand import ROLES, Stand, frozen, killed

LOAD = 3.0
KINDS = (
    ("relay", "kill"),
    ("relay", "freeze"),
    ("relay", "zombie"),
    ("relay", "mark"),
    ("relay", "flush"),
    ("consumer", "kill"),
    ("consumer", "freeze"),
    ("consumer", "zombie"),
    ("consumer", "save"),
    ("consumer", "commit"),
    ("jobs", "kill"),
    ("jobs", "freeze"),
    ("jobs", "done"),
    ("broker", "kill"),
    ("broker", "freeze"),
    ("mongod", "kill"),
    ("mongod", "freeze"),
)


INSIDE = ("mark", "flush", "save", "commit", "done")
FALLS = (*INSIDE, "kill")
LONGEST_LOAD = 20.0
LEAST_LOAD = 20  # events that a fault must meet, however busy the machine


@dataclass(frozen=True)
class Point:
    """One fault: on whom, what, how long after the load began, for how many seconds or at which passage."""

    number: int
    target: str
    fault: str
    after: float
    seconds: float
    passage: int


@dataclass(frozen=True)
class Result:
    """What came of a point. `failed` names the checks that found something, with the first finding of each."""

    point: Point
    events: int
    duplicates: int
    restarts: int
    quiet_after: float
    failed: dict[str, str]


def points(seed: int, count: int) -> list[Point]:
    """Return `count` points: every kind in turn, in an order and at moments that the seed decides."""
    chance = random.Random(seed)
    kinds = [kind for _ in range(-(-count // len(KINDS))) for kind in chance.sample(KINDS, len(KINDS))]
    return [
        Point(number, target, fault, chance.uniform(0.2, 1.5), chance.uniform(1.5, 6.0), chance.randint(1, 4))
        for number, (target, fault) in enumerate(kinds[:count], 1)
    ]


def suffer(stand: Stand, point: Point) -> Result:
    """Put the fault in while the writers write, wait until all is quiet, look whether everything holds."""
    before, restarts = _said(stand), stand.restarts
    if point.target == "relay":
        _hand_over(stand, point)
    with stand.load():
        began = time.monotonic()
        stand.tick(point.after)
        _fault(stand, point)
        while _goes_on(stand, point, restarts, time.monotonic() - began) or _said(stand) - before <= LEAST_LOAD:
            stand.tick(0.1)
    failed: dict[str, str] = {}
    try:
        quiet = stand.settle()
    except TimeoutError as error:
        quiet, failed = -1.0, {"comes to rest": str(error)}
    if point.fault in FALLS and point.target in ROLES and stand.restarts == restarts:
        failed["the fault took place"] = "the process did not come to this passage"
    facts = stand.facts()
    failed |= {name: found[0] for name, check in CHECKS.items() if (found := check(facts))}
    return Result(point, _said(stand) - before, stand.duplicates(), stand.restarts - restarts, quiet, failed)


def _said(stand: Stand) -> int:
    return stand.service.db.outbox.count_documents({})


def begin(stand: Stand) -> None:
    """Start the processes and wait until a first event has come through."""
    for role in ROLES:
        stand.start(role)
    stand.service.say("w0")
    stand.acknowledged.add(("w0", 1))
    stand.settle()


def _goes_on(stand: Stand, point: Point, restarts: int, seconds: float) -> bool:
    """Tell whether the load goes on: some seconds, or until a process has come to the passage where it dies."""
    still_to_fall = point.fault in INSIDE and stand.restarts == restarts
    return seconds < LOAD or (still_to_fall and seconds < LONGEST_LOAD)


def _hand_over(stand: Stand, point: Point) -> None:
    """See to it that the relay which is to suffer holds the shards; the other one stands by."""
    stand.children.pop("relay_2").stop()
    if point.fault in INSIDE:
        stand.children["relay"].stop()
        stand.start("relay", f"{point.fault}:{point.passage}")
    stand.wait_for_holder()
    stand.start("relay_2")


def _fault(stand: Stand, point: Point) -> None:
    if point.target in ("broker", "mongod"):
        server = stand.broker if point.target == "broker" else stand.mongod
        (killed if point.fault == "kill" else frozen)(server, point.seconds, stand.tick)
    elif point.fault == "kill":
        stand.children[point.target].kill9()
    elif point.fault == "freeze":
        frozen(stand.children[point.target], point.seconds, stand.tick)
    elif point.fault == "zombie":
        _zombie(stand, point)
    elif point.target != "relay":
        stand.children[point.target].stop()
        stand.start(point.target, f"{point.fault}:{point.passage}")


def _zombie(stand: Stand, point: Point) -> None:
    """Freeze a process beyond its leases, let a twin take its slot, wake it: it must find that out and leave."""
    zombie = stand.children[point.target]
    zombie.signal(signal.SIGSTOP)
    stand.start(point.target)
    stand.tick(max(4.0, point.seconds))
    zombie.signal(signal.SIGCONT)
    stand.tick(2.0)
    zombie.kill9()
