"""The pages that stand between a form and its end at the doors, under axe on a phone and on a desk."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pyotp
import pytest
from lxml import html

from tests.builders.applicant import unit_id
from tests.integration.applicant.signing import COUNTY, PHONE, Browser, Doors, later
from tests.stack.drawn import at_both_widths, draw

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.story


def looked_at(page: "Page", browser: Browser, answer) -> str:
    """Find nothing wrong with a page that was answered; returns its heading."""
    assert answer.mimetype == "text/html"
    draw(page, browser.client, answer)
    assert at_both_widths(page) == []
    return page.locator("h1").inner_text()


def proved(doors: Doors, browser: Browser):
    """Say whose phone it is and type the code it got."""
    browser.post("/applicant/sign-in", phone=PHONE)
    return browser.post("/applicant/sign-in/code", code=doors.code())


def test_pages_of_an_officers_second_step(doors: Doors, desk: "Page"):
    with doors.with_settings(replace(doors.world.settings, totp=True)) as strict:
        strict.officer()
        browser = strict.browser()
        browser.sign_in("wang_li@tongdao")
        enrol = browser.get("/applicant/staff/sign-in/authenticator")
        headings = [looked_at(desk, browser, enrol)]
        secret = html.fromstring(enrol.text).xpath("//p[contains(., '手工')]/b")[0].text
        wrong = browser.post("/applicant/staff/sign-in/authenticator", code="12")
        assert wrong.status_code == 422
        headings.append(looked_at(desk, browser, wrong))
        done = browser.post("/applicant/staff/sign-in/authenticator", code=pyotp.TOTP(secret).now())
        headings.append(looked_at(desk, browser, done))
        again = strict.browser()
        again.sign_in("wang_li@tongdao")
        headings.append(looked_at(desk, again, again.get("/applicant/staff/sign-in/second")))
    assert headings[0] == headings[1]
    assert len(set(headings)) == 3


def test_the_page_that_shows_the_code_of_a_new_account_once(doors: Doors, desk: "Page"):
    doors.officer("chen_admin@tongdao", "account_admin", COUNTY)
    admin = doors.wiring.runner.ask(lambda use: use.account.find.actor("chen_admin@tongdao"))
    browser = Browser(doors.world.as_(admin))
    values = {"login": "yang_mei@tongdao", "name": "杨梅", "unit": unit_id("431230100201")}
    looked_at(desk, browser, browser.post("/applicant/accounts", **values))
    assert desk.get_by_text("开通码").first.is_visible()


def test_the_page_that_asks_two_women_of_one_phone_who_is_there(doors: Doors, desk: "Page"):
    both = [doors.woman("龙凤英", sequence="000"), doors.woman("吴秀兰", sequence="001")]
    browser, other = doors.browser(), doors.browser()
    for one, (_id, six) in zip((browser, other), both, strict=True):
        proved(doors, one)
        assert one.post("/applicant/sign-in/six", six=six).status_code == 303
        later(doors, 61)
    known = [person_id for person_id, _six in both]
    doors.world.db.devices.update_many({}, {"$addToSet": {"known": {"$each": known}}})
    assert proved(doors, browser).headers["Location"] == "/applicant/sign-in/who"
    looked_at(desk, browser, browser.get("/applicant/sign-in/who"))


def test_the_page_that_asks_her_for_a_fresh_code(doors: Doors, desk: "Page"):
    _, six = doors.woman()
    browser = doors.browser()
    proved(doors, browser)
    browser.post("/applicant/sign-in/six", six=six)
    doors.world.db.sessions.update_many({}, [{"$set": {"proved_at": {"$subtract": ["$proved_at", 301_000]}}}])
    later(doors, 61)
    browser.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {doors.world.token(doors.who(browser))}"
    assert browser.post("/applicant/me/again", back="/applicant/me/data").status_code == 303
    looked_at(desk, browser, browser.get("/applicant/me/again/code"))
