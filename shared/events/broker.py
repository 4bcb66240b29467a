"""The only place that makes Kafka clients: settings that lose nothing (events.md §3.5), behind three small shapes."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import CommitFailedError, KafkaError
from kafka.net.compat import KafkaNetClient
from kafka.structs import OffsetAndMetadata

from shared.events import metrics
from shared.events.envelope import Record

T = TypeVar("T")
Place = tuple[str, int]  # (topic, partition)

log = logging.getLogger(__name__)


class BrokerSilent(Exception):
    """No broker answers; waiting is all that can be done."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A record and where it lay."""

    topic: str
    partition: int
    offset: int
    record: Record


class Sending(Protocol):
    """The fate of one send."""

    is_done: bool

    def succeeded(self) -> bool:
        """Tell whether the broker has acknowledged it."""


class Producer(Protocol):
    """What the relay sends with; one per process for its life."""

    def send(self, topic: str, record: Record) -> Sending:
        """Queue a record; raises BrokerSilent when nothing is known of the topic, KafkaError when it cannot be sent."""

    def flush(self, seconds: float) -> None:
        """Wait until every send has a fate, at most so long; never raises."""

    def close(self) -> None:
        """Give up what is left."""


class Log(Protocol):
    """What a consumer reads."""

    def poll(self, seconds: float) -> list[Fetched]:
        """Return the next records, each partition in order."""

    def commit(self, offsets: Mapping[Place, int]) -> None:
        """Remember per partition the next offset to read; a lost commit only brings duplicates."""

    def assigned(self) -> set[Place]:
        """Return the partitions this member reads now."""

    def close(self) -> None:
        """Leave without committing."""


ASK_SECONDS = 5.0
RECONNECT = {"reconnect_backoff_ms": 50, "reconnect_backoff_max_ms": 1000}


class KafkaProducing:
    """kafka-python's idempotent producer. Its default delivery timeout would kill it for good (events.md §3.2)."""

    def __init__(self, bootstrap: str, **changes: Any) -> None:
        settings = {
            "bootstrap_servers": bootstrap.split(","),
            "enable_idempotence": True,
            "acks": "all",
            "delivery_timeout_ms": 86_400_000,
            "request_timeout_ms": 15_000,
            "linger_ms": 20,  # a flush overrides it; until then records of a wave gather in one batch
            "batch_size": 131_072,
            "compression_type": "gzip",
            "max_block_ms": 10_000,
            "bootstrap_timeout_ms": 5_000,
            "allow_auto_create_topics": False,
            **RECONNECT,
        }
        self._producer = made(lambda client: KafkaProducer(kafka_client=client, **settings | changes))

    def send(self, topic: str, record: Record) -> Sending:
        """Queue a record under its key."""
        try:
            sending: Sending = self._producer.send(topic, record.value, record.key, list(record.headers))
        except KafkaError as error:
            if error.retriable:
                raise BrokerSilent(type(error).__name__) from error
            raise
        return sending

    def flush(self, seconds: float) -> None:
        """Wait for acknowledgements; kafka-python raises only for what is still open, each future tells the rest."""
        with suppress(KafkaError):
            self._producer.flush(timeout=seconds)

    def close(self) -> None:
        """Stop the sender thread; a dead producer raises from its own flush here."""
        with suppress(KafkaError):
            self._producer.close(timeout=2)


class KafkaLog:
    """kafka-python's consumer as a member of a group, or on all partitions without one."""

    def __init__(self, bootstrap: str, topics: Sequence[str], group: str, instance: str | None, **changes: Any) -> None:
        settings = {
            "bootstrap_servers": bootstrap.split(","),
            "group_id": group,
            "group_instance_id": instance,
            "enable_auto_commit": False,
            "auto_offset_reset": "earliest",
            "session_timeout_ms": 45_000,
            "max_poll_interval_ms": 600_000,
            "max_poll_records": 200,
            "bootstrap_timeout_ms": 5_000,
            "allow_auto_create_topics": False,
            "check_crcs": True,
            **RECONNECT,
        }
        self._consumer = made(lambda client: KafkaConsumer(*topics, kafka_client=client, **settings | changes))

    def poll(self, seconds: float) -> list[Fetched]:
        """Return the next records, each partition in order."""
        return _fetched(self._consumer.poll(timeout_ms=int(seconds * 1000)))

    def commit(self, offsets: Mapping[Place, int]) -> None:
        """Commit per partition, explicitly: a bare commit() would commit what was fetched and not yet applied."""
        wanted = {TopicPartition(*place): OffsetAndMetadata(offset, "", -1) for place, offset in offsets.items()}
        try:
            self._consumer.commit(wanted)
        except CommitFailedError:
            metrics.COMMITS_LOST.inc()
            log.warning("an offset commit failed; what it covered comes again and is dropped")

    def assigned(self) -> set[Place]:
        """Return the partitions this member reads now."""
        return {(place.topic, place.partition) for place in self._consumer.assignment()}

    def close(self) -> None:
        """Leave without committing; a static member sends no LeaveGroup, so a quick restart moves nothing."""
        with suppress(KafkaError):
            self._consumer.close(autocommit=False, timeout_ms=5000)


class KafkaTail:
    """Reads outside any group: the partitions of `start` from there, all others of `topics` from the first record."""

    def __init__(self, bootstrap: str, topics: Sequence[str], start: Mapping[Place, int]) -> None:
        self._consumer = _asking(bootstrap, None)
        all_of = {(topic, part): 0 for topic in topics for part in self._consumer.partitions_for_topic(topic) or ()}
        places = {TopicPartition(*place): offset for place, offset in (all_of | dict(start)).items()}
        self._consumer.assign(list(places))
        for place, offset in places.items():
            self._consumer.seek(place, offset)

    def poll(self, seconds: float) -> list[Fetched]:
        """Return the next records, each partition in order."""
        return _fetched(self._consumer.poll(timeout_ms=int(seconds * 1000), max_records=1000))

    def close(self) -> None:
        """Leave."""
        _leave(self._consumer)


def ends(bootstrap: str, topics: Sequence[str]) -> dict[Place, int]:
    """Return the next offset of every partition, by a client of its own; raises BrokerSilent when no broker answers."""
    client = _asking(bootstrap, None)
    try:
        places = [TopicPartition(topic, part) for topic in topics for part in client.partitions_for_topic(topic) or ()]
        found = client.end_offsets(places, timeout_ms=int(ASK_SECONDS * 1000)) if places else {}
    except KafkaError as error:
        raise BrokerSilent(type(error).__name__) from error
    finally:
        _leave(client)
    return {(place.topic, place.partition): offset for place, offset in found.items()}


def lag(bootstrap: str, topics: Sequence[str], group: str) -> dict[Place, tuple[int, int]]:
    """Return (committed, end) of every partition of which a group has something left to read; raises BrokerSilent.

    By a client of its own: the reading client's figures come with the last fetch and stand still when it does.
    """
    last = ends(bootstrap, topics)
    client = _asking(bootstrap, group)
    try:
        asked = {place: client.committed(TopicPartition(*place), timeout_ms=int(ASK_SECONDS * 1000)) for place in last}
    except KafkaError as error:
        raise BrokerSilent(type(error).__name__) from error
    finally:
        _leave(client)
    return {place: (asked[place] or 0, end) for place, end in last.items() if (asked[place] or 0) < end}


def answers(bootstrap: str) -> bool:
    """Tell whether a broker answers at all; a frozen one takes connections and says nothing."""
    try:
        _leave(_asking(bootstrap, None))
    except BrokerSilent:
        return False
    return True


def _fetched(found: Mapping[TopicPartition, Sequence[Any]]) -> list[Fetched]:
    return [
        Fetched(place.topic, place.partition, one.offset, Record(one.key, one.value, one.headers))
        for place, records in found.items()
        for one in records
    ]


def _asking(bootstrap: str, group: str | None) -> KafkaConsumer:
    settings = {
        "bootstrap_servers": bootstrap.split(","),
        "group_id": group,
        "enable_auto_commit": False,
        "request_timeout_ms": int(ASK_SECONDS * 1000),
        "bootstrap_timeout_ms": int(ASK_SECONDS * 1000),
        **RECONNECT,
    }
    return made(lambda client: KafkaConsumer(kafka_client=client, **settings))


def made(make: Callable[[Callable[..., KafkaNetClient]], T]) -> T:
    """Return the client that `make` constructs; a constructor that fails would leave its thread and sockets behind."""
    born: list[KafkaNetClient] = []

    def network(**settings: Any) -> KafkaNetClient:
        born.append(KafkaNetClient(**settings))
        return born[-1]

    try:
        return make(network)
    except KafkaError as error:
        for client in born:
            client.close()
        raise BrokerSilent(type(error).__name__) from error


def _leave(client: KafkaConsumer) -> None:
    with suppress(KafkaError):
        client.close(autocommit=False, timeout_ms=1000)
