"""An event as a CloudEvents 1.0 record in Kafka's binary mode, and back."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn, Protocol

from shared.trace import Trace

NAMES = {
    "id": re.compile(r"\A[0-9a-f]{32}\Z"),
    "type": re.compile(r"\A[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)+\.v[1-9][0-9]{0,3}\Z"),
    "source": re.compile(r"\A/[a-z][a-z0-9-]{0,40}\Z"),
    "subject": re.compile(r"\A[A-Za-z0-9:_.-]{1,120}\Z"),
    "partitionkey": re.compile(r"\A[A-Za-z0-9:_.-]{1,120}\Z"),
    "streamseq": re.compile(r"\A[1-9][0-9]{0,14}\Z"),
    "time": re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z\Z"),
}
TRACE = ("ce_traceparent", "ce_correlationid", "ce_causationid")
CONTENT_TYPE = "application/json"
MAX_BYTES = 1_000_000
COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class PoisonRecord(Exception):
    """A record that cannot be read as an event; the text names the first thing wrong, never a value."""


@dataclass(frozen=True, slots=True)
class Event:
    """A fact. `seq` has no gaps within (source, stream): those three are its identity; `id` is for people and logs."""

    id: str
    type: str
    source: str
    stream: str
    seq: int
    subject: str
    time: datetime
    data: Mapping[str, Any]
    trace: Trace


@dataclass(frozen=True, slots=True)
class Record:
    """What lies in Kafka."""

    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


class RecordLike(Protocol):
    """A Record, or what kafka-python hands out."""

    @property
    def key(self) -> bytes | None:
        """Return the stream, UTF-8."""

    @property
    def value(self) -> bytes | None:
        """Return the data as JSON, UTF-8."""

    @property
    def headers(self) -> Sequence[tuple[str, bytes]]:
        """Return the attributes, each once."""


def schema_id(event_type: str) -> str:
    """Return the URI that names an event type's committed JSON Schema."""
    return f"urn:jinguo:schema:{event_type}"


def to_record(event: Event) -> Record:
    """Return the record of an event: attributes as `ce_` headers, key = stream, value = data."""
    attributes = {
        "specversion": "1.0",
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "subject": event.subject,
        "time": event.time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "partitionkey": event.stream,
        "streamseq": str(event.seq),
        "dataschema": schema_id(event.type),
        "traceparent": event.trace.traceparent,
        "correlationid": event.trace.correlation_id,
        "causationid": event.trace.causation_id,
    }
    headers = [(f"ce_{name}", value.encode()) for name, value in attributes.items() if value]
    value = COMPACT.encode(event.data)
    return Record(event.stream.encode(), value.encode(), [*headers, ("content-type", CONTENT_TYPE.encode())])


def from_record(record: RecordLike) -> Event:
    """Return the event of a record; raises PoisonRecord when it is not one of ours."""
    headers = _headers(record.headers)
    for name, shape in NAMES.items():
        if not shape.match(headers.get(f"ce_{name}", "")):
            raise PoisonRecord(f"{name} is missing or misshapen")
    if record.key != headers["ce_partitionkey"].encode():
        raise PoisonRecord("key is not the stream")
    return Event(
        id=headers["ce_id"],
        type=headers["ce_type"],
        source=headers["ce_source"],
        stream=headers["ce_partitionkey"],
        seq=int(headers["ce_streamseq"]),
        subject=headers["ce_subject"],
        time=_instant(headers["ce_time"]),
        data=_data(record.value),
        trace=Trace(*[headers.get(name, "")[:80] for name in TRACE]),
    )


def _headers(pairs: Sequence[tuple[str, bytes]]) -> dict[str, str]:
    try:
        headers = {name: value.decode() for name, value in pairs}
    except (AttributeError, UnicodeDecodeError):
        raise PoisonRecord("a header is not text") from None
    if len(headers) != len(pairs):
        raise PoisonRecord("a header stands twice")
    if headers.get("ce_specversion") != "1.0":
        raise PoisonRecord("specversion is not 1.0")
    if headers.get("content-type", "").partition(";")[0].strip() != CONTENT_TYPE:
        raise PoisonRecord("content-type is not application/json")
    return headers


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise PoisonRecord("time is not an instant") from None


def _no_float(text: str) -> NoReturn:
    raise ValueError(text)


WITHOUT_FLOATS = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)


def _data(value: bytes | None) -> dict[str, Any]:
    if not value or len(value) > MAX_BYTES:
        raise PoisonRecord("value is empty or above 1 MB")
    try:
        data = WITHOUT_FLOATS.decode(value.decode())
    except (ValueError, RecursionError):
        raise PoisonRecord("value is not JSON") from None
    if not isinstance(data, dict):
        raise PoisonRecord("value is not an object")
    return data
