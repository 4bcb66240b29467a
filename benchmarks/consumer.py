"""The gate with its handlers on a backlog, beside kafka-python's consumer alone in the same run (goal G8)."""

import threading
import time

from benchmarks._ground import ROUNDS, Ground, events, ground, middle, verdict
from shared.events.broker import KafkaLog
from shared.events.consumer import Consumer
from shared.events.reading import Reader
from shared.ids import new_id
from tests.integration.events.world import REGISTRY, Listener

WOMEN, EACH, GOAL = 2000, 10, 0.35


def apply_all(place: Ground, topic: str, count: int) -> float:
    """Apply everything in the topic under a fresh consumer name; return events per second, joining left out."""
    name = new_id()
    handlers = {"loans.test.said.v1": Listener.hear}
    applier = Consumer(name, [topic], handlers, place.world.runner).applier(threading.Event(), REGISTRY)
    reader = Reader(name, place.world.db, applier, lambda: KafkaLog(place.bootstrap, [topic], name, None))
    log = reader.connect()
    first = done = reader.once(log, 10)
    began = time.perf_counter()
    while done < count:
        done += reader.once(log, 1)
    rate = (count - first) / (time.perf_counter() - began)
    log.close()
    return rate


def main() -> None:
    """Measure in turn and print."""
    raw, gate = [], []
    with ground() as place:
        for _ in range(ROUNDS):
            topic = place.topic()
            place.produce(topic, events(WOMEN, EACH))
            raw.append(place.consume(topic, WOMEN * EACH))
            gate.append(apply_all(place, topic, WOMEN * EACH))
            print(f"consume {raw[-1]:.0f}/s, gate and handler {gate[-1]:.0f}/s")
    verdict("gate on a backlog, share of raw consume (G8)", middle(gate) / middle(raw), GOAL)


if __name__ == "__main__":
    main()
