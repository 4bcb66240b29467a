"""One schema makes body, form and errors: the traps of a form that must not lose what was typed."""

import json
import re
from datetime import date
from typing import Any

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from shared.errors import Invalid
from shared.web import forms
from shared.web.schema import Form, amount, choice, day, flat, iso, loaded, several, signs, text, tick, whole
from tests.unit.shared.web.app import an_app

TRADES = (("craft", "侗锦、刺绣、手工"), ("farm", "种植、养殖"))
MANY = tuple((str(n), f"第 {n} 个") for n in range(7))


class Apply(Form):
    """Everything a form can hold."""

    name = text("姓名", most=10, least=2)
    amount_fen = amount("想借多少钱", least=100_000, most=30_000_000)
    trade = choice("做哪一行", TRADES)
    place = choice("在哪里", lambda: MANY, required=False)
    uses = several("用途", TRADES, required=False)
    months = whole("几个月", least=0, most=600, required=False)
    starts_on = day("哪天开始", required=False)
    story = text("打算", most=50, rows=3, required=False)
    agreed = tick("同意", must=True)
    news = tick("接收通知")


GOOD: dict[str, Any] = {"name": "龙海燕", "amount_fen": "15万", "trade": "craft", "agreed": True}
SCHEMA = Apply()


@pytest.fixture
def app() -> Flask:
    return an_app()


def wrong(**changes: Any) -> dict[str, list[str]]:
    data = {name: value for name, value in (GOOD | changes).items() if value is not None}
    with pytest.raises(Invalid) as refused:
        loaded(SCHEMA, data)
    return {path: [one.slug for one in found] for path, found in flat(refused.value)}


def test_good_values_come_out_as_the_rules_take_them():
    found = loaded(SCHEMA, GOOD | {"starts_on": "2026-12-01", "months": 8, "uses": ["farm"]})
    assert found["amount_fen"] == 15_000_000
    assert found["starts_on"] == date(2026, 12, 1)
    assert (found["months"], found["uses"], found["news"]) == (8, ["farm"], False)


@pytest.mark.parametrize(
    ("field", "value", "slug"),
    [
        ("name", None, "required"),
        ("name", "  ", "required"),
        ("name", "龙", "too_short"),
        ("name", "长" * 11, "too_long"),
        ("name", "龙\u0000燕", "control_character"),
        ("name", {"$gt": ""}, "not_text"),
        ("name", ["龙"], "not_text"),
        ("name", 7, "not_text"),
        ("amount_fen", "十五万", "not_an_amount"),
        ("amount_fen", "0.001", "below_a_fen"),
        ("amount_fen", "999", "out_of_range"),
        ("amount_fen", True, "not_an_amount"),
        ("amount_fen", {"$gt": 0}, "not_an_amount"),
        ("trade", "bank", "not_listed"),
        ("trade", {"$ne": ""}, "not_text"),
        ("uses", "craft", "not_text"),
        ("months", "8", "not_a_whole_number"),
        ("months", 8.5, "not_a_whole_number"),
        ("months", 601, "out_of_range"),
        ("starts_on", "1.12.2026", "not_a_day"),
        ("agreed", None, "must_be_ticked"),
        ("agreed", False, "must_be_ticked"),
        ("zz", 1, "unknown_field"),
    ],
)
def test_a_wrong_value_is_a_slug_at_its_field(field: str, value: Any, slug: str):
    found = wrong(**{field: value})
    assert set(found) == {field}
    assert found[field][0] in (slug, "invalid")
    assert found[field] == [slug] or field == "uses"


def test_every_wrong_field_is_told_at_once():
    assert set(wrong(name=None, amount_fen="x", agreed=None, zz=1)) == {"name", "amount_fen", "agreed", "zz"}


def test_several_lines_may_hold_line_breaks_and_one_line_may_not():
    assert loaded(SCHEMA, GOOD | {"story": "一\n二"})["story"] == "一\n二"
    assert wrong(name="一\n二") == {"name": ["control_character"]}


def test_text_is_kept_composed_and_trimmed():
    assert loaded(SCHEMA, GOOD | {"name": " e\u0301lise "})["name"] == "élise"


def test_a_posted_form_becomes_the_schemas_shape():
    typed = MultiDict(
        [
            ("_once", "x"),
            ("name", " 龙海燕 "),
            ("months", "8"),
            ("uses", "craft"),
            ("uses", ""),
            ("story", ""),
            ("agreed", "on"),
        ]
    )
    found = forms.from_form(SCHEMA, typed)
    assert found == {"name": "龙海燕", "months": 8, "uses": ["craft"], "agreed": True}


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        ("months", "２４", 24),
        ("months", "-1", -1),
        ("months", "1e3", "1e3"),
        ("months", "二十四", "二十四"),
        ("starts_on", "2026年3月1日", "2026-03-01"),
        ("starts_on", "2026/3/1", "2026-03-01"),
        ("starts_on", "２０２６．１２．０１", "2026-12-01"),
        ("starts_on", "2026-02-30", "2026-02-30"),
        ("starts_on", "明天", "明天"),
    ],
)
def test_a_number_and_a_day_are_read_as_people_write_them(field: str, typed: str, read: Any):
    assert forms.from_form(SCHEMA, MultiDict([(field, typed)])) == {field: read}


def test_a_day_that_is_none_is_told_at_its_field_and_stays_typed(app: Flask):
    with app.test_request_context(), pytest.raises(Invalid) as refused:
        loaded(SCHEMA, GOOD | {"starts_on": "2026-02-30"})
    with app.test_request_context():
        day_of = {one.name: one for one in forms.controls(SCHEMA, {"starts_on": "2026-02-30"}, refused.value)}
    assert (day_of["starts_on"].errors, day_of["starts_on"].value) == (
        ["没有这一天，或者看不懂；写成 2026-11-23 这样"],
        "2026-02-30",
    )


def test_a_sentence_that_fits_many_fields_names_its_own_in_the_summary(app: Flask):
    typed = {"months": "1e9", "name": "龙海燕", "agreed": True}
    with app.test_request_context():
        with pytest.raises(Invalid) as refused:
            loaded(SCHEMA, typed)
        found = forms.controls(SCHEMA, typed, refused.value, only=("months", "trade"))
        page = render_template_string(
            "{% import 'parts.html' as parts %}{{ parts.error_summary(controls) }}", controls=found
        )
    assert re.findall(r">([^<]+)</a>", page) == ["请选“做哪一行”", "几个月：请填整数"]


class Signed(Form):
    """A phone, a time of day."""

    phone = signs("手机号", r"\A1[0-9]{10}\Z", "not_a_phone")
    at = signs("几点", r"\A[0-9]{1,2}:[0-9]{2}\Z", "not_a_time", required=False)


@pytest.mark.parametrize(
    "typed", ["138 0000 2016", "138-0000-2016", "１３８００００２０１６", "+86 138 0000 2016", "\u200b13800002016"]
)
def test_a_phone_is_read_with_spaces_hyphens_full_width_digits_and_the_code_of_the_country(typed: str):
    assert loaded(Signed(), {"phone": typed, "at": "９：３０"}) == {"phone": "13800002016", "at": "9:30"}


@pytest.mark.parametrize("typed", ["861380000201", "138 0000 201", "一三八", "8613800002016x"])
def test_what_is_no_phone_is_refused_at_its_field(typed: str):
    with pytest.raises(Invalid) as refused:
        loaded(Signed(), {"phone": typed, "at": None})
    assert {path: [one.slug for one in found] for path, found in flat(refused.value)} == {"phone": ["not_a_phone"]}


def test_an_unknown_name_stays_in_so_that_it_is_refused():
    assert forms.from_form(SCHEMA, MultiDict([("zz", "")])) == {"zz": ""}


def test_a_control_knows_its_label_widget_limits_and_errors(app: Flask):
    with app.test_request_context():
        with pytest.raises(Invalid) as refused:
            loaded(SCHEMA, {"amount_fen": "999"})
        found = {one.name: one for one in forms.controls(SCHEMA, {"amount_fen": "999"}, refused.value)}
    assert found["name"].errors == ["请填“姓名”"]
    assert found["trade"].errors == ["请选“做哪一行”"]
    assert found["amount_fen"].errors == ["要在 1,000 元 到 30 万元 之间"]
    assert found["amount_fen"].value == "999"
    assert found["amount_fen"].money_echo == "999 元"
    assert (found["trade"].widget, found["place"].widget, found["uses"].widget) == ("radio", "select", "checkboxes")
    assert found["name"].attrs["data-most"] == "10"
    assert (found["name"].required, found["story"].required, found["agreed"].required) == (True, False, True)


def test_what_is_stored_is_shown_as_it_is_typed(app: Flask):
    with app.test_request_context():
        shown = forms.controls(SCHEMA, {"amount_fen": 15_000_000, "starts_on": date(2026, 12, 1), "story": None})
        found = {one.name: one.value for one in shown}
    assert (found["amount_fen"], found["starts_on"], found["story"]) == ("150,000", "2026-12-01", "")


def test_only_the_fields_of_a_step_are_drawn_and_errors_elsewhere_go_to_the_summary(app: Flask):
    with app.test_request_context():
        with pytest.raises(Invalid) as refused:
            loaded(SCHEMA, GOOD | {"zz": 1})
        assert [one.name for one in forms.controls(SCHEMA, only=["name", "trade"])] == ["name", "trade"]
        assert forms.general_errors(SCHEMA, refused.value) == ["这里没有这一项"]
        assert forms.general_errors(SCHEMA, None) == []


def test_an_amount_that_cannot_be_read_has_no_echo(app: Flask):
    with app.test_request_context():
        found = {one.name: one.money_echo for one in forms.controls(SCHEMA, {"amount_fen": "很多"})}
    assert found["amount_fen"] is None


def test_an_error_in_json_is_text_in_the_readers_language(app: Flask):
    app.add_url_rule("/loans/api/x", view_func=_refuse, endpoint="x")
    chinese = app.test_client().get("/loans/api/x")
    reader = app.test_client()
    reader.set_cookie("lang", "en")
    english = reader.get("/loans/api/x")
    assert chinese.status_code == 422
    assert json.loads(chinese.data)["fields"]["name"] == [{"slug": "too_long", "sentence": "太长了，最多 10 个字"}]
    assert "at most 10" in json.loads(english.data)["fields"]["name"][0]["sentence"]


def _refuse() -> str:
    loaded(SCHEMA, GOOD | {"name": "长" * 11})
    return "never"


_refuse.permission = "open"  # type: ignore[attr-defined]


def test_days_are_kept_as_text():
    assert (iso(date(2026, 12, 1)), iso(None)) == ("2026-12-01", None)
