"""The relay on a backlog, beside kafka-python's producer alone in the same run (goal G8)."""

import time

from benchmarks._ground import ROUNDS, Ground, events, ground, middle, verdict
from shared.events.broker import KafkaProducing
from shared.events.lease import Leases, shards
from shared.events.relay import Relay
from shared.ids import new_id

WOMEN, EACH, GOAL = 5000, 2, 0.6


def drain(place: Ground, topic: str) -> float:
    """Let one relay send everything that waits; return events per second."""
    leases = Leases(place.world.db, new_id(), shards())
    relay = Relay(place.world.outbox, leases, topic, lambda: KafkaProducing(place.bootstrap))
    began, sent = time.perf_counter(), 0
    while count := relay.pump():
        sent += count
    rate = sent / (time.perf_counter() - began)
    relay.close()
    return rate


def main() -> None:
    """Measure in turn and print."""
    raw, relay = [], []
    with ground() as place:
        for _ in range(ROUNDS):
            backlog = events(WOMEN, EACH)
            raw.append(place.produce(place.topic(), backlog))
            place.archive(backlog)
            relay.append(drain(place, place.topic()))
            print(f"produce {raw[-1]:.0f}/s, relay {relay[-1]:.0f}/s")
    verdict("relay on a backlog, share of raw produce (G8)", middle(relay) / middle(raw), GOAL)


if __name__ == "__main__":
    main()
