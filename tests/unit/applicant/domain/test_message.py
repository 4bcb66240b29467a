"""Texts to phones: every one of the catalogue fits, nothing in it that must not be, parameters checked."""

import re
from datetime import date

import pytest

from services.applicant.domain.message import Action, Message, State, Text, parts
from services.applicant.usecases.message.catalogue import CatalogueInForce
from services.applicant.usecases.message.preview import Preview
from shared.errors import Conflict, NotFound, Refused
from shared.policy import NATION
from tests.builders.accounts import POLICY
from tests.fakes.accounts import MONDAY, HandClock

KEYS = (
    *("code", "welcome", "received", "returned", "due_soon", "funded", "seat", "class"),
    *(
        "enrolled",
        "waitlisted",
        "dropped",
        "attended",
        "passed",
        "not_passed",
        "corrected",
        "certified",
        "certificate_revoked",
    ),
    *("passed_on", "resubmitted", "appealed", "guaranteed", "approved", "rejected"),
    *("lapsed_papers", "lapsed_contract"),
    *("contracted", "overdue", "cured", "settled", "subrogated", "matures_soon", "extended", "repay_soon", "called"),
    *("corrected", "class_off", "moved", "opinion", "income", "guarantor_consent", "spouse_consent", "partner_consent"),
    *(
        "nominated",
        "noticed",
        "recognised",
        "title_refused",
        "watched",
        "cleared",
        "revoked",
        "expired",
        "title_report",
    ),
)
CATALOGUE = CatalogueInForce(POLICY, HandClock())
USUAL = {
    "result": "课时不够，不能考试",
    "code": "482913",
    "name": "龙凤英",
    "office": "芋头村妇联",
    "no": "DK-431230-2026-000123",
    "desk": "村妇联",
    "n": "5",
    "items": "营业执照、",
    "date": "12 月 4 日",
    "d": "3",
    "class": "侗锦织造班",
    "time": "8:30",
    "place": "双江镇",
    "course": "侗锦织造（初级）",
    "next": "乡镇妇联",
    "year": "2025",
    "title": "“妇”字号专业合作组织",
    "was": "12 月 3 日",
    "link": "jinguo.example/k/7Q2M4",
}
ASK_BY_LINK = ("guarantor_consent", "spouse_consent", "partner_consent")  # who has no account here can only be asked so


@pytest.mark.parametrize("key", KEYS)
def test_every_text_begins_with_our_name_and_holds_no_link_and_no_amount(key):
    text = CATALOGUE.text(key)
    words = text.filled({name: USUAL[name] for name in text.needs})
    assert words.startswith("【巾帼】")
    assert not re.search(r"https?:|www|万元|[0-9]+ ?元|！|确定", words)
    assert "{" not in words


@pytest.mark.parametrize("key", [key for key in KEYS if key not in ("returned", *ASK_BY_LINK)])
def test_every_text_but_the_longest_and_those_with_a_link_is_one_message(key):
    text = CATALOGUE.text(key)
    assert parts(text.filled({name: USUAL[name] for name in text.needs})) == 1


def test_only_who_has_no_account_here_is_asked_by_a_link_in_two_messages_at_most():
    asked = {key for key in KEYS if "link" in CATALOGUE.text(key).needs}
    assert asked == set(ASK_BY_LINK)
    for text in (CATALOGUE.text(key) for key in ASK_BY_LINK):
        assert parts(text.filled({name: USUAL[name] for name in text.needs})) == 2


def test_all_texts_of_the_file_are_tried_here():
    found = {one.topic for one in POLICY.all_on(date(2026, 11, 23), NATION, "message.")}
    assert found == {f"message.{key}" for key in KEYS}


@pytest.mark.parametrize(("length", "count"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_seventy_characters_are_one_message_and_longer_ones_lose_three_in_each(length, count):
    assert parts("字" * length) == count


@pytest.mark.parametrize(
    "params",
    [{}, {"name": "a", "x": "b"}, {"name": ""}, {"name": "龙" * 61}, {"name": "a\n【巾帼】"}, {"name": "a\u202e"}],
)
def test_a_parameter_that_is_missing_unknown_or_odd_is_refused(params):
    with pytest.raises(Refused, match="message_params"):
        Text("k", "{name}，您好").filled(params)


def test_what_is_filled_in_is_not_read_as_a_hole():
    assert Text("k", "{a}{b}").filled({"a": "{b}", "b": "x"}) == "{b}x"


def test_a_key_the_catalogue_does_not_have_is_refused():
    with pytest.raises(NotFound, match="unknown_message"):
        Preview(CATALOGUE)("nothing", {})


def test_a_message_goes_out_once():
    message = Message("m1", "code", "c1", "13900000007", {}, MONDAY)
    message.sent(MONDAY)
    assert (message.state, message.sent_at) == (State.SENT, MONDAY)
    for again in (lambda: message.sent(MONDAY), message.hold):
        with pytest.raises(Conflict):
            again()
    assert {action.value for action in Action} == {"send", "hold"}
