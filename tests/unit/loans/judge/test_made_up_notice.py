"""A notice is data only: a made-up one of 2027 is added as the guide says, and the rules follow it."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from services.loans.domain.judge import facts_of, judge
from shared.policy import Policy
from tests.builders.loan_rules import POLICY
from tests.unit.loans.judge.judged import WELL

GUIDE = Path(__file__).parents[4] / "docs" / "policy-guide.md"
BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture
def noticed(tmp_path: Path) -> Policy:
    folder = Path(shutil.copytree(POLICY, tmp_path / "policy"))
    found = re.search(r"```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert found
    file = folder / "national_2020.toml"
    file.write_text(file.read_text("utf-8") + "\n" + found[1], "utf-8")
    return Policy.load(folder)


@pytest.mark.parametrize(
    ("on", "asked", "policy_id", "met"),
    [
        (BEFORE, 30_000_000, "N2023", True),
        (BEFORE, 30_000_001, "N2023", False),
        (AFTER, 35_000_000, "N2027", True),
        (AFTER, 35_000_001, "N2027", False),
    ],
)
def test_a_new_cap_begins_on_its_day_in_every_county(noticed: Policy, on: date, asked: int, policy_id: str, met: bool):
    verdict = judge(facts_of(WELL | {"amount_fen": asked}), noticed, on, "431230")
    amount = next(one for one in verdict.criteria if one.slug == "amount")
    assert (verdict.policy_id, amount.met) == (policy_id, met)
    assert amount.document == ("财金〔2023〕75号" if on == BEFORE else "财金〔2026〕99号")


def test_a_shorter_window_counts_fewer_hires(noticed: Policy):
    hires = [{"on": "2026-05-01", "group": "UNEMP", "contract_months": 12}] * 10
    facts = facts_of(WELL | {"form": "enterprise", "staff": 100, "hires": hires})
    for on, met in ((BEFORE, True), (AFTER, False)):
        ratio = next(one for one in judge(facts, noticed, on, "431230").criteria if one.slug == "hire_ratio")
        assert (ratio.met, ratio.facts["window_months"]) == (met, 12 if met else 6)


def test_a_place_with_a_sum_of_its_own_keeps_it_and_all_else_follows(noticed: Policy):
    sichuan = noticed.on(AFTER, "510105", "loan")
    assert (sichuan.id, sichuan.values["amount"]["individual"]) == ("SC2025", 50_000_000)
    assert sichuan.values["hire"]["window_months"] == 6
    assert noticed.on(AFTER, "431230", "loan").values["repeat"] == {"max_times": 3}
