"""Signing in through the edge in a real browser: her phone without script, officers at both widths, signing out."""

import pytest
from playwright.sync_api import Page, expect

from tests.stack.people import clean, registered, until
from tests.stack.stack import Stack

OFFICER = "county_officer_1@tongdao"


@pytest.fixture
def at(page: Page, stack: Stack) -> Page:
    """A page at each width whose addresses begin with the stack's."""
    return _at(page, stack)


def _at(page: Page, stack: Stack) -> Page:
    page.set_default_timeout(30_000)
    page.goto(stack.base_url + "/")
    return page


def officer_in(page: Page, stack: Stack, login: str = OFFICER, path: str = "/applicant/staff/sign-in") -> None:
    page.goto(stack.base_url + path)
    page.fill("#f-login", login)
    page.fill("#f-password", stack.password)
    page.click("main button")


def test_she_signs_in_on_a_phone_without_script(thumb, stack):
    six = registered(stack, "龙凤英", "13900007301", sequence="000")
    thumb.goto("/applicant/sign-in?back=/applicant/me/sessions")
    thumb.fill("#f-phone", "139-0000-7301")
    thumb.click("main button")
    expect(thumb.locator("main")).to_contain_text("139****7301")
    code = thumb.locator(".notice").inner_text()[-6:]
    thumb.fill("#f-code", "000000" if code != "000000" else "111111")
    thumb.click("main button >> nth=0")
    expect(thumb.locator("main")).to_contain_text("验证码不对，还可以试 4 次")
    words = f"【巾帼】验证码 {code}，5 分钟内用。别告诉任何人，妇联不会问您要。"
    until(lambda: words in [one["text"] for one in stack.messages()])  # a work process sends it, among others
    thumb.fill("#f-code", code)
    thumb.click("main button >> nth=0")
    thumb.fill("#f-six", "000000")
    thumb.click("main button >> nth=0")
    expect(thumb.locator("main")).to_contain_text("对不上")
    thumb.fill("#f-six", six)
    thumb.click("main button >> nth=0")
    thumb.wait_for_url("**/applicant/me/sessions")
    expect(thumb.locator("main")).to_contain_text("就是这里")
    thumb.get_by_role("button", name="退出", exact=True).click()
    thumb.wait_for_url(lambda url: "/me/sessions" not in url)
    thumb.goto("/applicant/me/sessions")
    thumb.wait_for_url("**/applicant/sign-in**")


def test_somebody_new_is_led_to_registering(thumb):
    thumb.goto("/applicant/sign-in")
    thumb.fill("#f-phone", "13900007302")
    thumb.click("main button")
    thumb.fill("#f-code", thumb.locator(".notice").inner_text()[-6:])
    thumb.click("main button >> nth=0")
    thumb.click("text=我还没登记过")
    thumb.wait_for_url("**/applicant/register")


def test_the_pages_of_her_sign_in_have_no_finding_at_either_width(at, stack):
    phone = f"1390000{7310 if at.viewport_size['width'] == 375 else 7311}"
    at.goto(stack.base_url + "/applicant/sign-in")
    clean(at)
    at.click("main button")
    expect(at.locator(".error-summary")).to_be_focused()
    clean(at)
    at.fill("#f-phone", phone)
    at.click("main button")
    clean(at)
    at.fill("#f-code", at.locator(".notice").inner_text()[-6:])
    at.click("main button >> nth=0")
    clean(at)


def test_an_officer_signs_in_switches_the_language_and_signs_out(at, stack):
    at.goto(stack.base_url + "/applicant/profile")
    at.wait_for_url(lambda url: "/applicant/staff/sign-in?back=" in url)
    clean(at)
    at.fill("#f-login", OFFICER)
    at.fill("#f-password", "not the password at all")
    at.click("main button")
    expect(at.locator(".error-text")).to_contain_text("工号或密码不对，还可以试 9 次")
    assert at.input_value("#f-login") == OFFICER
    clean(at)
    at.fill("#f-password", stack.password)
    at.click("main button")
    at.wait_for_url("**/applicant/profile")
    clean(at)
    if at.viewport_size["width"] == 375:
        at.click(".open-menu")
    at.get_by_role("button", name="English").click()
    at.wait_for_url("**/applicant/profile")
    expect(at.locator("h1")).to_have_text("My account")
    if at.viewport_size["width"] == 375:
        at.click(".open-menu")
    at.get_by_role("button", name="Sign out", exact=True).click()
    assert at.url == stack.base_url + "/"
    at.goto(stack.base_url + "/applicant/profile")
    at.wait_for_url("**/applicant/staff/sign-in**")


def test_an_administrators_pages_have_no_finding_at_either_width(at, stack):
    officer_in(at, stack, "account_admin_1@tongdao")
    at.goto(stack.base_url + "/applicant/accounts")
    clean(at)
    at.click("main a >> text=village_officer_1 >> nth=0")
    clean(at)
    at.click("main details a >> nth=0")
    clean(at)
    at.goto(stack.base_url + "/applicant/accounts/new")
    clean(at)
    at.click("main details a >> nth=0")
    clean(at)


def test_ending_a_post_is_felt_within_five_seconds(desk, stack, new_page):
    officer_in(desk, stack, "hr_officer_2@jingzhou")
    admin = new_page(width=1366)
    officer_in(admin, stack, "account_admin_1@jingzhou")
    account = stack.db("applicant").accounts.find_one({"login": "hr_officer_2@jingzhou"})
    admin.goto(f"{stack.base_url}/applicant/accounts/{account['_id']}")
    admin.click("text=现在就结束")
    until(lambda: "/applicant/staff/sign-in" in desk.goto(stack.base_url + "/applicant/profile").url, 5.5)


def test_the_staffs_door_looks_as_it_was_drawn(desk, stack):
    desk.goto(stack.base_url + "/applicant/staff/sign-in")
    cloth, main = (desk.locator(part).bounding_box() for part in (".cloth", "main"))
    assert (cloth["x"], cloth["y"], cloth["height"]) == (0, 0, 768)
    assert abs(cloth["width"] - 745) <= 2
    assert main["x"] > cloth["width"]


def test_a_form_sent_after_the_session_has_ended_is_given_back(at, stack):
    officer_in(at, stack, "county_leader_2@tongdao", "/applicant/staff/sign-in?back=/applicant/profile")
    db = stack.db("applicant")
    account = db.accounts.find_one({"login": "county_leader_2@tongdao"})
    at.set_checked("#f-keys", not account["keys"])
    db.sessions.update_many({"subject": account["_id"]}, [{"$set": {"ended_at": "$$NOW"}}])
    profile = stack.base_url + "/applicant/profile"
    until(lambda: at.request.get(profile, max_redirects=0).status != 200)  # each process remembers a session a while
    at.click("main form[action$=keys] button")
    at.wait_for_url(lambda url: "/applicant/staff/sign-in?back=/applicant/kept/" in url)
    at.fill("#f-login", "county_leader_2@tongdao")
    at.fill("#f-password", stack.password)
    at.click("main button")
    expect(at.locator("h1")).to_have_text("刚才填的还在")
    clean(at)
    at.click("text=接着交上去")
    at.wait_for_url("**/applicant/profile")
    assert db.accounts.find_one({"_id": account["_id"]})["keys"] is not account["keys"]
