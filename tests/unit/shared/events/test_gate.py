"""The gate by itself: whatever order things come in and however often, the effect is that of one clean run."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.events.consumer import Applier
from shared.events.envelope import Event
from shared.events.gate import Position, Verdict, judge
from shared.events.registry import Registry
from tests.fakes.events import MemoryUnit, an_event

ALL = [an_event(stream, seq) for stream in ("w1", "w2", "w3") for seq in range(1, 6)]
CLEAN = {"w1": [1, 2, 3, 4, 5], "w2": [1, 2, 3, 4, 5], "w3": [1, 2, 3, 4, 5]}
V1, V2 = "loans.test.said.v1", "loans.test.said.v2"


def hear(heard: dict[str, list[int]], event: Event) -> None:
    heard.setdefault(event.stream, []).append(event.data["n"])


def applier(unit: MemoryUnit, registry: Registry | None = None, **handlers) -> Applier:
    return Applier(unit, handlers.get("handlers", {V1: hear}), registry or Registry({}), batch=4)


@given(st.permutations(ALL), st.lists(st.sampled_from(ALL), max_size=20), st.integers(1, 7))
@settings(max_examples=60, deadline=None, database=None)
def test_any_order_and_any_duplicates_end_as_one_clean_run(order: list[Event], again: list[Event], size: int) -> None:
    unit = MemoryUnit()
    gate = applier(unit)
    delivered = order + again
    for start in range(0, len(delivered), size):
        gate.apply(delivered[start : start + size])
    assert unit.heard == CLEAN
    assert unit.inbox.rows == {}


@pytest.mark.parametrize(
    ("pos", "halted", "seq", "verdict"),
    [
        (3, False, 3, Verdict.DROP),
        (3, False, 4, Verdict.APPLY),
        (3, False, 5, Verdict.PARK),
        (3, True, 4, Verdict.PARK),
        (3, True, 2, Verdict.DROP),
        (0, False, 1, Verdict.APPLY),
    ],
)
def test_the_next_one_and_only_the_next_one_is_applied(pos: int, halted: bool, seq: int, verdict: Verdict) -> None:
    assert judge(Position(pos, halted=halted), an_event(seq=seq)) is verdict


def test_one_that_fails_among_many_is_parked_and_every_other_stream_goes_on() -> None:
    def moody(heard: dict[str, list[int]], event: Event) -> None:
        hear(heard, event)
        if (event.stream, event.seq) == ("w2", 2):
            raise KeyError("x")

    unit = MemoryUnit()
    applier(unit, handlers={V1: moody}).apply(ALL)
    assert unit.heard == {**CLEAN, "w2": [1]}
    assert sorted(seq for _, seq in unit.inbox.rows) == [2, 3, 4, 5]


def test_a_fact_told_in_two_versions_is_heard_once_by_who_reads_the_old_one() -> None:
    unit = MemoryUnit()
    told = [replace(an_event(seq=seq), type=V1 if seq % 2 else V2, data={"n": (seq + 1) // 2}) for seq in range(1, 7)]
    applier(unit, Registry({V1: None, V2: None})).apply(told)  # type: ignore[dict-item]
    assert unit.heard == {"w1": [1, 2, 3]}


def test_who_reads_the_new_version_understands_the_archive_in_the_old_one() -> None:
    unit = MemoryUnit()
    registry = Registry({}, {V1: (V2, lambda data: {"n": data["n"] * 10})})
    applier(unit, registry, handlers={V2: hear}).apply([an_event(seq=1), replace(an_event(seq=2), type=V2)])
    assert unit.heard == {"w1": [10, 2]}
