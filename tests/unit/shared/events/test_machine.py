"""Whatever fails between a change and its effect: in order, once, and in the end everything."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from shared.events import steps
from shared.events.broker import Place
from shared.events.consumer import Applier
from shared.events.envelope import Event, from_record
from shared.events.gate import Position, Verdict, judge
from shared.events.registry import Registry
from shared.events.relay import Relay
from tests.fakes.events import AllShards, MemoryOutbox, MemoryUnit
from tests.fakes.log import FakeLog, FakeMember, FakeProducer

STREAMS = ("w1", "w2", "w3")
TOPIC = "loans.events"


class Crash(Exception):
    """The process ends here."""


@dataclass
class Before:
    """An outbox as a frozen relay remembers it, and one whose process dies before it marks."""

    outbox: MemoryOutbox
    remembered: list[Event] | None = None
    dies: bool = False

    def unsent(self, shards, limit, resting=()):
        return self.outbox.unsent(shards, limit, resting) if self.remembered is None else self.remembered

    def mark_sent(self, ids) -> None:
        if self.dies:
            raise Crash
        self.outbox.mark_sent(ids)


class HeedlessRelay(Relay):
    """A planted bug: goes on with a stream whose event was not sent."""

    def _wave(self, events):
        count, _failed = super()._wave(events)
        self._resting = {}
        return count, set()


def accept_jumps(position: Position, event: Event) -> Verdict:
    """A planted bug: only looks whether the number grew."""
    return Verdict.APPLY if event.seq > position.pos else Verdict.DROP


def drop_others(position: Position, event: Event) -> Verdict:
    """A planted bug: throws away what comes early."""
    return Verdict.APPLY if event.seq == position.pos + 1 else Verdict.DROP


@dataclass
class EventIds:
    """A planted bug: remembers ids and forgets order."""

    seen: set[str] = field(default_factory=set)

    def __call__(self, _position: Position, event: Event) -> Verdict:
        if event.id in self.seen:
            return Verdict.DROP
        self.seen.add(event.id)
        return Verdict.APPLY


def hear(heard: dict[str, list[int]], event: Event) -> None:
    heard.setdefault(event.stream, []).append(event.seq)


class Chain(RuleBasedStateMachine):
    """Emit, relay, consume, with everything that goes wrong in between."""

    relay_class: type[Relay] = Relay
    verdict: Callable[[], steps.Judge] = staticmethod(lambda: judge)

    def __init__(self) -> None:
        super().__init__()
        self.log, self.outbox, self.unit = FakeLog(2), MemoryOutbox(), MemoryUnit()
        self.memory: list[Event] = []
        handlers = {"loans.test.said.v1": hear}
        self.applier = Applier(self.unit, handlers, Registry({}), batch=3, verdict=self.verdict())
        self.member = FakeMember(self.log, [TOPIC], "loans", max_records=4)

    def relay(self, before: Before, fails: frozenset[tuple[str, int]] = frozenset()) -> None:
        def refused(record) -> bool:
            event = from_record(record)
            return (event.stream, event.seq) in fails

        relay = self.relay_class(before, AllShards(), TOPIC, lambda: FakeProducer(self.log, refused), batch=5)
        relay.pump()

    @rule(stream=st.sampled_from(STREAMS))
    def emit(self, stream: str) -> None:
        self.outbox.emit(stream)

    @rule(fails=st.frozensets(st.tuples(st.sampled_from(STREAMS), st.integers(1, 6)), max_size=4))
    def pump(self, fails: frozenset[tuple[str, int]]) -> None:
        self.relay(Before(self.outbox), fails)

    @rule()
    def pump_and_die_before_the_mark(self) -> None:
        with suppress(Crash):
            self.relay(Before(self.outbox, dies=True))

    @rule()
    def freeze_a_relay(self) -> None:
        self.memory = self.outbox.unsent(range(8), 5)

    @rule()
    def the_frozen_relay_wakes_and_sends(self) -> None:
        self.relay(Before(self.outbox, remembered=self.memory))

    @rule(dies=st.booleans())
    def consume(self, dies: bool) -> None:
        found = self.member.poll(0)
        self.applier.apply([from_record(one.record) for one in found])
        if dies:
            self.member = FakeMember(self.log, [TOPIC], "loans", max_records=4)
        else:
            self.member.commit({(one.topic, one.partition): one.offset + 1 for one in found})

    @rule(partition=st.integers(0, 1), share=st.floats(0, 1))
    def rewind(self, partition: int, share: float) -> None:
        place: Place = (TOPIC, partition)
        self.member.next[place] = int(self.member.next.get(place, 0) * share)

    @invariant()
    def in_order_and_once(self) -> None:
        for heard in self.unit.heard.values():
            assert heard == list(range(1, len(heard) + 1)), heard

    def teardown(self) -> None:
        while self.outbox.unsent(range(8), 1):
            self.relay(Before(self.outbox))
        while found := self.member.poll(0):
            self.applier.apply([from_record(one.record) for one in found])
        said = {stream: [row.seq for row in self.outbox.rows if row.stream == stream] for stream in STREAMS}
        assert self.unit.heard == {stream: numbers for stream, numbers in said.items() if numbers}
        assert sum(position.pos for position in self.unit.inbox.positions.values()) == len(self.outbox.rows)
        assert not self.unit.inbox.rows


def chain(relay: type[Relay], gate: Callable[[], steps.Judge]) -> type[Chain]:
    return type("Variant", (Chain,), {"relay_class": relay, "verdict": staticmethod(gate)})


FAST = settings(max_examples=80, stateful_step_count=25, deadline=None, database=None, print_blob=False)
# the same examples every time, so that a checker that catches its bug today catches it tomorrow
UNTIL_CAUGHT = settings(FAST, max_examples=4000, derandomize=True, phases=[Phase.generate], report_multiple_bugs=False)


@pytest.mark.parametrize("relay", [Relay, HeedlessRelay])
def test_the_gate_keeps_order_and_loses_nothing(relay: type[Relay]) -> None:
    run_state_machine_as_test(chain(relay, lambda: judge), settings=FAST)


@pytest.mark.parametrize("gate", [lambda: accept_jumps, lambda: drop_others, EventIds], ids=["jumps", "drops", "ids"])
def test_every_other_gate_is_caught_beside_a_relay_that_sends_on(gate: Callable[[], steps.Judge]) -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(chain(HeedlessRelay, gate), settings=UNTIL_CAUGHT)
