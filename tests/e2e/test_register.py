"""Registering through the edge in a real browser: a woman on a phone without script, an officer for her at a desk."""

import re
import time

from playwright.sync_api import Page, expect

from tests.builders.applicant import an_id_no
from tests.stack.people import clean, staff
from tests.stack.stack import Stack
from tests.stack.visitor import Visitor

OFFICER = "village_officer_1@tongdao.shuangjiang.yutou"
COUNTY_OFFICER = "county_officer_1@tongdao"


def proved(page: Page, stack: Stack, phone: str) -> None:
    """Come as far as the question whether she is registered."""
    page.goto(stack.base_url + "/applicant/sign-in")
    page.fill("#f-phone", phone)
    page.click("main button")
    page.fill("#f-code", page.locator(".notice").inner_text()[-6:])
    page.click("main button >> nth=0")
    page.click("text=我还没登记过")
    expect(page.locator("h1")).to_have_text("您是谁")


def who(page: Page, number: str, name: str = "杨 秀兰") -> None:
    page.fill("#f-name", name)
    page.fill("#f-id_no", number)
    page.locator("#f-education").select_option(label="初中")
    page.click("text=存好，下一步")


def test_she_registers_on_a_phone_without_script(thumb: Page, stack: Stack):
    number = an_id_no("19880216", "004")
    proved(thumb, stack, "13900008101")
    who(thumb, number[:17])
    expect(thumb.locator(".error-summary")).to_contain_text("身份证号少了 1 位，请对着身份证再看一遍")
    expect(thumb).to_have_title(re.compile("^有 1 处要改"))
    assert thumb.input_value("#f-name") == "杨 秀兰"
    thumb.fill("#f-id_no", number.lower())
    thumb.click("text=存好，下一步")
    thumb.locator("#f-county").select_option(label="通道侗族自治县")
    thumb.fill("#f-place", "双江镇芋头")
    thumb.click("text=农业 >> nth=0")
    thumb.click("text=存好，下一步")
    expect(thumb.locator(".error-summary")).to_contain_text("是不是：双江镇芋头村")
    thumb.fill("#f-place", "双江镇芋头村")
    thumb.click("text=存好，下一步")
    expect(thumb.locator("main")).to_contain_text("杨秀兰")
    expect(thumb.locator("main")).to_contain_text("139****8101")
    assert thumb.locator("input:checked").count() == 0
    thumb.click("button:has-text('登记')")
    expect(thumb.locator(".error-summary")).to_be_visible()
    thumb.check("#f-consent_registration")
    thumb.click("button:has-text('登记')")
    expect(thumb.locator("h1")).to_have_text("登记好了")
    thumb.goto("/applicant/me/data")
    expect(thumb.locator("main")).to_contain_text(f"{number[:6]}********{number[-4:]}")
    assert number not in thumb.content()
    person = stack.db("applicant").persons.find_one(sort=[("_id", -1)], filter={"origin.channel": "self"})
    assert stack.db("applicant").outbox.count_documents({"stream": person["_id"]}) == 1


def test_her_pages_are_clean_at_both_widths(page: Page, stack: Stack):
    width = page.viewport_size["width"]
    proved(page, stack, f"1390000{8200 + width % 100}")
    clean(page)
    page.click("text=存好，下一步")
    clean(page)
    who(page, an_id_no("19870216", "006" if width == 375 else "008"))
    clean(page)
    page.locator("#f-county").select_option(label="通道侗族自治县")
    page.fill("#f-place", "双江镇")
    page.click("text=农业 >> nth=0")
    page.click("text=存好，下一步")
    clean(page)
    page.check("#f-consent_registration")
    page.check("#f-consent_news")
    page.click("button:has-text('登记')")
    clean(page)
    page.goto(stack.base_url + "/applicant/me/data")
    clean(page)
    page.click("text=收回这一项")
    expect(page.locator(".notice")).to_contain_text("收回了")
    page.click("text=改资料")
    page.locator("#f-education").select_option(label="高中")
    clean(page)
    page.click("text=改好，存下")
    expect(page.locator("main")).to_contain_text("高中")


def test_an_officer_registers_finds_and_looks_after_a_woman(page: Page, stack: Stack):
    width = page.viewport_size["width"]
    phone, number = f"1390000{8300 + width % 100}", an_id_no("19860216", "006" if width == 375 else "008")
    staff(page, stack, OFFICER, "/applicant/persons/new")
    clean(page)
    page.fill("#f-name", "石梅香")
    page.fill("#f-id_no", number)
    page.fill("#f-phone", phone)
    page.locator("#f-education").select_option(label="小学")
    assert page.input_value("#f-place") == "双江镇芋头村"
    page.click("text=农业 >> nth=0")
    page.click("main button:has-text('代她登记')")
    expect(page.locator(".error-summary")).to_be_visible()
    clean(page)
    page.check("#f-consent_registration")
    page.click("main button:has-text('代她登记')")
    expect(page.locator(".notice")).to_contain_text("登记好了")
    clean(page)
    assert number not in page.content()
    her = page.url.partition("?")[0]
    page.goto(stack.base_url + "/applicant/persons/search")
    page.fill("#f-typed", phone[-4:])
    page.click("main button:has-text('查')")
    clean(page)
    page.click("main table a:has-text('石梅香')")
    page.click("text=看身份证全号（写原因）")
    clean(page)
    page.fill("#f-reason", "核对证书")
    page.click("main button:has-text('看全号')")
    expect(page.locator("main")).to_contain_text(number)
    clean(page)
    page.goto(her + "/amendment")
    clean(page)
    page.goto(stack.base_url + "/applicant/persons")
    clean(page)
    [welcome] = _until_sent(stack, phone)
    assert welcome["key"] == "welcome"
    assert number not in welcome["text"]


def test_the_county_sees_who_looked_and_keeps_the_tree(page: Page, stack: Stack):
    staff(page, stack, COUNTY_OFFICER, "/applicant/units")
    clean(page)
    page.click("main table a:has-text('双江镇') >> nth=0")
    expect(page.locator("main table")).to_contain_text("芋头村")
    page.click("text=添一个下级单位")
    page.fill("#f-title", f"试验村{page.viewport_size['width']}")
    page.click("main button:has-text('添上')")
    expect(page.locator(".notice")).to_contain_text("添好了")
    clean(page)
    page.click(f"main table a:has-text('试验村{page.viewport_size['width']}')")
    page.click("text=停用")
    clean(page)
    page.click("main button:has-text('停用这个单位')")
    expect(page.locator(".notice").first).to_be_visible()
    page.goto(stack.base_url + "/applicant/persons")
    clean(page)


def test_her_pages_are_small(stack: Stack):
    visitor = Visitor(stack.base_url)
    page = visitor.get("/applicant/sign-in")
    page = visitor.submit(page, {"phone": "13900008401"})
    code = re.search(r"验证码是 ([0-9]{6})", page.text)
    assert code is not None
    visitor.submit(page, {"code": code[1]}, form="/code")
    visitor.post("/applicant/sign-in/register", {"_once": "0" * 32})
    page = visitor.get("/applicant/register")
    css = visitor.get(re.findall(r'href="(/static/applicant.css[^"]*)"', page.text)[0])
    assert len(page.content) + len(css.content) < 50_000
    assert "<script" not in page.text


def _until_sent(stack: Stack, phone: str, seconds: int = 20) -> list[dict]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = [one for one in stack.messages() if one["to"] == phone and one["key"] == "welcome"]
        if found:
            return found
        time.sleep(0.2)
    return []
