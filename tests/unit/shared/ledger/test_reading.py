"""Cells of a ledger are read as people write them; every wrong cell of a row is named at once."""

from datetime import date

import pytest

from shared.ledger.reading import LONGEST, day_of, read
from shared.web.schema import Form, amount, choice, day, text, whole
from shared.xlsx.table import Line


class BeanRow(Form):
    """A heap of beans."""

    number = text("编号", most=40)
    fen = amount("金额", least=1, most=10**12)
    on = day("日期")
    sort = choice("种类", (("red", "红豆"), ("green", "绿豆")), required=False)
    count = whole("个数", least=1, most=100, required=False)


def line(**values: str) -> Line:
    return Line(7, {"no": " 3 ", **values}, tuple(values.values()))


@pytest.mark.parametrize(
    "typed", ["2024-05-06", "2024/5/6", "2024.5.6", "2024年5月6日", "20240506", "45418", "2024-05-06 00:00:00"]
)
def test_a_day_is_read_as_people_and_excel_write_it(typed: str):
    assert day_of(typed) == "2024-05-06"


def test_a_row_becomes_values():
    found = read(BeanRow(), line(number="A-1", fen="12,000.50", on="2024年5月6日", sort="绿豆"))
    assert found.values == {"number": "A-1", "fen": 1_200_050, "on": date(2024, 5, 6), "sort": "green"}
    assert (found.row, found.no, found.findings) == (7, "3", ())


def test_digits_of_full_width_are_digits():
    typed = read(BeanRow(), line(number="A-1", fen="１２", on="２０２４年５月６日", count="６３"))
    assert typed.values == {"number": "A-1", "fen": 1200, "on": date(2024, 5, 6), "count": 63}


@pytest.mark.parametrize("typed", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_from_which_nobody_can_count_on_is_none(typed: str):
    [wrong] = read(BeanRow(), line(number="A-1", fen="1", on=typed)).findings
    assert (wrong.field, wrong.slug) == ("on", "out_of_range")


def test_every_wrong_cell_is_named_and_an_empty_one_may_be_left_out():
    found = read(BeanRow(), line(fen="很多", on="2024-13-40", sort="黑豆"))
    assert found.values is None
    assert {one.field: one.slug for one in found.findings} == {
        "number": "required",
        "fen": "not_an_amount",
        "on": "not_a_day",
        "sort": "ledger_not_listed",
    }


def test_a_cell_as_long_as_a_book_is_cut_and_refused():
    found = read(BeanRow(), line(number="x" * 10_000))
    assert [one.slug for one in found.findings] == ["too_long"]
    assert len(found.texts["number"]) == LONGEST
