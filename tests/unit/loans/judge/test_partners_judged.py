"""Who borrows together: the same rules ask each of them, caps count heads, sentences say of whom they speak."""

import json
from datetime import date
from typing import Any

import pytest

from services.loans.domain.judge import Verdict, facts_of, judge
from services.loans.web.judge_command import shown
from tests.unit.loans.judge.judged import DAY, PLACE, RULES, WELL

FITS: dict[str, Any] = {
    "birth_month": "1990-01",
    "sex": "male",
    "groups": ["UNEMP"],
    "loans_before": [],
    "other_loans": [],
    "barred": [],
}


def verdict(*partners: dict[str, Any], on: date = DAY, **changes: Any) -> Verdict:
    facts = WELL | {"form": "partner", "partners": list(partners)} | changes
    return judge(facts_of(facts), RULES, on, PLACE)


def met_by(found: Verdict, partner: int) -> dict[str, bool | None]:
    return {one.slug: one.met for one in found.criteria if one.partner == partner}


def test_each_partner_is_asked_what_concerns_a_person_and_nothing_else():
    found = verdict(FITS, FITS)
    asked = {"in_group", "age", "times", "gap", "overdue_before", "other_loans", "barred"}
    assert met_by(found, 1) == met_by(found, 2) == dict.fromkeys(asked, True)
    assert len(met_by(found, 0)) == 13
    assert found.eligible


@pytest.mark.parametrize(("sex", "met"), [("female", True), ("male", False), (None, None)])
def test_where_women_are_a_group_a_partner_of_whom_nobody_said_it_is_unknown(sex: str | None, met: bool | None):
    found = verdict(FITS | {"groups": [], "sex": sex}, on=date(2010, 3, 1))
    assert met_by(found, 1)["in_group"] is met


@pytest.mark.parametrize(
    ("changes", "slug"),
    [
        ({"groups": []}, "in_group"),
        ({"birth_month": "1970-03"}, "age"),
        ({"birth_month": "2008-04"}, "age"),
        ({"barred": ["PUBLIC_SERVANT"]}, "barred"),
        ({"loans_before": [{"settled_on": "2020-01-01", "overdue": True}]}, "overdue_before"),
        ({"loans_before": [{"settled_on": None, "overdue": False}]}, "gap"),
        ({"loans_before": [{"settled_on": "2020-01-01", "overdue": False}] * 3}, "times"),
        ({"other_loans": [{"kind": "other", "amount_fen": 1, "holder": "self"}]}, "other_loans"),
        ({"other_loans": [{"kind": "consumer", "amount_fen": 5_000_001, "holder": "self"}]}, "other_loans"),
    ],
)
def test_one_partner_who_does_not_fit_stands_against_all(changes: dict[str, Any], slug: str):
    found = verdict(FITS, FITS | changes)
    assert met_by(found, 2)[slug] is False
    assert met_by(found, 1)[slug] is True
    assert found.reasons == (slug,)


def test_the_last_month_inside_the_age_fits():
    assert met_by(verdict(FITS | {"birth_month": "1970-04"}), 1)["age"] is True
    assert met_by(verdict(FITS | {"birth_month": "2008-03"}), 1)["age"] is True


def test_what_nobody_said_of_a_partner_is_unknown_and_stands_against_nothing():
    found = verdict({})
    assert set(met_by(found, 1).values()) == {None}
    assert found.eligible


def test_partners_told_one_by_one_are_heads_of_the_cap_and_a_count_of_heads_counts_before_them():
    def amount(found: Verdict) -> bool | None:
        return next(one.met for one in found.criteria if one.slug == "amount")

    assert amount(verdict(FITS, FITS, amount_fen=99_000_000)) is True
    assert amount(verdict(FITS, FITS, amount_fen=99_000_001)) is False
    assert amount(verdict(FITS, heads=3, amount_fen=99_000_000)) is True
    assert amount(verdict(*[FITS] * 14, amount_fen=400_000_001)) is False


def test_partners_of_who_borrows_alone_are_not_asked():
    assert {one.partner for one in verdict({"groups": []}, form="individual").criteria} == {0}


def test_those_to_whom_an_enterprise_belongs_are_asked_but_for_a_group_which_its_hires_stand_for():
    firm = {"form": "enterprise", "staff": 10, "hires_12m": 2}
    found = verdict(FITS | {"groups": []}, FITS | {"barred": ["PUBLIC_SERVANT"]}, **firm)
    assert set(met_by(found, 1).values()) == {True}
    assert {slug for slug, met in met_by(found, 2).items() if met is False} == {"barred"}
    assert {one.partner for one in verdict(**firm).criteria} == {0}


def test_a_sentence_says_of_which_partner_it_speaks():
    sentences = [one["sentence"] for one in shown(verdict(FITS, FITS | {"barred": ["STUDENT"]}))["criteria"]]
    assert [one for one in sentences if "学生" in one and one.startswith("合伙人 2：")]
    assert not [one for one in sentences[:13] if "合伙人 " in one]
    json.dumps(sentences)


@pytest.mark.parametrize(
    "partners",
    [{}, ["x"], [{"names": "杨满妹"}], [{"loans_before": [{"settled": "2020-01-01"}]}], [{"groups": "UNEMP"}]],
)
def test_partners_that_cannot_be_read_are_refused(partners: Any):
    with pytest.raises(ValueError, match="partners"):
        facts_of(WELL | {"partners": partners})
