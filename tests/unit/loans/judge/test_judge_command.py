"""The verdict on the command line: facts in, every criterion with its sentence out."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from services.loans.domain.judge import Facts, facts_of, judge
from services.loans.web.judge_command import command, shown
from tests.builders.loan_rules import POLICY, RULES

BAD = {
    "birth_month": "1965-01", "groups": [], "amount_fen": 35_000_000, "term_months": 48, "form": "individual",
    "months_trading": 1, "loans_before": [{"settled_on": None, "overdue": True}] * 3, "barred": ["STUDENT"],
    "other_loans": [{"kind": "other", "amount_fen": 100, "holder": "self"}], "guarantors": [],
}  # fmt: skip


def run(facts: object, *options: str) -> tuple[int, str]:
    found = CliRunner().invoke(command(POLICY), ["--on", "2026-03-01", *options], input=json.dumps(facts))
    return found.exit_code, found.output


def test_a_case_is_judged_at_a_place_on_a_day():
    code, output = run({"birth_month": "1985-06", "amount_fen": 10_000_000}, "--place", "431230")
    found = json.loads(output)
    assert (code, found["eligible"], found["policy_id"]) == (0, True, "N2023")
    assert found["criteria"][1]["slug"] == "age"
    assert set(found["criteria"][1]) == {"slug", "value", "threshold", "met", "document", "sentence"}
    assert (found["criteria"][1]["value"], found["criteria"][1]["threshold"]) == (40, [18, 55])


@pytest.mark.parametrize("facts", [{}, BAD, BAD | {"form": "enterprise", "staff": 100, "hires_12m": 1}])
def test_every_criterion_has_a_whole_sentence(facts: dict[str, object]):
    found = shown(judge(facts_of(facts), RULES, date(2026, 3, 1), "431230"))
    for one in found["criteria"]:
        assert "criterion." not in one["sentence"]
        assert "count." not in one["sentence"]
        assert "…" not in one["sentence"]


def test_what_is_not_met_is_said_with_value_and_rule():
    verdict = judge(facts_of(BAD), RULES, date(2026, 3, 1), "431230")
    said = {one["slug"]: one["sentence"] for one in shown(verdict)["criteria"]}
    assert said["amount"] == "您想借 35 万元，最多 30 万元"
    assert said["age"] == "您今年 61 岁，规定是 18 到 55 岁"
    assert said["trading_time"].endswith("要做满 3 个月。到 2026 年 5 月 1 日就够了")


def test_who_is_young_enough_but_borrows_for_too_long_reads_by_when_it_has_to_be_repaid():
    facts = facts_of({"birth_month": "1973-04", "term_months": 37, "form": "individual"})
    said = {one["slug"]: one["sentence"] for one in shown(judge(facts, RULES, date(2026, 3, 1), "370100"))["criteria"]}
    assert said["age"] == "您今年 52 岁，年龄够，但这笔贷款要在 2029 年 4 月 1 日前还完，期限选短一些"


def test_a_group_nobody_knows_is_named_as_it_was_typed():
    verdict = judge(facts_of({"groups": ["NOPE"], "form": "individual"}), RULES, date(2026, 3, 1), "431230")
    said = {one["slug"]: one["sentence"] for one in shown(verdict)["criteria"]}
    assert said["in_group"] == "您登记的人群是：NOPE，规定是 10 类人群之一"


@pytest.mark.parametrize(("facts", "options"), [([1], ()), ({"zz": 1}, ()), ({}, ("--place", "x")),
                                                 ({}, ("--on", "1999-01-01"))])  # fmt: skip
def test_what_cannot_be_judged_is_said_in_one_sentence(facts: object, options: tuple[str, ...]):
    code, output = run(facts, *options)
    assert code == 1
    assert output.startswith("Error: ")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("", "there is nothing in them"),
        (" \n", "there is nothing in them"),
        ("facts", "they are no JSON: line 1, sign 1, Expecting value"),
        ('{"amount_fen": 1,\n}', "they are no JSON: line 2, sign 1"),
        ('{"amount_fen": ' + "9" * 6000 + "}", "a number has 6000 digits"),
        ("null", "facts are one JSON object"),
        ('{"amount_fen": 1, "amount_fen": 2}', "amount_fen is said twice"),
        ('{"guarantors": [{"busy": true, "busy": false}]}', "busy is said twice"),
        ("[" * 100_000, "boxes in boxes without end"),
        ('{"birth_month": "9999-12"}', "birth_month cannot be read: '9999-12"),
        ('{"birth_month": "1985-6"}', "birth_month cannot be read"),
        ('{"loans_before": [{"settled_on": "20250301"}]}', "loans_before.settled_on cannot be read: '20250301'"),
        ('{"loans_before": [{"settled_on": "9999-12-31"}]}', "loans_before.settled_on cannot be read"),
        ('{"term_months": 1201}', "term_months cannot be read: 1201"),
        ('{"amount_fen": NaN}', "amount_fen cannot be read: nan"),
        ('{"amount_fen": -1}', "amount_fen cannot be read: -1"),
    ],
)
def test_odd_facts_are_refused_in_one_sentence_that_names_them(raw: str, says: str):
    found = CliRunner().invoke(command(POLICY), ["--on", "2026-03-01", "--place", "370100"], input=raw)
    assert (found.exit_code, found.output.count("\n")) == (1, 1)
    assert found.output.startswith(f"Error: These facts cannot be read: {says}")


def test_a_file_as_windows_saves_it_is_read(tmp_path: Path):
    facts = tmp_path / "facts.json"
    facts.write_text('{"birth_month": "1985-06"}', "utf-8-sig")
    for words, typed in ((["--on", "2026-03-01", str(facts)], ""), (["--on", "2026-03-01"], "\ufeff{}")):
        assert CliRunner().invoke(command(POLICY), words, input=typed).exit_code == 0
    facts.write_bytes(b"{\xff}")
    found = CliRunner().invoke(command(POLICY), ["--on", "2026-03-01", str(facts)])
    assert (found.exit_code, found.output.count("\n")) == (1, 1)


def test_unknown_facts_are_unknown():
    assert judge(Facts(), RULES, date(2026, 3, 1), "431230").eligible
