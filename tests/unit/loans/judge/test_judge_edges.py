"""The rules where places and years differ, each on the day before and the day after, at the sum and a fen above."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.loans.domain.judge import Facts, facts_of, judge
from services.loans.domain.judge.case import Case
from services.loans.domain.judge.guaranteeing import guaranteed
from services.loans.domain.judge.hires import Hired, hired
from services.loans.domain.judge.history import never_overdue, times
from services.loans.domain.judge.person import of_age, resident
from services.loans.domain.judge.sum import Caps, caps
from shared.policy import Source, Version
from tests.unit.loans.judge.judged import BEIJING, DAY, RULES, WELL, judged

SHENZHEN, JINGMEN, JINAN, HANGZHOU, LINXIA = "440303", "420802", "370102", "330102", "622901"


def made(facts: dict[str, Any], **rules: Any) -> Case:
    values = {**RULES.named("N2023").values, **rules}
    version = Version("X", "loan", "000000", date(2020, 1, 1), None, Source("甲", "S1", "no"), values)
    return Case(facts_of(facts), version, DAY)


def test_women_as_such_were_a_class_from_2009_to_2013():
    for day, met in (("2009-07-26", False), ("2009-07-27", True), ("2013-09-30", True), ("2013-10-01", False)):
        assert judged("in_group", day, BEIJING, groups=[]).met is met
    assert judged("in_group", "2012-01-01", BEIJING, groups=[], sex="male").met is False
    assert judged("in_group", "2012-01-01", BEIJING, groups=[], sex=None).met is None
    assert judged("in_group", "2012-01-01", BEIJING, groups=None).value == ("WOMAN",)
    assert judged("in_group", "2012-01-01", BEIJING, groups=["WOMAN"], sex="female").value == ("WOMAN",)
    assert judged("in_group", "2012-01-01", BEIJING, groups=["UNEMP"], sex=None).met is True


def test_whom_a_place_added_in_2015_is_not_known_here():
    assert judged("in_group", "2015-05-01", BEIJING, groups=["GRAD"]).met is None
    assert judged("in_group", "2016-07-01", BEIJING, groups=["GRAD"]).met is True
    assert judged("in_group", "2016-07-01", BEIJING, groups=["LAID_OFF"]).met is False


@pytest.mark.parametrize("group", ["TRADER_HIT", "TAXI", "RIDE_HAILING", "FLEET", "REPAID_IN_TROUBLE"])
def test_the_groups_of_2020_begin_and_end_inside_one_notice(group: str):
    days = ("2020-04-14", "2020-04-15", "2020-12-31", "2021-01-01")
    assert [judged("in_group", day, BEIJING, groups=[group]).met for day in days] == [False, True, True, False]


def test_farmers_who_begin_for_themselves_count_since_2018_and_in_hunan_since_its_rules_of_2017_ended():
    assert [judged("in_group", d, BEIJING, groups=["RURAL_SELF"]).met for d in ("2018-03-26", "2018-03-27")] == [
        False,
        True,
    ]
    assert [judged("in_group", d, groups=["RURAL_SELF"]).met for d in ("2024-12-31", "2025-01-01")] == [False, True]


def test_an_enterprise_is_held_against_its_hires_and_not_against_groups():
    assert judged("in_group", form="enterprise", groups=[]).facts == {"applies": False}
    assert judged("hire_ratio", hires_12m=3).value is None  # and whoever is none, not against hires


@pytest.mark.parametrize(
    ("born", "rule", "met", "retires"),
    [
        ("1975-09", "RETIREMENT_50", False, "2026-02-01"),
        ("1975-10", "RETIREMENT_50", False, "2026-03-01"),
        ("1975-11", "RETIREMENT_50", True, "2026-05-01"),
        ("1984-11", "RETIREMENT_50", True, "2039-11-01"),
        ("1990-05", "RETIREMENT_50", True, "2045-05-01"),
        ("1970-01", "RETIREMENT_50", False, "2020-01-01"),
        ("1985-03", "RETIREMENT_55", True, "2043-03-01"),
        ("1970-12", "RETIREMENT_55", False, "2026-03-01"),
        ("1971-01", "RETIREMENT_55", True, "2026-05-01"),
    ],
)
def test_the_limit_of_age_may_be_retirement(born: str, rule: str, met: bool, retires: str):
    found = of_age(made({"birth_month": born}, age={"rule": rule, "min": 18}))
    assert (found.met, found.threshold) == (met, (18, retires))
    last = date.fromisoformat(retires) - timedelta(days=1)
    assert found.facts == ({"until_on": last.isoformat()} if met else {})


def test_age_only_gets_worse_and_the_last_day_is_said():
    assert judged("age", birth_month="1970-04").facts == {"until_on": "2026-03-31"}
    assert judged("age", "2026-03-31", birth_month="1970-04").met is True
    over = judged("age", "2026-04-01", birth_month="1970-04")
    assert (over.met, over.facts) == (False, {})


def test_the_first_rules_lent_up_to_sixty():
    assert [judged("age", day, BEIJING, birth_month="1945-08").met for day in ("2006-07-31", "2006-08-01")] == [
        True,
        False,
    ]


def test_where_the_loan_must_end_before_the_limit_its_last_month_counts():
    assert judged("age", place=JINAN, birth_month="1973-03", term_months=36).met is False
    assert judged("age", place=JINAN, birth_month="1973-04", term_months=36).facts == {"until_on": "2026-03-31"}
    assert judged("age", place=JINAN, birth_month="1973-03", term_months=None).met is None
    assert judged("age", place=JINAN, birth_month="1970-03", term_months=None).met is False
    assert judged("age", place=JINAN, birth_month="2010-03").met is True
    assert judged("age", place=JINAN, birth_month="2010-04").facts == {"from_on": "2026-04-01"}
    assert judged("age", birth_month="1973-03").met is True


def test_women_kept_eight_wan_in_2013_when_others_had_five():
    asked = {"amount_fen": 8_000_000}
    assert judged("amount", "2014-01-01", BEIJING, **asked).met is True
    assert judged("amount", "2014-01-01", BEIJING, **asked, sex="male").met is False
    assert judged("amount", "2014-01-01", BEIJING, **asked, sex=None).met is None
    assert judged("amount", "2014-01-01", BEIJING, amount_fen=8_000_001, sex=None).met is False
    assert judged("amount", "2014-01-01", BEIJING, amount_fen=5_000_000, sex=None).met is True


@pytest.mark.parametrize(
    ("jobs", "asked", "met"),
    [(4, 30_000_000, True), (4, 30_000_001, False), (5, 60_000_000, True), (5, 60_000_001, False),
     (None, 30_000_000, True), (None, 60_000_000, None), (None, 60_000_001, False)],
)  # fmt: skip
def test_shenzhen_lends_more_to_whoever_made_five_jobs(jobs: int | None, asked: int, met: bool | None):
    assert judged("amount", place=SHENZHEN, amount_fen=asked, hires_12m=jobs).met is met


def test_sichuan_lends_more_than_it_subsidises_on_its_days():
    days = ("2025-03-31", "2025-04-01", "2027-12-31", "2028-01-01")
    assert [judged("amount", day, "510105", amount_fen=50_000_000).met for day in days] == [False, True, True, False]
    assert judged("amount", "2025-04-01", "510105", amount_fen=50_000_001).met is False


def test_where_no_document_names_a_sum_it_stays_open():
    assert judged("amount", "2005-01-01", BEIJING, form="enterprise").met is None
    assert judged("amount", "2017-01-01", BEIJING, form="partner", heads=3, amount_fen=10_000_001).met is None
    assert judged("amount", "2017-01-01", BEIJING, form="partner", heads=3).met is True
    assert judged("amount", "2017-09-01", form="partner", heads=9, amount_fen=50_000_001).met is False
    assert caps(Case(Facts(), RULES.named("N2023"), DAY)) == Caps(30_000_000, None)


@pytest.mark.parametrize(
    ("day", "place", "heads", "most"),
    [
        ("2010-01-01", BEIJING, 4, 40_000_000),
        ("2010-01-01", BEIJING, 5, 40_000_000),
        ("2010-01-01", "420100", 5, 50_000_000),
        ("2020-01-01", "130100", 7, 90_000_000),
        ("2020-01-01", BEIJING, 7, 105_000_000),
        ("2023-02-01", "430702", 6, 110_000_000),
        ("2023-09-30", BEIJING, 3, 66_000_000),
        ("2023-10-01", BEIJING, 13, 400_000_000),
    ],
)
def test_partners_together_have_the_cap_of_their_day_and_place(day: str, place: str, heads: int, most: int):
    asked = {"form": "partner", "heads": heads}
    assert judged("amount", day, place, **asked, amount_fen=most).met is True
    assert judged("amount", day, place, **asked, amount_fen=most + 1).met is False


@pytest.mark.parametrize(
    ("day", "staff", "needed"),
    [("2019-11-30", 100, 25), ("2019-12-01", 100, 20), ("2019-11-30", 101, 16), ("2019-12-01", 101, 11),
     ("2020-04-15", 100, 15), ("2021-06-01", 101, 9), ("2023-09-30", 100, 15), ("2023-10-01", 100, 10),
     ("2023-10-01", 101, 6)],
)  # fmt: skip
def test_the_hires_needed_changed_in_the_middle_of_a_notice(day: str, staff: int, needed: int):
    asked = {"form": "enterprise", "staff": staff}
    assert judged("hire_ratio", day, BEIJING, **asked, hires_12m=needed).met is True
    short = judged("hire_ratio", day, BEIJING, **asked, hires_12m=needed - 1)
    assert (short.met, short.threshold) == (False, needed)
    assert (short.facts["staff"], short.facts["window_months"]) == (staff, 12)


def test_the_document_of_the_hires_is_that_of_the_change():
    asked = {"form": "enterprise", "staff": 100}
    found = [judged("hire_ratio", day, BEIJING, **asked).document for day in ("2019-11-30", "2019-12-01")]
    assert found == ["财金〔2018〕22号", "国发〔2019〕28号"]
    windows = [judged("hire_ratio", day, BEIJING, **asked).facts for day in ("2019-11-30", "2019-12-01")]
    assert [one.get("window_document") for one in windows] == ["银发〔2002〕394号", None]  # named where it is another


def hire(on: str, group: str | None = "UNEMP", months: int | None = 12) -> dict[str, Any]:
    return {"on": on, "group": group, "contract_months": months}


def test_hires_told_one_by_one_count_inside_the_window_by_group_and_contract():
    told = [hire("2025-03-01"), hire("2025-02-28"), hire("2026-03-01"), hire("2026-03-02"),
            hire("2025-08-01", months=11), hire("2025-08-01", group=None), hire("2025-08-01", months=None),
            hire("2025-08-01", group="LOCALS")]  # fmt: skip
    count = hired(made({"hires": told}))
    assert (count.sure, count.most, count.graduates) == (2, 4, 0)
    assert hired(made({"hires": told}, hire={**RULES.named("N2023").values["hire"], "window_months": 6})).sure == 1
    assert judged("hire_ratio", form="enterprise", staff=20, hires=told).met is True
    assert judged("hire_ratio", form="enterprise", staff=40, hires=told).met is None
    assert judged("hire_ratio", form="enterprise", staff=50, hires=told).met is False


def test_of_an_unknown_staff_no_number_is_asked_and_of_none_at_all_one():
    firm = {"form": "enterprise", "hires_12m": 3}
    assert judged("hire_ratio", **firm).threshold is None
    assert judged("hire_ratio", **firm, staff=0).threshold == 1
    assert [judged("hire_ratio", **firm, staff=staff).threshold for staff in (1000, 1001)] == [50, 51]
    assert hired(made({})) == Hired(0, None)


def test_where_no_group_and_no_contract_is_asked_every_hire_inside_the_window_counts():
    told = [hire("2026-01-01", group=None, months=None), hire("2026-01-01", group="LOCALS", months=1)]
    rules = {"window_months": 12}
    assert hired(made({"hires": told}, hire=rules)) == Hired(2, 2, 0, 1)
    assert hired(made({"hires": told}, hire=rules | {"contract_min_months": 12})) == Hired(0, 1, 0, 1)


def test_returnees_did_not_count_as_hires_in_2016():
    told = [hire("2017-01-01", "RETURNEE")] * 3
    asked = {"form": "enterprise", "staff": 10, "hires": told}
    assert [judged("hire_ratio", day, BEIJING, **asked).met for day in ("2017-06-01", "2018-01-01")] == [False, False]
    told = [hire("2018-01-01", "RETURNEE")] * 3
    assert judged("hire_ratio", "2018-06-01", BEIJING, form="enterprise", staff=10, hires=told).met is True


@pytest.mark.parametrize(("window", "sure", "most"), [(6, 0, 9), (12, 9, 9), (18, 9, None)])
def test_a_count_of_twelve_months_says_only_part_of_another_window(window: int, sure: int, most: int | None):
    rules = {**RULES.named("N2023").values["hire"], "window_months": window}
    count = hired(made({"hires_12m": 9}, hire=rules))
    assert (count.sure, count.most) == (sure, most)


def test_jingmen_lends_by_graduates_below_the_ratio():
    graduates = [hire("2026-01-01", "GRAD")] * 3
    asked = {"form": "enterprise", "staff": 100, "hires": graduates}
    assert judged("hire_ratio", place=JINGMEN, **asked).facts["graduates"] == 3
    assert judged("hire_ratio", place=JINGMEN, **asked).met is True
    assert judged("amount", place=JINGMEN, **asked, amount_fen=30_000_000).met is True
    assert judged("amount", place=JINGMEN, **asked, amount_fen=30_000_001).met is False
    assert judged("hire_ratio", place=JINGMEN, form="enterprise", staff=100, hires=[]).met is False
    assert judged("hire_ratio", place=JINGMEN, form="enterprise", staff=100, hires_12m=3).met is None
    assert judged("amount", place=JINGMEN, form="enterprise", staff=100, hires_12m=3, amount_fen=1).met is None
    assert (
        judged("amount", place=JINGMEN, form="enterprise", staff=100, hires_12m=10, amount_fen=500_000_000).met is True
    )
    assert judged("hire_ratio", form="enterprise", staff=100, hires=graduates).met is False


@pytest.mark.parametrize(
    ("groups", "place", "least"),
    [
        (["ESHOP"], BEIJING, 6),
        (["ESHOP", "RETURNEE"], BEIJING, 3),
        (["ESHOP", "OTHER"], BEIJING, 6),
        (["ESHOP"], LINXIA, 12),
    ],
)
def test_a_shop_on_the_net_has_to_run_longer_unless_she_is_something_else_too(
    groups: list[str], place: str, least: int
):
    assert judged("trading_time", place=place, groups=groups, months_trading=least).met is True
    short = judged("trading_time", place=place, groups=groups, months_trading=least - 1)
    assert (short.met, short.facts) == (False, {"from_on": "2026-04-01"})


def test_before_2009_no_time_of_trading_was_asked():
    assert judged("trading_time", "2008-12-01", BEIJING, months_trading=0).facts == {"applies": False}
    assert judged("trading_time", "2009-07-27", BEIJING, months_trading=2).met is False


OWED: dict[str, Any] = {"kind": "other", "amount_fen": 100, "holder": "self"}


@pytest.mark.parametrize(
    ("day", "others", "met"),
    [
        ("2016-09-23", [OWED], True),
        ("2016-09-24", [OWED], False),
        ("2018-03-26", [OWED | {"holder": "son"}], False),
        ("2018-03-27", [OWED | {"holder": "son"}], True),
        ("2018-03-27", [OWED | {"holder": "spouse"}], False),
        ("2018-03-26", [{"kind": "housing", "amount_fen": 100}], False),
        ("2018-03-26", [{"kind": "first_housing", "amount_fen": 100}], True),
        ("2018-03-27", [{"kind": "housing", "amount_fen": 100}], True),
        ("2018-03-27", [{"kind": "first_housing", "amount_fen": 100}], True),
        ("2018-03-26", [{"kind": "consumer", "amount_fen": 1}], False),
        ("2018-03-27", [OWED | {"kind": "信用卡", "amount_fen": 5_000_000}], True),
        ("2018-03-27", [OWED | {"kind": "credit_card", "amount_fen": 5_000_001}], False),
        ("2017-01-01", [OWED | {"settled_on": "2012-01-02"}], False),
        ("2017-01-01", [OWED | {"settled_on": "2012-01-01"}], True),
        ("2019-01-01", [OWED | {"settled_on": "2019-01-01"}], True),
        ("2019-01-01", [OWED | {"settled_on": "2019-01-02"}], False),
        ("2018-03-27", [OWED | {"kind": "consumer", "amount_fen": fen} for fen in (5_000_000, None)], None),
        ("2018-03-27", [OWED | {"kind": "consumer", "amount_fen": fen} for fen in (5_000_001, None)], False),
    ],
)
def test_other_loans_are_those_of_the_rule_of_the_day(day: str, others: list[dict[str, Any]], met: bool):
    assert judged("other_loans", day, BEIJING, other_loans=others).met is met


def test_a_kind_of_loan_may_be_named_as_people_say_it():
    exempt = ("房贷", "住房贷款", "mortgage", "车贷", "助学贷款", "脱贫人口小额信贷")
    owed = [OWED | {"kind": kind} for kind in exempt]
    spent = OWED | {"kind": "消费贷款", "amount_fen": None}
    found = judged("other_loans", "2026-01-01", BEIJING, other_loans=[*owed, spent])
    assert (found.value, found.facts) == (0, {"kinds": ("consumer",), "missing": ("amount_fen",)})
    assert judged("other_loans", "2026-01-01", BEIJING, other_loans=[OWED | {"kind": "经营贷款"}]).met is False


def test_from_when_on_an_old_loan_does_not_count_is_said_when_time_alone_decides():
    assert judged("other_loans", "2017-01-01", BEIJING, other_loans=[OWED | {"settled_on": "2012-06-01"}]).facts == {
        "kinds": ("other",),
        "from_on": "2017-06-01",
    }
    found = judged("other_loans", "2019-01-01", BEIJING, other_loans=[OWED | {"settled_on": "2019-01-02"}])
    assert found.facts == {"kinds": ("other",), "from_on": "2019-01-02"}
    both = [OWED, OWED | {"settled_on": "2012-06-01"}]
    assert "from_on" not in judged("other_loans", "2017-01-01", BEIJING, other_loans=both).facts


def test_loans_inside_a_window_leave_it_again():
    rule = {"max_times": 2, "window_months": 72}
    before = [{"settled_on": day, "overdue": False} for day in ("2020-03-01", "2021-05-31", "2019-01-01")]

    found = times(made({"loans_before": before}, repeat=rule))
    assert (found.value, found.met, found.facts) == (2, False, {"from_on": "2026-03-02"})
    assert times(made({"loans_before": before[1:]}, repeat=rule)).value == 1
    running = [{"settled_on": None}, *before]
    assert times(made({"loans_before": running}, repeat=rule)).facts == {"from_on": "2027-06-01"}
    assert times(made({"loans_before": [{"settled_on": None}] * 2}, repeat=rule)).facts == {}
    for told, count in ((running, 4), (None, None)):
        nobody_asks = times(made({"loans_before": told}, repeat={}))
        assert (nobody_asks.value, nobody_asks.facts) == (count, {"applies": False})


def test_an_old_overdue_is_forgotten_where_the_place_says_so():

    rule = {"max_times": 3, "overdue_bar_years": 5}
    for settled, met in (("2021-03-01", True), ("2021-03-02", False)):
        found = never_overdue(made({"loans_before": [{"settled_on": settled, "overdue": True}]}, repeat=rule))
        assert found.met is met
        assert found.facts == ({} if met else {"from_on": "2026-03-02"})
    never = never_overdue(made({"loans_before": [{"settled_on": None, "overdue": True}]}, repeat=rule))
    assert (never.met, never.facts, never.value) == (False, {}, 1)
    old = [{"settled_on": "2020-01-01"}, {"settled_on": "2022-01-01", "overdue": False}]
    assert never_overdue(made({"loans_before": old}, repeat=rule)).met is True
    assert never_overdue(made({"loans_before": [{"settled_on": "2022-01-01"}]}, repeat=rule)).met is None


GOOD: dict[str, Any] = {"relation": "other", "busy": False, "tainted": False}
BEST = GOOD | {"insured_months": 12, "income_fen": 15_000_000, "to_retirement_months": 36, "age": 59}


@pytest.mark.parametrize(
    ("place", "who", "met"),
    [
        (BEIJING, GOOD, True),
        (BEIJING, GOOD | {"relation": "partner"}, True),
        (BEIJING, GOOD | {"spouse_busy": True}, False),
        (BEIJING, GOOD | {"spouse_tainted": True}, False),
        (BEIJING, GOOD | {"spouse_busy": False, "spouse_tainted": False}, True),
        (HANGZHOU, BEST, True),
        (HANGZHOU, GOOD, None),
        (HANGZHOU, BEST | {"relation": "spouse"}, False),
        (HANGZHOU, BEST | {"relation": "partner"}, False),
        (HANGZHOU, BEST | {"insured_months": 11}, False),
        (HANGZHOU, BEST | {"income_fen": 14_999_999}, False),
        (HANGZHOU, BEST | {"income_fen": None}, None),
        (HANGZHOU, BEST | {"to_retirement_months": 35}, False),
        (HANGZHOU, BEST | {"age": 60, "homes": 1}, False),
        (HANGZHOU, BEST | {"age": 60, "homes": 2}, True),
        (HANGZHOU, BEST | {"age": 60}, None),
        (BEIJING, GOOD | {"age": 60, "homes": 1}, True),
    ],
)
def test_who_may_stand_for_her_is_the_rule_of_the_place(place: str, who: dict[str, Any], met: bool | None):
    found = judged("guarantor", place=place, amount_fen=15_000_000, guarantors=[who])
    assert (found.met, found.facts["named"], found.facts["spouse"]) == (met, 1, who["relation"] == "spouse")


def test_how_many_stand_for_her_may_go_by_amount():
    rule = {"exempt_up_to": 0, "guarantors": 3, "guarantors_by_amount": [[5_000_000, 1], [10_000_000, 2]]}

    for asked, needed in ((5_000_000, 1), (5_000_001, 2), (10_000_000, 2), (10_000_001, 3)):
        for count in (needed - 1, needed):
            found = guaranteed(made({"amount_fen": asked, "guarantors": [GOOD] * count}, counter_guarantee=rule))
            assert (found.threshold, found.met) == (needed, count == needed)
    assert guaranteed(made({"guarantors": []}, counter_guarantee=rule)).met is None
    mixed = guaranteed(
        made({"amount_fen": 1, "guarantors": [{}, GOOD | {"relation": "spouse"}]}, counter_guarantee=rule)
    )
    missing = ("relation", "busy", "tainted")
    assert (mixed.met, mixed.value, mixed.facts) == (None, 0, {"named": 2, "spouse": True, "missing": missing})


def test_nobody_stands_for_whoever_is_exempt_for_a_reason_of_her_time():
    asked = {"amount_fen": 15_000_000, "guarantors": []}
    assert judged("guarantor", exempt=["HONOUR"], **asked).facts == {"applies": False, "reasons": ("HONOUR",)}
    assert judged("guarantor", "2017-01-01", BEIJING, exempt=["HONOUR"], **asked).met is False
    assert judged("guarantor", exempt=["NICE"], **asked).met is False
    assert judged("guarantor", "2012-01-01", exempt=["JOINT_FIVE"], amount_fen=8_000_000, guarantors=[]).met is True


def test_who_only_has_to_wait_hears_until_when_and_who_would_wait_in_vain_does_not():
    soon = judge(facts_of(WELL | {"months_trading": 1, "birth_month": "2008-06"}), RULES, DAY, BEIJING)
    assert (soon.eligible, soon.eligible_from) == (False, date(2026, 6, 1))
    never = judge(facts_of(WELL | {"months_trading": 1, "birth_month": "1960-01"}), RULES, DAY, BEIJING)
    assert never.eligible_from is None
    assert judge(facts_of(WELL), RULES, DAY, BEIJING).eligible_from is None


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ([], "one JSON object"),
        ({"colour": 1}, "unknown fact: colour (known: amount_fen"),
        ({"loans_before": [{"hat": 1}]}, "unknown fact: loans_before.hat"),
        ({"guarantors": [{"busy": 1}]}, "guarantors.busy cannot be read"),
        ({"hires": [{"group": "UNEMP"}]}, "hires cannot be read: a needed key is missing"),
        ({"loans_before": [{"running": True}]}, "unknown fact: loans_before.running"),
        ({"other_loans": {"kind": "car"}}, "other_loans cannot be read: a list is needed"),
        ({"loans_before": [7]}, "loans_before cannot be read: an object is needed"),
        ({"sex": "x"}, "sex cannot be read: 'x'"),
        ({"birth_month": "1985-6"}, "birth_month cannot be read"),
        ({"birth_month": 1985}, "birth_month cannot be read"),
        ({"amount_fen": 1.5}, "amount_fen cannot be read: 1.5"),
        ({"amount_fen": 10**16}, "amount_fen cannot be read"),
        ({"groups": "UNEMP"}, "groups cannot be read"),
        ({"groups": [""]}, "groups cannot be read"),
        ({"resident": 1}, "resident cannot be read"),
        ({"hires": [{"on": "gone"}]}, "hires.on cannot be read"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(facts: Any, says: str):
    with pytest.raises(ValueError, match=r".") as refused:
        facts_of(facts)
    assert says in str(refused.value)


@pytest.mark.parametrize(("typed", "sex"), [("F", "female"), ("女", "female"), ("Male", "male"), ("m", "male")])
def test_a_sex_may_be_typed_in_several_ways(typed: str, sex: str):
    assert facts_of({"sex": typed}).sex == sex


def test_what_is_not_known_is_shown_as_not_known_and_what_is_told_one_by_one_is_counted():
    for slug, name in (("trading_time", "months_trading"), ("age", "birth_month"), ("term", "term_months")):
        assert judged(slug, **{name: None}).value is None
    told = [hire("2025-08-01")] * 3
    assert judged("hire_ratio", form="enterprise", staff=20, hires=told, hires_12m=9).value == 3
    assert judged("hire_ratio", form="enterprise", staff=20, hires_12m=9).value == 9
    assert judged("hire_ratio", form=None, staff=20, hires_12m=9).value == 9


@pytest.mark.parametrize("asked", [{"amount_fen": 1_000_000}, {"amount_fen": 15_000_000, "exempt": ["HONOUR"]}])
def test_where_nobody_is_asked_for_it_is_still_not_known_who_would_stand(asked: dict[str, Any]):
    assert judged("guarantor", **asked, guarantors=None).value is None
    assert judged("guarantor", **asked, guarantors=[GOOD]).value == 1


def test_what_no_rule_asks_of_a_guarantor_is_passed_over():
    found = judged("guarantor", amount_fen=15_000_000, guarantors=[GOOD | {"employer": "县一中"}])
    assert found.met is True


@pytest.mark.parametrize("here", [True, False, None])
def test_where_a_place_asks_for_it_she_is_registered_there(here: bool | None):
    found = resident(made({"resident": here}, residence={"required": True}))
    assert (found.value, found.threshold, found.met) == (here, True, here)
