"""Her road is the same row whatever order the three services are heard in."""

from datetime import date
from functools import reduce
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.applicant.domain.journey import ROAD, Stage, belonged, cells, changes, drawn, fold, key_of_list
from services.applicant.domain.next_step import ALL, Next, next_step
from tests.builders import journey as made

Word = tuple[str, dict[str, Any]]


def folded(*facts: Word) -> dict[str, Any]:
    row = reduce(lambda row, fact: fold(row, *fact), facts, None)
    assert row is not None
    return row


def interleaved(draw: st.DrawFn, *streams: list[Word]) -> list[Word]:
    left = [list(stream) for stream in streams if stream]
    out: list[Word] = []
    while left:
        stream = draw(st.sampled_from(left))
        out.append(stream.pop(0))
        left = [one for one in left if one]
    return out


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Word], list[Word]]:
    days = st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(date.isoformat)
    own = [made.registered(on=draw(days))]
    own += [made.amended(draw(st.sampled_from(made.PATHS)), on=draw(days)) for _ in range(draw(st.integers(0, 2)))]
    own += [made.erased()] if draw(st.booleans()) else []
    training = [
        made.place(
            draw(st.sampled_from(["waitlisted", "enrolled", "dropped"])), draw(st.sampled_from("ab")), draw(days)
        )
        for _ in range(draw(st.integers(0, 4)))
    ] + [made.reached(Stage.CERTIFIED, on=draw(days)) for _ in range(draw(st.integers(0, 1)))]
    loans = [made.application(draw(st.sampled_from(["started", "withdrawn"])), on=draw(days))]
    loans += [made.reached(stage, on=draw(days)) for stage in ROAD[3:] if draw(st.booleans())]
    streams = (own, training, loans)
    return interleaved(draw, *streams), interleaved(draw, *streams)


@settings(deadline=None)
@given(histories())
def test_any_interleaving_of_the_three_services_gives_the_same_row(both: tuple[list[Word], list[Word]]) -> None:
    one, other = both
    assert folded(*one) == folded(*other)
    assert repr(folded(*one)) == repr(folded(*other)), "the order of the keys too: equal bytes in the database"


@settings(deadline=None)
@given(histories())
def test_the_changes_of_every_step_add_up_to_the_cells_of_the_last_row(both: tuple[list[Word], list[Word]]) -> None:
    row, sums = None, dict[Any, int]()
    for fact in both[0]:
        after = fold(row, *fact)
        for cell, by in changes(row, after).items():
            sums[cell] = sums.get(cell, 0) + by
        row = after
    assert {cell: n for cell, n in sums.items() if n} == dict(cells(row))


def test_all_orders_of_a_whole_road_are_one_row() -> None:
    facts = [made.registered(), made.place("enrolled"), made.application("started"), made.reached(Stage.FUNDED)]
    rows = {repr(folded(*order)) for order in permutations(facts)}
    assert len(rows) == 1


def test_a_registered_and_enrolled_woman_stands_at_two_steps_with_their_days() -> None:
    row = folded(made.registered(on="2026-11-02"), made.place("enrolled", on="2026-11-10"))
    assert row["stage"] == "enrolled"
    assert {name: step["on"] for name, step in row["stages"].items()} == {
        "registered": "2026-11-02",
        "enrolled": "2026-11-10",
    }
    assert row["stages"]["registered"]["by"] == made.YUTOU
    assert row["stages"]["enrolled"]["title"] == "侗锦织造（初级）1 班"
    assert f"{made.COUNTY}/enrolled/2026-11" in row["reached"]
    assert row["scope"] == made.PATH


def test_what_comes_before_her_registration_counts_nowhere_until_she_belongs_somewhere() -> None:
    early = folded(made.place("enrolled"))
    assert early["scope"] == early["here"] == early["reached"] == []
    assert not cells(early)


def test_a_place_given_back_is_no_step_on_her_road() -> None:
    row = folded(made.registered(), made.place("enrolled"), made.place("dropped", on="2026-11-12"))
    assert row["stage"] == "registered"


def test_the_first_of_two_classes_dates_her_enrolment() -> None:
    row = folded(
        made.registered(), made.place("enrolled", "b", "2026-12-01"), made.place("enrolled", "a", "2026-11-10")
    )
    assert row["stages"]["enrolled"]["on"] == "2026-11-10"


def test_who_moves_house_counts_there_from_now_on_and_stays_counted_where_she_was() -> None:
    facts = [
        made.registered(on="2026-10-05"),
        made.place("enrolled", on="2026-10-20"),
        made.amended(made.PATHS[1], on="2026-11-01"),
        made.reached(Stage.CERTIFIED, on="2026-11-20"),
    ]
    row = folded(*facts)
    old, new = made.PATHS[0][1], made.PATHS[1][1]
    assert row["scope"] == made.PATHS[1]
    assert cells(row)[old, "2026-10", "enrolled"] == cells(row)[new, "2026-11", "certified"] == 1
    assert cells(row)[old, "now", "enrolled"] == cells(row)[new, "2026-10", "enrolled"] == 0
    assert cells(row)[new, "now", "enrolled"] == 1


def test_a_late_fact_from_before_the_move_counts_where_she_was_then() -> None:
    facts = {"paths": [{"path": ["a"], "on": "2026-10-01"}, {"path": ["b"], "on": "2026-11-01"}]}
    assert [belonged(facts, day) for day in ("2026-09-01", "2026-10-31", "2026-11-01")] == [["a"], ["a"], ["b"]]
    assert belonged({}, "2026-11-01") == ()


def test_an_amendment_that_moves_nobody_changes_nothing() -> None:
    row = folded(made.registered())
    assert fold(row, *made.amended(made.PATH, on="2026-12-01")) == row


@pytest.mark.parametrize("before", [0, 1, 2])
def test_of_an_erased_woman_nothing_is_left_whatever_is_heard_later(before: int) -> None:
    facts = [made.registered(), made.place("enrolled"), made.application("started")]
    row = folded(*facts[:before], made.erased(), *facts[before:])
    assert row == {"facts": {"erased_on": "2026-12-24"}, "scope": [], "here": [], "reached": []}
    assert not cells(row)


def test_every_number_names_the_list_behind_it() -> None:
    row = folded(made.registered(on="2026-11-02"))
    for field, entry in (
        key_of_list((made.COUNTY, "now", "registered")),
        key_of_list((made.COUNTY, "2026-11", "registered")),
    ):
        assert entry in row[field]


def test_a_row_is_drawn_from_its_facts_alone() -> None:
    row = folded(made.registered(), made.place("waitlisted"))
    assert drawn(row["facts"]) == row


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("facts", "slug"),
    [
        ([], "choose_class"),
        ([made.place("waitlisted")], "wait_for_place"),
        ([made.place("enrolled", starts="2026-12-01")], "class_begins"),
        ([made.place("enrolled", starts="2026-11-20", ends="2026-11-24")], "class_goes_on"),
        ([made.place("enrolled", starts="2026-11-01", ends="2026-11-23")], "certificate"),
        ([made.reached(Stage.CERTIFIED)], "apply"),
        ([made.application("started")], "finish_application"),
        ([made.application("started"), made.application("withdrawn")], "choose_class"),
        ([made.reached(Stage.APPLIED), made.application("started")], "guarantee"),
        ([made.reached(Stage.TITLED)], "keep"),
    ],
)
def test_what_comes_next_follows_from_where_she_stands(facts: list[Word], slug: str) -> None:
    found = next_step(folded(made.registered(), *facts), TODAY)
    assert found.slug == slug
    assert found.slug in ALL


def test_before_her_registration_is_heard_of_it_is_what_comes_next() -> None:
    assert (
        next_step(None, TODAY) == next_step(folded(made.place("enrolled")) | {"stage": None}, TODAY) == Next("register")
    )
