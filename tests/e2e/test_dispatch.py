"""The dispatch in a browser: a target by two hands, the ranking, a county's zero, the tables and the workbook."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.stack.people import clean, staff
from tests.stack.stack import Stack

YEAR_AND_MONTH = re.compile(r"(\d{4}) 年 (\d+) 月")


def enter(stack: Stack, page: Page, login: str, path: str) -> None:
    page.context.clear_cookies()
    staff(page, stack, login, path)


def test_two_people_set_targets_and_leaders_read_the_ranking_and_take_the_workbook(stack: Stack, desk: Page) -> None:
    enter(stack, desk, "city_officer_1@huaihua", "/applicant/dispatch?group=training")
    found = YEAR_AND_MONTH.search(desk.locator("h1").inner_text())
    assert found
    desk.goto(f"{stack.base_url}/applicant/dispatch/targets/{found[1]}/trained")
    for box in desk.locator("form input[name^=county_]").all():
        box.fill("120")
    desk.get_by_role("button", name="提交这些任务").click()
    expect(desk.locator("main")).to_contain_text("要由另一个人来定")
    enter(stack, desk, "city_leader_1@huaihua", f"/applicant/dispatch/targets/{found[1]}/trained")
    desk.get_by_role("button", name="定下这些任务").click()
    desk.goto(f"{stack.base_url}/applicant/dispatch?group=training")
    expect(desk.locator(".ranking tbody tr")).to_have_count(13)
    expect(desk.locator(".ranking")).to_contain_text("落后")
    with desk.expect_download() as pack:
        desk.get_by_role("link", name="下载 T1 到 T4").click()
    assert pack.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("path", ["/applicant/dispatch", "/applicant/dispatch/tables?table=T2"])
def test_the_leaders_pages_have_no_finding_at_either_width(stack: Stack, page: Page, path: str) -> None:
    enter(stack, page, "city_leader_1@huaihua", path)
    clean(page, path.rpartition("/")[2].partition("?")[0])
