"""Sheets as counties make them."""

from datetime import date

import pytest

from services.training.errands.roster_form import COLUMNS
from shared.errors import Refused
from shared.xlsx.child import text
from shared.xlsx.columns import letter, plain
from shared.xlsx.table import find
from tests.builders.books import HEAD, WOMAN

TITLE = ["通道县2026年第三期花名册"]
FOOT = ["合计：1人  填表人：  2026年3月2日"]


def found(*rows, sheets=()):
    return find([*sheets, [list(row) for row in rows]], COLUMNS)


def test_titles_blank_rows_and_the_signature_are_no_women():
    table = found(TITLE, ["填报单位："], HEAD, WOMAN, [], [""] * 11, WOMAN, FOOT)
    assert [line.row for line in table.lines] == [4, 7]
    assert table.titles == (tuple(TITLE), ("填报单位：",))
    assert table.foot == (tuple(FOOT),)
    assert table.dated_on == date(2026, 3, 2)
    assert table.shown()["id_no"] == ("F", "身份证号")


@pytest.mark.parametrize(
    "head",
    [
        ("姓 名", "公民身份号码", "手机号码", "户籍所在地"),
        ("学员姓名*", "居民身份证号（18位）", "联系方式", "户口所在地"),
        ("户籍地址：", "电 话", "身份证号码", "姓　名"),
        ("备注", "户籍地", "联系电话", "Ｘ", "身份证", "姓名"),
    ],
)
def test_headings_are_known_in_any_order_and_wording(head: tuple[str, ...]):
    said = {"name": "龙凤英", "id_no": "431230198506150002", "phone": "13900000007", "place": "双江镇"}
    known = {plain(name): one.field for one in COLUMNS for name in one.names}
    row = [said.get(known.get(plain(name), ""), "") for name in head]
    [line] = found(head, row).lines
    assert {name: line.values[name] for name in said} == said


def test_the_sheet_with_the_headings_is_found_among_others():
    cover = [["说明"], ["请先看这里"], ["姓名写全"]]
    assert len(found(HEAD, WOMAN, sheets=[cover, []]).lines) == 1


def test_headings_that_are_merged_over_two_lines_are_read_together():
    upper = ("序号", "姓名", "身份信息", "", "本人", "", "家庭住址", "备注")
    lower = ("", "", "身份证号码", "性别", "联系方式", "微信", "", "")
    row = ("1", "龙凤英", "431230198506150002", "女", "13900000007", "lfy", "双江镇芋头村", "其他")
    table = found(TITLE, upper, lower, row, row)
    assert [line.row for line in table.lines] == [4, 5]
    assert {name: table.lines[0].values[name] for name in ("id_no", "sex", "phone", "place")} == {
        "id_no": "431230198506150002",
        "sex": "女",
        "phone": "13900000007",
        "place": "双江镇芋头村",
    }
    assert table.shown()["id_no"] == ("C", "身份证号码")
    assert table.titles == (tuple(TITLE),)


def test_a_row_of_data_is_never_taken_for_a_second_line_of_headings():
    head = ("姓名", "身份证号", "联系电话", "户籍地", "微信")
    [line] = found(head, ("龙凤英", "431230198506150002", "13900000007", "双江镇", "其他")).lines
    assert (line.row, "remark" in line.values) == (2, False)


def test_where_she_lives_may_stand_in_two_columns():
    head = ("姓名", "身份证号", "联系电话", "乡（镇）", "村（社区）")
    table = found(head, ("龙凤英", "431230198506150002", "13900000007", "双江镇 ", "芋头村"))
    assert table.lines[0].values["place"] == "双江镇芋头村"
    assert table.shown()["place"] == ("D", "乡（镇）")
    whole = found((*head, "户籍地址"), ("龙凤英", "4", "1", "双江镇", "芋头村", "坪坦乡"))
    assert whole.lines[0].values["place"] == "坪坦乡"


def test_headings_that_are_printed_again_on_each_page_are_no_women():
    assert [line.row for line in found(HEAD, WOMAN, HEAD, WOMAN).lines] == [2, 4]


def test_rows_on_a_second_sheet_are_not_lost_in_silence():
    with pytest.raises(Refused, match="two_tables") as refused:
        found(HEAD, WOMAN, sheets=[[["封面"]], [HEAD, WOMAN]])
    assert refused.value.facts == {"first": 2, "other": 3}
    assert len(found(HEAD, WOMAN, sheets=[[HEAD]]).lines) == 1, "an empty form beside it is no list"
    scores = [["序号", "姓名", "理论"], ["1", "龙凤英", "80"]]
    assert len(found(HEAD, WOMAN, sheets=[scores]).lines) == 1, "a list of other things is none of women"


@pytest.mark.parametrize(
    ("rows", "slug", "says"),
    [
        ([["a", "b"], ["c", "d"]], "head_not_found", "姓名、身份证号、联系电话、户籍地"),
        ([], "head_not_found", "姓名"),
        ([("序号", "姓名", "户籍地"), ("1", "x", "y")], "columns_missing", "身份证号、联系电话"),
        ([HEAD, [], FOOT], "no_rows", ""),
        ([HEAD, *[WOMAN] * 5001], "too_many_rows", "5000"),
    ],
)
def test_what_is_no_roster_is_refused_with_what_is_missing(rows, slug: str, says: str):
    with pytest.raises(Refused) as refused:
        found(*rows)
    assert refused.value.slug == slug
    assert says in str(dict(refused.value.facts))


def test_a_woman_without_a_name_is_still_a_row_and_a_count_is_not():
    nameless = ["37", "", *WOMAN[2:]]
    table = found(HEAD, nameless, ["小计", "1人"], ["", "", "", "", "", "", "", ""])
    assert [line.values["no"] for line in table.lines] == ["37"]
    assert len(table.foot) == 1


def test_a_sheet_without_a_day_has_none_and_impossible_days_are_passed_over():
    assert found(HEAD, WOMAN).dated_on is None
    assert found(["2026年2月30日，改2026-3-1"], HEAD, WOMAN).dated_on == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (7.0, "7"),
        (4.3123019990407e17, "4.3123019990407e+17"),
        (13900000007.0, "13900000007"),
        (2.5, "2.5"),
        (True, "是"),
        (False, "否"),
        ("=1+1", "=1+1"),
        (date(2026, 3, 2), "2026-03-02"),
    ],
)
def test_cells_become_texts_without_guessing(value: object, shown: str):
    assert text(value) == shown


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_called_as_excel_calls_them(index: int, letters: str):
    assert letter(index) == letters
