"""Everything people read has its words in both languages, short and plain (look: words)."""

import re
from functools import cache

import pytest

from shared.web import words
from tests.architecture.source import ROOT

ZH, EN = words.texts("zh"), words.texts("en")
SHOUTING = re.compile(r"[！!]")
NEVER = re.compile(r"系统异常|贵单位|点击这里|格式不正确|请联系管理员")
NEVER_ALONE = {"确定", "取消", "提交", "处理", "操作", "确认"}
NOT_FOR_HER = re.compile(r"审批|流程|节点|提交|逾期")
FACT = re.compile(r"%\((\w+)\)s")
STATES = re.compile(r"\A[a-z_]+\.[\w.-]+\Z")


chinese_used = cache(words.chinese_used)  # reading all templates and modules once is enough


def test_every_refusal_has_its_sentence_in_both_languages():
    lacking = {
        slug: place
        for slug, place in words.slugs_used().items()
        if f"errors.{slug}" not in ZH or f"errors.{slug}" not in EN
    }
    assert lacking == {}


def test_every_chinese_text_has_its_english():
    assert {text: place for text, place in chinese_used().items() if text not in EN} == {}


def test_what_is_named_by_an_id_has_both_languages():
    assert {one for one in EN if STATES.match(one)} ^ {one for one in ZH if STATES.match(one)} == set()


def test_a_sentence_uses_the_same_facts_in_both_languages():
    differing = {
        one: (sorted(FACT.findall(text)), sorted(FACT.findall(ZH.get(one, one))))
        for one, text in EN.items()
        if set(FACT.findall(text)) != set(FACT.findall(ZH.get(one, one)))
    }
    assert differing == {}


def said() -> dict[str, str]:
    """Every Chinese text, with where it stands."""
    return {
        **chinese_used(),
        **{text: f"catalogue: {one}" for one, text in ZH.items() if words.CHINESE.search(text)},
    }


def test_nobody_is_shouted_at_and_no_official_phrase_is_used():
    assert {text: place for text, place in said().items() if SHOUTING.search(text) or NEVER.search(text)} == {}


def test_no_button_says_only_yes_or_no():
    assert {text: place for text, place in said().items() if text.strip() in NEVER_ALONE} == {}


@pytest.mark.parametrize("layout", ["phone.html", "public.html"])
def test_her_pages_avoid_the_words_of_offices(layout: str):
    pages = [*ROOT.glob("shared/web/templates/**/*.html"), *ROOT.glob("services/*/web/templates/**/*.html")]
    hers = [page for page in pages if f'extends "{layout}"' in page.read_text("utf-8")]
    found = [(page.name, match[0]) for page in hers if (match := NOT_FOR_HER.search(page.read_text("utf-8")))]
    assert found == []


def test_no_word_stands_twice_in_a_language():
    for language in words.LANGUAGES:
        lines = words.catalogue(language).read_text("utf-8").splitlines()
        ids = [line for line in lines if line.startswith("msgid ") and line != 'msgid ""']
        assert [one for one in sorted(set(ids)) if ids.count(one) > 1] == []


def test_a_missing_word_is_noticed():
    source = 'raise Refused("never_said_before")\nX = {"error_messages": 1}\nf(error_messages={"invalid": "also_new"})'
    assert [slug for slug, _ in words.slugs(source)] == ["never_said_before", "also_new"]
    assert [text for text, _ in words.chinese_constants('"""说明"""\nlabel = "新的词"\n')] == ["新的词"]


def test_every_sentence_can_be_filled():
    class Anything(dict[str, str]):
        def __missing__(self, name: str) -> str:
            return name

    for texts in (ZH, EN):
        for one, text in texts.items():
            if STATES.match(one):
                assert text % Anything()
