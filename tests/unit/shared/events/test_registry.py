"""What may be said, what a newer version means, and what no event may be called."""

import pytest
from marshmallow import RAISE, Schema, fields

from shared.contracts import PUBLISHED
from shared.events.registry import ContractBroken, EventType, Registry, contracts, personal_fields
from tests.fakes.events import an_event


class Said(Schema):
    class Meta:
        unknown = RAISE

    n = fields.Integer(required=True, strict=True)


V1, V2 = "loans.test.said.v1", "loans.test.said.v2"


def test_a_type_is_validated_by_its_own_promise() -> None:
    registry = Registry({V1: Said()})
    registry.validate(V1, {"n": 1})
    for data in ({}, {"n": "1"}, {"n": 1, "more": 2}):
        with pytest.raises(ContractBroken):
            registry.validate(V1, data)
    with pytest.raises(ContractBroken, match="not in shared/contracts"):
        registry.validate(V2, {"n": 1})


def test_a_broken_promise_names_fields_and_never_values() -> None:
    with pytest.raises(ContractBroken) as caught:
        Registry({V1: Said()}).validate(V1, {"n": "18 digits of somebody"})
    assert "18" not in str(caught.value)


def test_an_older_version_is_read_as_the_newer_one_that_is_handled() -> None:
    registry = Registry({}, {V1: (V2, lambda data: {"number": data["n"]})})
    newer = registry.upcast(an_event(), {V2: None})
    assert (newer.type, newer.data) == (V2, {"number": 1})
    assert registry.upcast(an_event(), {V1: None}).type == V1


def test_an_unknown_version_of_a_handled_fact_is_news_and_other_facts_are_not() -> None:
    registry = Registry({V1: Said()})
    assert registry.is_news(V2, {V1: None})
    assert not registry.is_news("loans.test.other.v2", {V1: None})
    assert not registry.is_news(V1, {V1: None})


def test_a_newer_version_that_is_known_here_and_sent_beside_the_old_one_may_be_passed() -> None:
    assert not Registry({V1: Said(), V2: Said()}).is_news(V2, {V1: None})


@pytest.mark.parametrize(
    "name", ["name", "spouse_name", "phone", "id_number", "birth_date", "age", "remark", "village_code"]
)
def test_a_personal_name_of_a_field_is_seen_at_any_depth(name: str) -> None:
    inner = Schema.from_dict({name: fields.String()})
    outer = Schema.from_dict({"many": fields.List(fields.Nested(inner))})
    assert personal_fields(outer()) == [f"many.{name}"]


@pytest.mark.parametrize(
    "name", ["title", "org_path", "person_id", "reason", "registered_on", "capacity", "amount_fen"]
)
def test_ordinary_names_are_allowed(name: str) -> None:
    assert personal_fields(Schema.from_dict({name: fields.String()})()) == []


def test_nothing_personal_has_a_place_in_any_published_event() -> None:
    assert {one.full: personal_fields(one.schema) for one in contracts() if personal_fields(one.schema)} == {}


def test_every_published_type_belongs_to_its_publisher_and_refuses_what_it_did_not_promise() -> None:
    for name, schema in PUBLISHED.items():
        one = EventType(name, schema)
        assert one.service in {"applicant", "training", "loans"}
        assert one.topic == f"{one.service}.events"
        assert schema.unknown == RAISE
