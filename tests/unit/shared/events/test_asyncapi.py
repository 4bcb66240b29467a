"""The AsyncAPI document: valid by the published JSON Schema, complete, and telling the truth about who listens."""

import json
from importlib import import_module
from pathlib import Path

import jsonschema
import pytest

from shared.events.asyncapi import document
from shared.events.registry import contracts

ROOT = Path(__file__).parents[4]
SPECS = ROOT / "frontend" / "node_modules" / "@asyncapi" / "specs" / "schemas" / "3.1.0.json"
SERVICES = ("applicant", "loans", "training")


@pytest.fixture(scope="module")
def listens() -> dict[str, list[str]]:
    """What each service has handlers for."""
    return {name: sorted(import_module(f"services.{name}.events.inbound").HANDLERS) for name in SERVICES}


def test_the_published_schema_accepts_it(listens: dict[str, list[str]]) -> None:
    specification = json.loads(SPECS.read_text())
    found = document(contracts(), listens)
    validator = jsonschema.validators.validator_for(specification)(specification)
    assert [error.message for error in validator.iter_errors(found)] == []


def test_the_published_schema_would_find_a_fault(listens: dict[str, list[str]]) -> None:
    specification = json.loads(SPECS.read_text())
    found = document(contracts(), listens)
    found["operations"]["loans.sends.loans.application.started.v1"]["action"] = "shout"
    validator = jsonschema.validators.validator_for(specification)(specification)
    assert list(validator.iter_errors(found))


def test_every_type_has_a_sender_and_every_listener_is_named(listens: dict[str, list[str]]) -> None:
    found = document(contracts(), listens)
    operations = found["operations"]
    for one in contracts():
        assert operations[f"{one.service}.sends.{one.full}"]["action"] == "send"
        assert f"#/components/messages/{one.full}" in json.dumps(found["channels"][one.topic])
    for name, wanted in listens.items():
        assert {key for key in operations if key.startswith(f"{name}.receives.")} == {
            f"{name}.receives.{t}" for t in wanted
        }


def test_every_type_a_service_listens_to_is_published_by_somebody(listens: dict[str, list[str]]) -> None:
    known = {one.full for one in contracts()}
    assert {name: sorted(set(wanted) - known) for name, wanted in listens.items()} == {name: [] for name in SERVICES}


def test_a_service_reads_every_topic_whose_events_it_handles(listens: dict[str, list[str]]) -> None:
    for name, wanted in listens.items():
        topics = set(import_module(f"services.{name}.events.inbound").TOPICS)
        assert {one.topic for one in contracts() if one.full in wanted} <= topics
