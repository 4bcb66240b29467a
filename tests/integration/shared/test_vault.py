"""Sealed values on a real database: bound to their place, unreadable once her key is gone."""

import os
from pathlib import Path
from typing import Any

import pytest
from bson.binary import Binary
from pymongo.database import Database

from shared.storage.mongo import transaction
from shared.storage.vault import ERASED, BlindIndex, Broken, UnknownAlgorithm, Vault, WrappingKeys

HER, OTHER = "a" * 32, "b" * 32
KEYS = WrappingKeys({1: b"1" * 32})
Rows = Database[dict[str, Any]]


def sealed(database: Rows, vault: Vault, person: str = HER, **values: str) -> dict[str, Any]:
    return transaction(database.client, lambda session: vault.seal(session, person, "persons", values))


def test_what_was_sealed_opens_again_and_lies_in_clear_nowhere(database: Rows):
    vault = Vault(database, "applicant", KEYS)
    row = sealed(database, vault, name="龙海燕", phone="13900000007")
    database.persons.insert_one({"_id": HER, **row})
    assert vault.open(HER, "persons", row) == {"name": "龙海燕", "phone": "13900000007"}
    stored = database.persons.find_one()
    assert stored is not None
    assert "龙海燕".encode() not in bytes(stored["name"])
    assert b"13900000007" not in bytes(stored["phone"])


def test_the_same_value_is_sealed_differently_each_time(database: Rows):
    vault = Vault(database, "applicant", KEYS)
    assert sealed(database, vault, name="龙海燕") != sealed(database, vault, name="龙海燕")
    assert database["keys"].count_documents({}) == 1


@pytest.mark.parametrize("moved", ["field", "place", "person", "service", "byte"])
def test_a_value_that_was_moved_or_changed_does_not_open(database: Rows, moved: str):
    vault = Vault(database, "applicant", KEYS)
    row = sealed(database, vault, name="龙海燕", phone="13900000007")
    sealed(database, vault, OTHER, name="石榴花")
    elsewhere, person, place = vault, HER, "persons"
    match moved:
        case "field":
            row = {"name": row["phone"]}
        case "place":
            place = "drafts"
        case "person":
            person = OTHER
        case "service":
            elsewhere = Vault(database, "loans", KEYS)
        case "byte":
            row = {"name": Binary(bytes(row["name"])[:-1] + b"\x00")}
    with pytest.raises(Broken):
        elsewhere.open(person, place, {"name": row["name"]})


def test_a_value_of_an_unknown_kind_says_so(database: Rows):
    vault = Vault(database, "applicant", KEYS)
    row = sealed(database, vault, name="龙海燕")
    with pytest.raises(UnknownAlgorithm):
        vault.open(HER, "persons", {"name": b"\x09" + bytes(row["name"])[1:]})


def test_without_her_key_everything_of_hers_is_gone_and_others_stay(database: Rows):
    vault = Vault(database, "applicant", KEYS)
    hers, others = sealed(database, vault, name="龙海燕"), sealed(database, vault, OTHER, name="石榴花")
    paper = transaction(database.client, lambda session: vault.seal(session, HER, "papers", {"scan": b"\x89PNG"}))[
        "scan"
    ]
    assert vault.open_bytes(HER, "papers", "scan", paper) == b"\x89PNG"
    transaction(database.client, lambda session: vault.destroy(session, HER))
    found = vault.open_each("persons", [(HER, hers), (OTHER, others), (OTHER, {}), (OTHER, others)])
    assert found == [{"name": ERASED}, {"name": "石榴花"}, {}, {"name": "石榴花"}]
    assert vault.open_bytes(HER, "papers", "scan", paper) is None


def test_a_key_made_in_a_transaction_that_failed_was_never_there(database: Rows):
    vault = Vault(database, "applicant", KEYS)

    def fail(session) -> None:
        vault.seal(session, HER, "persons", {"name": "龙海燕"})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transaction(database.client, fail)
    assert database["keys"].count_documents({}) == 0


def test_wrapping_keys_are_changed_while_serving_and_the_old_one_can_go(database: Rows):
    old = Vault(database, "applicant", KEYS)
    row = sealed(database, old, name="龙海燕")
    both = Vault(database, "applicant", WrappingKeys({1: b"1" * 32, 2: b"2" * 32}))
    assert both.open(HER, "persons", row) == {"name": "龙海燕"}
    assert (both.rewrap(), both.rewrap()) == (1, 0)
    alone = Vault(database, "applicant", WrappingKeys({2: b"2" * 32}))
    assert alone.open(HER, "persons", row) == {"name": "龙海燕"}
    with pytest.raises((Broken, KeyError)):
        old.open(HER, "persons", row)


def test_wrapping_keys_are_read_from_files(tmp_path: Path):
    (tmp_path / "kek").write_bytes(b"1" * 32)
    (tmp_path / "kek-3").write_bytes(b"3" * 32)
    found = WrappingKeys.load(tmp_path)
    assert (found.current, sorted(found.by_version)) == (3, [1, 3])


def test_a_blind_index_finds_a_value_however_it_was_typed_and_by_field_and_key():
    index = BlindIndex(os.urandom(32))
    assert index.of("id_no", " 43123019850615000x") == index.of("id_no", "４３１２３０１９８５０６１５０００X")
    assert index.of("id_no", "1") != index.of("phone", "1")
    assert index.of("id_no", "1") != BlindIndex(os.urandom(32)).of("id_no", "1")
    assert index.of_all("phone", ["1", "2"]) == [index.of("phone", "1"), index.of("phone", "2")]
    assert len(index.of("phone", "1")) == 16
