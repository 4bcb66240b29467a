"""Amounts as people type and say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Refused
from shared.money import capital, fen, spoken, wan, yuan


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("15万", 15_000_000),
        ("150,000", 15_000_000),
        ("150，000 元", 15_000_000),
        ("１５００００．５０", 15_000_050),
        ("1.5万", 1_500_000),
        ("0.01", 1),
        ("0", 0),
        ("0.000001万", 1),
        (" 8 万 元 ", 8_000_000),
        ("15,0000", 15_000_000),
        ("1,234,567.80", 123_456_780),
    ],
)
def test_an_amount_is_read_as_it_was_meant(typed: str, amount: int):
    assert fen(typed) == amount


@pytest.mark.parametrize(
    "typed",
    ["", "万", "-1", "1e5", "十五万", "1.2.3", "1..2", "1.", ".5", "1" * 13, "1.1234567", "NaN", "0x10", "1万万"],
)
def test_what_is_no_amount_is_refused(typed: str):
    with pytest.raises(Refused, match="not_an_amount"):
        fen(typed)


@pytest.mark.parametrize(
    "typed", ["3,5万", "1,5", "1,50,000", "15,,000", ",150", "150,", "1,000,0000", "1234,567", "150.000,00"]
)
def test_a_comma_that_parts_no_group_is_asked_again_for_it_may_be_a_point(typed: str):
    with pytest.raises(Refused, match="not_an_amount"):
        fen(typed)


@pytest.mark.parametrize("typed", ["0.001", "1.005"])
def test_parts_of_a_fen_are_refused(typed: str):
    with pytest.raises(Refused, match="below_a_fen"):
        fen(typed)


@pytest.mark.parametrize(
    ("amount", "in_yuan", "in_wan", "said"),
    [
        (15_000_000, "150,000", "15.00", "15 万元"),
        (1_500_000, "15,000", "1.50", "1.5 万元"),
        (151_417, "1,514.17", "0.15", "1,514.17 元"),
        (80_000, "800", "0.08", "800 元"),
        (0, "0", "0.00", "0 元"),
        (-151_417, "-1,514.17", "-0.15", "-1,514.17 元"),
        (4_999, "49.99", "0.00", "49.99 元"),
        (5_000, "50", "0.01", "50 元"),
        (1_234_567_800, "12,345,678", "1,234.57", "12,345,678 元"),
        (17_297_300, "172,973", "17.30", "172,973 元"),
    ],
)
def test_an_amount_is_shown_in_yuan_in_ten_thousands_and_as_it_is_said(
    amount: int, in_yuan: str, in_wan: str, said: str
):
    assert (yuan(amount), wan(amount), spoken(amount)) == (in_yuan, in_wan, said)


@given(st.integers(min_value=0, max_value=10**13))
def test_what_is_shown_in_yuan_is_read_back_to_the_fen(amount: int):
    assert fen(yuan(amount)) == amount


@given(st.integers(min_value=0, max_value=10**13))
def test_what_is_said_is_read_back_to_the_fen(amount: int):
    assert fen(spoken(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (13_000_000, "壹拾叁万元整"),
        (15_000_050, "壹拾伍万元伍角整"),
        (100_560, "壹仟零伍元陆角整"),
        (32, "叁角贰分"),
        (100_002, "壹仟元零贰分"),
        (0, "零元整"),
        (1_000_100_00, "壹佰万零壹佰元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (20_304_050_00, "贰仟零叁拾万肆仟零伍拾元整"),
    ],
)
def test_contracts_write_amounts_in_capital_numerals(amount: int, written: str):
    assert capital(amount) == written
