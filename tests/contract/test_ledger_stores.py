"""One suite for ledgers in memory and in MongoDB, and what is sealed there."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.access import SYSTEM, Scope
from shared.errors import NotFound, Stale
from shared.ids import new_id
from shared.ledger.intake import Intake, Mode, Signature, Source, State
from shared.ledger.ports import Intakes
from shared.ledger.row import Claim, Entry, Finding, Outcome, Row
from shared.storage import indexes
from shared.storage.ledgers import MongoIntakes
from shared.storage.mongo import transaction
from shared.storage.vault import Vault, WrappingKeys
from tests.builders.databases import Ensure
from tests.builders.world import an_officer
from tests.fakes.ledger import MemoryIntakes

Do = Callable[[Callable[[Intakes], Any]], Any]
COUNTY = ("1" * 32, "2" * 32)
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
NAME, NUMBER = "龙凤英", "431230198506150002"


@pytest.fixture(params=["memory", "mongo"])
def do(request: pytest.FixtureRequest) -> Do:
    """Run a step on the store, in one transaction where there are any."""
    if request.param == "memory":
        memory = MemoryIntakes()
        return lambda step: step(memory)
    database: Database[dict[str, Any]] = request.getfixturevalue("furnished")(indexes.ensure)
    vault = Vault(database, "loans", WrappingKeys({1: b"k" * 32}))

    def run(step: Callable[[Intakes], Any]) -> Any:
        def work(session: ClientSession) -> Any:
            return step(MongoIntakes(database, session, vault))

        return transaction(database.client, work)

    return run


def ledger(kind: str = "bean") -> Intake:
    by = an_officer("coordinator", COUNTY)
    return Intake(new_id(), Source(kind, COUNTY, "431230", by, AT, "0" * 64, {"number": ("B", "编号")}), Mode.ALL, 2)


def rows() -> list[Row]:
    entry = Entry("A", "bean", "t", {"fen": 100}, 100, None, {"name": NAME, "id_no": NUMBER})
    return [Row(4, "1", [], entry), Row(5, "2", [Finding("number", "required", {"n": 1}, "是不是这个", "error")])]


def stored(do: Do) -> Intake:
    one = ledger()
    do(lambda store: store.add(one, b"the file"))
    do(lambda store: store.put_rows(one.id, rows()))
    return one


def test_a_ledger_comes_back_whole(do: Do):
    one = stored(do)
    one.start()
    one.judge(rows(), ())
    one.signatures = (Signature("a" * 32, "张敏", "coordinator", AT),)
    do(lambda store: store.save(one))
    found = do(lambda store: store.get(SYSTEM, one.id))
    assert (found.state, found.found, found.signatures, found.counts) == (
        State.CHECKED,
        one.found,
        one.signatures,
        one.counts,
    )
    assert found.source.by.id == one.source.by.id
    assert found.source.columns == one.source.columns
    assert do(lambda store: store.file(one.id)) == b"the file"
    assert do(lambda store: store.rows(one.id)) == rows()
    assert [row.row for row in do(lambda store: store.open_rows(one.id, 5))] == [4]


def test_another_county_finds_nothing(do: Do):
    one = stored(do)
    with pytest.raises(NotFound, match="ledger_not_found"):
        do(lambda store: store.get(Scope(frozenset({"9" * 32})), one.id))
    assert do(lambda store: store.listed(Scope(frozenset({COUNTY[1]})), "bean", 5))
    assert do(lambda store: store.listed(Scope(frozenset({COUNTY[1]})), "pea", 5)) == []


def test_whoever_saves_second_is_told(do: Do):
    one = stored(do)
    first, second = (do(lambda store: store.get(SYSTEM, one.id)) for _ in range(2))
    do(lambda store: store.save(first))
    with pytest.raises(Stale):
        do(lambda store: store.save(second))


def test_a_row_that_has_ended_moves_the_progress(do: Do):
    one = stored(do)
    row = rows()[0]
    row.booked("heap")
    do(lambda store: store.save_rows(one.id, [row]))
    assert do(lambda store: store.get(SYSTEM, one.id)).done == 1
    assert do(lambda store: store.some(one.id, [4]))[0].outcome is Outcome.BOOKED
    assert do(lambda store: store.open_rows(one.id, 5)) == []


def test_a_key_that_was_booked_is_found_again_by_its_kind(do: Do):
    claim = Claim("A", {"fen": 100}, "1" * 32, 4, "heap")
    do(lambda store: store.claim("bean", claim))
    assert do(lambda store: store.claims("bean", ["A", "B"])) == {"A": claim}
    assert do(lambda store: store.claims("pea", ["A"])) == {}


def test_nothing_of_a_ledger_stands_in_clear_and_after_forgetting_it_cannot_be_read(
    furnished: Callable[[Ensure], Database[dict[str, Any]]],
):
    database = furnished(indexes.ensure)
    vault = Vault(database, "loans", WrappingKeys({1: b"k" * 32}))
    one = ledger()
    one.signatures = (Signature("a" * 32, "张敏", "coordinator", AT),)

    def run(step: Callable[[Intakes], Any]) -> Any:
        return transaction(database.client, lambda session: step(MongoIntakes(database, session, vault)))

    run(lambda store: store.add(one, f"{NAME}{NUMBER}".encode()))
    run(lambda store: store.put_rows(one.id, rows()))
    run(lambda store: store.save(one))
    whole = repr([list(database[name].find()) for name in database.list_collection_names()])
    assert [text for text in (NAME, NUMBER, "张敏") if text in whole] == []
    run(lambda store: store.forget(one.id))
    read = run(lambda store: store.rows(one.id))
    assert [(row.entry, [found.slug for found in row.findings]) for row in read] == [(None, ["ledger_row_gone"])] * 2
    assert run(lambda store: store.file(one.id)) is None
    assert "张敏" not in repr(run(lambda store: store.get(SYSTEM, one.id)))
