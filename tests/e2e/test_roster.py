"""The long flow of the first slice, in a browser through the edge: a county's roster becomes women in a class.

A preview explains all 48 rows; the good ones come in; the bad rows are mended in the form that was handed back; Kafka
is gone in the middle and nothing stops; the women find their class, and their journey catches up.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.builders.applicant import an_id_no
from tests.stack.people import clean, command, staff, until, woman
from tests.stack.stack import Stack

CASE = Path(__file__).parents[1] / "cases" / "roster-tongdao-2026-3.xlsx"
EXPECTED = json.loads(CASE.with_suffix(".expected.json").read_text())
COORDINATOR, OFFICER, REVIEWER = "coordinator_1@tongdao", "county_officer_1@tongdao", "training_reviewer_1@tongdao"
PLAN = f"plan-class --county 431230 --course HW-DJ1 --capacity 48 --as {COORDINATOR}"
SECOND = "13841672330"  # 莫海燕
LEARNT = "20"  # 本科
WORDS = {"accept": "没问题", "warn": "留意", "error": "要改"}
MENDED = {  # by 序号: heading and what the card says
    "9": ("身份证号", an_id_no("19731206", "000", "452228")),
    "11": ("身份证号", an_id_no("19990407", "000", "431230")),
    "13": ("身份证号", an_id_no("19680228", "000", "431230")),
    "15": ("身份证号", an_id_no("19980611", "000", "431229")),
    "21": ("联系电话", "13917239920"),
    "33": ("户籍地", "双江镇"),
    "37": ("姓名", "石晓月"),
}


@pytest.fixture(scope="module")
def class_id(stack: Stack) -> str:
    """A class of 48 places that a coordinator planned and filed, and a reviewer approved."""
    done = command(stack, "training", PLAN)
    number = done.splitlines()[0].split()[0]
    assert re.fullmatch(r"PX-431230-20\d\d-\d{4}", number)
    found: Any = stack.db("training").classes.find_one({"number": number})
    assert done.splitlines()[1].endswith(f"/training/classes/{found['_id']}")
    return str(found["_id"])


def test_a_roster_travels_through_all_three_services(
    stack: Stack, class_id: str, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    desk = staff(new_page(width=1366), stack, COORDINATOR)
    upload(desk, stack, class_id, CASE, "preview")
    explained(desk)
    assert enrolled(stack, class_id) == 0

    box = desk.locator("input[name=ticked]")
    expect(box).to_have_count(1)
    box.check(force=True)
    desk.get_by_role("button", name="让没问题的 41 人进班").click()
    finished(desk, "导入完了")
    assert enrolled(stack, class_id) == 41

    stack.stop("kafka")
    try:
        mended = mend(desk, tmp_path)
        upload(desk, stack, class_id, mended, "partial")
        finished(desk, "导入完了")
        assert enrolled(stack, class_id) == 48
        upload(desk, stack, class_id, CASE, "partial")
        finished(desk, "导入完了")
        assert enrolled(stack, class_id) == 48, "nobody is there twice"
        phone = new_page(width=375, java_script_enabled=False)
        her_pages(stack, phone)
        her_commands(stack, phone)
    finally:
        stack.restart("kafka")

    heard(stack)
    listed(desk, stack, class_id)
    once_each(stack, class_id)
    journeys(stack, class_id, staff(new_page(width=1366), stack, OFFICER))


def test_no_page_of_training_has_a_finding_at_either_width(stack: Stack, class_id: str, page: Page) -> None:
    staff(page, stack, COORDINATOR)
    roster: Any = stack.db("training").rosters.find_one({"class_id": class_id}, sort=[("_id", 1)])
    klass = f"/training/classes/{class_id}"
    lists = ["/training/classes", "/training/classes/new", "/training/rooms", "/training/my-work"]
    public = ["/training/classes/open", f"/training/classes/open/{class_id}"]
    for path in [klass, f"{klass}/rosters/new", f"/training/rosters/{roster['_id']}", *lists, *public]:
        page.goto(stack.base_url + path)
        clean(page)


# -- steps ----------------------------------------------------------------------------------------------------------


def upload(desk: Page, stack: Stack, class_id: str, file: Path, mode: str) -> None:
    desk.goto(f"{stack.base_url}/training/classes/{class_id}")
    desk.get_by_role("link", name="导入花名册").click()
    desk.set_input_files("#f-file", file)
    desk.check(f"input[name=mode][value={mode}]", force=True)
    desk.get_by_role("button", name="传上去，看每一行").click()
    desk.wait_for_url("**/training/rosters/*")
    if mode == "preview":
        finished(desk, "看完了，还没进班")


def finished(desk: Page, words: str) -> None:
    """The page follows the import by itself and shows every row when it has ended."""
    expect(desk.get_by_role("heading", level=1)).to_have_text(words, timeout=60_000)


def explained(desk: Page) -> None:
    rows = {row.locator("td").first.inner_text(): row.inner_text() for row in desk.locator("main tbody tr").all()}
    assert len(rows) == EXPECTED["rows"]
    special = {str(one["序号"]): one for one in EXPECTED["special"]}
    for no, text in rows.items():
        wanted = special.get(no, {"verdict": "accept"})
        assert WORDS[wanted["verdict"]] in text, (no, text)
        if wanted["verdict"] != "accept":
            assert wanted["column"] in text, (no, text)
    assert "双江镇芋头村" in rows["31"]


def mend(desk: Page, folder: Path) -> Path:
    """Correct the form that was handed back as a clerk would, cell by cell."""
    with desk.expect_download() as download:
        desk.get_by_role("link", name="下载要改的 7 行").click()
    file = folder / "mended.xlsx"
    download.value.save_as(file)
    book = openpyxl.load_workbook(file)
    sheet: Any = book.active
    heads = {cell.value: cell.column for cell in sheet[3]}
    assert list(heads)[-1] == "错误说明"
    numbers = {str(sheet.cell(line, 1).value): line for line in range(4, sheet.max_row + 1)}
    assert set(numbers) == set(MENDED)
    for no, (head, value) in MENDED.items():
        assert sheet.cell(numbers[no], heads["错误说明"]).value
        sheet.cell(numbers[no], heads[head]).value = value
    book.save(file)
    return file


def her_pages(stack: Stack, phone: Page) -> None:
    """The second woman of the roster, on a new phone, without script and without Kafka."""
    woman(phone, stack, SECOND, "170008", "/training/me")
    expect(phone.locator("main")).to_contain_text("侗锦织造（初级）")
    expect(phone.locator("main")).to_contain_text("下一次课")
    clean_widths(phone)
    phone.goto(f"{stack.base_url}/applicant/me")
    expect(phone.locator("main")).to_contain_text("侗锦织造（初级）")


def her_commands(stack: Stack, phone: Page) -> None:
    """She changes her data at applicant and begins an application at loans."""
    phone.goto(f"{stack.base_url}/applicant/me/data/amendment")
    phone.select_option("#f-education", LEARNT)
    phone.get_by_role("button", name="改好，存下").click()
    phone.wait_for_url("**/applicant/me/data?said=amended")
    phone.goto(f"{stack.base_url}/loans/me")
    phone.get_by_role("button", name="开始填申请").click()
    phone.wait_for_url("**/loans/me/applications/*")
    for service in ("applicant", "loans"):
        assert stack.db(service).outbox.count_documents({"sent": None}), f"{service} waits for Kafka to say it"


def heard(stack: Stack) -> None:
    """Kafka is back: the others know of what she did."""
    her = stack.db("loans").applications.find_one({}, sort=[("_id", -1)])["person_id"]
    known = {"_id": her, "bands.education": LEARNT}
    for service in ("training", "loans"):
        until(lambda service=service: stack.db(service).cards.count_documents(known))
    heard_of = {"source": "/loans", "stream": her}
    until(lambda: stack.db("applicant").inbox.count_documents(heard_of))


def listed(desk: Page, stack: Stack, class_id: str) -> None:
    desk.goto(f"{stack.base_url}/training/classes/{class_id}")
    main = desk.locator("main")
    expect(main).to_contain_text("48 人在班，共 48 个名额")
    expect(main.get_by_role("cell", name="黄春兰").first).to_be_visible()


def once_each(stack: Stack, class_id: str) -> None:
    people = [row["person_id"] for row in stack.db("training").enrolments.find({"class_id": class_id})]
    assert (len(people), len(set(people))) == (48, 48)
    assert stack.db("applicant").persons.count_documents({"_id": {"$in": people}}) == 48
    told = stack.db("training").outbox.count_documents(
        {"type": "training.enrolment.enrolled.v1", "data.class_id": class_id}
    )
    assert told == 48


def journeys(stack: Stack, class_id: str, desk: Page) -> None:
    """Kafka is back: applicant hears of everybody, and a rebuilt journey shows the same lines."""
    people = [row["person_id"] for row in stack.db("training").enrolments.find({"class_id": class_id})]
    until(lambda: sum(len(row["stages"]) == 2 for row in rows_of(stack, people, "enrolled").values()) == 48)
    hers = stack.db("training").enrolments.find_one({"class_id": class_id}, sort=[("_id", -1)])["person_id"]
    desk.goto(f"{stack.base_url}/applicant/journeys/{hers}")
    main = desk.locator("main")
    expect(main).to_contain_text("走了 2 步，共 8 步")
    expect(main.locator(".step-done")).to_have_count(2)
    before, rows = main.inner_text(), rows_of(stack, people, "enrolled")
    command(stack, "applicant", "rebuild journey")
    after = rows_of(stack, people, "enrolled")
    assert [(rows[one], after.get(one)) for one in rows if rows[one] != after.get(one)] == []
    desk.reload()
    assert main.inner_text() == before


# -- hands ----------------------------------------------------------------------------------------------------------


def rows_of(stack: Stack, people: list[str], stage: str) -> dict[str, Any]:
    db = stack.db("applicant")
    pointer: Any = db.views.find_one({"_id": "journey"}) or {}
    live = db[pointer.get("collection", "journey_0")]
    return {row["_id"]: row for row in live.find({"_id": {"$in": people}, "stage": stage})}


def enrolled(stack: Stack, class_id: str) -> int:
    return stack.db("training").enrolments.count_documents({"class_id": class_id, "state": "enrolled"})


def clean_widths(page: Page) -> None:
    """Without script in the page only its width can be asked for."""
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["width"] <= 375
