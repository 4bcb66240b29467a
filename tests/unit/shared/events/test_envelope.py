"""Events as CloudEvents records: both ways, against the CloudEvents package as oracle, and nothing misread."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_kafka_event, to_binary_event
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.events.envelope import Event, PoisonRecord, Record, from_record, to_record
from shared.trace import Trace
from tests.fakes.events import an_event

NAME = st.text("abcdefghijklmnopqrstuvwxyz0123456789:_.-", min_size=1, max_size=40)
HEX = st.text("0123456789abcdef", min_size=32, max_size=32)
VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=6,
)
EVENTS = st.builds(
    Event,
    id=HEX,
    type=st.sampled_from(["loans.application.submitted.v1", "applicant.person.erasure-requested.v12"]),
    source=st.sampled_from(["/loans", "/applicant"]),
    stream=NAME,
    seq=st.integers(1, 10**14),
    subject=NAME,
    time=st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    data=st.dictionaries(NAME, VALUE, max_size=4),
    trace=st.builds(Trace, HEX, HEX, HEX | st.just("")),
)


@given(EVENTS)
@settings(max_examples=100, deadline=None, database=None)
def test_an_event_comes_back_as_it_went(event: Event) -> None:
    assert from_record(to_record(event)) == event


@given(EVENTS)
@settings(max_examples=50, deadline=None, database=None)
def test_the_cloudevents_package_reads_what_we_write(event: Event) -> None:
    record = to_record(event)
    theirs = from_kafka_event(KafkaMessage(headers=dict(record.headers), key=record.key, value=record.value))
    assert (theirs.get_id(), theirs.get_type(), theirs.get_source()) == (event.id, event.type, event.source)
    assert (theirs.get_subject(), theirs.get_time()) == (event.subject, event.time)
    assert theirs.get_data() == event.data
    assert theirs.get_extension("partitionkey") == event.stream
    assert theirs.get_extension("streamseq") == str(event.seq)


@given(EVENTS)
@settings(max_examples=50, deadline=None, database=None)
def test_we_read_what_the_cloudevents_package_writes(event: Event) -> None:
    attributes = {name.removeprefix("ce_"): value.decode() for name, value in to_record(event).headers}
    attributes["datacontenttype"] = attributes.pop("content-type")
    theirs = CloudEvent(attributes | {"time": event.time}, dict(event.data))
    message = to_binary_event(theirs, key_mapper=lambda _event: event.stream)
    key = message.key.encode() if isinstance(message.key, str) else message.key
    assert from_record(Record(key, message.value, list(message.headers.items()))) == event


def test_chinese_travels_as_itself() -> None:
    assert "侗锦".encode() in (to_record(an_event(data={"title": "侗锦"})).value or b"")


def test_a_record_without_causes_has_no_empty_headers() -> None:
    record = to_record(an_event(trace=Trace("", "", "")))
    assert all(value for _, value in record.headers)
    assert from_record(record).trace == Trace("", "", "")


def headers(**changes: bytes | None) -> list[tuple[str, bytes]]:
    found = dict(to_record(an_event()).headers)
    for name, value in changes.items():
        found[name.replace("content_type", "content-type")] = value
    return [(name, value) for name, value in found.items() if value is not None]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (Record(b"w1", b"{}", headers(ce_specversion=b"0.3")), "specversion"),
        (Record(b"w1", b"{}", headers(ce_streamseq=b"0")), "streamseq"),
        (Record(b"w1", b"{}", headers(ce_streamseq="１".encode())), "streamseq"),
        (Record(b"w1", b"{}", headers(ce_streamseq=b"1\n")), "streamseq"),
        (Record(b"w1", b"{}", headers(ce_type=b"loans.said")), "type"),
        (Record(b"w1", b"{}", headers(ce_id=None)), "id is missing"),
        (Record(b"w1", b"{}", headers(ce_time=b"2026-13-01T00:00:00Z")), "time"),
        (Record(b"w1", b"{}", headers(ce_source=b"\xff")), "not text"),
        (Record(b"w1", b"{}", headers(content_type=b"application/cloudevents+json")), "content-type"),
        (Record(b"w2", b"{}", headers()), "key"),
        (Record(None, b"{}", headers()), "key"),
        (Record(b"w1", None, headers()), "empty"),
        (Record(b"w1", b"", headers()), "empty"),
        (Record(b"w1", b"x" * 1_000_001, headers()), "1 MB"),
        (Record(b"w1", b"{", headers()), "not JSON"),
        (Record(b"w1", b"\xff", headers()), "not JSON"),
        (Record(b"w1", b"[" * 100_000, headers()), "not JSON"),
        (Record(b"w1", b'{"n": 1.5}', headers()), "not JSON"),
        (Record(b"w1", b'{"n": NaN}', headers()), "not JSON"),
        (Record(b"w1", b"[]", headers()), "not an object"),
        (Record(b"w1", b"{}", [*headers(), ("ce_id", b"0" * 32)]), "twice"),
        (Record(b"w1", b"{}", [("ce_id", None)]), "not text"),  # type: ignore[list-item]
        (Record(b"w1", b"{}", []), "specversion"),
    ],
)
def test_what_is_no_event_of_ours_is_poison(record: Record, reason: str) -> None:
    with pytest.raises(PoisonRecord, match=reason):
        from_record(record)


def test_an_instant_of_another_zone_is_written_in_utc() -> None:
    event = an_event(time=datetime.fromisoformat("2026-11-23T08:00:00+08:00"))
    assert dict(to_record(event).headers)["ce_time"] == b"2026-11-23T00:00:00Z"


def test_what_json_cannot_say_is_not_sent() -> None:
    for value in (float("nan"), datetime.now(UTC), b"bytes"):
        with pytest.raises((TypeError, ValueError)):
            to_record(an_event(data={"x": value}))
    assert json.loads(to_record(replace(an_event(), data={})).value or b"") == {}
