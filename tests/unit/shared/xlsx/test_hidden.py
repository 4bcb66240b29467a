"""Rows, columns and sheets that somebody has hidden: Excel stores them, and a clerk does not see them."""

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from shared.xlsx.columns import Column
from shared.xlsx.hidden import NOTHING, Hidden, hidden_in
from shared.xlsx.table import find
from tests.builders.books import HEAD, WOMAN, a_book, read_here, saved, with_part

COLUMNS = (Column("name", ("姓名",), required=True), Column("id_no", ("身份证号",), required=True))


def a_roster(rows: int = 6) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.append(list(HEAD))
    for _ in range(rows):
        book.active.append(list(WOMAN))
    return book


@given(st.sets(st.integers(2, 7)), st.sets(st.integers(1, 11)))
def test_what_is_hidden_is_told_by_the_numbers_that_excel_shows(rows: set[int], columns: set[int]):
    book = a_roster()
    for row in rows:
        book.active.row_dimensions[row].hidden = True
    for column in columns:
        book.active.column_dimensions[openpyxl.utils.get_column_letter(column)].hidden = True
    assert hidden_in(saved(book)) == [Hidden(frozenset(rows), frozenset(column - 1 for column in columns))]


def test_a_hidden_row_is_read_and_marked_and_so_is_a_field_in_a_hidden_column():
    book = a_roster(3)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["F"].hidden = True
    found = read_here(saved(book))
    table = find(found.sheets, COLUMNS, found.hidden)
    assert [(line.row, line.hidden) for line in table.lines] == [(2, False), (3, True), (4, False)]
    assert table.hidden == ("id_no",)


def test_a_hidden_sheet_in_front_moves_nothing_and_is_counted_unless_it_is_our_own_list_of_words():
    book = a_roster(2)
    book.active.row_dimensions[3].hidden = True
    for name in ("去年", "_lists"):
        book.create_sheet(name, 0).sheet_state = "hidden"
    found = read_here(saved(book))
    assert (found.unread, found.hidden) == (1, [Hidden(frozenset({3}))])


def test_a_row_without_a_number_is_counted_by_its_place_and_prefixes_do_not_matter():
    sheet = b"""<x:worksheet><x:cols><x:col min='2' max='99999999' hidden='true'/></x:cols><x:sheetData>
        <x:row><x:c/></x:row><x:row hidden="1"><x:c/></x:row><x:row r="9" hidden="0"/></x:sheetData></x:worksheet>"""
    content = with_part(a_book([HEAD, WOMAN]), "xl/worksheets/sheet1.xml", sheet)
    [found] = hidden_in(content)
    assert (found.rows, min(found.columns), max(found.columns)) == ({2}, 1, 59)


def test_a_workbook_whose_sheets_cannot_be_traced_hides_nothing():
    assert hidden_in(with_part(a_book([HEAD]), "xl/_rels/workbook.xml.rels", b"<Relationships/>")) == [NOTHING]
