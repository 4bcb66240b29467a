"""A woman drafts a loan on a phone without script; officers' and operators' pages hold up at both widths."""

from collections.abc import Iterator

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from shared.access import Actor, Kind, Post
from shared.ids import new_id
from shared.web.identity.tokens import Signer
from tests.builders.applicant import an_id_no
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


@pytest.fixture
def thumb(browser: Browser, stack: Stack) -> Iterator[Page]:
    """A small phone whose browser runs no script."""
    context = browser.new_context(
        viewport={"width": 375, "height": 740}, java_script_enabled=False, base_url=stack.base_url
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def test_she_drafts_a_loan_without_script_and_her_officer_sees_it(thumb: Page, stack: Stack, desk: Page):
    _signed_in(thumb, stack)
    thumb.goto("/loans/me")
    thumb.click("text=开始填申请")
    thumb.wait_for_url("**/loans/me/applications/**")
    home = thumb.url
    thumb.goto("/applicant/me")
    expect(thumb.locator("main")).to_contain_text("贷款")
    desk.set_default_timeout(30_000)
    _officer(desk, stack, "county_officer_1@tongdao")
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
    _officer(page, stack, login)
    for path in PAGES[login]:
        answer = page.goto(stack.base_url + path)
        assert answer is not None
        assert answer.status == 200, path
        _clean(page, path)


def test_public_pages_have_no_finding_and_nothing_sideways(page: Page, stack: Stack):
    page.set_default_timeout(30_000)
    for path in PUBLIC:
        page.goto(stack.base_url + path)
        _clean(page, path)


def _clean(page: Page, path: str) -> None:
    page.wait_for_load_state("networkidle")
    findings = [(one["id"], [node["html"] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]]
    assert findings == [], path
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def _officer(page: Page, stack: Stack, login: str) -> None:
    page.goto(stack.base_url + "/applicant/staff/sign-in")
    page.fill("#f-login", login)
    page.fill("#f-password", stack.password)
    page.click("main button")
    page.wait_for_url("**/applicant/my-work")


def _signed_in(thumb: Page, stack: Stack) -> None:
    six = _registered(stack)
    thumb.goto("/applicant/sign-in?back=/loans/me")
    thumb.fill("#f-phone", PHONE)
    thumb.click("main button")
    thumb.fill("#f-code", thumb.locator(".notice").inner_text()[-6:])
    thumb.click("main button >> nth=0")
    thumb.fill("#f-six", six)
    thumb.click("main button >> nth=0")
    thumb.wait_for_url("**/loans/me")


def _registered(stack: Stack) -> str:
    county = stack.db("applicant").units.find_one({"division": "431230"})
    assert county is not None
    clerk = Actor(new_id(), Kind.STAFF, (Post("coordinator", county["_id"], tuple(county["path"])),), name="张敏")
    key = Signer.load("training", stack.stand.place.secrets / "training" / "token_training.pem")
    number = an_id_no(sequence="020")
    row = {
        **{"row": 4, "name": "石玉莲", "sex": "女", "education": "初中", "age": "40", "id_no": number, "phone": PHONE},
        **{"place": "双江镇芋头村", "hukou": "农业", "groups": "", "remark": ""},
    }
    answer = requests.post(
        f"{stack.web_url('applicant')}/applicant/internal/persons",
        json={"unit": county["_id"], "row": row, "place_unit": None, "channel": "roster"},
        headers={
            "Authorization": f"Bearer {key.sign(Actor('svc:training', Kind.SERVICE, on_behalf_of=clerk), 'applicant')}"
        },
        timeout=10,
    )
    assert answer.ok, answer.text
    return number[-6:]
