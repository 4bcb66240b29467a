"""The verbs over the policy files: what is in force, and in what two of its states differ."""

import re
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from shared.commands import start
from shared.commands.policy_verbs import command
from shared.web import logs

LOANS = Path(__file__).parents[3] / "services" / "loans" / "policy"


def said(*words: str) -> tuple[int, str]:
    found = CliRunner().invoke(command(LOANS), list(words))
    return found.exit_code, found.output


def test_what_is_in_force_is_shown_with_the_document_of_each_value():
    for words in (("show",), ()):
        code, out = said(*words, "--on", "2022-03-01", "--place", "430821", "--topic", "loan")
        assert code == 0
        assert "N2021 + HN2017 + H2017-430821" in out
        lines = {line.split()[0]: line for line in out.splitlines() if line.strip()}
        assert "200000000" in lines["amount.enterprise"]
        assert "慈利" in lines["amount.enterprise"]
        assert "湖南 2017" in lines["amount.individual"]


def test_a_road_of_desks_and_a_series_of_rates_stand_line_by_line():
    for topic, line in (
        ("desks", "steps.4 desk site_visit, act report, hands 2, limit_workdays 10"),
        ("rate.LPR1Y", "steps.13 2025-05-20 300"),
    ):
        code, out = said("show", "--on", "2026-03-01", "--place", "431230", "--topic", topic)
        assert code == 0
        assert line in re.sub(" +", " ", out)
        assert "datetime" not in out
        assert max(map(len, out.splitlines())) < 300


def test_two_versions_or_two_days_are_compared_value_by_value():
    code, out = said("diff", "2023-09-30@110105", "N2023")
    assert code == 0
    assert "amount.individual" in out
    assert "term_months" not in out
    assert said("diff", "N2021", "N2021")[1].endswith("0 values differ.\n")
    code, out = said("diff", "N2023", "N2025G")
    assert code == 0
    assert out.endswith("1 values differ.\n")
    assert "抵押" in out


def test_a_file_that_cannot_be_used_is_named_with_its_line_and_what_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = shutil.copytree(LOANS, tmp_path / "policy")
    file = folder / "national_2020.toml"
    file.write_text(file.read_text("utf-8").replace("individual = 30_000_000 ", 'individual = "30万" ', 1), "utf-8")
    cli = click.Group("loans")
    cli.add_command(command(folder))
    monkeypatch.setattr("sys.argv", ["loans", "policy", "show", "--on", "2027-01-01"])
    for silent in ("configure", "lines_of_programs"):
        monkeypatch.setattr(logs, silent, lambda _level: None)
    with pytest.raises(SystemExit) as ended:
        start(cli)
    (line,) = [n for n, text in enumerate(file.read_text("utf-8").splitlines(), 1) if '"30万"' in text]
    said = f"Error: national_2020.toml, line {line}: version N2023: amount.individual is '30万', and must be fen."
    assert str(ended.value) == said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("diff", "N2021", "N1999"), "N1999 is no version and no day with a rule of loan; known: "),
        (("diff", "1999-01-01", "N2021"), "1999-01-01 is no version"),
        (("show", "--on", "1999-01-01"), "Nothing is in force on 1999-01-01 at 000000."),
        (("show", "--on", "2026-01-01", "--place", "999999"), "999999 is no division code"),
        (("show", "--on", "2026-13-01"), "Invalid value"),
        ((), "say the day: --on 2026-11-24"),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_sentence(words: tuple[str, ...], says: str):
    code, out = said(*words)
    assert code != 0
    assert says in out
