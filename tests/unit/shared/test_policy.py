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
        (("from = 2023-01-01", "from = 2020-01-01"), "one.toml, line 14: version N2: overlaps with N1"),
        (("from = 2023-01-01", "from = 2022-12-31"), "overlaps with N1 .until 2022-12-31."),
        (("to = 2022-12-31", "note = 1"), "line 7: version N1: unknown field note"),
        ((", to = 2022-12-31", ""), "overlaps with N1 .until open."),
        (("from = 2023-01-01", "from = 2023-01-02"), "leaves a hole after N1, which ends on 2022-12-31"),
        (("from = 2023-01-01", 'from = "2023-01-01"'), "line 14: version N2: from and to are days"),
        (('division = "431200"', 'division = "huaihua"'), "line 20: version H1: huaihua is no division code"),
        (("[[version]]", "[[verson]]"), "unknown table verson"),
        (('verified = "press"', 'verified = "maybe"'), "verified"),
        (('topic = "course.x"\n', ""), "topic is missing"),
        (("to = 2022-12-31", "to = 2019-12-31"), "end before it starts"),
        (('id = "C1"', 'id = "C1"\nsurprise = 1'), "unknown field surprise"),
    ],
)
def test_a_file_with_a_hole_or_a_contradiction_stops_the_start_and_says_where(tmp_path: Path, change, says: str):
    with pytest.raises(PolicyError, match=says):
        policy(tmp_path, ONE.replace(*change))


def test_a_hole_that_is_meant_is_said(tmp_path: Path):
    loaded = policy(tmp_path, ONE.replace("from = 2023-01-01", "from = 2023-02-01, after_gap = true"))
    with pytest.raises(NotFound, match="no_policy"):
        loaded.on(date(2023, 1, 31), "431230", "loan")
    assert loaded.on(date(2023, 2, 1), "431230", "loan").id == "N2"


def test_a_version_that_inherits_follows_the_one_it_inherits_from_the_day_it_begins(tmp_path: Path):
    heir = """
[[version]]
id = "N3"
topic = "loan"
doc = {no = "财金〔2027〕1号", source = "S1", verified = "no"}
scope = {division = "000000"}
effective = {from = 2027-01-01}
inherits = "N2"
values = {window = 6}
"""
    loaded = policy(tmp_path, ONE + heir)
    assert loaded.on(date(2026, 12, 31), "110105", "loan").id == "N2"
    after = loaded.on(date(2027, 1, 1), "110105", "loan")
    assert (after.id, after.values) == ("N3", {"cap": 30, "window": 6})
    assert [after.document(name) for name in ("cap", "window")] == ["财金〔2023〕75号", "财金〔2027〕1号"]


LAYERS = """
[fields.loan]
cap = "fen"
"sum.own" = "fen"
"sum.firm" = "fen"
"half" = "permille"
"who" = "some of A B"
"how" = "one of A B"
"whole" = "whole"
"whole.a" = "count"
"whole.b" = "count"
[needed]
loan = ["cap"]
[[version]]
id = "N1"
topic = "loan"
doc = {no = "国1", source = "S1", verified = "official"}
scope = {division = "000000"}
effective = {from = 2020-01-01, to = 2020-12-31}
values = {cap = 20, sum = {own = 5, firm = 9}, who = ["A"], whole = {a = 1}}
[[version.change]]
doc = {no = "国1改", source = "S1", verified = "copy"}
effective = {from = 2020-06-01, to = 2020-06-30}
values = {who = ["A", "B"]}
[[version]]
id = "P1"
topic = "loan"
doc = {no = "省1", source = "S2", verified = "no"}
scope = {division = "430000"}
effective = {from = 2020-03-01}
values = {sum = {own = 7}, whole = {b = 2}}
[[version]]
id = "C1"
topic = "loan"
doc = {no = "市1", source = "S2", verified = "no"}
scope = {division = "431200"}
effective = {from = 2020-06-01}
values = {sum = {firm = 8}}
[[version]]
id = "A1"
topic = "loan"
doc = {no = "补1", source = "S2", verified = "no"}
scope = {division = "000000"}
effective = {from = 2020-06-15}
addition = true
values = {cap = 21}
"""


def test_the_more_specific_place_wins_value_by_value_and_each_value_keeps_its_document(tmp_path: Path):
    found = policy(tmp_path, LAYERS).on(date(2020, 6, 20), "431230", "loan")
    assert (found.id, found.layers) == ("C1", ("N1", "A1", "P1", "C1"))
    assert found.values == {"cap": 21, "sum": {"own": 7, "firm": 8}, "who": ["A", "B"], "whole": {"b": 2}}
    named = ("cap", "sum.own", "sum.firm", "sum", "who", "whole")
    assert [found.document(name) for name in named] == ["补1", "省1", "市1", "市1", "国1改", "省1"]


def test_a_change_lies_inside_its_version_and_ends_with_its_day(tmp_path: Path):
    loaded = policy(tmp_path, LAYERS)
    days = (date(2020, 5, 31), date(2020, 6, 1), date(2020, 6, 30), date(2020, 7, 1))
    assert [len(loaded.on(day, "110105", "loan").values["who"]) for day in days] == [1, 2, 2, 1]
    assert loaded.on(date(2020, 6, 15), "110105", "loan").id == "N1"
    assert loaded.on(date(2020, 6, 14), "110105", "loan").values["cap"] == 20
    assert loaded.named("N1", date(2020, 6, 20)).values["cap"] == 20


def test_an_addition_asked_for_by_name_lies_on_what_it_alters(tmp_path: Path):
    found = policy(tmp_path, LAYERS).named("A1")
    assert (found.id, found.layers, found.values["cap"], found.values["who"]) == ("A1", ("N1", "A1"), 21, ["A", "B"])
    alone = policy(tmp_path, LAYERS.replace("from = 2020-06-15", "from = 2021-01-01"))
    with pytest.raises(NotFound, match="no_policy"):
        alone.named("A1")


def test_where_the_nation_says_nothing_any_more_a_place_alone_is_not_enough(tmp_path: Path):
    with pytest.raises(NotFound, match="no_policy"):
        policy(tmp_path, LAYERS).on(date(2021, 1, 1), "431230", "loan")
    with pytest.raises(NotFound, match="no_policy"):
        policy(tmp_path, LAYERS).named("N9")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("cap = 21", "kap = 21"), "line 46: version A1: unknown field kap"),
        (("cap = 20", 'cap = "20"'), "line 20: version N1: cap is '20', and must be fen"),
        (("cap = 20, ", ""), "line 14: version N1: cap is missing"),
        (("cap = 20", "cap = -1"), "must be fen"),
        (("cap = 20", "cap = true"), "must be fen"),
        (("cap = 20", "cap = 20, half = 1001"), "must be permille"),
        (('who = ["A"]', 'who = ["C"]'), "must be some of A B"),
        (('who = ["A"]', 'who = "A"'), "must be some of A B"),
        (('who = ["A"]', 'how = "C"'), "must be one of A B"),
        (("whole = {a = 1}", "whole = 1"), "unknown field whole"),
        (('who = ["A", "B"]', 'who = ["A", "C"]'), "line 24: version N1: who is"),
        (("to = 2020-06-30", "to = 2021-06-30"), "line 23: version N1: a change must lie inside"),
        (("from = 2020-06-01, to = 2020-06-30", "from = 2019-06-01"), "a change must lie inside"),
    ],
)
def test_a_value_of_another_name_or_kind_is_refused_with_its_file_and_line(tmp_path: Path, change, says: str):
    assert change[0] in LAYERS
    with pytest.raises(PolicyError, match=r"\Aone.toml") as refused:
        policy(tmp_path, LAYERS.replace(*change))
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "change",
    [
        ('id = "A1"', "id = 1"),
        ('id = "A1"', "id = []"),
        ('topic = "loan"', "topic = {}"),
        ('doc = {no = "补1", source = "S2", verified = "no"}', "doc = 1"),
        ('doc = {no = "补1", source = "S2", verified = "no"}', 'doc = {no = 1, source = "S2", verified = "no"}'),
        ('doc = {no = "补1", source = "S2", verified = "no"}', 'doc = {no = "1", source = "S2", verified = ["no"]}'),
        ('scope = {division = "431200"}', "scope = 1"),
        ('scope = {division = "431200"}', "scope = {division = 431200}"),
        ("effective = {from = 2020-06-15}", "effective = 2020-06-15"),
        ("effective = {from = 2020-06-15}", "effective = {from = 1}"),
        ("effective = {from = 2020-06-15}", "effective = {from = 2020-06-15, to = []}"),
        ("values = {cap = 21}", "values = 21"),
        ("values = {cap = 21}", "values = {cap = 21, documents = 1}"),
        ("values = {cap = 21}", "values = {cap = {}}"),
        ("values = {cap = 21}", "values = {cap = {x = 1}}"),
        ("values = {cap = 21}", "values = {sum = 3}"),
        ("values = {cap = 21}", "values = {cap = 21}\nchange = 1"),
        ("values = {cap = 21}", "values = {cap = 21}\nchange = [1]"),
        ("values = {cap = 21}", "values = {cap = 21}\ninherits = 1"),
        ("addition = true", 'addition = "yes"'),
        ('cap = "fen"', 'cap = "gold"'),
        ('cap = "fen"', "cap = 1"),
        ('loan = ["cap"]', "loan = 1"),
    ],
)
def test_whatever_kind_of_thing_stands_there_it_is_a_policy_error_and_never_another(tmp_path: Path, change):
    assert change[0] in LAYERS
    with pytest.raises(PolicyError, match=r"\Aone.toml"):
        policy(tmp_path, LAYERS.replace(*change))


@pytest.mark.parametrize(
    "text", ["version = 1", "version = [1]", "fields = 1", "needed = 1", "fields = {loan = 1}", "x"]
)
def test_a_file_of_another_shape_is_a_policy_error(tmp_path: Path, text: str):
    with pytest.raises(PolicyError, match=r"\Aone.toml"):
        policy(tmp_path, text)


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
