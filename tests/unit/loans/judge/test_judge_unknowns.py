"""What is not known stays open and what is known decides, at the edges that changed rules slipped through."""

from datetime import date
from typing import Any

import pytest

from services.loans.domain.judge import facts_of
from services.loans.domain.judge.case import Case
from services.loans.domain.judge.sum import Caps, caps
from tests.unit.loans.judge.judged import BEIJING, DAY, RULES, WELL, judged

WAN = 1_000_000
SHENZHEN, JINGMEN, CILI = "440303", "420802", "430821"
FIRM: dict[str, Any] = {"form": "enterprise", "staff": 100, "term_months": 24}
HIRE: dict[str, Any] = {"on": "2026-01-05", "group": "UNEMP", "contract_months": 12}


def capped(place: str, on: date = DAY, **changes: Any) -> Caps:
    """Return the cap of a case at a place."""
    return caps(Case(facts_of(WELL | changes), RULES.on(on, place, "loan"), on))


def test_no_figure_is_no_cap_and_the_word_of_a_place_names_its_own_paper():
    assert capped(BEIJING, date(2003, 5, 1), **FIRM) == Caps(None, None)
    assert capped(BEIJING, date(2003, 5, 1), form=None) == Caps(None, None)
    assert capped(BEIJING, form=None) == Caps(30 * WAN, None)
    assert capped(BEIJING, form=None, heads=2) == Caps(30 * WAN, 400 * WAN)
    found = judged("amount", "2020-01-01", CILI, **FIRM)
    assert (found.threshold, found.document) == (200 * WAN, "慈利县创业担保贷款办法（2017）")
    assert judged("amount", "2020-01-01", CILI).document == "湖南 2017 年创业担保贷款办法（文号没有查到）"


def test_a_fifth_hire_of_whom_not_all_is_known_leaves_the_higher_sum_open():
    hires = [*[HIRE] * 4, HIRE | {"contract_months": None}]
    assert capped(SHENZHEN, hires=hires) == Caps(30 * WAN, 60 * WAN)
    found = judged("amount", DAY, SHENZHEN, hires=hires, amount_fen=61 * WAN)
    assert (found.threshold, found.met) == (60 * WAN, False)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, Caps(500 * WAN, 500 * WAN)),
        ({"staff": None, "hires_12m": 3}, Caps(500 * WAN, 500 * WAN)),
        ({"hires_12m": 3}, Caps(0, 500 * WAN)),
        ({"hires": [HIRE | {"group": "GRAD"}] * 2}, Caps(20 * WAN, 20 * WAN)),
    ],
)
def test_graduates_bound_the_sum_in_jingmen_only_where_the_ratio_is_surely_not_reached(
    known: dict[str, Any], expected: Caps
):
    assert capped(JINGMEN, **FIRM | known) == expected


def test_an_amount_that_is_not_known_is_open_and_nothing_is_too_little():
    found = judged("amount", amount_fen=None)
    assert (found.threshold, found.met) == (30 * WAN, None)
    found = judged("amount", amount_fen=0, form=None)
    assert (found.threshold, found.met) == (30 * WAN, False)


@pytest.mark.parametrize(
    ("form", "months", "met"),
    [("individual", 1, True), ("individual", 0, False), (None, 24, True), (None, 36, None), (None, 37, False)],
)
def test_a_term_between_two_forms_is_open_while_the_form_is_not_known(form: str | None, months: int, met: bool | None):
    assert judged("term", form=form, term_months=months).met is met


def test_hires_of_whom_nothing_or_not_the_form_is_known_are_open():
    found = judged("hire_ratio", **FIRM)
    assert (found.value, found.threshold, found.met) == (None, 10, None)
    found = judged("hire_ratio", form=None, staff=100, hires_12m=3)
    assert (found.value, found.threshold, found.met) == (3, 10, None)


def test_a_loan_settled_on_the_very_day_is_settled_and_no_overdue_is_none():
    assert judged("gap", loans_before=[{"settled_on": DAY.isoformat(), "overdue": False}]).met is True
    assert judged("overdue_before", loans_before=[{"settled_on": "2020-01-01", "overdue": False}]).value == 0


def test_who_is_exempt_needs_nobody_also_while_nobody_was_named():
    found = judged("guarantor", amount_fen=15 * WAN, guarantors=None, exempt=["CREDIT_VILLAGE"])
    assert (found.value, found.met) == (None, True)
