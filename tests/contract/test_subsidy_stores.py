"""One suite for batches of subsidies in memory and in MongoDB: whole, added up, one list a quarter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.loans.domain.batch import Batch, Item, Payment, Payout
from services.loans.storage import batches as stores
from services.loans.usecases.subsidy.ports import Batches
from shared.errors import Conflict, NotFound, Stale
from shared.ids import new_id
from shared.storage.mongo import transaction
from tests.fakes.subsidies import MemoryBatches

Do = Callable[[Callable[[Batches], Any]], Any]
COUNTY, QUARTER = "2" * 32, date(2026, 6, 20)
ITEM = Item("a" * 32, "b" * 32, "JJ-1", date(2026, 3, 21), QUARTER, 9_200, 395, 300, 150, -7, 72, Payout.NET)


@pytest.fixture(params=["memory", "mongo"])
def do(request: pytest.FixtureRequest) -> Do:
    """Run a step on the store, in one transaction where there are any."""
    if request.param == "memory":
        memory = MemoryBatches()
        return lambda step: step(memory)
    database: Database[dict[str, Any]] = request.getfixturevalue("furnished")(stores.indexes)

    def run(step: Callable[[Batches], Any]) -> Any:
        def work(session: ClientSession) -> Any:
            return step(stores.MongoBatches(database, session))

        return transaction(database.client, work)

    return run


def a_batch(ends_on: date = QUARTER, *items: Item) -> Batch:
    known = items or (ITEM, replace(ITEM, loan_id="c" * 32, number="JJ-2", bank_fen=3))
    return Batch(new_id(), COUNTY, ends_on, date(2026, 6, 21), "", 3, list(known))


def stored(do: Do, one: Batch) -> Batch:
    do(lambda batches: batches.add(one))
    found: Batch = do(lambda batches: batches.get(one.id))
    return found


def test_what_was_stored_comes_back_whole(do: Do):
    one = a_batch()
    assert stored(do, one) == one
    with pytest.raises(NotFound, match="batch_not_found"):
        do(lambda batches: batches.get(new_id()))


def test_a_batch_goes_on_with_every_hand_and_figure(do: Do):
    found = stored(do, a_batch())
    found.compare(found.items[0], 150, "year_365")
    found.check(by="x")
    do(lambda batches: batches.save(found))
    found = do(lambda batches: batches.get(found.id))
    assert [(one.bank_fen, one.bank_way) for one in found.items] == [(150, "year_365"), (3, "")]
    found.pay(Payment("通财〔2026〕31号", date(2026, 10, 1), "y", advanced=True), today=date(2026, 10, 1))
    found.settle(date(2026, 10, 2), today=date(2026, 10, 2))
    do(lambda batches: batches.save(found))
    assert do(lambda batches: batches.get(found.id)) == found


def test_what_stands_in_live_batches_is_added_up_per_loan_and_a_dropped_one_counts_no_more(do: Do):
    stored(do, a_batch())
    later = stored(do, a_batch(date(2026, 9, 20), replace(ITEM, subsidy_fen=40, earlier_fen=0)))
    assert do(lambda batches: batches.paid(COUNTY)) == {"a" * 32: 183, "c" * 32: 143}
    assert [one.ends_on for one in do(lambda batches: batches.of_fund(COUNTY))] == [date(2026, 9, 20), QUARTER]
    assert [item.due_fen for _, item in do(lambda batches: batches.of_loan("a" * 32))] == [143, 40]
    later.drop()
    do(lambda batches: batches.save(later))
    assert do(lambda batches: batches.paid(COUNTY)) == {"a" * 32: 143, "c" * 32: 143}
    assert len(do(lambda batches: batches.of_fund(COUNTY))) == 1
    stored(do, a_batch(date(2026, 9, 20), ITEM))


def test_who_saves_an_older_version_is_told_so(do: Do):
    first = stored(do, a_batch())
    second = do(lambda batches: batches.get(first.id))
    first.check(by="x")
    do(lambda batches: batches.save(first))
    second.drop()
    with pytest.raises(Stale):
        do(lambda batches: batches.save(second))


def test_a_county_has_one_list_for_a_quarter(do: Do):
    stored(do, a_batch())
    with pytest.raises((Conflict, DuplicateKeyError)):
        stored(do, a_batch())
