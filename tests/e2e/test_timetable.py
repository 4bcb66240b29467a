"""A coordinator places a class by one sentence, moves a session past a clash and sees the week on desk and phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from shared.clock import Clock
from tests.stack.browser import NewPage
from tests.stack.people import clean, staff
from tests.stack.stack import Stack


@pytest.mark.story
def test_a_class_is_placed_moved_and_seen_in_its_week(stack: Stack, new_page: NewPage):
    page = staff(new_page(), stack, "coordinator_1@jingzhou", "/training/classes/new")
    page.select_option("#f-course", "HW-BZ")
    page.fill("#f-capacity", "15")
    page.fill("#f-from_on", (Clock.real_now().date() + timedelta(days=200)).isoformat())
    clean(page, "plan")
    page.get_by_role("button", name="计划这个班").click()
    times = page.get_by_role("link", name="改时间")
    expect(times).to_have_count(14)
    home = page.url
    second = times.nth(1).get_attribute("href")
    times.nth(0).click()
    expect(page.locator("h1")).to_have_text("改上课时间")
    day, hour = page.input_value("#f-on"), page.input_value("#f-begins")
    page.goto(stack.base_url + (second or ""))
    page.fill("#f-on", day)
    page.select_option("#f-begins", hour)
    page.get_by_role("button", name="改到这时候").click()
    expect(page.locator(".clashed")).to_contain_text("没排进去")
    expect(page.locator("ul.ways li")).to_have_count(3)
    clean(page, "clash")
    page.locator("ul.ways button").first.click()
    page.wait_for_url(home)
    page.goto(f"{stack.base_url}/training/week?on={day}")
    expect(page.locator(".week-grid .lesson-block")).not_to_have_count(0)
    clean(page, "week")
    page.set_viewport_size({"width": 375, "height": 800})
    clean(page, "week")
