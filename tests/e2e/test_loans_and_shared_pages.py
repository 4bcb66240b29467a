"""A woman drafts a loan on a phone without script; officers' and operators' pages hold up at both widths."""

import pytest
from playwright.sync_api import Page, expect

from tests.stack.people import clean, registered, staff, woman
from tests.stack.stack import Stack

PHONE = "13900007411"
PUBLIC = (
    "/",
    "/loans/policy",
    "/training/classes/open",
    "/applicant/sign-in",
    "/applicant/staff/sign-in",
    "/no-such-page",
)
PAGES = {
    "county_officer_1@tongdao": (
        "/loans/applications",
        "/loans/policy",
        "/loans/status",
        "/loans/parked",
        "/training/status",
        "/training/parked",
        "/applicant/status",
        "/applicant/parked",
        "/applicant/my-work",
        "/applicant/units",
        "/applicant/profile",
    ),
    "coordinator_1@tongdao": ("/training/classes", "/training/classes/new", "/training/rooms", "/training/my-work"),
    "account_admin_1@huaihua": ("/applicant/accounts",),
    "operator_1@huaihua": ("/loans/status", "/loans/parked"),
}


def test_she_drafts_a_loan_without_script_and_her_officer_sees_it(thumb: Page, stack: Stack, desk: Page):
    woman(thumb, stack, PHONE, registered(stack, "石玉莲", PHONE, sequence="020"), "/loans/me")
    thumb.goto("/loans/me")
    thumb.click("text=开始填申请")
    thumb.wait_for_url("**/loans/me/applications/**")
    home = thumb.url
    thumb.goto("/applicant/me")
    expect(thumb.locator("main")).to_contain_text("贷款")
    desk.set_default_timeout(30_000)
    staff(desk, stack, "county_officer_1@tongdao")
    desk.goto(stack.base_url + "/loans/applications")
    expect(desk.locator("main table")).to_contain_text("石玉莲")
    thumb.goto(f"{home}/withdrawal")
    thumb.click("main form button >> nth=0")
    thumb.wait_for_url(lambda url: "/withdrawal" not in url)
    thumb.goto("/loans/me")
    expect(thumb.locator("main")).to_contain_text("撤回")


@pytest.mark.parametrize("login", PAGES)
def test_staff_pages_have_no_finding_and_nothing_sideways(page: Page, stack: Stack, login: str):
    page.set_default_timeout(30_000)
    staff(page, stack, login)
    for path in PAGES[login]:
        answer = page.goto(stack.base_url + path)
        assert answer is not None
        assert answer.status == 200, path
        page.wait_for_load_state("networkidle")
        clean(page)


def test_public_pages_have_no_finding_and_nothing_sideways(page: Page, stack: Stack):
    page.set_default_timeout(30_000)
    for path in PUBLIC:
        page.goto(stack.base_url + path)
        page.wait_for_load_state("networkidle")
        clean(page)
