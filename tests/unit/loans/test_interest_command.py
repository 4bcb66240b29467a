"""`interest` on the command line: periods to the fen, the rate of the contract's day, one sentence for nonsense."""

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from services.loans.usecases.loan.rates import Rates
from services.loans.web.interest_command import command
from shared.errors import Refused
from tests.builders.loan_rules import POLICY, RULES

RATES = Rates(RULES)
USUAL = {
    "--principal": "200000.00", "--rate-bp": "535", "--disbursed": "2021-03-01", "--due": "2022-03-01",
}  # fmt: skip


def run(*more: str, **changes: str) -> tuple[int, str]:
    options = USUAL | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    found = CliRunner().invoke(command(POLICY), [part for pair in options.items() for part in pair] + list(more))
    return found.exit_code, found.output


def asked(*more: str, **changes: str) -> Any:
    code, output = run("--json", *more, **changes)
    assert code == 0, output
    return json.loads(output)


def test_a_loan_of_2021_is_counted_quarter_by_quarter_with_an_early_repayment_inside():
    found = asked("--repay", "2021-08-15=50000.00")
    assert found["policy_id"] == "N2021"
    assert found["base"] == {"series": "LPR1Y", "bp": 385, "since": "2020-04-20", "verified": "copy"}
    assert [tuple(one.values()) for one in found["periods"]] == [
        ("2021-03-01", "2021-03-20", 59_444, 33_333, 26_111),
        ("2021-03-21", "2021-06-20", 273_444, 153_333, 120_111),
        ("2021-06-21", "2021-09-20", 245_951, 137_917, 108_034),
        ("2021-09-21", "2021-12-20", 202_854, 113_750, 89_104),
        ("2021-12-21", "2022-02-28", 156_042, 87_500, 68_542),
    ]
    assert list(found["periods"][0]) == ["from", "to", "interest_fen", "subsidy_fen", "borrower_fen"]
    assert found["balances"][2:4] == [
        {"from": "2021-06-21", "to": "2021-08-14", "balance_fen": 20_000_000},
        {"from": "2021-08-15", "to": "2021-09-20", "balance_fen": 15_000_000},
    ]
    assert found["total"] == {"interest_fen": 937_735, "subsidy_fen": 525_833, "borrower_fen": 411_902}


def test_the_last_day_is_the_one_before_the_principal_is_gone():
    assert asked("--repay", "2021-08-15=200000.00")["periods"][-1]["to"] == "2021-08-14"
    assert asked()["periods"][-1]["to"] == "2022-02-28"
    assert asked("--repay", "2021-03-01=200000")["periods"] == []


def test_what_came_after_maturity_is_hers_alone():
    *found, last, after = asked("--repay", "2022-05-01=200000.00")["periods"]
    *before, inside = asked()["periods"]
    assert found == before
    assert (last["from"], last["to"], last["subsidy_fen"]) == ("2021-12-21", "2022-03-20", inside["subsidy_fen"])
    assert last["interest_fen"] == 267_500  # ninety days; seventy of them before maturity
    assert (after["from"], after["to"], after["subsidy_fen"]) == ("2022-03-21", "2022-04-30", 0)


def test_the_day_of_the_contract_and_its_choice_fix_the_reference_rate():
    assert asked(disbursed="2022-01-25", due="2023-01-25")["base"]["bp"] == 370
    assert asked(disbursed="2022-01-25", due="2023-01-25", contract="2021-12-25")["base"]["bp"] == 380
    assert asked(base="LPR5Y")["base"]["bp"] == 465


def test_the_day_of_disbursement_picks_the_rule_unless_one_is_named():
    assert asked(disbursed="2023-09-30", due="2024-09-30")["policy_id"] == "N2021"
    assert asked(disbursed="2023-10-01", due="2024-09-30")["policy_id"] == "N2023"
    assert asked(disbursed="2023-10-01", due="2024-09-30", policy="N2021")["policy_id"] == "N2021"
    assert asked(place="430821")["policy_id"] == "H2017-430821"
    assert asked(place="510105", disbursed="2025-04-01", due="2026-04-01")["subsidised_most_fen"] == 30_000_000


def test_guidance_that_alters_no_sum_counts_as_what_it_lies_on():
    days = {"disbursed": "2026-01-05", "due": "2027-01-05"}
    named, in_force = asked(policy="N2025G", **days), asked(**days)
    assert (named.pop("policy_id"), in_force.pop("policy_id")) == ("N2025G", "N2023")
    assert named == in_force


def test_people_read_a_table_with_the_balances():
    code, output = run("--repay", "2021-08-15=50000.00")
    assert code == 0
    assert "您出基准利率减 1.5 个百分点，别的财政出" in output
    assert "200,000 × 55 天；150,000 × 37 天" in output
    assert "5,258.33" in output


@pytest.mark.parametrize(
    "changes",
    [
        {"principal": "-1"},
        {"principal": "0"},
        {"principal": "1.005"},
        {"principal": "1e5"},
        {"principal": "١٠"},
        {"rate_bp": "-5"},
        {"rate_bp": "5.35"},
        {"rate_bp": "0"},
        {"rate_bp": "²"},
        {"disbursed": "2021-02-30"},
        {"disbursed": "20210301"},
        {"due": "9999-12-31"},
        {"due": "2021-03-01"},
        {"due": "2021-02-28"},
        {"contract": "2021-03-02"},
        {"base": "LPR2Y"},
        {"place": "999999"},
        {"place": "4312"},
        {"policy": "N1999"},
        {"policy": "LPR1Y"},
        {"form": "coop"},
        {"disbursed": "2001-03-01"},
        {"contract": "2019-08-19"},
        {"repay": "2021-08-15"},
        {"repay": "2021-02-28=1.00"},
        {"repay": "2021-08-15=200000.01"},
        {"repay": "2021-08-15=0.00"},
        {"repay": "2022-03-02=199999.99"},
    ],
)
def test_what_cannot_be_counted_is_said_in_one_sentence(changes: dict[str, str]):
    code, output = run(**changes)
    assert code == 2
    assert output.startswith("Error: ")
    assert output.count("\n") == 1


def test_more_than_the_balance_is_refused_on_the_day_it_would_be():
    code, output = run("--repay", "2021-09-01=150000", "--repay", "2021-08-01=50000.01")
    assert (code, output) == (2, "Error: --repay 2021-09-01 is more than the balance: 0.01 yuan too much.\n")


@pytest.mark.parametrize(
    ("months", "on", "series", "bp"),
    [
        (12, date(2002, 2, 21), "BENCHMARK_1Y", 531),
        (12, date(2009, 8, 1), "BENCHMARK_1Y", 531),
        (24, date(2009, 8, 1), "BENCHMARK_3Y", 540),
        (24, date(2014, 11, 21), "BENCHMARK_3Y", 615),
        (24, date(2014, 11, 22), "BENCHMARK_5Y", 600),
        (60, date(2015, 10, 23), "BENCHMARK_5Y", 500),
        (60, date(2015, 10, 24), "BENCHMARK_5Y", 475),
    ],
)
def test_the_benchmark_is_that_of_the_term_and_the_day(months: int, on: date, series: str, bp: int):
    found = RATES.benchmark(months, on)
    assert (found.series, found.bp) == (series, bp)


@pytest.mark.parametrize(("months", "on"), [(12, date(2002, 2, 20)), (24, date(2008, 12, 22)), (48, date(2010, 1, 1)),
                                            (61, date(2016, 1, 1))])  # fmt: skip
def test_where_no_benchmark_is_known_none_is_made_up(months: int, on: date):
    with pytest.raises(Refused, match="no_benchmark"):
        RATES.benchmark(months, on)


@pytest.mark.parametrize(
    ("series", "on", "bp", "verified"),
    [
        ("LPR1Y", date(2019, 8, 20), 425, "copy"),
        ("LPR1Y", date(2021, 12, 19), 385, "copy"),
        ("LPR1Y", date(2021, 12, 20), 380, "copy"),
        ("LPR5Y", date(2026, 6, 22), 350, "copy"),
        ("LPR5Y", date(2026, 6, 23), 350, "no"),
    ],
)
def test_an_lpr_holds_until_the_next_and_is_not_confirmed_after_the_last_look(
    series: str, on: date, bp: int, verified: str
):
    found = RATES.lpr(series, on)
    assert (found.bp, found.verified) == (bp, verified)


def test_a_value_that_was_never_confirmed_says_so():
    assert RATES.benchmark(24, date(2012, 6, 8)).verified == "no"
    assert RATES.benchmark(24, date(2012, 7, 6)).verified == "copy"


@pytest.mark.parametrize(
    ("typed", "method", "total"),
    [
        ({"principal": "20000", "rate_bp": "531", "disbursed": "2003-01-01", "due": "2005-01-01"}, "FULL", 215_645),
        ({"principal": "80000", "rate_bp": "831", "disbursed": "2010-03-21", "due": "2012-03-21"}, "FULL", 1_349_913),
        (
            {"principal": "100000", "rate_bp": "630", "disbursed": "2016-10-08", "due": "2019-10-08"},
            "TIERED",
            1_277_500,
        ),
        (
            {"principal": "150000", "rate_bp": "600", "disbursed": "2020-02-29", "due": "2022-02-28"},
            "TIERED",
            1_520_833,
        ),
        (
            {"principal": "200000", "rate_bp": "535", "disbursed": "2021-03-01", "due": "2022-03-01"},
            "ABOVE_BASE",
            608_333,
        ),
        (
            {"principal": "300000", "rate_bp": "395", "disbursed": "2024-03-01", "due": "2025-03-01"},
            "SHARE_OF_ACTUAL",
            600_730,
        ),
    ],
)
def test_each_notice_pays_by_its_own_method(typed: dict[str, str], method: str, total: int):
    found = asked(**typed)
    assert (found["method"], found["total"]["subsidy_fen"]) == (method, total)


def test_enterprises_were_paid_half_of_the_benchmark_of_their_term():
    typed = {"principal": "2000000", "rate_bp": "831", "disbursed": "2010-03-21", "form": "enterprise"}
    assert asked(**typed, due="2011-03-21")["base"]["series"] == "BENCHMARK_1Y"
    found = asked(**typed, due="2012-03-21")
    assert (found["base"]["series"], found["base"]["bp"]) == ("BENCHMARK_3Y", 540)
    assert found["periods"][0]["subsidy_fen"] == 2_000_000_00 * 92 * 270 // 3_600_000


def test_sichuan_subsidises_the_first_300_000_only():
    typed = {"principal": "500000", "rate_bp": "360", "disbursed": "2025-04-21", "due": "2026-04-21"}
    assert asked(**typed, place="510105")["periods"][0]["subsidy_fen"] == 30 * 61 * 50
    assert asked(**typed, place="510105")["policy_id"] == "SC2025"


def test_what_goes_beyond_the_benchmark_and_three_points_was_not_subsidised_in_2015():
    found = asked(principal="100000", rate_bp="900", disbursed="2015-06-28", due="2016-06-28")["periods"][0]
    assert (found["interest_fen"], found["subsidy_fen"]) == (212_500, 185_347)


@pytest.mark.parametrize("policy_id", [one.id for one in RULES.versions if one.topic.startswith("loan")])
def test_every_version_counts_or_says_in_a_sentence_why_not(policy_id: str):
    code, output = run(policy=policy_id, disbursed="2020-03-01", due="2021-03-01")
    assert code in {0, 2}
    assert code == 0 or output.count("\n") == 1
