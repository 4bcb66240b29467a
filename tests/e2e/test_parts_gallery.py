"""Every part in every state, in a real browser under the real content policy: no finding of axe, nothing sideways."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask, render_template, render_template_string
from playwright.sync_api import expect
from werkzeug.serving import make_server

from shared.web import gallery, guards, i18n, parts
from tests.stack.people import clean, until

STAFF = {"reader": gallery.READER, "rail": gallery.RAIL}
CLAIM = """{% extends "desk.html" %}{% block title %}领取{% endblock %}
{% block content %}
<form id="claim" method="post" action="/claim" hx-post="/claim" hx-target="#claim" hx-swap="outerHTML">
<button>领取</button></form>
<p id="count" data-poll hx-get="/count" hx-trigger="every 200ms, seen">0</p>{% endblock %}"""
NOBODY_LOOKS = """() => {
    window.held = 0;
    document.addEventListener('htmx:beforeRequest', (event) => { if (event.defaultPrevented) window.held += 1; });
    Object.defineProperty(document, 'hidden', {value: true, configurable: true});
}"""
REFUSED = """<form id="claim" hx-post="/claim"><div class="error-summary" tabindex="-1">{{ words }}</div></form>"""


def htmx_pages(app: Flask) -> None:
    asked = []

    @app.get("/claim")
    def claim() -> str:
        return render_template_string(CLAIM, **STAFF)

    @app.post("/claim")
    def claimed() -> tuple[str, int]:
        return render_template_string(REFUSED, words="张敏 10:18 领走了"), 409

    @app.get("/count")
    def count() -> str:
        asked.append(1)
        return str(len(asked))


def gallery_app() -> Flask:
    app = Flask("shared.web", static_url_path="/static")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    i18n.install(app)
    parts.install(app.jinja_env)
    guards.install(app, "http://localhost")
    htmx_pages(app)

    @app.get("/parts/<sheet>")
    def parts_page(sheet: str) -> str:
        return gallery.page(desk=sheet == "desk")

    @app.get("/refused/<who>")
    def refused(who: str) -> tuple[str, int]:
        reader = STAFF if who == "staff" else {}
        return render_template(
            "error.html", slug="x", sentence="没有这一件。", status=404, request_id="r", **reader
        ), 200

    return app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, gallery_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["/parts/phone", "/parts/desk", "/refused/her", "/refused/staff"])
def test_no_page_of_the_gallery_has_a_finding_or_scrolls_sideways(address, page, path):
    page.goto(address + path)
    clean(page, path.strip("/").replace("/", "-"))


def test_nothing_scrolls_sideways_on_the_smallest_phone(address, new_page):
    page = new_page(width=320)
    for path in ("/parts/phone", "/parts/desk"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_bootstraps_borders_and_links_have_their_colours(address, page):
    page.goto(address + "/parts/phone")
    style = "(e) => [getComputedStyle(e).borderTopColor, getComputedStyle(e).borderTopWidth]"
    assert page.eval_on_selector("#f-phone", style) == ["rgb(133, 124, 111)", "1px"]
    assert page.eval_on_selector(".foot a", "(e) => getComputedStyle(e).color") == "rgb(44, 62, 116)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(250, 248, 244)"


def test_what_a_thumb_presses_on_her_pages_is_48_px_high_and_44_on_staff_pages(address, new_page):
    small = """(least) => [...document.querySelectorAll('.btn, .form-control, .form-select, .choice, .barred a')]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < least && !e.closest('.who-foot, dd'))
        .map(e => e.outerHTML.slice(0, 90))"""
    page = new_page(width=375)
    page.goto(address + "/parts/phone")
    assert [one for one in page.evaluate(small, 48) if "btn-small" not in one and "btn-row" not in one] == []
    assert page.evaluate(small, 44) == []
    page.goto(address + "/parts/desk")
    assert page.evaluate(small, 44) == []


def test_the_error_summary_has_the_focus_and_leads_to_the_field(address, page):
    page.goto(address + "/parts/phone")
    assert page.title().startswith("有 2 处要改")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.click(".error-summary a >> nth=1")
    assert page.evaluate("document.activeElement.id") == "f-amount"


def test_a_phone_opens_the_staff_menu_without_script(address, browser):
    context = browser.new_context(viewport={"width": 375, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/parts/desk")
    assert not page.is_visible("text=审核队列 >> nth=0")
    page.click("text=菜单 >> nth=0")
    assert page.is_visible("#menu >> text=审核队列")
    page.click("text=关上菜单")
    assert not page.is_visible("#menu >> text=审核队列")
    context.close()


def test_the_desk_hears_n_outside_fields_and_ctrl_enter_anywhere(address, desk):
    desk.goto(address + "/parts/desk")
    desk.evaluate("""() => { window.pressed = []; document.querySelectorAll('[data-key]').forEach(e =>
        e.addEventListener('click', (event) => { event.preventDefault(); window.pressed.push(e.dataset.key); })) }""")
    desk.focus("#f-note")
    desk.keyboard.press("n")
    assert desk.evaluate("window.pressed") == []
    desk.keyboard.press("Control+Enter")
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("n")
    assert desk.evaluate("window.pressed") == ["ctrl-enter", "n"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("12000", "就是 1 万 2 千元"), ("15万", "就是 15 万元"), ("１５００００", "就是 15 万元"), ("abc", "")],
)
def test_money_is_said_while_it_is_typed(address, desk, typed, said):
    desk.goto(address + "/parts/desk")
    desk.fill("#f-sales", typed)
    assert desk.inner_text("#f-sales-echo") == said


def test_a_lost_claim_is_told_in_its_place_and_gets_the_focus(address, desk):
    desk.goto(address + "/claim")
    desk.click("text=领取 >> nth=-1")
    desk.wait_for_selector("text=张敏 10:18 领走了")
    desk.wait_for_url("**/claim")
    assert desk.evaluate("document.activeElement.className") == "error-summary"


def test_nothing_is_polled_while_nobody_looks(address, desk):
    desk.goto(address + "/claim")
    expect(desk.locator("#count")).not_to_have_text("0")
    desk.evaluate(NOBODY_LOOKS)
    until(
        lambda: desk.evaluate("window.held") >= 2
    )  # what was asked before may still come; the next turns are held back
    before = desk.inner_text("#count")
    until(lambda: desk.evaluate("window.held") >= 5)
    assert desk.inner_text("#count") == before
    desk.evaluate("Object.defineProperty(document, 'hidden', {value: false})")
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(desk.locator("#count")).not_to_have_text(before)


def test_the_selvedge_runs_down_the_left_of_a_desk_and_under_the_header_of_a_phone(address, new_page):
    boxes = {}
    for width in (375, 1366):
        page = new_page(width=width)
        page.goto(address + "/refused/staff")
        boxes[width] = [page.locator(part).bounding_box() for part in (".selvedge", ".rail", "main")]
    edge, rail, main = boxes[1366]
    assert (edge["x"], edge["width"], rail["x"], main["x"]) == (0, 10, 10, 168)
    edge, rail, main = boxes[375]
    assert rail["y"] == 0
    assert rail["height"] == edge["y"] == main["y"] - 10


def test_a_printed_page_leaves_out_the_frame_and_keeps_the_tables(address, desk):
    desk.goto(address + "/parts/desk")
    desk.emulate_media(media="print")
    assert not desk.is_visible(".rail")
    assert not desk.is_visible(".filter")
    assert desk.is_visible(".ranking")
