"""Her part of a loan on a phone without script: fill, photograph, agree, hand in, see where it lies."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.builders.front import NEEDED, a_photo
from tests.stack.browser import NewPage
from tests.stack.people import clean, registered, woman
from tests.stack.stack import Stack

PHONE = "13900007421"
WHO = {"loans_before": "0"}
BUSINESS = {
    "months_trading": "8",
    "amount_fen": "150万",
    "own_money_fen": "2万",
    "monthly_income_fen": "１２，０００",
    "monthly_cost_fen": "7000",
    "consumer_loans_fen": "0",
    "other_loans_fen": "0",
}
CHOSEN = ("individual", "craft", "no", "36", "equipment")


def answer(page: Page, name: str, *codes: str) -> None:
    for code in codes:
        page.check(f"input[name={name}][value='{code}']", force=True)


def save(page: Page) -> None:
    page.click("main form .actions button >> nth=0")


def test_she_fills_photographs_and_hands_in_without_script(new_page: NewPage, stack: Stack, tmp_path: Path):
    page = new_page(width=375, base_url=stack.base_url, java_script_enabled=False)
    page.set_default_timeout(30_000)
    woman(page, stack, PHONE, registered(stack, "石金凤", PHONE, sequence="021", groups="脱贫户"), "/loans/me")
    page.click("text=开始填申请")
    page.wait_for_url("**/loans/me/applications/**")
    home = page.url
    page.click("text=接着填：您是谁")
    answer(page, "standing", "none")
    page.fill("#f-loans_before", "0")
    save(page)
    _business(page)
    _family(page)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(a_photo(1200, 900))
    for kind in NEEDED:
        page.goto(f"{home}/papers/{kind}")
        page.set_input_files("#f-photo", photo)
        page.click("text=交这张照片")
        expect(page.locator("main")).to_contain_text("1 张")
    page.goto(home)
    expect(page.locator("h1")).to_contain_text("都做完了")
    _kept_out(page, home)
    page.click('main a:has-text("看一遍，签同意书") >> nth=-1')
    expect(page.locator("main")).to_contain_text("够条件，可以交")
    for name in ("truth", "share", "credit"):
        page.check(f"#f-{name}", force=True)
    page.click('button:has-text("交上去")')
    page.wait_for_url(home)
    expect(page.locator("main")).to_contain_text("村妇联核实")
    expect(page.locator("main")).to_contain_text("正在看")


def _kept_out(page: Page, home: str) -> None:
    """Not yet long enough in business she lets the county know, and hands in when she has put it right."""
    page.goto(f"{home}/business")
    page.fill("#f-months_trading", "1")
    save(page)
    page.goto(f"{home}/hand-in")
    expect(page.locator("main")).to_contain_text("要做满 3 个月")
    page.click('button:has-text("记下来")')
    expect(page.locator("main")).to_contain_text("规定要是放宽")
    page.goto(f"{home}/business")
    page.fill("#f-months_trading", "8")
    save(page)
    page.goto(home)


def _business(page: Page) -> None:
    for name, code in zip(("form", "trade", "licence", "term_months", "uses"), CHOSEN, strict=True):
        answer(page, name, code)
    for name, typed in BUSINESS.items():
        page.fill(f"#f-{name}", typed)
    save(page)
    expect(page.locator(".error-summary")).to_contain_text("最多能借 30 万元，您填的是 150 万元。是不是多打了一个 0？")
    expect(page.locator("#f-amount_fen-echo")).to_contain_text("150 万元")
    page.fill("#f-amount_fen", "15万")
    save(page)


def _family(page: Page) -> None:
    answer(page, "married", "yes")
    page.fill("#f-spouse_name", "石建军")
    answer(page, "guarantee", "person")
    page.fill("#f-guarantor_name", "杨秀英")
    answer(page, "guarantor_relation", "relative")
    answer(page, "guarantor_busy", "no")
    answer(page, "guarantor_overdue", "no")
    save(page)


def test_her_loan_pages_have_no_finding_at_either_width(page: Page, stack: Stack):
    page.set_default_timeout(30_000)
    width = (page.viewport_size or {"width": 0})["width"]
    phone, sequence = ("13900007422", "022") if width < 768 else ("13900007423", "023")
    woman(page, stack, phone, registered(stack, "石银凤", phone, sequence=sequence, groups="脱贫户"), "/loans/me")
    page.click("text=开始填申请")
    page.wait_for_url("**/loans/me/applications/**")
    home = page.url
    clean(page, "loan-tasks")
    for name in ("business", "papers/id_card", "hand-in"):
        page.goto(f"{home}/{name}")
        clean(page, f"loan-{name.replace('/', '-')}")
    page.goto(f"{home}/business")
    page.fill("#f-amount_fen", "1500000")
    save(page)
    clean(page, "loan-business-wrong")
    page.goto(f"{stack.base_url}/loans/try")
    page.fill("#f-born_year", "1962")
    page.fill("#f-born_month", "5")
    page.fill("#f-amount_fen", "50万")
    page.click('button:has-text("看够不够条件")')
    expect(page.locator("main")).to_contain_text("现在还不够条件")
    clean(page, "loan-try")
