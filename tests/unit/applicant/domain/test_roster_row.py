"""The rows of a roster as a county sends it."""

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from services.applicant.domain.places import Gazetteer
from services.applicant.domain.roster_row import RawRow, looks, read, read_all
from services.applicant.domain.unit import Kind, Plan
from tests.builders.applicant import TODAY, a_gazetteer, a_row, a_tree, an_id_no

CASES = Path(__file__).resolve().parents[3] / "cases"
COLUMNS = ("no", "name", "sex", "education", "age", "id_no", "phone", "place", "hukou", "groups", "remark")


def slugs(found) -> list[str]:
    return [finding.slug for finding in found.findings]


def test_a_row_without_faults_is_taken() -> None:
    found = read(a_row(), a_gazetteer(), TODAY)
    assert (found.verdict, slugs(found)) == ("accept", [])
    assert found.details is not None
    assert found.details.groups == ("POVERTY_OUT",)
    assert found.place is not None
    assert (found.place.title, found.place.exact) == ("双江镇芋头村", True)


def test_every_fault_of_a_row_is_told_at_once() -> None:
    found = read(a_row(name="", id_no="43123", phone="139", place="城关乡", education="?"), a_gazetteer(), TODAY)
    assert slugs(found) == ["name_missing", "id_too_short", "phone_digits", "place_unknown", "education_unknown"]
    assert found.details is None


def test_the_second_of_two_rows_with_one_number_names_the_first() -> None:
    first, second = read_all([a_row(4), a_row(9, id_no=f" {an_id_no().lower()}")], a_gazetteer(), TODAY)
    assert (first.verdict, second.verdict) == ("accept", "error")
    assert [(one.slug, one.facts["row"]) for one in second.findings] == [("id_twice", 4)]


def test_two_women_may_share_a_phone() -> None:
    found = read_all([a_row(4), a_row(5, id_no=an_id_no(sequence="002"))], a_gazetteer(), TODAY)
    assert [one.verdict for one in found] == ["accept", "accept"]


def test_a_number_that_says_male_is_asked_about_and_never_refused() -> None:
    found = read(a_row(id_no=an_id_no(sequence="001")), a_gazetteer(), TODAY)
    assert (found.verdict, looks(found.findings)) == ("warn", ("id_says_male",))


@pytest.mark.parametrize(("age", "verdict"), [("40", "accept"), ("42", "accept"), ("43", "warn"), ("", "accept")])
def test_full_and_nominal_years_are_both_right(age: str, verdict: str) -> None:
    assert read(a_row(age=age), a_gazetteer(), TODAY).verdict == verdict


def test_the_roster_of_tongdao_reads_as_expected() -> None:
    expected = json.loads((CASES / "roster-tongdao-2026-3.expected.json").read_text())
    special = {one["序号"]: one["verdict"] for one in expected["special"]}
    found = read_all(_rows(), _tongdao(), TODAY)
    assert len(found) == expected["rows"]
    assert {no: one.verdict for no, one in enumerate(found, 1)} == {
        no: special.get(no, "accept") for no in range(1, 49)
    }


def _rows() -> list[RawRow]:
    sheet = CalamineWorkbook.from_path(str(CASES / "roster-tongdao-2026-3.xlsx")).get_sheet_by_index(0).to_python()
    rows = []
    for at, cells in enumerate(sheet, 1):
        if isinstance(cells[0], float):
            text = [f"{cell:g}" if isinstance(cell, float) and cell < 1e6 else str(cell) for cell in cells]
            rows.append(RawRow(row=at, **dict(zip(COLUMNS[1:], text[1:], strict=True))))
    return rows


def _tongdao() -> Gazetteer:
    tree = a_tree()
    county = tree[1]
    more = ("播阳镇", "牙屯堡镇", "菁芜洲镇", "溪口镇", "陇城镇", "万佛山镇")
    tree += [county.open_below(f"{n:032d}", Plan(Kind.FEDERATION, name), TODAY) for n, name in enumerate(more)]
    return Gazetteer(county, tree[2:], ("怀化市", "湖南省"))
