"""The AsyncAPI 3 document: which topic carries what, who sends it, who listens."""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.events.registry import EventType, Registry
from shared.events.schemas import json_schema
from shared.events.topics import PARTITIONS, SETTINGS

HEADERS: dict[str, Any] = {
    "type": "object",
    "required": [
        "ce_specversion",
        "ce_id",
        "ce_source",
        "ce_type",
        "ce_subject",
        "ce_time",
        "ce_partitionkey",
        "ce_streamseq",
    ],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "pattern": "^[0-9a-f]{32}$", "description": "UUIDv7, for people and logs"},
        "ce_source": {"type": "string", "description": "the service, /loans"},
        "ce_type": {"type": "string"},
        "ce_subject": {"type": "string", "description": "the aggregate's id"},
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_partitionkey": {"type": "string", "description": "the stream: the woman's id, class:…, fund:…, org:tree"},
        "ce_streamseq": {
            "type": "string",
            "pattern": "^[1-9][0-9]*$",
            "description": "number within (source, stream), without gaps: with them the identity of the event",
        },
        "ce_dataschema": {"type": "string", "format": "uri"},
        "ce_traceparent": {"type": "string"},
        "ce_correlationid": {"type": "string", "description": "id of the request that began it"},
        "ce_causationid": {"type": "string", "description": "id of the request or event that caused it"},
    },
}


def document(registry: Registry, listens: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """Return the document; `listens` names, per consumer, the event types it has handlers for."""
    types = list(registry)
    return {
        "asyncapi": "3.1.0",
        "info": {
            "title": "Jinguo events",
            "version": "1.0.0",
            "description": "CloudEvents 1.0 in Kafka's binary mode; no personal data. Generated, do not edit.",
        },
        "defaultContentType": "application/json",
        "channels": {topic: _channel(topic, types) for topic in sorted({one.topic for one in types})},
        "operations": _sends(types) | _receives(types, listens),
        "components": {"messages": {one.full: _message(one) for one in types}, "schemas": {"headers": HEADERS}},
    }


def _channel(topic: str, types: Iterable[EventType]) -> dict[str, Any]:
    mine = [one.full for one in types if one.topic == topic]
    kafka = {"topic": topic, "partitions": PARTITIONS, "bindingVersion": "0.5.0"}
    settings = {"cleanup.policy": [SETTINGS["cleanup.policy"]], "retention.ms": int(SETTINGS["retention.ms"])}
    return {
        "address": topic,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in mine},
        "bindings": {"kafka": kafka | {"topicConfiguration": settings}},
    }


def _message(one: EventType) -> dict[str, Any]:
    shape = json_schema(one.full, one.schema)
    return {
        "name": one.full,
        "contentType": "application/json",
        "summary": shape["description"],
        "headers": {"$ref": "#/components/schemas/headers"},
        "payload": {key: value for key, value in shape.items() if key not in ("$schema", "$id")},
        "bindings": {"kafka": {"key": {"type": "string", "description": "the stream"}, "bindingVersion": "0.5.0"}},
    }


def _sends(types: Iterable[EventType]) -> dict[str, Any]:
    return {f"{one.service}.sends.{one.full}": _operation("send", one) for one in types}


def _receives(types: Iterable[EventType], listens: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    return {
        f"{consumer}.receives.{one.full}": _operation("receive", one)
        | {"bindings": {"kafka": {"groupId": {"type": "string", "const": consumer}, "bindingVersion": "0.5.0"}}}
        for consumer, wanted in sorted(listens.items())
        for one in types
        if one.full in set(wanted)
    }


def _operation(action: str, one: EventType) -> dict[str, Any]:
    channel = f"#/channels/{one.topic}"
    return {"action": action, "channel": {"$ref": channel}, "messages": [{"$ref": f"{channel}/messages/{one.full}"}]}
