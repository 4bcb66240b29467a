"""An enterprise: its code only warns, its figures must be possible, its latest year counts."""

from datetime import date
from typing import Any

import pytest

from services.applicant.domain import uscc
from services.applicant.domain.enterprise import Details, Enterprise, Figures, Kind, Report, Source
from shared.errors import Invalid
from shared.uscc import check_character
from tests.builders.titles import PATH, TODAY, a_uscc, an_enterprise


def details(**changes: Any) -> Details:
    right = {"name": "侗锦坊", "uscc": a_uscc(), "kind": Kind.COMPANY, "trade": "craft", "founded_on": date(2020, 5, 1)}
    return Details(**{**right, **changes})


def report(year: int = 2025, **figures: Any) -> Report:
    return Report(year, Source.REPORT, Figures(running=True, **figures), TODAY, "her")


def test_the_check_character_of_a_real_code_is_right() -> None:
    assert check_character("91350100M000100Y4") == "3"  # the standard's own example


@pytest.mark.parametrize(
    "code", ["91110000101623741K", "93431230MA0000007J", "92431230MA0000007M", "91431230MA0000007Q"]
)
def test_a_company_a_cooperative_and_a_sole_trader_have_the_right_check_character(code: str) -> None:
    assert check_character(code[:-1]) == code[-1]


def test_a_sum_divisible_by_31_stays_inside_the_table() -> None:
    found = [code for n in range(200) if check_character(code := f"91431230MA4L{n:05d}") == "0"]
    assert found, "the branch without the last mod would read past the table here"


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        (a_uscc(), None),
        (a_uscc().lower(), None),
        (f" {a_uscc()[:8]} {a_uscc()[8:]} ", None),
        ("", None),
        ("431230600012345", None),  # a licence number from before 2015
        (a_uscc()[:17] + ("0" if a_uscc()[17] != "0" else "1"), "uscc_check"),
        (a_uscc()[:16], "uscc_length"),
        ("91431230MAO4L00001"[:18], "uscc_letters"),
    ],
)
def test_whatever_is_odd_about_a_code_only_warns(typed: str, slug: str | None) -> None:
    found = uscc.read(typed)
    assert found.value is not None
    assert [one.slug for one in found.findings] == ([slug] if slug else [])


def test_a_code_of_another_kind_is_pointed_out_and_let_in() -> None:
    made = Enterprise.register("e" * 32, "p" * 32, PATH, details(uscc=a_uscc("93"), kind=Kind.COMPANY), TODAY)
    assert made.looks == ("kind_differs",)


def test_an_enterprise_that_begins_tomorrow_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        Enterprise.register("e" * 32, "p" * 32, PATH, details(founded_on=date(2026, 3, 3)), TODAY)
    assert list(refused.value.fields) == ["founded_on"]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (report(year=2024), "year"),
        (report(year=2027), "year"),
        (report(staff=3, women=4), "women"),
    ],
)
def test_figures_that_cannot_be_are_refused_by_field(told: Report, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        an_enterprise().report(told)
    assert list(refused.value.fields) == [field]


def test_the_last_word_about_the_latest_year_counts_and_every_word_is_kept() -> None:
    one = an_enterprise()
    for told in (report(staff=5, women=4), report(year=2026, staff=6, women=6), report(staff=9, women=9)):
        one.report(told)
    assert (len(one.reports), one.latest.year, one.latest.figures.staff) == (3, 2026, 6)
    one.report(report(year=2026, staff=7, women=7))
    assert one.latest.figures.staff == 7


def test_an_officers_visit_does_not_stand_for_her_yearly_report() -> None:
    one = an_enterprise()
    one.report(Report(2025, Source.VISIT, Figures(running=True), TODAY, "officer"))
    assert not one.reported(2025)
    one.report(report())
    assert one.reported(2025)
