"""From a command to its effect elsewhere, beside the command alone in the same run (goals G7 and G8)."""

import statistics
import threading
import time

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
from tests.integration.events.world import REGISTRY, Listener

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


def loops(place: Ground, topic: str, landed: Times):
    """Return relay, wake-up and reader of one service, each with its own client as in `work`."""
    name = new_id()
    relay = Relay(
        place.world.outbox, Leases(place.world.db, new_id(), shards()), topic, lambda: KafkaProducing(place.bootstrap)
    )

    class Noting(Consumer[Listener]):
        def unit(self, work, /):
            noted: list[str] = []

            def counted(inbox, use):
                noted.clear()
                use.noted = noted
                return work(inbox, use)

            outcome = super().unit(counted)
            now = time.perf_counter()
            landed.update(dict.fromkeys(noted, now))
            return outcome

    def hear(use: Listener, event: Event) -> None:
        use.hear(event)
        use.noted.append(event.id)  # type: ignore[attr-defined]

    stop = threading.Event()
    consumer = Noting(name, [topic], {"loans.test.said.v1": hear}, place.world.runner)
    applier = consumer.applier(stop, REGISTRY)
    reader = Reader(name, place.world.db, applier, lambda: KafkaLog(place.bootstrap, [topic], name, None))
    return relay.run, lambda s: wake.listen(place.world.url, place.world.name, relay.wake, s), reader.run


def paced(place: Ground, rate: float) -> tuple[Times, Times, list[float]]:
    """Give commands at a fixed rate for some seconds; return when each began, when it landed, how long it took."""
    place.fresh()
    began: Times = {}
    landed: Times = {}
    took: list[float] = []
    end = running(*loops(place, place.topic(), landed))
    for step in range(20):  # let everything find each other
        command(place, step)
    time.sleep(3)
    start = time.perf_counter()
    for step in range(int(SECONDS * rate)):
        due = start + step / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        at = time.perf_counter()
        began[command(place, step)] = at
        took.append(time.perf_counter() - at)
    until = time.perf_counter() + 30
    while len(landed.keys() & began.keys()) < len(began) and time.perf_counter() < until:
        time.sleep(0.1)
    end()
    return began, landed, took


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
    """Let eight threads give commands as fast as they can; return commands per second, news delivered if `chain`."""
    place.fresh()
    landed: Times = {}
    end = running(*loops(place, place.topic(), landed)) if chain else lambda: None
    time.sleep(3 if chain else 0)
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
    while chain and place.world.db.outbox.count_documents({"sent": None, "shard": {"$gte": 0}}):
        time.sleep(0.05)
    end()
    return sum(counts) / (time.perf_counter() - began)


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
