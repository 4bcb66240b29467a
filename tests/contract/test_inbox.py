"""What the gate may rely on: one suite on the inbox in memory and on MongoDB's."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared.errors import Stale
from shared.events import indexes
from shared.events.gate import Inbox, Parked, Position, Reason
from shared.events.inbox import MongoInbox
from shared.storage.mongo import connect, transaction
from tests.fakes.events import MemoryInbox, an_event

KEY = ("/loans", "w1")
Within = Callable[[Callable[[Inbox], Any]], Any]


@pytest.fixture(params=["memory", "mongo"])
def within(request: pytest.FixtureRequest) -> Iterator[Within]:
    """Runs a piece of work in one transaction on the inbox of this run of the suite."""
    if request.param == "memory":
        inbox = MemoryInbox()
        yield lambda work: work(inbox)
        return
    name = request.getfixturevalue("database_name")
    with connect(request.getfixturevalue("mongo_url")) as client:
        client.drop_database(name)
        indexes.ensure(client[name])
        yield lambda work: transaction(client, lambda session: work(MongoInbox(client[name], "loans", session)))
        client.drop_database(name)


def rows(*numbers: int, reason: Reason = Reason.GAP) -> list[Parked]:
    return [Parked(an_event(seq=number), reason) for number in numbers]


def move(inbox: Inbox, **changes: Any) -> None:
    before = inbox.open([KEY])
    inbox.save(before, {KEY: Position(**changes)})


def test_a_stream_never_seen_stands_at_nought(within: Within) -> None:
    assert within(lambda inbox: inbox.open([KEY])) == {KEY: Position()}


def test_what_was_saved_is_read_again(within: Within) -> None:
    within(lambda inbox: move(inbox, pos=3, parked=2, halted=True))
    assert within(lambda inbox: inbox.open([KEY])) == {KEY: Position(3, 2, halted=True, known=True)}


def test_a_position_somebody_else_has_moved_is_not_overwritten(within: Within) -> None:
    within(lambda inbox: move(inbox, pos=1))
    seen = within(lambda inbox: inbox.open([KEY]))
    within(lambda inbox: move(inbox, pos=2))
    with pytest.raises(Stale):
        within(lambda inbox: inbox.save(seen, {KEY: Position(3)}))
    assert within(lambda inbox: inbox.open([KEY]))[KEY].pos == 2


def test_an_event_is_parked_once(within: Within) -> None:
    assert within(lambda inbox: inbox.park(rows(3, 4))) == {KEY: 2}
    assert within(lambda inbox: inbox.park(rows(4, 5))) == {KEY: 1}
    assert within(lambda inbox: inbox.park(rows(4, 5))) == {}


def test_what_waits_comes_in_order_and_from_a_number_on(within: Within) -> None:
    within(lambda inbox: inbox.park(rows(7, 3, 12, 5)))
    assert [row.event.seq for row in within(lambda inbox: inbox.waiting(KEY, 3, 2))] == [5, 7]
    assert within(lambda inbox: inbox.waiting(KEY, 2, 1))[0].event == an_event(seq=3)


def test_what_is_settled_is_gone_and_the_rest_is_counted(within: Within) -> None:
    within(lambda inbox: inbox.park([*rows(3, 4, 5), Parked(an_event("w2", 3), Reason.GAP)]))
    assert within(lambda inbox: inbox.settle(KEY, 4)) == 1
    assert [row.event.seq for row in within(lambda inbox: inbox.waiting(KEY, 0, 9))] == [5]
    assert len(within(lambda inbox: inbox.waiting(("/loans", "w2"), 0, 9))) == 1


def test_each_failure_adds_an_attempt_and_keeps_the_latest_reason(within: Within) -> None:
    event = an_event(seq=3)
    within(lambda inbox: inbox.park([Parked(event, Reason.BEHIND)]))
    for error in ("KeyError", "ValueError"):
        within(lambda inbox, error=error: inbox.fail(Parked(event, Reason.FAILED, error)))
    [row] = within(lambda inbox: inbox.waiting(KEY, 0, 9))
    assert (row.reason, row.error, row.attempts) == (Reason.FAILED, "ValueError", 2)


def test_a_cleared_stream_has_nothing_parked_in_any_source_and_stands_past_it(within: Within) -> None:
    def prepare(inbox: Inbox) -> None:
        other = ("/training", "w1")
        inbox.save(inbox.open([KEY, other]), {KEY: Position(1, 2, halted=True), other: Position(4)})
        inbox.park(rows(2, 3))

    within(prepare)
    within(lambda inbox: inbox.clear("w1"))
    found = within(lambda inbox: inbox.open([KEY, ("/training", "w1")]))
    assert found == {KEY: Position(3, known=True), ("/training", "w1"): Position(4, known=True)}
    assert within(lambda inbox: inbox.waiting(KEY, 0, 9)) == []
