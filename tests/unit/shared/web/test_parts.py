"""Signs count what they say they count, and say it in the tone of the look."""

import re

import pytest
from flask import Flask, render_template_string

from shared.web import i18n, parts
from shared.web.woven import journey, node


def tones(picture: str) -> list[str]:
    return re.findall(r'class="([\w-]+)"/>', picture)


def test_a_clock_has_one_stitch_for_each_working_day_of_the_limit():
    assert tones(parts.clock(3, 10)) == ["t-on"] * 3 + ["later"] * 7


def test_a_clock_turns_amber_at_four_fifths_and_red_past_the_limit():
    assert [parts.clock_tone(used, 10) for used in (7, 8, 10, 11)] == ["on", "warn", "warn", "bad"]
    assert parts.clock_tone(12, 10, stopped=True) == "stop"


def test_an_overdue_clock_has_its_extra_stitches_after_a_black_mark():
    assert tones(parts.clock(12, 10)) == ["t-bad"] * 12 + ["t-ink"]


def test_a_limit_above_fifteen_days_is_told_in_words_only():
    assert parts.clock(3, 16) == ""
    assert parts.clock(16, 10) == ""
    assert parts.clock(0, 0) == ""


def test_clocks_of_one_limit_are_equally_wide_so_that_their_words_start_in_one_line():
    widths = {re.search(r'width="(\d+)"', parts.clock(used, 10)).group(1) for used in (1, 10, 12)}
    assert len(widths) == 1


def test_a_class_of_thirty_shows_every_seat_and_every_woman_waiting():
    seats = tones(parts.meter(24, 2, 30, 4))
    assert seats.count("t-on") == 24
    assert seats.count("t-hollow") == 2
    assert seats.count("t-free") == 4
    assert parts.meter(24, 2, 30, 4).count("t-hatch") == 4


def test_a_class_above_sixty_seats_is_one_plain_bar():
    assert tones(parts.meter(70, 5, 90)) == ["t-free", "t-on", "t-two"]


def widths(picture: str, tone: str) -> float:
    found = re.search(rf'width="([\d.]+)" height="\d+" class="{tone}"', picture)
    return float(found.group(1)) if found else 0.0


def test_a_bar_never_runs_out_of_its_frame():
    picture = parts.bar([("t-on", 80), ("t-two", 70)], 100)
    assert widths(picture, "t-on") + widths(picture, "t-two") == 1000


def test_a_fund_without_room_ends_its_bar_in_red():
    assert widths(parts.headroom(900, 50, 20, 1000), "t-bad") == 0
    assert widths(parts.headroom(900, 100, 20, 1000), "t-bad") == pytest.approx(20 * 1000 / 1020, abs=0.1)


def test_a_fund_that_was_over_before_counts_all_of_this_loan_as_too_much():
    picture = parts.headroom(1100, 0, 20, 1000)
    assert widths(picture, "t-ink") == 0
    assert widths(picture, "t-bad") == pytest.approx(20 * 1000 / 1120, abs=0.1)


def test_the_first_county_fills_its_ranking_row_and_the_black_line_stands_at_the_time_progress():
    picture = parts.rank_bar(9833, 9833, 8333, "ahead")
    assert widths(picture, "t-on") == widths(picture, "t-free") == 1000
    assert 'x="847.5" y="0" width="10"' in picture


def test_the_journey_weaves_the_stages_that_are_done():
    picture = journey(4)
    assert (picture.count("j-next"), picture.count("j-later")) == (1, 3)
    assert 'd="M0 0h14v15h-14zM14 0h14v15h-14zM28 0h14v15h-14zM42 0h14v15h-14z"' in picture


def test_a_finished_journey_has_no_outline_left():
    picture = journey(8)
    assert "j-next" not in picture
    assert "j-later" not in picture


@pytest.mark.parametrize("state", ["done", "here", "back", "later"])
def test_every_step_has_its_diamond(state):
    assert 'class="node"' in node(state)


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask("shared.web")
    i18n.install(app)
    parts.install(app.jinja_env)
    return app


def drawn(app: Flask, source: str, **context: object) -> str:
    with app.test_request_context("/"):
        return render_template_string('{% import "parts.html" as parts %}' + source, **context)


A_FIELD = {
    "name": "amount",
    "id": "f-amount",
    "label": "想借多少钱",
    "help": "最多 30 万元",
    "widget": "money",
    "required": True,
    "value": "1500000",
    "errors": ["太多了"],
    "choices": [],
    "attrs": {},
    "money_echo": "150 万元",
}


def test_a_wrong_field_points_to_its_hint_and_its_error(app):
    page = drawn(app, "{{ parts.field(control) }}", control=A_FIELD)
    assert 'aria-describedby="f-amount-hint f-amount-error" aria-invalid="true"' in page
    assert page.index("最多 30 万元") < page.index("太多了") < page.index("<input")
    assert "150 万元" in page


def test_the_error_summary_counts_the_fields_and_links_to_them_in_the_same_words(app):
    page = drawn(app, "{{ parts.error_summary(controls, others) }}", controls=[A_FIELD], others=["刚才有人改过"])
    assert "有 2 处要改" in page
    assert '<a href="#f-amount">太多了</a>' in page


def test_without_errors_there_is_no_summary(app):
    assert drawn(app, "{{ parts.error_summary([], []) }}").strip() == ""


def test_what_she_typed_comes_back_as_text_not_as_markup(app):
    control = {**A_FIELD, "widget": "text", "value": "<b>阿花</b>", "errors": ["<i>不对</i>"]}
    page = drawn(app, "{{ parts.field(control) }}{{ parts.error_summary([control]) }}", control=control)
    assert "<b>阿花" not in page
    assert "<i>不对" not in page
    assert "&lt;b&gt;阿花&lt;/b&gt;" in page


def test_a_zero_that_was_typed_stays_in_the_field(app):
    assert 'value="0"' in drawn(app, "{{ parts.field(control) }}", control={**A_FIELD, "value": 0})


def test_only_the_chosen_answer_is_checked(app):
    choices = [{"value": "1", "label": "一"}, {"value": "2", "label": "二"}, {"value": "3", "label": "三"}]
    control = {**A_FIELD, "widget": "radio", "value": "2", "choices": choices}
    page = drawn(app, "{{ parts.field(control) }}", control=control)
    assert re.findall(r'value="(\d)"[^>]* checked', page) == ["2"]
    several = {**control, "widget": "checkboxes", "value": ["1", "3"]}
    assert re.findall(r'value="(\d)"[^>]* checked', drawn(app, "{{ parts.field(c) }}", c=several)) == ["1", "3"]


def test_a_password_is_never_sent_back(app):
    control = {**A_FIELD, "widget": "password", "value": "secret-word", "attrs": {}}
    assert "secret-word" not in drawn(app, "{{ parts.field(control) }}", control=control)


@pytest.mark.parametrize(
    ("used", "words"), [(7, "剩 3 天"), (10, "今天到期"), (12, "超时 2 天")], ids=["before", "on", "after"]
)
def test_the_clock_is_always_said_in_words(app, used, words):
    assert words in drawn(app, "{{ parts.clock(used, 10) }}", used=used)


def test_the_number_of_errors_stands_first_in_the_title(app):
    with app.test_request_context("/"):
        page = app.jinja_env.from_string('{% extends "public.html" %}{% block title %}登记{% endblock %}').render(
            controls=[A_FIELD]
        )
    assert "<title>有 1 处要改 – 登记 – 巾帼</title>" in page


def test_a_condition_not_met_stands_before_one_that_is_unknown_and_one_that_is_met(app):
    rows = [
        {"result": result, "condition": result, "value": "", "requirement": "", "source": ""}
        for result in ("done", "unknown", "not")
    ]
    page = drawn(app, "{{ parts.verdict(rows) }}", rows=rows)
    assert re.findall(r'data-label="条件">(\w+)<', page) == ["not", "unknown", "done"]


def test_only_the_first_seven_met_conditions_are_open(app):
    rows = [{"result": "done", "condition": n, "value": "", "requirement": "", "source": ""} for n in range(9)]
    page = drawn(app, "{{ parts.verdict(rows) }}", rows=rows)
    assert "全部 9 条" in page
    assert page.index("<details>") > page.index('data-label="条件">6<')
    assert page.index("<details>") < page.index('data-label="条件">7<')


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503])
@pytest.mark.parametrize("reader", [None, {"name": "杨晓燕", "post": "县妇联"}], ids=["her", "staff"])
def test_every_error_page_says_what_is_true_and_has_a_way_on(app, status, reader):
    with app.test_request_context("/x"):
        page = app.jinja_env.get_template("error.html").render(
            slug="x", sentence="这里写原因。", status=status, request_id="r1", reader=reader
        )
    assert "这里写原因。" in page
    assert page.count("<h1") == 1
    assert ('href="/"' in page) or ('class="btn" href="/applicant/my-work"' in page)


def test_a_key_is_named_and_heard_unless_it_was_switched_off():
    app = Flask("shared.web")
    i18n.install(app)
    parts.install(app.jinja_env)
    button = '{% import "parts.html" as parts %}{{ parts.button("领取", key="N") }}'
    for cookie, heard in (("", True), ("__Host-keys=off", False)):
        with app.test_request_context(headers={"Cookie": cookie}):
            page = render_template_string(button)
        assert ("data-key" in page, "<kbd>" in page) == (heard, heard)
