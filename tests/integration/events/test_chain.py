"""From a committed change to its effect elsewhere, on a real mongod and a real broker."""

import threading
import time

from shared.events.broker import KafkaLog, KafkaProducing
from shared.events.lease import Leases, shards
from shared.events.reading import Reader
from shared.events.relay import Relay
from shared.ids import new_id
from tests.integration.events.world import REGISTRY, World
from tests.stack.servers import Broker


def relay_of(world: World, kafka: Broker, topic: str) -> Relay:
    leases = Leases(world.db, new_id(), shards())
    return Relay(world.outbox, leases, topic, lambda: KafkaProducing(kafka.bootstrap))


def reader_of(world: World, kafka: Broker, topic: str, stop: threading.Event, **settings) -> Reader:
    applier = world.consumer(**settings).applier(stop, REGISTRY)
    return Reader("loans", world.db, applier, lambda: KafkaLog(kafka.bootstrap, [topic], topic, None))


def test_what_was_said_is_heard_in_order_and_once(world: World, kafka: Broker, topic: str) -> None:
    stop = threading.Event()
    relay, reader = relay_of(world, kafka, topic), reader_of(world, kafka, topic, stop)
    loops = [threading.Thread(target=loop.run, args=(stop,)) for loop in (relay, reader)]
    for loop in loops:
        loop.start()
    for n in range(30):
        world.say(f"w{n % 3}", n)
    end = time.monotonic() + 30
    while sum(map(len, world.heard().values())) < 30 and time.monotonic() < end:
        time.sleep(0.05)
    stop.set()
    for loop in loops:
        loop.join(10)
    assert world.heard() == {f"w{k}": list(range(k, 30, 3)) for k in range(3)}
    assert world.outbox.unsent(range(8), 100) == []
