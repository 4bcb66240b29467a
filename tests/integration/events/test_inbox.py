"""The gate and its parked events on a real mongod."""

import threading
from dataclasses import replace
from functools import partial

import pytest
from pymongo.errors import DuplicateKeyError

from shared.access import Actor, Kind, Scope
from shared.errors import Conflict, NotFound, Refused
from shared.events import steps
from shared.events.consumer import Applier, Consumer
from shared.events.envelope import Event
from shared.events.health import counts, reconcile
from shared.events.parked import ParkedEvents, Stuck
from shared.events.sweep import Sweep
from shared.storage.mongo import transaction
from shared.trace import current
from tests.integration.events.world import REGISTRY, Listener, World

ANNA, BERTA = Actor("a1", Kind.STAFF), Actor("b1", Kind.STAFF)
EVERYWHERE = Scope(None)


class Moody:
    """A handler that can be told which number it cannot bear."""

    def __init__(self) -> None:
        self.refuses: set[int] = set()
        self.calls = 0

    def __call__(self, use: Listener, event: Event) -> None:
        self.calls += 1
        use.hear(event)
        if event.data["n"] in self.refuses:
            raise KeyError(event.data["n"])


def applier(world: World, handler=Listener.hear, **settings) -> Applier[Listener]:
    return world.consumer(handler, **settings).applier(threading.Event(), REGISTRY)


def said(world: World, stream: str, numbers: range) -> list[Event]:
    return [world.say(stream, n) for n in numbers]


def parked(world: World) -> list[Stuck]:
    return ParkedEvents(world.db, None).list(EVERYWHERE)


def agrees(world: World) -> bool:
    now = counts(world.db)
    return reconcile("/loans", "loans", now, now) is None


def test_what_comes_twice_is_heard_once(world: World) -> None:
    events = said(world, "w1", range(1, 6))
    gate = applier(world)
    gate.apply(events)
    gate.apply(events[2:])
    gate.apply([*events, events[0]])
    assert world.heard() == {"w1": [1, 2, 3, 4, 5]}
    assert agrees(world)


def test_what_comes_early_waits_and_is_heard_in_its_turn(world: World) -> None:
    one, two, three, four = said(world, "w1", range(1, 5))
    gate = applier(world)
    gate.apply([one, three, four, three])
    assert world.heard() == {"w1": [1]}
    assert not agrees(world)
    assert [(row.seq, row.reason, row.behind) for row in parked(world)] == [(3, "gap", 1)]
    gate.apply([two])
    assert world.heard() == {"w1": [1, 2, 3, 4]}
    assert parked(world) == []
    assert agrees(world)


def test_a_gap_that_closed_just_before_a_crash_is_seen_by_the_sweep(world: World) -> None:
    events = said(world, "w1", range(1, 4))
    gate = applier(world)
    gate.apply([events[0], events[2]])
    world.consumer().unit(lambda inbox, use: steps.batch(inbox, partial(Listener.hear, use), [events[1]]))
    assert world.heard() == {"w1": [1, 2]}
    assert Sweep("loans", world.db, applier(world)).once() == 1
    assert world.heard() == {"w1": [1, 2, 3]}


def test_one_womans_failure_holds_nobody_else_up(world: World) -> None:
    moody = Moody()
    moody.refuses = {2}
    events = [
        event
        for pair in zip(said(world, "w1", range(1, 5)), said(world, "w2", range(11, 15)), strict=True)
        for event in pair
    ]
    applier(world, moody).apply(events)
    assert world.heard() == {"w1": [1], "w2": [11, 12, 13, 14]}
    [row] = parked(world)
    assert (row.stream, row.seq, row.reason, row.attempts, row.behind) == ("w1", 2, "failed", 1, 2)
    assert row.error.startswith("KeyError at ")
    assert "test_inbox.py" in row.error
    assert agrees(world)


def test_a_failed_event_delivered_again_stays_parked_until_somebody_replays_it(world: World) -> None:
    moody = Moody()
    moody.refuses = {2}
    events = said(world, "w1", range(1, 4))
    gate = applier(world, moody)
    gate.apply(events)
    moody.refuses = set()
    gate.apply(events)
    assert world.heard() == {"w1": [1]}


def test_a_replay_goes_on_in_order_with_all_that_waited(world: World) -> None:
    moody = Moody()
    moody.refuses = {2}
    gate = applier(world, moody)
    gate.apply(said(world, "w1", range(1, 100)))
    sweep = Sweep("loans", world.db, gate)
    replay = parked(world)[0].id
    transaction(world.client, lambda s: ParkedEvents(world.db, s).replay(replay, by=ANNA))
    sweep.once()
    [row] = parked(world)
    assert (row.attempts, row.replay_asked, row.behind) == (2, False, 97)
    moody.refuses = {50}
    transaction(world.client, lambda s: ParkedEvents(world.db, s).replay(replay, by=ANNA))
    sweep.once()
    assert world.heard() == {"w1": list(range(1, 50))}
    assert [(row.seq, row.attempts) for row in parked(world)] == [(50, 1)]
    assert agrees(world)


def test_an_event_is_skipped_by_two_people_with_a_reason(world: World) -> None:
    moody = Moody()
    moody.refuses = {2}
    gate = applier(world, moody)
    gate.apply(said(world, "w1", range(1, 5)))
    [row] = parked(world)

    def act(verb):
        return transaction(world.client, lambda s: verb(ParkedEvents(world.db, s)))

    with pytest.raises(Conflict, match="skip_not_asked"):
        act(lambda desk: desk.confirm_skip(row.id, by=BERTA))
    with pytest.raises(Refused, match="reason_needed"):
        act(lambda desk: desk.ask_skip(row.id, by=ANNA, reason=" "))
    act(lambda desk: desk.ask_skip(row.id, by=ANNA, reason="sent twice by mistake"))
    with pytest.raises(Refused, match="same_person"):
        act(lambda desk: desk.confirm_skip(row.id, by=ANNA))
    act(lambda desk: desk.confirm_skip(row.id, by=BERTA))
    Sweep("loans", world.db, gate).once()
    assert world.heard() == {"w1": [1, 3, 4]}
    assert agrees(world)
    acts = [(entry["e"]["act"], entry["e"]["actor"]) for entry in world.db.audit.find().sort("_id")]
    assert acts == [("events.parked.skip_asked", "a1"), ("events.parked.skipped", "b1")]
    with pytest.raises(NotFound):
        act(lambda desk: desk.replay(row.id, by=ANNA))


def test_what_waits_for_an_earlier_event_can_be_neither_replayed_nor_skipped(world: World) -> None:
    events = said(world, "w1", range(1, 4))
    applier(world).apply([events[2]])
    [row] = parked(world)
    with pytest.raises(Refused, match="waits_for_earlier"):
        transaction(world.client, lambda s: ParkedEvents(world.db, s).ask_skip(row.id, by=ANNA, reason="because"))


def test_erasure_goes_first_and_forgets_what_waits_of_her(world: World) -> None:
    moody = Moody()
    moody.refuses = {2}
    gate = applier(world, moody, first=frozenset({"loans.test.other.v1"}))
    gate.handlers = {**gate.handlers, "loans.test.other.v1": Listener.hear}
    events = said(world, "w1", range(1, 4))
    training = [replace(event, source="/training", id=event.id[::-1]) for event in said(world, "w1", range(7, 9))]
    training = [replace(event, seq=seq) for event, seq in zip(training, (2, 3), strict=True)]
    gate.apply([*events, *training])
    erased = replace(world.say("w1", 99, "other"), seq=4)
    gate.apply([erased, *events])
    gate.apply([erased])
    assert world.heard() == {"w1": [1, 99]}
    assert parked(world) == []
    assert {row["source"]: row["pos"] for row in world.db.inbox.find({"stream": "w1"})} == {"/loans": 4, "/training": 3}


def test_a_newer_version_of_what_we_act_on_is_never_passed_over(world: World) -> None:
    gate = applier(world)
    newer = replace(world.say("w1", 1), type="loans.test.said.v2")
    gate.apply([newer])
    assert [row.reason for row in parked(world)] == ["newer_version"]
    gate.handlers = {**gate.handlers, "loans.test.said.v2": Listener.hear}
    sweep = Sweep("loans", world.db, gate)
    assert sweep.revive() == 1
    sweep.once()
    assert world.heard() == {"w1": [1]}


def test_a_type_nobody_handles_moves_the_position_and_nothing_else(world: World) -> None:
    applier(world).apply([world.say("w1", 1, "other"), world.say("w1", 2)])
    assert world.heard() == {"w1": [2]}
    assert agrees(world)


def test_a_duplicate_key_ends_the_transaction_and_parks_the_event(world: World) -> None:
    def twice(use: Listener, event: Event) -> None:
        use.hear(event)
        for _ in range(2):
            use.db.heard.insert_one({"_id": "only once"}, session=use.session)

    applier(world, twice).apply([world.say("w1", 1)])
    [row] = parked(world)
    assert row.error.startswith(DuplicateKeyError.__name__)
    assert world.heard() == {}


def test_two_processes_that_read_the_same_events_apply_each_once(world: World) -> None:
    events = [event for k in range(5) for event in said(world, f"w{k}", range(1, 41))]
    twins = [world.consumer(slot=slot).applier(threading.Event(), REGISTRY) for slot in range(2)]
    threads = [threading.Thread(target=twin.apply, args=(events,)) for twin in twins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert world.heard() == {f"w{k}": list(range(1, 41)) for k in range(5)}
    assert agrees(world)


def test_only_those_in_whose_units_it_lies_see_a_parked_event(world: World) -> None:
    event = replace(world.say("w1", 1), seq=2, data={"n": 1, "org_path": ["root", "county"]})
    applier(world).apply([event])
    assert len(ParkedEvents(world.db, None).list(Scope(frozenset({"county"})))) == 1
    assert ParkedEvents(world.db, None).list(Scope(frozenset({"elsewhere"}))) == []


def test_a_handler_works_under_the_trace_of_its_event(world: World) -> None:
    seen = []
    event = world.say("w1", 1)
    applier(world, lambda _use, _event: seen.append(current())).apply([event])
    assert (seen[0].correlation_id, seen[0].causation_id) == (event.trace.correlation_id, event.id)


def test_a_consumer_under_another_name_starts_from_nothing(world: World) -> None:
    events = said(world, "w1", range(1, 4))
    applier(world).apply(events)
    other: Consumer[Listener] = replace(world.consumer(), name="loans.again_1")
    other.applier(threading.Event(), REGISTRY).apply(events)
    assert world.heard() == {"w1": [1, 2, 3, 1, 2, 3]}
