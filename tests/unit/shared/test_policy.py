"""Which version of a rule is in force on a day at a place, and what a policy file must not be."""

from datetime import date
from pathlib import Path

import pytest

from shared.errors import NotFound
from shared.policy import Policy, PolicyError

ONE = """
[[version]]
id = "N1"
topic = "loan"
doc = {no = "财金〔2020〕1号", source = "S1", verified = "official"}
scope = {division = "000000"}
effective = {from = 2020-01-01, to = 2022-12-31}
values = {cap = 20}
[[version]]
id = "N2"
topic = "loan"
doc = {no = "财金〔2023〕75号", source = "S27", verified = "official"}
scope = {division = "000000"}
effective = {from = 2023-01-01}
values = {cap = 30}
[[version]]
id = "H1"
topic = "loan"
doc = {no = "怀1", source = "S2", verified = "no"}
scope = {division = "431200"}
effective = {from = 2024-01-01, to = 2024-12-31}
values = {cap = 35}
[[version]]
id = "C1"
topic = "course.x"
doc = {no = "课", source = "S3", verified = "press"}
scope = {division = "000000"}
effective = {from = 2020-01-01}
values = {minutes = 45}
"""


def policy(folder: Path, text: str = ONE) -> Policy:
    (folder / "one.toml").write_text(text, "utf-8")
    return Policy.load(folder)


@pytest.mark.parametrize(
    ("day", "place", "version"),
    [
        (date(2020, 1, 1), "431230", "N1"),
        (date(2022, 12, 31), "431230", "N1"),
        (date(2023, 1, 1), "431230", "N2"),
        (date(2024, 6, 1), "431230", "H1"),
        (date(2024, 6, 1), "431200", "H1"),
        (date(2024, 6, 1), "433100", "N2"),
        (date(2024, 6, 1), "000000", "N2"),
        (date(2025, 1, 1), "431230", "N2"),
    ],
)
def test_the_day_and_the_most_specific_place_decide(tmp_path: Path, day: date, place: str, version: str):
    assert policy(tmp_path).on(day, place, "loan").id == version


def test_before_the_first_version_nothing_is_in_force(tmp_path: Path):
    with pytest.raises(NotFound, match="no_policy"):
        policy(tmp_path).on(date(2019, 12, 31), "431230", "loan")


def test_every_topic_with_a_prefix_is_found_each_in_its_version(tmp_path: Path):
    loaded = policy(tmp_path)
    assert [one.id for one in loaded.all_on(date(2024, 6, 1), "431230", "")] == ["C1", "H1"]
    assert [one.id for one in loaded.all_on(date(2024, 6, 1), "431230", "course.")] == ["C1"]
    assert loaded.all_on(date(2019, 1, 1), "431230", "course.") == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("[[version]]", "[[version"), "one.toml"),
        (('id = "N2"', 'id = "N1"'), "twice"),
        (("from = 2023-01-01", "from = 2020-01-01"), "twice"),
        (('verified = "press"', 'verified = "maybe"'), "verified"),
        (('topic = "course.x"\n', ""), "topic is missing"),
        (("to = 2022-12-31", "to = 2019-12-31"), "end before it starts"),
        (('id = "C1"', 'id = "C1"\nsurprise = 1'), "unknown field surprise"),
    ],
)
def test_a_file_with_a_hole_or_a_contradiction_stops_the_start_and_says_where(tmp_path: Path, change, says: str):
    with pytest.raises(PolicyError, match=says):
        policy(tmp_path, ONE.replace(*change))


@pytest.mark.parametrize("service", ["applicant", "training", "loans"])
def test_every_policy_folder_of_ours_holds_only_sourced_versions(service: str):
    folder = Path(__file__).resolve().parents[3] / "services" / service / "policy"
    for path in folder.glob("*.toml"):
        text = path.read_text("utf-8")
        if "[[version]]" in text:
            assert text.count("[[version]]") <= text.count("source ="), path.name


UNDER = """
[[version]]
id = "H1"
topic = "loan"
doc = {no = "怀1", source = "S2", verified = "no"}
scope = {division = "431200"}
effective = {from = 2021-01-01}
inherits = "N1"
values = {amount = {own = 1}, cap = 35}
[[version]]
id = "N1"
topic = "loan"
doc = {no = "国1", source = "S1", verified = "official"}
scope = {division = "000000"}
effective = {from = 2020-01-01}
[version.values]
cap = 20
term = 36
groups = ["A", "B"]
amount = {own = 5, firm = 9}
documents = {term = "国0"}
"""


def test_a_place_inherits_what_it_does_not_say_and_each_value_keeps_its_document(tmp_path: Path):
    found = policy(tmp_path, UNDER).on(date(2021, 1, 1), "431230", "loan")
    assert (found.id, found.values["cap"], found.values["term"]) == ("H1", 35, 36)
    assert found.values["amount"] == {"own": 1, "firm": 9}
    assert [found.document(name) for name in ("cap", "term", "groups", "elsewhere")] == ["怀1", "国0", "国1", "怀1"]
    assert policy(tmp_path, UNDER).on(date(2021, 1, 1), "430000", "loan").values["cap"] == 20


@pytest.mark.parametrize("change", [('inherits = "N1"', 'inherits = "N9"'), ('inherits = "N1"', 'inherits = "H1"')])
def test_what_inherits_from_nowhere_or_from_itself_is_refused(tmp_path: Path, change: tuple[str, str]):
    with pytest.raises(PolicyError, match="H1"):
        policy(tmp_path, UNDER.replace(*change))
