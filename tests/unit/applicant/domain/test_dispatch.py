"""What counts in which month, and who is first: every number is the length of a list, also after late news."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.applicant.domain.dispatch.figures import Figure, Figures, Reads, behind
from services.applicant.domain.dispatch.months import Cutoff, after, progress_bp, time_text, year_to
from services.applicant.domain.dispatch.plan import Month, Report, Targets, evenly
from services.applicant.domain.dispatch.ranking import Entry, Pace, ranking
from services.applicant.domain.dispatch.tables import TABLES
from services.applicant.events.month_inbound import WORDS
from shared.contracts import applicant, loans, training
from shared.errors import Conflict, Refused
from tests.builders import journey as made
from tests.fakes.months import CUTOFF, MemoryMonths

WOMAN = "a" * 32
START = datetime(2026, 1, 1, tzinfo=UTC)
SAID = {
    "certified": "certificate.issued",
    "uncertified": "certificate.revoked",
    **{word: f"application.{word}" for word in ("submitted", "passed", "returned", "guaranteed", "approved")},
    **{word: f"application.{word}" for word in ("rejected", "withdrawn", "lapsed")},
    **{word: f"loan.{word}" for word in ("disbursed", "repaid", "overdue", "cured", "settled", "subrogated")},
    **{word: f"enterprise.{word}" for word in ("recognised", "watched", "cleared", "revoked", "expired", "reported")},
}
Word = tuple[str, dict[str, Any]]


def note(months: MemoryMonths, said: datetime, fact: Word, stream: str = WOMAN) -> None:
    word, data = fact
    months.note(stream, SAID[word], {"org_path": made.PATH, **data}, time_text(said))


def read(months: MemoryMonths, figure: Figure, month: str, unit: str = made.COUNTY) -> int:
    return Figures.of(months.history([unit], month)).read(unit, figure, month)


def listed(months: MemoryMonths, figure: Figure, month: str, unit: str = made.COUNTY) -> int:
    return sum(len(behind(row, unit, figure, month)) for row in months.rows.values())


def figures() -> Iterable[Figure]:
    columns = (column for table in TABLES.values() for column in table)
    return {Figure(column.measure, reads) for column in columns for reads in Reads}


def test_every_event_that_counts_is_promised_by_its_service() -> None:
    promised = {**applicant.PUBLISHED, **loans.PUBLISHED, **training.PUBLISHED}
    assert set(WORDS) <= set(promised)


def test_a_day_behind_the_cut_off_counts_in_the_next_month_and_the_year_turns_with_it() -> None:
    assert [CUTOFF.month_of(day) for day in ("2026-10-25", "2026-10-26", "2026-12-26")] == [
        "2026-10",
        "2026-11",
        "2027-01",
    ]
    assert Cutoff(31, 1, 9).month_of("2026-10-31") == "2026-10"
    assert (after("2026-01", -1), after("2026-12"), year_to("2026-03")[-1]) == ("2025-12", "2027-01", "2026-03")
    assert progress_bp("2026-10") == 8333


@st.composite
def told(draw: st.DrawFn) -> list[tuple[datetime, Word]]:
    days = st.dates(date(2025, 11, 1), date(2027, 2, 1)).map(date.isoformat)
    one = st.sampled_from("de")
    kinds = [
        st.builds(made.certificate, days, one, reissue=st.booleans()),
        st.builds(made.uncertified, days, one),
        st.builds(made.application, st.sampled_from(["submitted", "returned", "guaranteed", "lapsed"]), days, one),
        st.builds(made.loan, st.sampled_from(["disbursed", "overdue", "cured", "settled", "subrogated"]), days, one),
        st.builds(made.title, st.sampled_from(["recognised", "watched", "cleared", "revoked"]), days, one),
        st.builds(made.report, days, running=st.booleans()),
    ]
    facts = draw(st.lists(st.one_of(kinds), max_size=12))
    return [(START + timedelta(days=45 * n), fact) for n, fact in enumerate(facts)]


@settings(deadline=None)
@given(told(), st.dictionaries(st.sampled_from(year_to("2026-12")), st.integers(0, 600), max_size=4))
def test_every_figure_is_the_length_of_its_list_whatever_is_late_or_taken_back(
    facts: list[tuple[datetime, Word]], locks: dict[str, int]
) -> None:
    months = MemoryMonths(locks={month: time_text(START + timedelta(days=day)) for month, day in locks.items()})
    for said, fact in facts:
        note(months, said, fact)
    assert months.cells() == months.full_count()
    for figure in figures():
        for month in ("2025-12", "2026-06", "2026-12", "2027-01"):
            assert read(months, figure, month) == listed(months, figure, month), (figure, month)


@settings(deadline=None)
@given(told(), st.data())
def test_any_interleaving_of_the_three_services_counts_the_same(facts: Any, data: st.DataObject) -> None:
    def service(fact: tuple[datetime, Word]) -> str:
        return SAID[fact[1][0]].split(".")[0].replace("loan", "application")

    streams = [[one for one in facts if service(one) == name] for name in ("certificate", "application", "enterprise")]
    one, other = MemoryMonths(), MemoryMonths()
    for fact in facts:
        note(one, *fact)
    while any(streams):
        note(other, *data.draw(st.sampled_from([stream for stream in streams if stream])).pop(0))
    assert repr(one.rows) == repr(other.rows)


FUNDED, CERTIFIED, TRAINED = (Figure(one, Reads.YEAR) for one in ("funded", "certified", "trained"))


def locked_october() -> MemoryMonths:
    return MemoryMonths(locks={"2026-10": time_text(datetime(2026, 10, 26, 4, tzinfo=UTC))})


def test_what_comes_after_its_month_was_locked_counts_in_the_next_and_is_a_correction() -> None:
    months = locked_october()
    note(months, datetime(2026, 10, 26, 3, tzinfo=UTC), made.loan("disbursed", on="2026-10-20"))
    note(months, datetime(2026, 10, 26, 5, tzinfo=UTC), made.loan("disbursed", on="2026-10-20", no="f"))
    assert [read(months, FUNDED, month) for month in ("2026-10", "2026-11")] == [1, 2]
    assert read(months, Figure("late", Reads.MONTH), "2026-11") == 1
    months.locks["2026-10"] = time_text(datetime(2026, 11, 3, tzinfo=UTC))
    months.redraw("2026-10")
    assert read(months, FUNDED, "2026-10") == 2, "restated: the late one is where it belongs"
    assert read(months, Figure("late", Reads.MONTH), "2026-11") == 0
    assert months.cells() == months.full_count()


def test_a_certificate_taken_back_later_leaves_the_locked_month_and_the_year_as_they_are_told() -> None:
    months = locked_october()
    note(months, datetime(2026, 10, 2, tzinfo=UTC), made.certificate(on="2026-10-02"))
    note(months, datetime(2026, 11, 2, tzinfo=UTC), made.uncertified(on="2026-11-02"))
    assert read(months, Figure("certified", Reads.MONTH), "2026-10") == 1
    assert [read(months, CERTIFIED, month) for month in ("2026-10", "2026-11")] == [1, 0]
    assert read(months, Figure("undone", Reads.MONTH), "2026-11") == 1
    open_month = MemoryMonths()
    note(open_month, datetime(2026, 10, 2, tzinfo=UTC), made.certificate(on="2026-10-02"))
    note(open_month, datetime(2026, 11, 2, tzinfo=UTC), made.uncertified(on="2026-11-02"))
    assert not open_month.cells(), "an open month forgets it"


def test_a_woman_with_two_certificates_is_one_trained_woman_of_the_year() -> None:
    months = MemoryMonths()
    for no, on in (("d", "2026-03-02"), ("e", "2026-10-02"), ("f", "2027-02-02")):
        note(months, START, made.certificate(on=on, no=no))
    assert [read(months, one, "2026-12") for one in (CERTIFIED, TRAINED)] == [2, 1]
    assert read(months, TRAINED, "2027-03") == 1


def entry(unit: str, done: int | None, target: int = 100, amount: int = 0, filed: str | None = None) -> Entry:
    return Entry(unit, done, target, amount, filed)


def test_counties_stand_by_rate_then_amount_then_who_reported_earlier() -> None:
    places = ranking(
        [
            entry("slow", 50),
            entry("late", 90, filed="2026-10-25T04"),
            entry("early", 90, filed="2026-10-25T03"),
            entry("rich", 180, 200, amount=7),
            entry("small", 19, 20),
            entry("same", 50),
            entry("none", 5, 0),
            entry("mute", None),
        ],
        "2026-10",
    )
    assert [one.entry.unit for one in places][:4] == ["small", "rich", "early", "late"]
    assert [one.rank for one in places] == [1, 2, 3, 4, 5, 5, None, None]
    assert [one.gap_bp for one in places][:4] == [0, 500, 500, 500]


@pytest.mark.parametrize(("done", "pace"), [(84, Pace.AHEAD), (83, Pace.NEAR), (75, Pace.NEAR), (74, Pace.BEHIND)])
def test_the_chip_compares_with_the_part_of_the_year_that_is_over(done: int, pace: Pace) -> None:
    assert ranking([entry("a", done)], "2026-10")[0].pace is pace


def test_a_yearly_target_spreads_over_the_months_and_adds_up() -> None:
    assert sum(evenly(121)) == 121
    assert max(evenly(121)) - min(evenly(121)) == 1
    targets = Targets(2026, "funded")
    targets.propose({"a": 120}, by="one")
    assert targets.of("a") == 0
    with pytest.raises(Refused, match="same_hands"):
        targets.confirm(by="one")
    targets.confirm(by="two")
    assert (targets.of("a"), targets.until("a", "2026-10")) == (120, 100)
    with pytest.raises(Conflict, match="no_proposal"):
        targets.confirm(by="two")


def test_a_month_is_locked_once_at_its_cut_off_and_restated_with_a_reason() -> None:
    month = Month("2026-10")
    with pytest.raises(Conflict, match="month_open"):
        month.restate(at=START, by="x", reason="r")
    with pytest.raises(Refused, match="month_not_over"):
        month.lock(at=datetime(2026, 10, 26, 3, 59, tzinfo=UTC), by="x", cutoff=CUTOFF)
    month.lock(at=datetime(2026, 10, 26, 4, tzinfo=UTC), by="x", cutoff=CUTOFF)
    with pytest.raises(Conflict, match="month_locked_already"):
        month.lock(at=datetime(2026, 10, 27, tzinfo=UTC), by="x", cutoff=CUTOFF)
    month.restate(at=datetime(2026, 11, 2, tzinfo=UTC), by="x", reason="芷江县 9 月多报 1 户")
    assert [one.reason for one in month.versions] == ["", "芷江县 9 月多报 1 户"]


def test_zero_is_reported_and_blank_is_not() -> None:
    report = Report("2026-10", "a")
    report.file({"childrens_homes": 0}, at=START, by="x", locked=False)
    assert report.values == {"childrens_homes": 0}
    report.file({}, at=START + timedelta(days=1), by="x", locked=False)
    assert (report.values, report.filed_at) == ({}, START)
    with pytest.raises(Refused, match="month_locked"):
        report.file({}, at=START, by="x", locked=True)
