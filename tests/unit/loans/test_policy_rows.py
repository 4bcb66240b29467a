"""The page of the rule in force says every version in whole words, each value with its document."""

from datetime import date

import pytest
from flask import Flask

from services.loans.web.policy_rows import next_change, sections
from shared.web import i18n
from tests.builders.loan_rules import RULES

NATIONAL = [one for one in RULES.versions if (one.topic, one.division, one.addition) == ("loan", "000000", False)]


def shown(day: date, place: str = "000000") -> dict[str, tuple[str, str]]:
    app = Flask(__name__)
    i18n.install(app)
    with app.test_request_context():
        return {label: (words, no) for _, rows in sections(RULES.on(day, place, "loan")) for label, words, no in rows}


@pytest.mark.parametrize("day", [one.starts_on for one in NATIONAL])
def test_every_version_is_said_in_whole_words(day: date):
    for label, (words, document) in shown(day).items():
        assert not any(part in words for part in ("subsidy.", "group.", "exempt.", "ceiling.", "barred.", "%(")), label
        assert document or label == "费用"


def test_each_value_stands_beside_its_own_document():
    there = shown(date(2022, 3, 1), "430821")
    assert there["个人最多"] == ("10 万元", "湖南 2017 年创业担保贷款办法（文号没有查到）")
    assert there["小企业最多"] == ("200 万元", "慈利县创业担保贷款办法（2017）")
    assert there["还清以后隔多久"][0] == "60 个月"
    assert shown(date(2025, 4, 1), "510105")["贴息只贴"][0] == "个人前 30 万元，企业前 400 万元"
    assert shown(date(2026, 1, 1), "440303")["招了人能多借"][0] == "12 个月里招满 5 人：个人 60 万元，企业 500 万元"
    assert shown(date(2017, 10, 1))["财政贴息"][0] == "一年一年出：全部、2/3、1/3"


def test_the_next_change_that_is_known_is_named():
    def after(place: str, on: date) -> date | None:
        return next_change(RULES.on(on, place, "loan"), RULES.versions, place, on)

    assert after("000000", date(2020, 4, 14)) == date(2020, 4, 15)
    assert after("000000", date(2018, 4, 1)) == date(2019, 12, 1)
    assert after("431230", date(2024, 12, 1)) == date(2025, 1, 1)
    assert after("000000", date(2026, 1, 1)) == date(2028, 10, 1)
    assert after("000000", date(2028, 9, 30)) == date(2028, 10, 1)
