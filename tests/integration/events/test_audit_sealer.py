"""The audit chain on a real mongod: sealed within a second, and nothing can be changed behind it unseen."""

import json

import pytest

from shared.access import Actor, Kind
from shared.storage.audit import Audit, Entry
from shared.storage.audit_sealer import Fault, Sealer, verify
from tests.integration.events.world import World

KEY = b"k" * 32


@pytest.fixture
def sealer(world: World, tmp_path) -> Sealer:
    """Twenty acts, sealed and anchored."""
    for n in range(20):
        Audit(world.db).record(None, Entry(f"act_{n}", Actor("a1", Kind.STAFF), person_ids=["w1"], facts={"n": n}))
    sealer = Sealer(world.client, world.db, KEY, tmp_path / "anchors")
    sealer.once()
    sealer._anchor()
    return sealer


def anchors(tmp_path) -> list[dict]:
    return [json.loads(line) for file in (tmp_path / "anchors").iterdir() for line in file.read_text().splitlines()]


def test_a_chain_nobody_touched_is_whole(world: World, sealer: Sealer, tmp_path) -> None:
    assert verify(world.db, KEY, anchors(tmp_path)) is None
    assert sealer.once() == 0
    assert world.db.audit.count_documents({"seq": None}) == 0


def test_an_edited_row_is_found_where_it_stands(world: World, sealer: Sealer) -> None:
    world.db.audit.update_one({"seq": 7}, {"$set": {"e.reason": "something else"}})
    assert verify(world.db, KEY) == Fault(7, "edited")


def test_a_removed_row_is_found_as_a_hole(world: World, sealer: Sealer) -> None:
    world.db.audit.delete_one({"seq": 7})
    assert verify(world.db, KEY) == Fault(7, "missing")


def test_two_rows_that_changed_places_are_found(world: World, sealer: Sealer) -> None:
    third, fourth = world.db.audit.find_one({"seq": 3}), world.db.audit.find_one({"seq": 4})
    world.db.audit.update_one({"_id": third["_id"]}, {"$set": {"e": fourth["e"]}})
    world.db.audit.update_one({"_id": fourth["_id"]}, {"$set": {"e": third["e"]}})
    assert verify(world.db, KEY) == Fault(3, "edited")


def test_a_cut_tail_is_found_by_the_anchor_even_when_the_head_was_set_back(
    world: World, sealer: Sealer, tmp_path
) -> None:
    world.db.audit.delete_many({"seq": {"$gt": 15}})
    last = world.db.audit.find_one({"seq": 15})
    world.db.audit_head.update_one({"_id": "head"}, {"$set": {"seq": 15, "mac": last["mac"]}})
    assert verify(world.db, KEY) is None
    assert verify(world.db, KEY, anchors(tmp_path)) == Fault(16, "cut")


def test_whoever_lacks_the_key_cannot_make_a_chain(world: World, sealer: Sealer) -> None:
    assert verify(world.db, b"x" * 32) == Fault(1, "edited")


def test_two_sealers_make_one_chain(world: World, sealer: Sealer) -> None:
    for n in range(30):
        Audit(world.db).record(None, Entry(f"later_{n}", Actor("a1", Kind.STAFF)))
    other = Sealer(world.client, world.db, KEY)
    assert sealer.once() + other.once() == 30
    assert verify(world.db, KEY) is None
