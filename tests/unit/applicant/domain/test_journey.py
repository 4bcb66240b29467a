"""Her road is the same row whatever order the three services are heard in."""

from datetime import date
from functools import reduce
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.applicant.domain.journey import Stage, belonged, cells, changes, drawn, fold, keys_of_list
from services.applicant.domain.next_step import ALL, Next, next_step
from tests.builders import journey as made

Word = tuple[str, dict[str, Any]]
Days = st.SearchStrategy[str]
Said = st.SearchStrategy[Word]
ORIGIN = st.sampled_from(["system", "ledger"])
ONE_OF_TWO = st.sampled_from("de")


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


def places(days: Days) -> Said:
    return st.builds(made.place, st.sampled_from(["waitlisted", "enrolled", "dropped"]), st.sampled_from("ab"), days)


def papers(days: Days) -> Said:
    given = st.builds(made.certificate, days, st.sampled_from("fg"), reissue=st.booleans(), origin=ORIGIN)
    return st.one_of(given, st.builds(made.uncertified, days, st.sampled_from("fg")))


def applications(days: Days) -> Said:
    steps = ("started", "submitted", "passed", "guaranteed", "returned", "resubmitted", "appealed")
    ends = ("approved", "contracted", "rejected", "withdrawn", "lapsed")
    return st.builds(made.application, st.sampled_from([*steps, *ends]), days, ONE_OF_TWO)


def money(days: Days) -> Said:
    steps = ("disbursed", "repaid", "overdue", "cured", "settled", "subrogated")
    return st.builds(made.loan, st.sampled_from(steps), days, ONE_OF_TWO, origin=ORIGIN)


def titles(days: Days) -> Said:
    steps = ("nominated", "refused", "noticed", "recognised", "watched", "cleared", "revoked", "expired")
    return st.builds(made.title, st.sampled_from(steps), days, ONE_OF_TWO)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Word], list[Word]]:
    days = st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(date.isoformat)
    own = [made.registered(on=draw(days))]
    own += [made.amended(draw(st.sampled_from(made.PATHS)), on=draw(days)) for _ in range(draw(st.integers(0, 2)))]
    own += [made.erased()] if draw(st.booleans()) else []
    own += draw(st.lists(st.one_of(st.builds(made.report, days, running=st.booleans()), titles(days)), max_size=4))
    training = draw(st.lists(st.one_of(places(days), papers(days)), max_size=5))
    loans = draw(st.lists(st.one_of(applications(days), money(days)), max_size=7))
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
    facts = [*facts[:2], made.report("2026-12-01"), *facts[3:]]
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


def test_a_certificate_taken_back_is_no_step_and_a_new_print_of_one_neither() -> None:
    row = folded(made.registered(), made.certificate(), made.uncertified())
    assert row["stage"] == "registered"
    again = folded(made.registered(), made.certificate(reissue=True))
    assert again["stage"] == "registered"


def test_an_application_keeps_its_own_number_when_its_contract_has_one_too() -> None:
    signed = made.application("contracted", number="HT431230202605110000035")
    row = folded(made.registered(), made.application("submitted"), signed)
    assert row["stages"]["applied"]["number"] == "DK-431230-2026-000001"


def test_a_year_of_trade_is_full_with_the_first_word_twelve_months_on_and_is_no_step_of_the_road() -> None:
    begun = (made.registered(), made.loan("disbursed", on="2026-11-20"), made.report("2026-12-20"))
    early = folded(*begun, made.report("2027-12-19"), made.report("2027-12-20", running=False))
    assert early["year"] is None
    assert (made.COUNTY, "2027-12", "year") not in cells(early)
    full = folded(*begun, made.report("2027-12-20"), made.report("2028-02-01"))
    assert (full["year"]["on"], full["stage"]) == ("2027-12-20", "trading")
    assert {cell[1] for cell in cells(full) if cell[2] == "year"} == {"now", "2027-12"}


def test_she_trades_when_her_business_is_seen_to_run_on_or_after_the_first_money() -> None:
    paid = made.loan("disbursed", on="2026-11-20")
    early, shut = made.report("2026-11-19"), made.report("2026-12-01", running=False)
    assert folded(made.registered(), early, paid, shut)["stage"] == "funded"
    for order in permutations((made.registered(), made.report("2026-11-20"), paid)):
        assert folded(*order)["stages"]["trading"]["on"] == "2026-11-20"


def test_a_guarantee_that_was_released_is_no_step_and_what_she_asked_for_stays_one() -> None:
    row = folded(
        made.registered(),
        *(made.application(state) for state in ("submitted", "guaranteed", "withdrawn")),
    )
    assert list(row["stages"]) == ["registered", "applied"]


def test_a_title_that_ends_is_lost_and_its_month_still_counts_it() -> None:
    row = folded(made.registered(), made.title("recognised", "2026-12-24"), made.title("expired", "2029-12-24"))
    assert row["stage"] == "registered"
    assert row["lost"]["on"] == "2026-12-24"
    assert cells(row)[made.COUNTY, "2026-12", "titled"] == 1
    assert cells(row)[made.COUNTY, "now", "titled"] == 0
    anew = folded(
        *[made.registered(), made.title("recognised"), made.title("revoked"), made.title("recognised", no="8")]
    )
    assert anew["stage"] == "titled"
    assert anew["lost"] is None


def test_what_is_older_than_this_system_stands_on_the_steps_before_it() -> None:
    old = {"origin": "ledger", "application_id": None}
    row = folded(made.registered(), made.certificate(origin="ledger"), made.loan("disbursed", **old))
    assert list(row["stages"]) == ["registered", "enrolled", "certified", "applied", "guaranteed", "funded"]
    assert row["stages"]["applied"]["origin"] == "ledger"


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
    for period in ("now", "2026-11", "2026"):
        field, entries = keys_of_list((made.COUNTY, period, "registered"))
        assert len(set(entries) & set(row[field])) == 1


def test_a_row_is_drawn_from_its_facts_alone() -> None:
    row = folded(made.registered(), made.place("waitlisted"))
    assert drawn(row["facts"]) == row


TODAY = date(2026, 11, 24)
DRAFT = "finish_application"


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
        ([made.application("submitted")], "guarantee"),
        ([made.application("submitted"), made.application("guaranteed")], "money"),
        ([made.application("submitted"), made.application("returned")], "papers"),
        ([made.application("submitted"), made.application("returned"), made.application("resubmitted")], "guarantee"),
        ([made.application("submitted"), made.application("approved")], "sign"),
        ([made.application("submitted"), made.application("contracted")], "money"),
        ([made.application("submitted"), made.application("rejected")], "rejected"),
        ([made.application(one) for one in ("submitted", "guaranteed", "rejected", "appealed")], "guarantee"),
        ([made.application("submitted"), made.application("lapsed")], "apply_again"),
        ([made.application("submitted"), made.application("withdrawn")], "apply"),
        ([made.application("submitted"), made.application("rejected"), made.application("started", no="e")], DRAFT),
        ([made.loan("disbursed")], "first_report"),
        ([made.loan("disbursed"), made.loan("overdue")], "overdue"),
        ([made.loan("disbursed"), made.loan("overdue"), made.loan("cured")], "first_report"),
        ([made.loan("disbursed"), made.loan("subrogated")], "subrogated"),
        ([made.loan("disbursed"), made.report()], "title"),
        ([made.title("recognised"), made.title("watched")], "mend_title"),
        ([made.title("recognised"), made.title("watched"), made.title("cleared")], "keep"),
        ([made.reached(Stage.TITLED)], "keep"),
    ],
)
def test_what_comes_next_follows_from_where_she_stands(facts: list[Word], slug: str) -> None:
    found = next_step(folded(made.registered(), *facts), TODAY)
    assert found.slug == slug
    assert found.slug in ALL


@pytest.mark.parametrize(
    ("now", "slug"),
    [
        ({"eligible": True}, "exam"),
        ({"eligible": False}, "choose_class"),
        ({"eligible": True, "passed": True}, "certificate"),
        ({"eligible": True, "passed": False}, "exam"),
    ],
)
def test_a_correction_of_her_class_says_anew_what_comes_next(now: dict[str, bool], slug: str) -> None:
    seat = {"enrolment_id": "a" * 32, "on": "2026-11-23"}
    heard = made.place("enrolled", starts="2026-11-01", ends="2026-11-20"), ("examined", {**seat, "passed": True})
    for before in ([], [("corrected", {**seat, "eligible": False})]):
        row = folded(made.registered(), *heard, *before, ("corrected", {**seat, **now}))
        assert next_step(row, TODAY).slug == slug


def test_before_her_registration_is_heard_of_it_is_what_comes_next() -> None:
    assert (
        next_step(None, TODAY) == next_step(folded(made.place("enrolled")) | {"stage": None}, TODAY) == Next("register")
    )
