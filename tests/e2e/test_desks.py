"""A county officer works through her queue: recommends one case, sends another one back; her leader confirms."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from services.loans.wiring import Wiring, wire
from shared import settings
from shared.clock import Clock, FixedClock
from shared.replica import Card
from tests.builders import desks
from tests.stack.browser import NewPage
from tests.stack.people import clean, registered, staff, until
from tests.stack.stack import Stack

WOMEN = (
    ("石银花", "13900008101", "081", 14),
    ("龙海燕", "13900008102", "082", 10),
    ("吴满仙", "13900008103", "083", 2),
)


@contextmanager
def loans_on(stack: Stack, when: datetime) -> Iterator[Wiring]:
    """Join loans in this process to the stack's database, on some day."""
    wiring = wire(settings.read("loans", stack.environment("loans")), FixedClock(when))
    try:
        yield wiring
    finally:
        wiring.frame.close()


def card_of(stack: Stack, name: str, phone: str, sequence: str) -> Card:
    """Register a woman; returns her card as loans has it."""
    registered(stack, name, phone, sequence=sequence)
    told = stack.db("applicant").outbox.find_one({"type": "applicant.person.registered.v1"}, sort=[("at", -1)])
    assert told is not None
    her = told["data"]["person_id"]
    until(lambda: stack.db("loans").cards.find_one({"_id": her}))
    row = stack.db("loans").cards.find_one({"_id": her})
    assert row is not None
    return Card(her, tuple(row["path"]), row["bands"], row["seq"])


def test_an_officer_works_through_the_queue_and_her_leader_confirms(stack: Stack, new_page: NewPage):
    now = Clock.real_now()
    for name, phone, sequence, days in WOMEN:
        card = card_of(stack, name, phone, sequence)
        with loans_on(stack, now - timedelta(days=days)) as wiring:
            case_id = desks.handed_in(wiring.worker, person_id=card.person_id, path=card.path)
            desks.walked(wiring.worker, case_id, to="recommend")
    officer = desk_of(new_page, stack, "county_officer_1")
    officer.goto(f"{stack.base_url}/loans/queue")
    expect(officer.locator("main table")).to_contain_text("石银花")
    looked_at(officer, "queue")
    officer.locator("body").press("n")
    officer.wait_for_url("**/loans/cases/*")
    expect(officer.locator("h1")).to_contain_text("石银花，借 15 万元，3 年")
    expect(officer.locator(".lease-bar")).to_contain_text("您在办这一件")
    officer.fill("#f-text", "五台织机，带三名妇女做工。")
    looked_at(officer, "case")
    officer.locator("#f-text").press("Control+Enter")
    expect(officer.locator("h1")).to_contain_text("龙海燕")
    officer.get_by_role("link", name="退回补件").click()
    officer.get_by_label("R07").check()
    officer.get_by_label("R10").check()
    officer.get_by_text("看她会收到的短信").click()
    expect(officer.locator("#sms")).to_contain_text("龙海燕：您的贷款还差 2 样")
    looked_at(officer, "case-return")
    officer.locator("#f-text").press("Control+Enter")
    expect(officer.locator("h1")).to_contain_text("吴满仙")
    leader = desk_of(new_page, stack, "county_leader_1")
    leader.goto(f"{stack.base_url}/loans/queue?list=proposed")
    leader.locator("tr", has_text="石银花").get_by_text("领取").click()
    expect(leader.locator("main")).to_contain_text("五台织机")
    looked_at(leader, "case-second")
    leader.get_by_text("同意，办下一件").click()
    leader.wait_for_url("**/loans/queue")
    bureau = desk_of(new_page, stack, "hr_officer_1")
    bureau.goto(f"{stack.base_url}/loans/queue")
    expect(bureau.locator("main table")).to_contain_text("双江镇")
    bureau.get_by_text("领取").last.click()
    bureau.wait_for_url("**/loans/cases/*")
    expect(bureau.locator("h1")).to_contain_text("石银花")


def desk_of(new_page: NewPage, stack: Stack, role: str) -> Page:
    return staff(new_page(width=1366), stack, f"{role}@tongdao")


def looked_at(page: Page, name: str) -> None:
    """Look closely at both widths; with LOOK=<folder> keep pictures."""
    for width in (375, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        clean(page, name)
