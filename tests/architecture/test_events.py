"""Topics, event names and fields: the same everywhere, and nothing personal in them."""

import importlib
import tomllib

import pytest
import yaml
from marshmallow import Schema, fields

from shared.contracts import PUBLISHED
from shared.events.registry import contracts, personal_fields
from shared.settings import SERVICES
from tests.architecture.source import ROOT

MANIFEST = tomllib.loads((ROOT / "deploy" / "processes.toml").read_text())


def test_the_topics_in_code_are_those_the_run_makes():
    assert {one.topic for one in contracts()} == set(MANIFEST["topics"]["names"])
    assert {f"{service}.events" for service in SERVICES} == set(MANIFEST["topics"]["names"])


def test_compose_starts_what_makes_every_topic():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert {f"{service}-topics" for service in SERVICES} <= set(compose)


def test_no_event_has_a_field_that_could_carry_personal_data():
    assert {name: found for name, schema in PUBLISHED.items() if (found := personal_fields(schema))} == {}


@pytest.mark.parametrize("name", ["name", "phone", "id_no", "birth_on", "address", "remark", "bank_card", "spouse"])
def test_the_deny_list_catches_a_planted_field(name: str):
    assert personal_fields(Schema.from_dict({name: fields.String()})()) == [name]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_acts_only_on_events_that_somebody_publishes(service: str):
    inbound = importlib.import_module(f"services.{service}.events.inbound")
    assert set(inbound.HANDLERS) <= set(PUBLISHED)
    heard = {f"{name.partition('.')[0]}.events" for name in inbound.HANDLERS}
    assert heard <= set(inbound.TOPICS)
    assert set(inbound.TOPICS) <= set(MANIFEST["topics"]["names"])
