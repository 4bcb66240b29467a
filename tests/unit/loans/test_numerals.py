"""Amounts in capital numerals, read back digit by digit."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.loans.domain.draft import Draft, Step
from services.loans.domain.numerals import DIGITS, capital, same
from shared.errors import Invalid
from tests.builders.loans import NEED, TERMS

UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read(text: str) -> int:
    """Return the fen that capitals say, by a reader that knows nothing of the writer."""
    whole, _, rest = text.rpartition("元") if "元" in text else ("", "", text)
    fen = 0
    for digit, unit in pairwise(rest):
        fen += DIGITS.find(digit) * {"角": 10, "分": 1}.get(unit, 0) if digit in DIGITS else 0
    total = group = digit_ = 0
    for sign in whole:
        if sign in DIGITS:
            digit_ = DIGITS.index(sign)
        elif sign in UNITS:
            group, digit_ = group + digit_ * UNITS[sign], 0
        elif sign == "万":
            total, group, digit_ = total + (group + digit_) * 10_000, 0, 0
        else:
            total, group, digit_ = (total + group + digit_) * 10**8, 0, 0
    return (total + group + digit_) * 100 + fen


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (15_000_000, "壹拾伍万元整"),
        (400_000_000, "肆佰万元整"),
        (10_050, "壹佰元伍角"),
        (10_005, "壹佰元零伍分"),
        (5, "伍分"),
        (100_203_000, "壹佰万贰仟零叁拾元整"),
        (10_000_100, "壹拾万零壹元整"),
        (1_000_000_000_000, "壹佰亿元整"),
        (1_005_000_000, "壹仟零伍万元整"),
        (1_100_000, "壹万壹仟元整"),
        (1_099_900, "壹万零玖佰玖拾玖元整"),
        (10_000_100_000, "壹亿零壹仟元整"),
        (10_010_000_000, "壹亿零壹拾万元整"),
    ],
)
def test_amounts_are_written_as_banks_write_them(fen: int, text: str):
    assert capital(fen) == text


@given(st.integers(min_value=0, max_value=10**13))
def test_what_is_written_reads_back_as_the_same_amount(fen: int):
    assert read(capital(fen)) == fen


@pytest.mark.parametrize("typed", ["壹拾伍万元整", "人民币壹拾伍万圆整", "壹拾伍万元", " 壹拾伍万 圆正"])
def test_usual_ways_of_writing_the_same_amount_are_right(typed: str):
    assert same(typed, 15_000_000)


def test_capitals_that_name_another_amount_are_refused_with_the_right_ones():
    with pytest.raises(Invalid) as refused:
        Draft().with_answers(Step.NEED, {**NEED, "amount_capital": "壹拾伍元整"}, TERMS)
    [wrong] = refused.value.fields["amount_capital"]
    assert (wrong.slug, wrong.facts) == ("capital_differs", {"right": "壹拾伍万元整"})
    kept = Draft().with_answers(Step.NEED, {**NEED, "amount_capital": "壹拾伍万圆整"}, TERMS)
    assert kept.need.amount_capital == "壹拾伍万圆整"
