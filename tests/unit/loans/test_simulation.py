"""A changed policy against applications that were handed in: who flips, by how much money, why; nothing is written."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from flask import Flask

from services.loans.domain.judge import facts_of
from services.loans.domain.simulation import Filed, Simulation, Tally, changed_from, simulate
from services.loans.web.flip_rows import Home, counties, flips, workbook
from services.loans.web.simulate_command import command
from shared.policy import Policy, PolicyError
from shared.regions import Level
from shared.replica import Unit
from shared.web import i18n
from tests.builders.loan_rules import POLICY, RULES
from tests.builders.loans import units
from tests.unit.loans.judge.judged import WELL

GUIDE = Path(__file__).parents[3] / "docs" / "policy-guide.md"
DAY, FILE = date(2026, 6, 1), "national_2020.toml"


def noticed() -> Policy:
    made_up = re.search(r"```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert made_up
    return RULES.changed({FILE: RULES.texts[FILE] + "\n" + made_up[1]})


def one(number: str, division: str = "431230", **facts: object) -> Filed:
    return Filed(number, division, DAY, facts_of(WELL | facts))


HIRES = [{"on": "2025-08-01", "group": "UNEMP", "contract_months": 12}] * 10
GOOD = {"relation": "other", "busy": False, "tainted": False}
CASES = [
    one("1", amount_fen=30_000_000, guarantors=[GOOD]),
    one("2", amount_fen=35_000_000, guarantors=[GOOD]),
    one("3", amount_fen=35_000_001, guarantors=[GOOD]),
    one("4", "431229", form="enterprise", staff=100, hires=HIRES, term_months=24, guarantors=[GOOD]),
    one("5", "431229", form="enterprise", staff=100, hires_12m=10, term_months=24, guarantors=[GOOD]),
]


def simulated() -> Simulation:
    new = noticed()
    return simulate(CASES, RULES, new, changed_from(RULES, new))


def in_words(found: Simulation) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], bytes]:
    app = Flask(__name__)
    i18n.install(app)
    homes = {"431230": Home("通道侗族自治县", 100_000_000)}
    with app.test_request_context():
        return counties(found, homes), flips(found, homes), workbook(found, homes)


def test_each_flip_is_counted_in_its_county_with_what_she_asked_for():
    found = simulated()
    assert found.as_of == date(2027, 1, 1)
    assert found.counties == {
        "431230": Tally(judged=3, before=1, after=2, gained=1, gained_fen=35_000_000),
        "431229": Tally(judged=2, before=2, after=1, lost=1, lost_fen=10_000_000),
    }
    assert found.whole == Tally(5, 3, 3, 1, 35_000_000, 1, 10_000_000)


def test_each_flip_is_explained_by_what_was_said_before_and_what_is_said_now():
    found = {one.filed.number: one for one in simulated().flips}
    assert sorted(found) == ["2", "4", "5"]
    ((before, after),) = found["2"].reasons()
    assert before is not None
    assert after is not None
    assert (before.slug, before.met, before.document) == ("amount", False, "财金〔2023〕75号")
    assert (after.threshold, after.met, after.document) == (35_000_000, True, "财金〔2026〕99号")
    ((before, after),) = found["4"].reasons()
    assert before is not None
    assert after is not None
    assert (before.slug, before.met, after.met) == ("hire_ratio", True, False)
    ((before, after),) = found["5"].reasons()
    assert before is not None
    assert after is not None
    assert (before.met, after.met) == (True, None)


def test_the_tables_say_it_in_words_with_the_funds_head_room():
    by_county, by_flip, file = in_words(simulated())
    assert by_county[1] == ("通道侗族自治县", "3", "1", "2", "1", "350,000", "0", "0", "1,000,000", "650,000")
    assert by_county[0][-2:] == ("—", "—")
    assert by_county[2][0] == "合计"
    said = next(row for row in by_flip if row[0] == "2")
    assert said[3:5] == ("不够条件", "够条件")
    assert said[5] == "您想借 35 万元，最多 30 万元（财金〔2023〕75号）"
    assert said[6] == "额度：35 万元，够条件（财金〔2026〕99号）"
    book = openpyxl.load_workbook(io.BytesIO(file))
    assert book.sheetnames == ["按县", "每一件"]
    assert "35 万元" in str([cell.value for row in book["每一件"].iter_rows() for cell in row])


def test_the_same_files_change_nothing_and_unusable_ones_are_refused():
    with pytest.raises(ValueError, match="say the same of loans"):
        changed_from(RULES, RULES.changed({FILE: RULES.texts[FILE] + "\n# a remark"}))
    with pytest.raises(PolicyError, match=r"national_2020\.toml, line"):
        RULES.changed({FILE: RULES.texts[FILE].replace("individual = 20_000_000", 'individual = "20万"')})


def test_where_nothing_was_in_force_nobody_was_eligible():
    early = replace(one("1", birth_month="1975-06"), applied_on=date(2001, 1, 1))
    found = simulate([early], RULES, noticed(), date(2027, 1, 1))
    assert found.whole == Tally(judged=1, after=1, gained=1, gained_fen=10_000_000)
    assert in_words(found)[1][0][5].startswith("没有规定")


class Reads:
    """Stands for a runner over three applications."""

    def ask(self, question):  # type: ignore[no-untyped-def]
        return question(self)

    @property
    def policy(self) -> "Reads":
        return self

    filed = terms = property(lambda self: self)

    def counties(self) -> list[Unit]:
        return [one for one in units() if one.level is Level.COUNTY]

    def days(self, first: date, last: date) -> dict[str, date]:
        return {str(n): DAY for n in range(250)} if first <= DAY <= last else {}

    def free(self, _county: Unit) -> int:
        return 100_000_000

    def __call__(self, days: dict[str, date], _inside: object) -> list[Filed]:
        assert len(days) <= 100
        return [replace(CASES[1], number=number) for number in days]


def typed(tmp_path: Path, *more: str) -> tuple[int, str]:
    changed = tmp_path / FILE
    made_up = noticed().texts[FILE]
    changed.write_text(made_up, "utf-8")
    words = ["--changed", str(changed), "--from", "2026-01-01", *more]
    found = CliRunner().invoke(command(POLICY, lambda: iter([Reads()])), words)  # type: ignore[arg-type, list-item]
    return found.exit_code, found.output


def test_the_command_says_it_and_writes_the_workbook_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("services.loans.web.simulate_command.BATCH", 100)
    code, out = typed(tmp_path, "--to", "2026-12-31", "--xlsx", str(tmp_path / "out.xlsx"))
    assert code == 0, out
    assert "250 applications judged twice, 250 come out otherwise. Nothing was written." in out
    assert "通道侗族自治县" in out
    assert "1,000,000" in out
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["每一件"].max_row > 250
    assert "0 applications judged twice" in typed(tmp_path, "--to", "2026-01-02")[1]
    code, out = typed(tmp_path, "--to", "2025-12-31")
    assert (code, "--from must not be later than --to." in out) == (1, True)
