"""What producer and consumer may rely on: one suite on the log in memory and on the real broker."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from kafka.errors import KafkaError

from shared.events.broker import Fetched, KafkaLog, KafkaProducing, Log, Producer
from shared.events.envelope import Record
from shared.events.topics import apply
from shared.ids import new_id
from tests.fakes.log import FakeLog, FakeMember, FakeProducer


@dataclass
class Place:
    """A fresh topic, and how to speak to it."""

    topic: str
    producer: Callable[[], Producer]
    member: Callable[[str], Log]


@pytest.fixture(params=["memory", "kafka"])
def place(request: pytest.FixtureRequest) -> Place:
    """The log of this run of the suite."""
    topic = f"t.{new_id()[-8:]}"
    if request.param == "memory":
        log = FakeLog()
        return Place(topic, lambda: FakeProducer(log), lambda group: FakeMember(log, [topic], group))
    bootstrap = request.getfixturevalue("kafka").bootstrap
    apply(bootstrap, [topic], partitions=4)
    return Place(topic, lambda: KafkaProducing(bootstrap), lambda group: KafkaLog(bootstrap, [topic], group, None))


def record(key: str, n: int) -> Record:
    return Record(key.encode(), str(n).encode(), [("ce_id", b"x"), ("content-type", b"application/json")])


def send(place: Place, *records: Record) -> list[bool]:
    producer = place.producer()
    sendings = [producer.send(place.topic, one) for one in records]
    producer.flush(10)
    producer.close()
    assert all(sending.is_done for sending in sendings)
    return [sending.succeeded() for sending in sendings]


def read(member: Log, wanted: int) -> list[Fetched]:
    found: list[Fetched] = []
    for _ in range(40):
        found += member.poll(0.5)
        if len(found) >= wanted:
            break
    return found


def test_one_keys_records_come_back_in_the_order_sent_and_as_they_were(place: Place) -> None:
    sent = [record(f"w{n % 3}", n) for n in range(30)]
    assert send(place, *sent) == [True] * 30
    member = place.member(new_id())
    found = read(member, 30)
    member.close()
    for key in (b"w0", b"w1", b"w2"):
        assert [one.record for one in found if one.record.key == key] == [one for one in sent if one.key == key]
    assert len({(one.partition) for one in found if one.record.key == b"w0"}) == 1


def test_a_group_begins_at_the_first_record_and_goes_on_where_it_committed(place: Place) -> None:
    send(place, *[record("w1", n) for n in range(10)])
    group = new_id()
    member = place.member(group)
    found = read(member, 10)
    member.commit({(one.topic, one.partition): one.offset + 1 for one in found[:4]})
    member.close()
    again = place.member(group)
    assert [one.record.value for one in read(again, 6)] == [str(n).encode() for n in range(4, 10)]
    again.close()


def test_what_was_read_and_not_committed_comes_again(place: Place) -> None:
    send(place, *[record("w1", n) for n in range(5)])
    group = new_id()
    member = place.member(group)
    assert len(read(member, 5)) == 5
    member.close()
    again = place.member(group)
    assert len(read(again, 5)) == 5
    again.close()


def test_committing_one_partition_leaves_the_others_where_they_were(place: Place) -> None:
    send(place, *[record(f"w{n}", n) for n in range(20)])
    group = new_id()
    member = place.member(group)
    found = read(member, 20)
    first = found[0].partition
    mine = [one for one in found if one.partition == first]
    member.commit({(place.topic, first): mine[-1].offset + 1})
    member.close()
    again = place.member(group)
    rest = read(again, 20 - len(mine))
    again.close()
    assert sorted(one.record.value for one in rest) == sorted(
        one.record.value for one in found if one.partition != first
    )


def test_a_member_knows_what_it_reads(place: Place) -> None:
    send(place, record("w1", 1))
    member = place.member(new_id())
    read(member, 1)
    assert member.assigned() == {(place.topic, partition) for partition in range(4)}
    member.close()


def test_a_record_that_is_too_large_is_refused_and_the_next_one_is_sent(place: Place) -> None:
    producer = place.producer()
    with pytest.raises(KafkaError):
        producer.send(place.topic, Record(b"w1", b"x" * 1_100_000, []))
    sending = producer.send(place.topic, record("w1", 2))
    producer.flush(10)
    assert sending.succeeded()
    producer.close()


def test_two_groups_read_the_same_records(place: Place) -> None:
    send(place, *[record("w1", n) for n in range(3)])
    members = [place.member(new_id()) for _ in range(2)]
    assert [len(read(member, 3)) for member in members] == [3, 3]
    for member in members:
        member.close()
