"""From a committed change to its effect elsewhere, on a real mongod and a real broker."""

import json
import subprocess
import threading
import time
from contextlib import suppress

from cloudevents.core.bindings.kafka import KafkaMessage, from_kafka_event
from kafka.errors import KafkaError

from shared.events.broker import KafkaLog, KafkaProducing
from shared.events.envelope import Record, from_record, to_record
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


def test_what_is_no_event_is_kept_aside_and_what_comes_after_is_heard(world: World, kafka: Broker, topic: str) -> None:
    stop = threading.Event()
    reader = reader_of(world, kafka, topic, stop)
    good = [to_record(world.say("w1", n)) for n in range(3)]
    unknown = Record(b"w1", b"{}", [("ce_type", b"x")])
    bad = [
        Record(b"w1", b"{", good[0].headers),
        Record(None, b"\xff", []),
        Record(b"w1", None, good[0].headers),
        unknown,
    ]
    large = Record(b"w1", b"x" * 1_000_100, good[0].headers)
    producer = KafkaProducing(kafka.bootstrap)
    for record in (good[0], *bad, good[1], large, good[2]):
        producer.send(topic, record)
        producer.flush(5)
    producer.close()
    log = reader.connect()
    end = time.monotonic() + 30
    while world.heard() != {"w1": [0, 1, 2]} and time.monotonic() < end:
        reader.once(log)
    log.close()
    assert world.heard() == {"w1": [0, 1, 2]}
    reasons = [row["reason"] for row in world.db.inbox_poison.find().sort("offset")]
    assert len(reasons) == 5
    assert {"value is not JSON", "value is empty or above 1 MB"} <= set(reasons)


def test_a_zombie_that_outlived_its_session_writes_nothing_twice(world: World, kafka: Broker, topic: str) -> None:
    stop = threading.Event()
    reader = reader_of(world, kafka, topic, stop)
    short = {"session_timeout_ms": 6000, "heartbeat_interval_ms": 1000}
    zombie = KafkaLog(kafka.bootstrap, [topic], topic, "slot-0", **short)
    producer = KafkaProducing(kafka.bootstrap)
    for n in range(20):
        producer.send(topic, to_record(world.say(f"w{n % 4}", n)))
    producer.flush(10)
    producer.close()
    found = []
    while len(found) < 20:
        found += zombie.poll(0.5)
    twin = KafkaLog(kafka.bootstrap, [topic], topic, "slot-0", **short)
    end = time.monotonic() + 30
    while sum(map(len, world.heard().values())) < 20 and time.monotonic() < end:
        reader.once(twin)
    reader.applier.apply([from_record(one.record) for one in found])
    with suppress(KafkaError):  # a newer broker knows that somebody else has its name by now
        zombie.commit({(one.topic, one.partition): one.offset + 1 for one in found})
    assert world.heard() == {f"w{k}": list(range(k, 20, 4)) for k in range(4)}
    twin.close()
    zombie.close()


def test_programs_that_are_not_ours_read_the_topic(world: World, kafka: Broker, topic: str) -> None:
    said = [world.say(f"w{n % 3}", n) for n in range(9)]
    relay = relay_of(world, kafka, topic)
    assert relay.pump() == 9
    relay.close()
    command = ["kcat", "-C", "-b", kafka.bootstrap, "-t", topic, "-e", "-q", "-J"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
    found = {}
    for row in map(json.loads, lines):
        headers = dict(zip(row["headers"][::2], (value.encode() for value in row["headers"][1::2]), strict=True))
        theirs = from_kafka_event(KafkaMessage(headers, row["key"].encode(), row["payload"].encode()))
        found[theirs.get_id()] = (theirs.get_extension("partitionkey"), theirs.get_data())
    assert found == {event.id: (event.stream, event.data) for event in said}
