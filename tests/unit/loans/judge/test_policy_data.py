"""The loan policy as it stood on each day at each place (domain.md §1.1, §1.6); each value names its source."""

import re
from datetime import date
from pathlib import Path

import pytest

from shared.errors import NotFound
from shared.policy import Version
from tests.builders.loan_rules import POLICY, RULES

BEIJING, SOURCES = "110105", Path(__file__).parents[4] / "docs" / "policy-sources.md"
WAN = 1_000_000


def there(day: str, place: str = BEIJING, topic: str = "loan") -> Version:
    return RULES.on(date.fromisoformat(day), place, topic)


@pytest.mark.parametrize(
    ("first", "last", "version", "individual", "enterprise", "ratios", "groups"),
    [
        ("2002-12-24", "2008-07-31", "N2002", 2, None, (300, 300), 1),
        ("2008-08-01", "2009-07-26", "N2008", 5, 200, (300, 150), 3),
        ("2009-07-27", "2013-09-30", "W2009", 8, 200, (300, 150), 4),
        ("2013-10-01", "2015-04-30", "N2013", 5, 200, (300, 150), 3),
        ("2015-05-01", "2016-06-30", "N2015", 10, 200, (300, 150), 4),
        ("2016-07-01", "2018-03-26", "N2016", 10, 200, (300, 150), 9),
        ("2018-03-27", "2019-11-30", "N2018", 15, 300, (250, 150), 10),
        ("2019-12-01", "2020-04-14", "N2018", 15, 300, (200, 100), 10),
        ("2020-04-15", "2020-12-31", "N2020", 20, 300, (150, 80), 15),
        ("2021-01-01", "2023-09-30", "N2021", 20, 300, (150, 80), 10),
        ("2023-10-01", "2028-09-30", "N2023", 30, 400, (100, 50), 10),
    ],
)
def test_each_national_version_rules_from_its_first_to_its_last_day(
    first: str, last: str, version: str, individual: int, enterprise: int | None, ratios: tuple[int, int], groups: int
):
    for day in (first, last):
        found = there(day)
        amount, hire = found.values["amount"], found.values["hire"]
        assert (found.id, amount["individual"], len(found.values["groups"])) == (version, individual * WAN, groups)
        assert amount.get("enterprise") == (enterprise and enterprise * WAN)
        assert (hire["ratio_small_permille"], hire["ratio_large_permille"]) == ratios


@pytest.mark.parametrize("day", ["2002-12-23", "1999-01-01", "2028-10-01"])
def test_outside_of_them_nothing_is_in_force(day: str):
    with pytest.raises(NotFound, match="no_policy"):
        there(day)


def test_the_guidance_of_2025_changes_no_cap_and_leaves_the_version_its_name():
    before, after = there("2025-11-30"), there("2025-12-01")
    assert (before.layers, after.layers) == (("N2023",), ("N2023", "N2025G"))
    assert (after.id, after.values["amount"]) == ("N2023", before.values["amount"])
    assert after.document("notes") == "财金〔2025〕135号"


@pytest.mark.parametrize(
    ("day", "method", "enterprise"),
    [
        ("2002-12-24", "FULL", None),
        ("2008-08-01", "FULL", "SHARE_OF_BASE"),
        ("2013-10-01", "FULL", "SHARE_OF_BASE"),
        ("2016-07-01", "TIERED", "SHARE_OF_BASE"),
        ("2020-12-31", "TIERED", "SHARE_OF_BASE"),
        ("2021-01-01", "ABOVE_BASE", None),
        ("2023-10-01", "SHARE_OF_ACTUAL", None),
    ],
)
def test_the_subsidy_of_a_day_has_its_method_and_nothing_left_of_an_older_one(
    day: str, method: str, enterprise: str | None
):
    subsidy = there(day).values["subsidy"]
    assert (subsidy["method"], subsidy.get("enterprise", {}).get("method")) == (method, enterprise)
    assert ("tiers" in subsidy) is (method == "TIERED")
    assert ("poor" in subsidy) is (method == "TIERED")


def test_other_loans_were_not_asked_about_then_by_household_and_five_years_then_of_both_spouses():
    assert "other_loans" not in there("2016-09-23").values
    household, spouses = there("2016-09-24").values["other_loans"], there("2018-03-27").values["other_loans"]
    assert (household["look_back_months"], household.get("holders")) == (60, None)
    assert (spouses.get("look_back_months"), spouses["holders"]) == (None, ["self", "spouse"])
    assert there("2017-01-01").document("other_loans") == "财金〔2016〕85号"


@pytest.mark.parametrize(
    ("day", "place", "version", "name", "value"),
    [
        ("2017-08-31", "431230", "N2016", "partner", None),
        ("2017-09-01", "431230", "HN2017", "partner", {"per_head": 10 * WAN, "total": 50 * WAN}),
        ("2024-12-31", "431230", "HN2017", "individual", 10 * WAN),
        ("2025-01-01", "431230", "N2023", "individual", 30 * WAN),
        ("2024-12-31", "430821", "H2017-430821", "enterprise", 200 * WAN),
        ("2022-08-31", "430211", "HN2017", "individual", 10 * WAN),
        ("2022-09-01", "430211", "ZZ2022", "individual", 20 * WAN),
        (
            "2023-01-01",
            "430702",
            "CD2023",
            "partner",
            {"per_head": 20 * WAN, "uplift_permille": 100, "total": 110 * WAN},
        ),
        ("2025-03-31", "510105", "N2023", "individual", 30 * WAN),
        ("2025-04-01", "510105", "SC2025", "individual", 50 * WAN),
        ("2027-12-31", "510105", "SC2025", "enterprise", 600 * WAN),
        ("2026-06-01", "510105", "SC2025", "subsidised", {"individual": 30 * WAN, "enterprise": 400 * WAN}),
        ("2028-01-01", "510105", "N2023", "individual", 30 * WAN),
        ("2024-09-29", "440303", "N2023", "with_jobs", None),
        ("2024-09-30", "440303", "SZ2024", "with_jobs", {"jobs": 5, "individual": 60 * WAN, "enterprise": 500 * WAN}),
        ("2022-09-01", "130403", "HD2022", "individual", 30 * WAN),
        ("2026-01-01", "420802", "JM2024", "enterprise", 500 * WAN),
        ("2021-01-01", "340402", "HN2020-340400", "individual", 50 * WAN),
    ],
)
def test_a_place_orders_its_own_on_its_days_and_else_has_what_lies_above_it(
    day: str, place: str, version: str, name: str, value: object
):
    found = there(day, place)
    assert (found.id, found.values["amount"].get(name) or None) == (version, value)


def test_henan_changed_its_subsidy_in_the_middle_of_a_month():
    before, after = there("2022-05-17", "410102"), there("2022-05-18", "410102")
    assert (before.values["subsidy"]["method"], after.values["subsidy"]["method"]) == ("ABOVE_BASE", "FULL")
    assert after.values["subsidy"]["enterprise"]["method"] == "ABOVE_BASE"
    assert after.values["amount"] == before.values["amount"]


def test_the_federation_signs_in_ningxia_and_a_womens_project_answers_for_itself_only():
    assert there("2024-10-28", "640104").values["federation_step"] == "required"
    assert there("2024-10-28").values["federation_step"] == "optional"
    women = there("2025-12-31", "440104", "loan.women_gd")
    assert (women.id, women.values["groups"], women.values["age"]["max"]) == ("GDW5", ["WOMAN"], 59)
    assert there("2025-12-31", "440104").values["groups"] != ["WOMAN"]
    with pytest.raises(NotFound, match="no_policy"):
        there("2025-12-31", "430104", "loan.women_gd")


def test_every_source_mark_of_the_policy_files_is_explained():
    text = "\n".join(path.read_text("utf-8") for path in POLICY.glob("*.toml"))
    marks = {
        mark
        for found in re.findall(r'source = "([^"]*)"|\[([SV][0-9][^\]]*)\]', text)
        for mark in re.findall(r"\b[SV][0-9]+[a-z]?", " ".join(found))
    }
    listed = set(re.findall(r"\b[SV][0-9]+[a-z]?", SOURCES.read_text("utf-8")))
    assert len(marks) > 40
    assert marks - listed == set()
