"""From a command to its effect elsewhere, beside the command alone in the same run (goals G7 and G8)."""

import multiprocessing
import statistics
import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar

from benchmarks._ground import Ground, ground, running, verdict
from shared.events import wake
from shared.events.broker import KafkaLog, KafkaProducing
from shared.events.consumer import Consumer
from shared.events.envelope import Event
from shared.events.lease import Leases, shards
from shared.events.outbox import Message
from shared.events.reading import Reader
from shared.events.relay import Relay
from shared.ids import new_id
from shared.storage.mongo import transaction
from tests.integration.events.world import REGISTRY, Listener, World

SECONDS = 8.0
WOMEN = 500
Times = dict[str, float]


def command(place: Ground, step: int) -> str:
    """Change an aggregate and tell it, in one transaction; return the event's id."""
    stream = f"w{step % WOMEN}"

    def work(session) -> str:
        place.world.db.cases.update_one({"_id": stream}, {"$inc": {"n": 1}}, upsert=True, session=session)
        message = Message("loans.test.said.v1", stream, stream, {"n": step})
        return place.world.outbox.emit(session, message).id

    return transaction(place.world.client, work)


def relaying(url: str, name: str, bootstrap: str, topic: str, over: Any) -> None:
    """Run relay and wake-up in a process of their own, as `work` does."""
    world = World(url, name)
    leases = Leases(world.db, new_id(), shards())
    relay = Relay(world.outbox, leases, topic, lambda: KafkaProducing(bootstrap))
    end = running(relay.run, lambda stop: wake.listen(url, name, relay.wake, stop))
    over.wait()
    end()


class Noting(Consumer[Listener]):
    """A consumer that notes when each event was committed; the clock is the machine's, not the process's."""

    landed: ClassVar[Times] = {}

    def unit(self, work: Callable[..., Any], /) -> Any:
        """Run work in one transaction and note what it has heard."""
        noted: list[str] = []

        def listening(inbox: Any, use: Any) -> Any:
            noted.clear()
            use.noted = noted
            return work(inbox, use)

        outcome = super().unit(listening)
        self.landed.update(dict.fromkeys(noted, time.perf_counter()))
        return outcome


def hear(use: Any, event: Event) -> None:
    """Keep the event and note it."""
    use.hear(event)
    use.noted.append(event.id)


def listening(place: tuple[str, str, str], topic: str, over: Any, found: Any) -> None:
    """Run the reader in a process of its own; hand over what it noted."""
    url, name, bootstrap = place
    world, stop = World(url, name), threading.Event()
    applier = Noting(topic, [topic], {"loans.test.said.v1": hear}, world.runner).applier(stop, REGISTRY)
    reader = Reader(topic, world.db, applier, lambda: KafkaLog(bootstrap, [topic], topic, None))
    reading = threading.Thread(target=reader.run, args=(stop,))
    reading.start()
    over.wait()
    stop.set()
    reading.join()
    found.put(Noting.landed)


class Chain:
    """Relay and reader of one service, each in its process."""

    def __init__(self, place: Ground) -> None:
        spawn = multiprocessing.get_context("spawn")
        topic, self.over, self.found = place.topic(), spawn.Event(), spawn.Queue()
        where = (place.world.url, place.world.name, place.bootstrap)
        self.processes = [
            spawn.Process(target=relaying, args=(*where, topic, self.over)),
            spawn.Process(target=listening, args=(where, topic, self.over, self.found)),
        ]
        for process in self.processes:
            process.start()

    def end(self) -> Times:
        """End both; return when each event landed."""
        self.over.set()
        landed: Times = self.found.get()
        for process in self.processes:
            process.join()
        return landed


def quiet(place: Ground, seconds: float = 60) -> None:
    """Wait until everything that was said has been heard."""
    db, until = place.world.db, time.perf_counter() + seconds
    said = db.outbox.count_documents({})
    while time.perf_counter() < until:
        heard = list(db.inbox.aggregate([{"$group": {"_id": None, "sum": {"$sum": "$pos"}}}]))
        if heard and heard[0]["sum"] == said:
            return
        time.sleep(0.1)


def paced(place: Ground, rate: float) -> tuple[Times, Times, list[float]]:
    """Give commands at a fixed rate for some seconds; return when each began, when it landed, how long it took."""
    place.fresh()
    began: Times = {}
    took: list[float] = []
    chain = Chain(place)
    for step in range(20):  # let everything find each other
        command(place, step)
    quiet(place)
    start = time.perf_counter()
    for step in range(int(SECONDS * rate)):
        due = start + step / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        at = time.perf_counter()
        began[command(place, step)] = at
        took.append(time.perf_counter() - at)
    quiet(place)
    return began, chain.end(), took


def tail_of(values: list[float]) -> float:
    """Return the 99th percentile of sorted values."""
    return values[-len(values) // 100 - 1]


def report(place: Ground, rate: float, goal: float, *, tail: float | None = None) -> None:
    """Print the ratio of end-to-end to command at one rate."""
    began, landed, took = paced(place, rate)
    whole = sorted(landed[one] - at for one, at in began.items())
    command_ms, whole_ms = [1000 * value for value in sorted(took)], [1000 * value for value in whole]
    p50, p99 = (statistics.median(command_ms), statistics.median(whole_ms)), (tail_of(command_ms), tail_of(whole_ms))
    print(
        f"{rate:.0f}/s, p50: command {p50[0]:.1f} ms, end to end {p50[1]:.1f} ms; p99: {p99[0]:.1f} and {p99[1]:.1f} ms"
    )
    verdict(f"chain at {rate:.0f}/s, p50 end to end / command (G7)", p50[1] / p50[0], goal, least=False)
    if tail is not None:
        verdict(f"chain at {rate:.0f}/s, p99 end to end / command (G7)", p99[1] / p99[0], tail, least=False)


def saturated(place: Ground, *, chain: bool) -> float:
    """Let eight threads give commands as fast as they can; return commands per second, news heard if `chain`."""
    place.fresh()
    running_chain = Chain(place) if chain else None
    command(place, 0)
    if running_chain:
        quiet(place)
    over, counts = time.perf_counter() + SECONDS, [0] * 8

    def press(number: int) -> None:
        while time.perf_counter() < over:
            command(place, number + 8 * counts[number])
            counts[number] += 1

    threads = [threading.Thread(target=press, args=(number,)) for number in range(8)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if running_chain:
        quiet(place)
    rate = sum(counts) / (time.perf_counter() - began)
    if running_chain:
        running_chain.end()
    return rate


def main() -> None:
    """Measure in turn and print."""
    with ground() as place:
        report(place, 20, 3.0, tail=3.0)
        report(place, 100, 4.0)
        alone, together = saturated(place, chain=False), saturated(place, chain=True)
        print(f"commands alone {alone:.0f}/s, with the chain running {together:.0f}/s")
        verdict("chain at full load, share of the commands alone (G8)", together / alone, 0.5)


if __name__ == "__main__":
    main()
