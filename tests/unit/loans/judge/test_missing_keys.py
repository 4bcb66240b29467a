"""A key that is missing is unknown, at the top and inside a list: no criterion that needs it is right or wrong."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from services.loans.domain.judge import Criterion, EarlierLoan, Facts, facts_of, judge
from services.loans.domain.judge.case import Case
from services.loans.domain.judge.history import gap, never_overdue, times
from services.loans.domain.judge.sum import Caps, caps
from services.loans.web.judge_command import shown
from services.loans.web.pages_try import facts_of as tried
from services.loans.web.verdicts import value
from tests.unit.loans.judge.judged import BEIJING, DAY, PLACE, RULES, WELL, judged
from tests.unit.loans.judge.test_judge_edges import BEST, GOOD, HANGZHOU, JINGMEN, made

WAN = 1_000_000
CILI, CILI_DAY = "430821", "2022-03-01"  # five years between two loans
OTHER: dict[str, Any] = {"kind": "other", "amount_fen": 100, "holder": "self"}


def said(slug: str, place: str = PLACE, **changes: Any) -> str:
    found = shown(judge(facts_of(WELL | changes), RULES, DAY, place))
    return next(str(one["sentence"]) for one in found["criteria"] if one["slug"] == slug)


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: given for name, given in row.items() if name not in names}


def test_null_says_that_a_loan_runs_and_no_key_says_nothing():
    found = facts_of({"loans_before": [{"settled_on": None}, {}, {"settled_on": "2020-01-01"}]}).loans_before
    assert found is not None
    assert [one.runs for one in found] == [True, None, False]


@pytest.mark.parametrize(
    ("before", "met", "value"),
    [
        ([{"overdue": False}], None, None),
        ([{"settled_on": None, "overdue": False}], False, "running"),
        ([{"overdue": False}, {"settled_on": None}], False, "running"),
        ([{"overdue": False}, {"settled_on": "2020-01-01"}], None, None),
    ],
)
def test_whether_an_earlier_loan_is_settled_stays_open_until_somebody_says_it(before: Any, met: Any, value: Any):
    found = judged("gap", loans_before=before)
    assert (found.met, found.value) == (met, value)
    assert found.facts == ({} if met is False else {"missing": ("settled_on",)})


def test_the_sentence_says_what_is_missing():
    assert said("gap", loans_before=[{}]).endswith("还没说清楚的：以前的贷款还清了没有、哪天还清的")
    assert said("overdue_before", loans_before=[{}]).endswith("还没说清楚的：以前的贷款有没有晚还过")
    assert said("other_loans", other_loans=[{}]).endswith("还没说清楚的：是什么贷款、还欠多少、是谁借的")
    asked = {"amount_fen": 15 * WAN, "guarantors": [{}]}
    assert "担保人是什么人、担保人有没有给别人担保、他担保过的有没有晚还的" in said("guarantor", **asked)
    assert said("guarantor", HANGZHOU, **asked).endswith("担保人的社保、担保人的收入、担保人离退休多久、担保人多大年纪")
    assert "还没说清楚" not in said("guarantor", amount_fen=15 * WAN, guarantors=None)


def test_a_county_that_asks_years_between_two_loans_needs_each_day():
    late, early = {"settled_on": "2020-06-01"}, {"settled_on": "2015-01-01"}
    for before, met, facts in (
        ([late], False, {"from_on": "2025-06-01"}),
        ([late, {}], False, {}),  # the other may have been settled later still: nobody says from when on
        ([early, {}], None, {"missing": ("settled_on",)}),
        ([early], True, {}),
    ):
        found = judged("gap", CILI_DAY, CILI, loans_before=before)
        assert (found.met, found.facts) == (met, facts)


def before(rule_of: Callable[[Case], Criterion], *loans: EarlierLoan, **rule: Any) -> Criterion:
    asked = made({}, repeat=rule)
    return rule_of(replace(asked, facts=Facts(loans_before=loans)))


def test_settled_on_a_day_that_was_not_asked_is_enough_where_no_months_are_counted():
    settled, day = EarlierLoan(running=False), EarlierLoan(DAY)
    for loans in ((settled,), (settled, day)):
        found = before(gap, *loans)
        assert (found.met, value(found)) == (True, "还清了")
    found = before(gap, settled, gap_months=60)
    assert (found.met, found.facts) == (None, {"missing": ("settled_on",)})
    found = before(gap, settled, EarlierLoan())
    assert found.met is None


def test_a_loan_of_which_no_day_is_known_may_or_may_not_lie_inside_the_window():
    untold, settled, running = EarlierLoan(), EarlierLoan(DAY), EarlierLoan(running=True)
    rule = {"max_times": 2, "window_months": 72}
    for loans, value_, met in (
        ((untold,), 0, True),
        ((untold, untold), 0, None),
        ((untold, settled), 1, None),
        ((untold, settled, running), 2, False),
    ):
        found = before(times, *loans, **rule)
        assert (found.value, found.met) == (value_, met)
        assert found.facts == ({"missing": ("settled_on",)} if met is None else {})
    assert before(times, untold, untold, max_times=2).met is False
    assert before(times, settled, settled, **rule).facts == {"from_on": "2032-03-02"}


def test_an_overdue_of_a_day_that_is_not_known_may_be_forgotten():
    old, untold = EarlierLoan(DAY.replace(year=2015), True), EarlierLoan(overdue=True)
    rule = {"overdue_bar_years": 5}
    assert before(never_overdue, old, **rule).met is True
    for loans, met, facts in (
        ((untold,), None, {"missing": ("settled_on",)}),
        ((EarlierLoan(),), None, {"missing": ("overdue", "settled_on")}),
        ((EarlierLoan(DAY),), None, {"missing": ("overdue",)}),
        ((EarlierLoan(overdue=False),), True, {}),
        ((EarlierLoan(overdue=True, running=True),), False, {}),
        ((EarlierLoan(DAY, True), untold), False, {}),
        ((EarlierLoan(DAY, True), EarlierLoan(DAY.replace(month=2))), False, {"from_on": "2031-03-01"}),
    ):
        found = before(never_overdue, *loans, **rule)
        assert (found.value, found.met, found.facts) == (1 if met is False else 0, met, facts)
    assert before(never_overdue, untold).met is False  # where it bars for ever no day is needed


@pytest.mark.parametrize(
    ("others", "met", "missing"),
    [
        ([without(OTHER, "holder")], None, ("holder",)),
        ([without(OTHER, "kind")], None, ("kind",)),
        ([without(OTHER, "kind", "holder")], None, ("kind", "holder")),
        ([without(OTHER, "amount_fen")], False, None),  # it is a loan, however much of it is left
        ([OTHER | {"kind": "consumer", "amount_fen": None}], None, ("amount_fen",)),
        ([{"kind": "housing"}], True, None),
        ([{"holder": "son"}], True, None),
        ([{"amount_fen": 0}], True, None),
        ([{"kind": "consumer", "amount_fen": 5 * WAN}], True, None),
        ([{"kind": "consumer", "amount_fen": 5 * WAN + 1}], None, ("holder",)),
        ([{"kind": "consumer", "amount_fen": WAN}, OTHER], False, None),
        ([{"kind": "consumer", "holder": "self", "amount_fen": 4 * WAN}, {"kind": "consumer", "amount_fen": 2 * WAN}],
         None, ("holder",)),
    ],
)  # fmt: skip
def test_a_loan_of_which_something_is_not_known_counts_only_where_that_does_not_matter(
    others: list[dict[str, Any]], met: bool | None, missing: tuple[str, ...] | None
):
    found = judged("other_loans", other_loans=others)
    assert (found.met, found.facts.get("missing")) == (met, missing)
    assert judged("other_loans", other_loans=[OTHER, *others]).value == 100 + int(str(found.value))


def test_whose_loan_it_is_did_not_matter_while_the_whole_household_was_asked():
    assert judged("other_loans", "2017-01-01", BEIJING, other_loans=[without(OTHER, "holder")]).met is False
    found = judged("other_loans", "2017-01-01", BEIJING, other_loans=[{"amount_fen": 1}])
    assert (found.met, found.facts["missing"]) == (None, ("kind",))


def test_from_when_on_old_loans_do_not_count_is_not_said_while_one_may_count_longer():
    old = OTHER | {"settled_on": "2012-06-01"}
    found = judged("other_loans", "2017-01-01", BEIJING, other_loans=[old, {"amount_fen": 7}])
    assert (found.met, found.facts) == (False, {"kinds": ("other",)})
    later = {"amount_fen": 7, "settled_on": "2013-01-01"}
    found = judged("other_loans", "2017-01-01", BEIJING, other_loans=[old, later])
    assert found.facts == {"kinds": ("other",), "from_on": "2018-01-01"}


@pytest.mark.parametrize(
    ("place", "who", "met", "missing"),
    [
        (PLACE, without(GOOD, "relation"), None, ("relation",)),
        (PLACE, without(GOOD, "busy"), None, ("busy",)),
        (PLACE, without(GOOD, "tainted"), None, ("tainted",)),
        (PLACE, without(GOOD, "busy") | {"spouse_busy": False}, None, ("busy",)),
        (PLACE, without(GOOD, "busy") | {"spouse_busy": True}, False, None),
        (PLACE, without(GOOD, "tainted") | {"spouse_tainted": True}, False, None),
        (PLACE, without(GOOD, "busy") | {"relation": "spouse"}, False, None),
        (HANGZHOU, BEST, True, None),
        (HANGZHOU, without(BEST, "insured_months"), None, ("insured_months",)),
        (HANGZHOU, without(BEST, "income_fen"), None, ("income_fen",)),
        (HANGZHOU, without(BEST, "to_retirement_months"), None, ("to_retirement_months",)),
        (HANGZHOU, without(BEST, "age"), None, ("age",)),
        (HANGZHOU, without(BEST, "age") | {"homes": 1}, None, ("age",)),
        (HANGZHOU, without(BEST, "age") | {"homes": 2}, True, None),
        (HANGZHOU, BEST | {"age": 60}, None, ("homes",)),
    ],
)
def test_a_guarantor_of_whom_something_is_not_known_neither_fits_nor_fails(
    place: str, who: dict[str, Any], met: bool | None, missing: tuple[str, ...] | None
):
    found = judged("guarantor", place=place, amount_fen=15 * WAN, guarantors=[who])
    assert (found.met, found.facts.get("missing")) == (met, missing)


def test_of_many_guarantors_only_those_who_may_still_fit_are_asked_about_and_each_thing_once():
    busy = {"busy": True}
    found = judged("guarantor", amount_fen=15 * WAN, guarantors=[busy, without(GOOD, "busy"), without(GOOD, "busy")])
    assert found.facts["missing"] == ("busy",)
    found = judged("guarantor", amount_fen=10 * WAN, form=None, guarantors=[busy])
    assert (found.met, found.facts["missing"]) == (None, ("form",))


def test_a_graduate_of_whom_not_all_is_known_leaves_open_what_a_place_lends_for_graduates():
    firm: dict[str, Any] = {"form": "enterprise", "staff": 100, "term_months": 24}
    hire = {"on": "2026-01-05", "group": "GRAD", "contract_months": 12}
    for told, met, cap in (
        (hire, True, Caps(10 * WAN, 10 * WAN)),
        (without(hire, "group"), None, Caps(0, 10 * WAN)),
        (without(hire, "contract_months"), None, Caps(0, 10 * WAN)),
        (hire | {"group": "UNEMP"}, False, Caps(0, 0)),
    ):
        assert judged("hire_ratio", place=JINGMEN, **firm, hires=[told]).met is met
        case = made(WELL | firm | {"hires": [told]}, **RULES.on(DAY, JINGMEN, "loan").values)
        assert caps(case) == cap


@pytest.mark.parametrize(
    ("groups", "months", "met", "facts"),
    [
        (None, 6, True, {}),
        (None, 5, None, {"missing": ("groups",)}),
        (None, 3, None, {"missing": ("groups",)}),
        (None, 2, False, {"from_on": "2026-04-01"}),
        ([], 3, True, {}),
    ],
)
def test_while_no_group_is_known_it_may_be_a_shop_on_the_net(groups: Any, months: int, met: Any, facts: Any):
    found = judged("trading_time", groups=groups, months_trading=months)
    assert (found.met, found.facts) == (met, facts)


def test_while_the_form_is_not_known_only_what_holds_in_every_form_is_said():
    assert judged("in_group", form=None, groups=[]).met is None
    assert judged("in_group", form=None).met is True
    assert judged("amount", form=None, amount_fen=30 * WAN).met is True
    assert judged("amount", form=None, amount_fen=30 * WAN + 1).met is None
    assert judged("amount", form=None, heads=2, amount_fen=400 * WAN).met is None
    assert judged("amount", form=None, heads=2, amount_fen=400 * WAN + 1).met is False
    assert judged("amount", "2005-01-01", BEIJING, form=None, amount_fen=1).met is None  # no figure for enterprises


def test_on_the_open_page_she_says_that_all_are_settled_and_is_not_asked_for_days():
    typed = {"loans_before": 2, "before_settled": "yes", "before_overdue": "no"}
    assert tried(typed).loans_before == (EarlierLoan(None, False, False),) * 2
    assert tried(typed | {"before_settled": "no"}).loans_before == (EarlierLoan(None, False, True),) * 2
    assert tried({"loans_before": 1}).loans_before == (EarlierLoan(),)
    assert tried({}).loans_before is None
