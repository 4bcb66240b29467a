"""Her road in a browser, after the roster of a class has gone through all three services."""

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bson import BSON
from playwright.sync_api import Browser, Page, expect

from shared.events.views import current
from tests.stack.browser import NewPage
from tests.stack.people import clean, command, staff, until, woman
from tests.stack.stack import Stack
from tests.stack.visitor import Visitor

CASE = Path(__file__).parents[1] / "cases" / "roster-tongdao-2026-3.xlsx"
FIRST = ("黄春兰", "18653085240", "140002")
PLAN = "plan-class --county 431230 --course HW-DJ1 --capacity 48 --as coordinator_1@tongdao"


@dataclass
class City:
    """The demonstration city with a class of 通道 whose roster was imported."""

    stack: Stack

    def officer(self, page: Page, path: str) -> Page:
        """Sign in as 通道's officer and open a page."""
        return staff(page, self.stack, "county_officer_1@tongdao", path)

    def woman(self, page: Page) -> Page:
        """Sign in as the first woman of the roster, on a new phone."""
        _, phone, six = FIRST
        return woman(page, self.stack, phone, six)

    def command(self, *words: str) -> str:
        """Run a command of applicant beside the running services; fails the test when it does."""
        return command(self.stack, "applicant", " ".join(words))

    def rows(self) -> Any:
        """Return the collection that is read now."""
        db = self.stack.db("applicant")
        return db[current(db, "journey")]

    def heard(self) -> int:
        """Return how many women stand at the second step."""
        return int(self.rows().count_documents({"stage": "enrolled"}))


@pytest.fixture(scope="module")
def city(stack: Stack) -> City:
    """Import the roster unless another test has."""
    city = City(stack)
    if city.heard() < 41:
        until(lambda: stack.db("training").units.find_one({"division": "431230"}))
        for verb in ("seed", PLAN):  # on a busy machine the first seed may have waited in vain for the tree
            command = [sys.executable, "-m", "services.training", *verb.split()]
            subprocess.run(command, env=stack.environment("training"), check=True, timeout=90)
        planned: Any = stack.db("training").classes.find_one({}, sort=[("_id", -1)])
        by = Visitor(stack.base_url).sign_in_staff("coordinator_1@tongdao", stack.password)
        with CASE.open("rb") as file:
            path = f"/training/api/v1/classes/{planned['_id']}/rosters"
            answer = by.post(path, {"mode": "partial"}, files={"file": (CASE.name, file)})
        assert answer.status_code == 202, answer.text
    until(lambda: city.heard() >= 41)
    return city


@pytest.fixture(scope="module")
def hers(city: City, browser: Browser) -> Any:
    """Return the cookies of the first woman of the roster, signed in once: a code goes out once a minute at most."""
    context = browser.new_context(viewport={"width": 375, "height": 740}, java_script_enabled=False)
    city.woman(context.new_page())
    state = context.storage_state()
    context.close()
    return state


def test_every_number_of_the_funnel_opens_a_list_of_its_length(city: City, desk: Page) -> None:
    city.officer(desk, "/applicant/funnel")
    links = desk.locator("main a[href*='/applicant/journeys?']")
    asked = {(one.get_attribute("href") or "", int(one.inner_text().replace(",", ""))) for one in links.all()}
    assert max(count for _, count in asked) >= 41
    for href, count in asked:
        desk.goto(f"{city.stack.base_url}{href}&page_size=200")
        expect(desk.locator("main tbody tr")).to_have_count(count)


def test_the_first_woman_of_the_roster_is_registered_and_enrolled_with_days_and_what_comes_next(
    city: City, desk: Page
) -> None:
    city.officer(desk, "/applicant/journeys?stage=enrolled&page_size=200")
    desk.get_by_role("link", name=FIRST[0], exact=True).first.click()
    main = desk.locator("main")
    expect(main.get_by_role("heading", level=1)).to_have_text(FIRST[0])
    expect(main).to_contain_text("走了 2 步，共 8 步")
    expect(main.locator(".step-done")).to_have_count(2)
    for step in main.locator(".step-done .when").all():
        assert re.match(r"(\d{4} 年 )?\d+ 月 \d+ 日", step.inner_text())
    expect(main.locator(".step-here .what")).to_contain_text("开班")


def test_after_a_rebuild_beside_the_live_view_every_line_and_number_is_the_same(city: City) -> None:
    before, lines = city.rows().name, list(city.rows().find().sort("_id"))
    assert "journey is rebuilt" in city.command("rebuild", "journey")
    assert city.rows().name != before
    assert [BSON.encode(row) for row in city.rows().find().sort("_id")] == [BSON.encode(row) for row in lines]
    assert "counters: none" in city.command("check-counters")


@pytest.mark.parametrize("path", ["/applicant/funnel", "/applicant/journeys", "/applicant/my-work", "journey"])
def test_officers_pages_have_no_finding_at_either_width(city: City, page: Page, path: str) -> None:
    city.officer(page, "/applicant/journeys?stage=enrolled" if path == "journey" else path)
    if path == "journey":
        page.locator("main tbody a").first.click()
    if path == "/applicant/my-work":
        expect(page.locator("#applicant-work")).to_be_visible()
    clean(page, path.rpartition("/")[2])


def test_the_front_page_has_no_finding_and_shows_the_open_class(city: City, page: Page) -> None:
    page.goto(city.stack.base_url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("学一门手艺")
    clean(page, "front")


def test_her_home_shows_her_class_and_her_road_without_a_script(city: City, hers: Any, new_page: NewPage) -> None:
    page = new_page(width=375, java_script_enabled=False, storage_state=hers)
    page.goto(f"{city.stack.base_url}/applicant/me")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{FIRST[0]}，您好")
    expect(page.locator("main")).to_contain_text("侗锦织造")
    expect(page.locator("main")).to_contain_text("走了 2 步，共 8 步")


@pytest.mark.parametrize("width", [375, 1366])
def test_her_home_has_no_finding(city: City, hers: Any, new_page: NewPage, width: int) -> None:
    page = new_page(width=width, storage_state=hers)
    page.goto(f"{city.stack.base_url}/applicant/me")
    clean(page, "home")


def test_a_frozen_service_costs_her_home_one_sentence(city: City, hers: Any, new_page: NewPage) -> None:
    phone = new_page(width=375, storage_state=hers)
    city.stack.sigstop("training-web")
    try:
        began = time.monotonic()
        phone.goto(f"{city.stack.base_url}/applicant/me")
        took = time.monotonic() - began
    finally:
        city.stack.sigcont("training-web")
    expect(phone.locator("main")).to_contain_text("培训那边现在没有回答")
    expect(phone.locator("main")).to_contain_text("走了 2 步，共 8 步")
    assert took < 5


def test_each_part_of_the_work_page_comes_and_fails_alone(city: City, desk: Page) -> None:
    city.officer(desk, "/applicant/my-work")
    expect(desk.locator("#applicant-work")).to_be_visible()
    expect(desk.locator("main a[href='/training/my-work']")).to_have_count(0)
    expect(desk.locator("main a[href='/loans/my-work']")).to_have_count(0)
    city.stack.kill9("training-web")
    try:
        desk.reload()
        expect(desk.locator("#applicant-work")).to_be_visible()
        expect(desk.locator("#loans-work")).to_be_visible()
        expect(desk.locator("main a[href='/training/my-work']")).to_be_visible()
    finally:
        city.stack.restart("training-web")
