"""Every criterion at its edges, under the version that the day and the place pick (domain.md §7, §8)."""

from datetime import date
from typing import Any

import pytest

from services.loans.domain.judge import Facts, facts_of, judge
from services.loans.domain.judge.case import Case
from services.loans.domain.judge.hires import needed as hires_needed
from services.loans.domain.judge.months import moved, retires
from services.loans.domain.judge.sum import cap
from tests.unit.loans.judge.judged import BEIJING, DAY, PLACE, RULES, WELL, judged

SLUGS = (
    "in_group age amount term times gap overdue_before other_loans barred trading_time hire_ratio guarantor residence"
)


def case(version: str, **facts: Any) -> Case:
    found = next(one for one in RULES.versions if one.id == version)
    return Case(Facts(**facts), found, DAY)


def test_every_criterion_is_there_for_every_case_and_names_its_document():
    for facts in ({}, WELL, {"form": "enterprise"}, {"form": "partner"}):
        verdict = judge(facts_of(facts), RULES, DAY, PLACE)
        assert [one.slug for one in verdict.criteria] == SLUGS.split()
        assert all("号" in one.document for one in verdict.criteria)


def test_a_case_of_which_nothing_is_known_is_unknown_and_not_refused():
    verdict = judge(Facts(), RULES, DAY, PLACE)
    assert verdict.eligible
    assert {one.slug for one in verdict.criteria if one.met is True} == {"residence"}
    assert verdict.not_met == ()
    assert {one.value for one in verdict.criteria} == {None}
    assert [one.slug for one in verdict.unknown] == SLUGS.split()[:-1]


def test_a_case_without_fault_is_eligible_under_the_version_of_its_day():
    verdict = judge(facts_of(WELL), RULES, DAY, PLACE, judged_on=date(2026, 3, 9))
    assert (verdict.eligible, verdict.policy_id, verdict.unknown) == (True, "N2023", ())
    assert (verdict.applied_on, verdict.judged_on) == (DAY, date(2026, 3, 9))


@pytest.mark.parametrize(
    ("on", "version", "met"),
    [
        (date(2021, 1, 1), "N2021", False),
        (date(2023, 9, 30), "N2021", False),
        (date(2023, 10, 1), "N2023", True),
        (date(2028, 9, 30), "N2023", True),
    ],
)
def test_the_version_switches_at_midnight_and_the_cap_with_it(on: date, version: str, met: bool):
    assert judge(facts_of(WELL), RULES, on, BEIJING).policy_id == version
    assert judged("amount", on, BEIJING, amount_fen=30_000_000).met is met


def test_a_county_orders_less_and_inherits_the_rest_each_with_its_own_document():
    there = judged("amount", date(2022, 3, 1), "430821")
    assert (there.met, there.threshold) == (True, 10_000_000)
    assert judged("amount", date(2022, 3, 1), "430821", amount_fen=10_000_001).met is False
    assert judged("amount", date(2022, 3, 1), "431230", amount_fen=10_000_001).met is False
    assert judged("amount", date(2022, 3, 1), "430200", amount_fen=10_000_001).met is False
    assert judged("amount", date(2022, 9, 1), "430200", amount_fen=20_000_000).met is True
    assert judged("amount", date(2025, 1, 1), "430821", amount_fen=30_000_000).met is True
    assert "2017" in there.document
    assert judged("age", date(2022, 3, 1), "430821").document == "财金〔2020〕21号"
    assert judged("times").document == "财金〔2018〕22号"


@pytest.mark.parametrize(
    ("born", "met"), [("2008-03", True), ("2008-04", False), ("1970-04", True), ("1970-03", False), ("1940-01", False)]
)
def test_age_is_counted_in_full_years_by_the_month_of_birth(born: str, met: bool):
    assert judged("age", birth_month=born).met is met


def test_who_is_too_young_hears_from_which_day_on_she_is_not():
    assert judged("age", birth_month="2008-04").facts == {"from_on": "2026-04-01"}


@pytest.mark.parametrize(
    ("born", "rule", "late", "on"),
    [
        ("1974-12", "RETIREMENT_50", 0, date(2024, 12, 1)),
        ("1975-01", "RETIREMENT_50", 1, date(2025, 2, 1)),
        ("1975-02", "RETIREMENT_50", 1, date(2025, 3, 1)),
        ("1975-03", "RETIREMENT_50", 2, date(2025, 5, 1)),
        ("1976-11", "RETIREMENT_50", 12, date(2027, 11, 1)),
        ("1980-01", "RETIREMENT_50", 31, date(2032, 8, 1)),
        ("1984-10", "RETIREMENT_50", 59, date(2039, 9, 1)),
        ("1984-11", "RETIREMENT_50", 60, date(2039, 11, 1)),
        ("1969-12", "RETIREMENT_55", 0, date(2024, 12, 1)),
        ("1970-01", "RETIREMENT_55", 1, date(2025, 2, 1)),
        ("1970-04", "RETIREMENT_55", 1, date(2025, 5, 1)),
        ("1971-04", "RETIREMENT_55", 4, date(2026, 8, 1)),
        ("1971-11", "RETIREMENT_55", 6, date(2027, 5, 1)),
        ("1975-06", "RETIREMENT_55", 17, date(2031, 11, 1)),
        ("1981-08", "RETIREMENT_55", 35, date(2039, 7, 1)),
        ("1981-09", "RETIREMENT_55", 36, date(2039, 9, 1)),
    ],
)
def test_retirement_moves_with_the_month_of_birth(born: str, rule: str, late: int, on: date):
    assert moved(born, rule) == late
    assert retires(born, rule) == on


@pytest.mark.parametrize(
    ("asked", "form", "heads", "met"),
    [
        (30_000_000, "individual", None, True),
        (30_000_001, "individual", None, False),
        (99_000_000, "partner", 3, True),
        (99_000_001, "partner", 3, False),
        (400_000_000, "partner", 15, True),
        (400_000_001, "partner", 15, False),
        (400_000_000, "enterprise", None, True),
        (400_000_001, "enterprise", None, False),
        (50_000_000, "partner", None, None),
        (0, "individual", None, False),
    ],
)
def test_the_cap_goes_by_form_and_by_partners(asked: int, form: str, heads: int | None, met: bool | None):
    assert judged("amount", amount_fen=asked, form=form, heads=heads).met is met


def test_the_caps_of_partners_are_those_of_the_notice():
    assert cap(case("N2023", form="partner", heads=3)) == 99_000_000
    assert cap(case("N2023", form="partner", heads=15)) == 400_000_000
    hunan = RULES.on(date(2022, 3, 1), "430821", "loan")
    assert cap(Case(Facts(form="partner", heads=9), hunan, DAY)) == 50_000_000


@pytest.mark.parametrize(
    ("form", "months", "met"),
    [
        ("individual", 36, True),
        ("individual", 37, False),
        ("partner", 36, True),
        ("enterprise", 24, True),
        ("enterprise", 25, False),
        (None, 24, True),
        (None, 30, None),
        (None, 37, False),
        ("individual", 0, False),
    ],
)
def test_the_longest_term_goes_by_form(form: str | None, months: int, met: bool | None):
    assert judged("term", form=form, term_months=months).met is met


@pytest.mark.parametrize(("staff", "needed"), [(100, 10), (101, 6), (1, 1), (10, 1), (11, 2), (120, 6), (121, 7)])
def test_the_hire_ratio_counts_heads_rounded_up(staff: int, needed: int):
    assert hires_needed(case("N2023", staff=staff)) == needed
    assert judged("hire_ratio", form="enterprise", staff=staff, hires_12m=needed).met is True
    assert judged("hire_ratio", form="enterprise", staff=staff, hires_12m=needed - 1).met is False


def test_the_hire_ratio_was_higher_under_the_version_before():
    assert hires_needed(case("N2021", staff=100)) == 15
    assert hires_needed(case("N2021", staff=101)) == 9
    assert judged("hire_ratio").facts == {"applies": False}
    assert judged("hire_ratio", form="enterprise", staff=100).met is None


@pytest.mark.parametrize(
    ("groups", "met"), [(["RETURNEE"], True), (["OTHER", "VET"], True), (["OTHER"], False), ([], False), (None, None)]
)
def test_one_listed_group_is_enough(groups: list[str] | None, met: bool | None):
    assert judged("in_group", groups=groups).met is met


@pytest.mark.parametrize(("before", "met"), [(0, True), (2, True), (3, False)])
def test_three_loans_are_the_most(before: int, met: bool):
    loans = [{"settled_on": "2020-01-01", "overdue": False}] * before
    assert judged("times", loans_before=loans).met is met


@pytest.mark.parametrize(
    ("settled", "place", "met"),
    [("2026-02-28", "431230", True), (None, "431230", False), ("2026-03-02", "431230", False)],
)
def test_earlier_loans_are_settled_first(settled: str | None, place: str, met: bool):
    assert judged("gap", DAY, place, loans_before=[{"settled_on": settled, "overdue": False}]).met is met


@pytest.mark.parametrize(("settled", "met"), [("2017-03-01", True), ("2017-03-02", False)])
def test_a_county_may_ask_years_between_two_loans(settled: str, met: bool):
    found = judged("gap", date(2022, 3, 1), "430821", loans_before=[{"settled_on": settled, "overdue": False}])
    assert found.met is met
    assert found.facts.get("from_on") == (None if met else "2022-03-02")


@pytest.mark.parametrize(("overdue", "met"), [(False, True), (True, False), (None, None)])
def test_an_old_overdue_bars_for_ever_when_the_policy_names_no_years(overdue: bool | None, met: bool | None):
    assert judged("overdue_before", loans_before=[{"settled_on": "2003-01-01", "overdue": overdue}]).met is met


@pytest.mark.parametrize(
    ("others", "met"),
    [
        ([], True),
        ([("student", 900_000), ("housing", 90_000_000), ("car", 5_000_000), ("poverty", 5_000_000)], True),
        ([("consumer", 5_000_000)], True),
        ([("consumer", 3_000_000), ("consumer", 2_000_001)], False),
        ([("consumer", None)], None),
        ([("business", 1)], False),
        ([("business", 0)], True),
        ([("consumer", 1), ("business", None)], False),
    ],
)
def test_what_she_and_her_spouse_owe_besides(others: list[tuple[str, int | None]], met: bool | None):
    loans = [{"kind": kind, "amount_fen": amount, "holder": "spouse"} for kind, amount in others]
    assert judged("other_loans", other_loans=loans).met is met


def test_whatever_bars_her_bars_her():
    assert judged("barred", barred=["STUDENT"]).met is False
    assert judged("barred", barred=None).met is None


@pytest.mark.parametrize(("months", "met"), [(3, True), (2, False), (0, False)])
def test_a_business_has_run_three_months(months: int, met: bool):
    assert judged("trading_time", months_trading=months).met is met


def test_who_has_not_traded_long_enough_hears_from_when_on():
    assert judged("trading_time", months_trading=1).facts == {"from_on": "2026-05-01"}


@pytest.mark.parametrize(
    ("asked", "who", "met"),
    [
        (10_000_000, [], True),
        (10_000_001, [], False),
        (15_000_000, None, None),
        (15_000_000, [{"relation": "other", "busy": False, "tainted": False}], True),
        (15_000_000, [{"relation": "spouse", "busy": False, "tainted": False}], False),
        (15_000_000, [{"relation": "other", "busy": True, "tainted": False}], False),
        (15_000_000, [{"relation": "other", "busy": False, "tainted": True}], False),
        (15_000_000, [{"relation": "other"}], None),
    ],
)
def test_above_the_exempt_sum_somebody_stands_for_her_who_may(asked: int, who: Any, met: bool | None):
    assert judged("guarantor", amount_fen=asked, guarantors=who).met is met


@pytest.mark.parametrize(
    ("form", "who", "threshold", "met"),
    [
        ("individual", [], None, True),
        ("partner", [], None, True),
        ("enterprise", [], 1, False),
        ("enterprise", None, 1, None),
        ("enterprise", [{"relation": "other", "busy": False, "tainted": False}], 1, True),
        (None, [], 1, None),
    ],
)
def test_the_exempt_sum_is_for_loans_of_persons_and_not_of_an_enterprise(form: Any, who: Any, threshold: Any, met: Any):
    for asked in (10_000_000, 1):
        found = judged("guarantor", amount_fen=asked, form=form, staff=20, hires_12m=2, guarantors=who)
        assert (found.threshold, found.met) == (threshold, met)


@pytest.mark.parametrize(
    "facts",
    [{"nonsense": 1}, {"amount_fen": "15万"}, {"amount_fen": -1}, {"heads": True}, {"form": "choir"},
     {"birth_month": "1985-13"}, {"loans_before": [1]}, {"groups": [1]}, {"loans_before": [{"settled_on": "gone"}]}],
)  # fmt: skip
def test_facts_that_cannot_be_read_are_refused(facts: dict[str, Any]):
    with pytest.raises(ValueError, match=r"."):
        facts_of(facts)
