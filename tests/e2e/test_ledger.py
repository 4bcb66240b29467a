"""A county's book of certificates in the browser: brought, signed by two people, booked, and a step on her road."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.builders.applicant import an_id_no
from tests.builders.books import CERTIFICATES, a_ledger
from tests.stack.people import clean, staff, until
from tests.stack.stack import Stack

COORDINATOR, REVIEWER, OFFICER = "coordinator_1@tongdao", "training_reviewer_1@tongdao", "county_officer_1@tongdao"
HOME = "/training/certificate-ledgers"


def line(n: int, name: str, course: str, **changes: str) -> tuple[str, ...]:
    cells = {
        "no": str(n),
        "name": name,
        "id_no": an_id_no(f"19800{n}15", "001"),
        "phone": f"1360000770{n}",
        "place": "双江镇芋头村",
        "education": "初中",
        "number": f"通培证〔2023〕{n:04d}",
        "course": course,
        "on": "2023年6月18日",
    } | changes
    return tuple(cells.values())


def test_a_book_of_certificates_is_signed_by_two_and_becomes_a_step_on_her_road(
    stack: Stack, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    courses = ("侗锦织造（初级）", "HW-DL", "炒菜")
    rows = [line(n, name, courses[n - 1]) for n, name in enumerate(("龙秋菊", "吴冬梅", "石小妹"), 1)]
    maker = staff(new_page(width=1366), stack, COORDINATOR, HOME)
    clean(maker, "ledger-bring")
    bring(maker, tmp_path, rows, "preview")
    expect(maker.get_by_role("heading", level=1)).to_have_text("看完了，还没入账", timeout=60_000)
    expect(maker.locator("main")).to_contain_text("要写这里面的一个")
    clean(maker, "ledger-checked")
    maker.locator("input[name=leave_out]").check(force=True)
    maker.get_by_role("button", name="对过了，我来签").click()
    expect(maker.get_by_role("heading", level=1)).to_have_text("签了一个字，还差一个")
    expect(maker.get_by_role("button", name="对过了，签字入账")).to_have_count(0)

    checker = staff(new_page(width=1366), stack, REVIEWER, HOME)
    checker.get_by_role("link", name="打开").first.click()
    clean(checker, "ledger-signing")
    checker.get_by_role("button", name="对过了，签字入账").click()
    expect(checker.get_by_role("heading", level=1)).to_have_text("入完账了", timeout=60_000)
    clean(checker, "ledger-booked")
    checker.set_viewport_size({"width": 375, "height": 800})
    clean(checker, "ledger-booked")

    bring(maker, tmp_path, rows[:2], "all")
    expect(maker.get_by_role("heading", level=1)).to_have_text("看完了，还没入账", timeout=60_000)
    expect(maker.locator("main")).to_contain_text("已经入过账")
    expect(maker.get_by_role("button", name="对过了，我来签")).to_have_count(0)
    her_road(stack, new_page)


def bring(desk: Page, folder: Path, rows: list[tuple[str, ...]], mode: str) -> None:
    file = folder / f"{mode}.xlsx"
    file.write_bytes(a_ledger(CERTIFICATES, rows, "培训证书台账"))
    desk.goto(desk.url.split("/training")[0] + HOME)
    desk.set_input_files("#f-file", file)
    desk.check(f"input[name=mode][value={mode}]", force=True)
    desk.get_by_role("button", name="传上去，看每一行").click()
    desk.wait_for_url("**/certificate-ledgers/*")


def her_road(stack: Stack, new_page: Callable[..., Page]) -> None:
    """Her road has the step with the day on the paper, and no message went to her phone."""
    found: Any = stack.db("training").certificates.find_one({"number": "通培证〔2023〕0001"})
    person = found["person_id"]

    def on_the_road() -> bool:
        db = stack.db("applicant")
        pointer: Any = db.views.find_one({"_id": "journey"}) or {}
        row: Any = db[pointer.get("collection", "journey_0")].find_one({"_id": person}) or {}
        return "certified" in repr(row)

    until(on_the_road)
    desk = staff(new_page(width=1366), stack, OFFICER, f"/applicant/journeys/{person}")
    expect(desk.locator("main")).to_contain_text("2023 年 6 月 18 日")
    assert [one for one in stack.messages() if one["to"].startswith("1360000770")] == []
