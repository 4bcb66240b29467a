"""Workbooks that are handed out, read back by another program."""

import io

import openpyxl

from services.training.errands.roster_form import ASKED, COLUMNS, NOTE, SAY, TITLE
from shared.xlsx.table import find
from shared.xlsx.writing import Marked, rejected, table, template
from tests.builders.books import HEAD, WOMAN

EVIL = '=HYPERLINK("http://example.invalid","点我")'


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_bad_rows_come_back_in_the_same_form_with_red_cells_and_words():
    cells = (*WOMAN[:10], EVIL)
    sheet = opened(
        rejected([["标题", "", ""], ["单位"]], HEAD, [Marked(cells, frozenset({5}), "错了\n再看")], SAY)
    ).active
    assert sheet["A1"].value == "标题"
    assert "A1:L1" in [str(one) for one in sheet.merged_cells.ranges]
    assert [cell.value for cell in sheet[3]] == [*HEAD, SAY]
    assert [cell.value or "" for cell in sheet[4]][:11] == list(cells)
    assert (sheet["K4"].value, sheet["K4"].data_type) == (EVIL, "s")
    assert sheet["L4"].value == "错了\n再看"
    assert {sheet["F4"].fill.fgColor.rgb, sheet["L4"].fill.fgColor.rgb} == {"FFFBEAE8"}
    assert sheet["E4"].fill.fgColor.rgb != "FFFBEAE8"


def test_a_form_that_comes_back_twice_has_one_column_of_words():
    heads = (*HEAD, SAY)
    sheet = opened(rejected([], heads, [Marked((*WOMAN, "old"), frozenset(), "new")], SAY)).active
    assert [cell.value for cell in sheet[1]] == list(heads)
    assert sheet["L2"].value == "new"


def test_the_template_offers_choices_and_takes_numbers_as_text():
    book = opened(template(TITLE, ASKED, NOTE))
    sheet = book.active
    heads = [cell.value for cell in sheet[3]]
    assert heads[:2] == ["序号", "姓名*"]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules["D4:D5004"].endswith("_lists!$B$1:$B$8")
    assert book["_lists"].sheet_state == "hidden"
    assert [cell.value for cell in book["_lists"]["A"]][:2] == ["女", "男"]
    assert sheet.freeze_panes == "A4"
    assert sheet.column_dimensions["F"].width > 18


def test_what_is_known_stands_in_the_template_and_the_rest_is_left_to_fill_in():
    sheet = opened(template(TITLE, ASKED, NOTE, [{"name": EVIL}, {"name": "石银花", "id_no": WOMAN[5]}])).active
    assert [(row[1].value, row[5].value) for row in sheet["A4:F5"]] == [(EVIL, ""), ("石银花", WOMAN[5])]
    assert sheet["B4"].data_type == "s"


def test_the_template_is_a_roster_that_we_read():
    sheet = opened(template(TITLE, ASKED, NOTE)).active
    sheet.append([*WOMAN])
    grid = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    [line] = find([grid], COLUMNS).lines
    assert line.values["id_no"] == WOMAN[5]


def test_a_list_is_written_as_texts():
    sheet = opened(table("名单", ["a"], [[EVIL], ["+1"], ["@x"]])).active
    assert [cell.data_type for cell in sheet["A"]] == ["s"] * 4
