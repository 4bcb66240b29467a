"""Names, phones, categories and masks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applicant.domain import categories, masks, names, phones
from services.applicant.storage.persons import initials


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("龙凤英", "龙凤英"),
        (" 黄 晓琴 ", "黄晓琴"),
        ("李　芳", "李芳"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("㛃𬭚", "㛃𬭚"),
        ("王\U000313501", None),
        ("王\U00031350", "王\U00031350"),
        ("〇一", "〇一"),
    ],
)
def test_a_name_is_kept_as_on_the_card(typed: str, kept: str | None) -> None:
    assert names.read(typed).value == kept


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("", "name_missing"),
        ("龙", "name_too_short"),
        ("龙" * 51, "name_too_long"),
        ("龙凤英2", "name_characters"),
        ("Long Fengying", "name_characters"),
        ("·龙英", "name_characters"),
        ("龙··英", "name_characters"),
        ("龙<b>英", "name_characters"),
        ("龙\u202e英", "name_characters"),
        ("=1+1", "name_characters"),
    ],
)
def test_what_is_no_name_is_told(typed: str, slug: str) -> None:
    found = names.read(typed)
    assert (found.value, [one.slug for one in found.findings]) == (None, [slug])


def test_a_long_name_is_kept_and_looked_at() -> None:
    found = names.read("阿" * 21)
    assert (found.value, [one.slug for one in found.findings]) == ("阿" * 21, ["name_long"])


@given(st.text(max_size=60))
def test_a_name_that_was_read_reads_as_itself(typed: str) -> None:
    kept = names.read(typed).value
    assert kept is None or names.read(kept).value == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13900000007", "13900000007"),
        ("+86 139-0000-0007", "13900000007"),
        ("008613900000007", "13900000007"),
        ("86 139 0000 0007", "13900000007"),
        ("１３９０００００００７", "13900000007"),
        ("13900000007.0", "13900000007"),
        ("0745-8622345", "07458622345"),
        ("(010) 12345678", "01012345678"),
        ("+86-0745-8622345", "07458622345"),
    ],
)
def test_a_phone_is_kept_as_digits(typed: str, kept: str) -> None:
    assert phones.read(typed).value == kept


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("", "phone_missing"),
        ("1391723992", "phone_digits"),
        ("139172399200", "phone_digits"),
        ("12900000007", "phone_no_such_number"),
        ("没有", "phone_characters"),
        ("139oooo0007", "phone_characters"),
    ],
)
def test_what_is_no_phone_is_told(typed: str, slug: str) -> None:
    assert [one.slug for one in phones.read(typed).findings] == [slug]


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_phone(typed: str) -> None:
    kept = phones.read(typed).value
    assert kept is None or phones.read(kept).value == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("初中", "70"),
        ("初级中学", "70"),
        ("大学专科", "30"),
        ("高　中", "60"),
        ("中等职业教育", "40"),
        ("文盲", "90"),
        ("?", None),
    ],
)
def test_education_has_official_and_short_names(typed: str, code: str | None) -> None:
    assert categories.education(typed).value == code


@pytest.mark.parametrize(
    ("typed", "code"), [("农业", "rural"), ("非农业", "urban"), ("居民户口", "unknown"), ("", "unknown")]
)
def test_hukou_may_be_unknown(typed: str, code: str) -> None:
    assert categories.hukou(typed).value == code


def test_several_groups_may_stand_in_one_cell_and_a_strange_one_only_warns() -> None:
    found = categories.groups("脱贫人口、返乡创业人员，外星人")
    assert found.value == ("POVERTY_OUT", "RETURNEE")
    assert [(one.slug, one.level.value) for one in found.findings] == [("group_unknown", "warn")]


def test_no_word_means_two_things() -> None:
    for table in (categories.EDUCATION, categories.HUKOU, categories.GROUPS):
        words = [categories.plain(word) for known in table.values() for word in known]
        assert len(words) == len(set(words))


def test_masks_hide_the_middle() -> None:
    assert [masks.name(one) for one in ("龙英", "龙凤英", "阿依古丽")] == ["龙*", "龙*英", "阿**丽"]
    assert masks.id_no("431224198506150007") == "431224********0007"
    assert masks.id_tail("431224198506150007") == "****0007"
    assert masks.phone("13900000007") == "139****0007"


def test_initials_cover_the_readings_of_a_surname() -> None:
    assert initials("龙凤英") == ["LFY"]
    assert {"CXF", "ZXF"} <= set(initials("曾小芳"))
    assert len(initials("单曾仇解查覃盖")) <= 8


def test_a_code_of_a_form_is_its_own_word() -> None:
    assert categories.education("70").value == "70"
    assert categories.label("70", categories.EDUCATION) == "初中"
    assert ("70", "初中") in categories.choices(categories.EDUCATION)
    assert [one.slug for one in categories.education(" ").findings] == ["education_missing"]
