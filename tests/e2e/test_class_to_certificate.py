"""A class from its running days to certificates that anybody can check, on the pages of everybody concerned."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from playwright.sync_api import Page, expect

from services.training.domain.attendance import Mark, Tick
from services.training.domain.choosing import Wish
from services.training.domain.training_class import State
from services.training.errands.signature import code_text
from services.training.usecases import UseCases
from services.training.usecases.enrolment.enrol import Coming
from services.training.wiring import Wiring, wire
from shared import settings
from shared.access import SYSTEM, Actor
from tests.builders.applicant import an_id_no
from tests.stack.browser import NewPage
from tests.stack.people import clean, registered, staff, until, woman
from tests.stack.stack import Stack

WOMEN = (
    ("龙秀英", "13900006101", "19770428"),
    ("石小花", "13900006102", "19770429"),
    ("吴月", "13900006103", "19770430"),
)
SIZES = {1366: 768, 375: 740}


def test_a_class_goes_from_its_sessions_to_certificates(stack: Stack, new_page: NewPage) -> None:
    six, *_ = [registered(stack, name, phone, an_id_no(born, "000")) for name, phone, born in WOMEN]
    with training_of(stack) as wiring:
        class_id = running(stack, wiring)
        klass = f"/training/classes/{class_id}"
        phone = staff(
            new_page(width=375, java_script_enabled=False), stack, "teacher_1@tongdao", "/training/attendance"
        )
        roll(phone)
        roll_without_a_network(staff(new_page(width=375), stack, "teacher_1@tongdao", "/training/attendance"), stack)
        desk = staff(new_page(), stack, "coordinator_1@tongdao", klass)
        everybody_was_there(wiring, class_id)
        look(desk, stack, f"{klass}/attendance", "class-book")
        look(desk, stack, "/training/attendance", "attendance")
        session = stack.db("training").sessions.find_one({"class_id": class_id})
        assert session is not None
        look(desk, stack, f"/training/sessions/{session['_id']}/attendance", "sheet")
        look(desk, stack, klass, "class")
        press(desk, "课上完了，去考试")
        points(desk, stack, klass)
        reviewer = staff(new_page(), stack, "training_reviewer_1@tongdao", f"{klass}/exam")
        press(reviewer, "给 2 人发证")
        until(lambda: stack.db("training").certificates.count_documents({"class_id": class_id, "printed": True}) == 2)
        look(reviewer, stack, f"{klass}/exam", "exam")
        signed, name = a_code(wiring, class_id)
        desk.goto(f"{stack.base_url}{klass}")
        press(desk, "这个班结束了")
        expect(desk.locator("main")).to_contain_text("结业")
    hers(woman(new_page(width=375), stack, WOMEN[0][1], six, "/training/me"), stack)
    checked_without_a_network(new_page(width=375), stack, signed, name)


def roll(phone: Page) -> None:
    """The teacher notes on her phone, without script, that one came late."""
    phone.locator(".rows a").first.click()
    expect(phone.locator("select")).to_have_count(3)
    phone.locator("select").first.select_option("late")
    phone.get_by_role("button", name="记下点名").click()
    expect(phone.locator(".error-summary")).to_contain_text("差了几分钟")
    phone.locator(".rollcall li", has=phone.locator("option[value=late][selected]")).locator("input").fill("20")
    phone.get_by_role("button", name="记下点名").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("点名表")


def roll_without_a_network(phone: Page, stack: Stack) -> None:
    """What she notes in a dead spot waits in her phone without a name, goes once and is gone."""
    kept = """() => new Promise((done) => { const db = indexedDB.open('jinguo-rollcall', 1); db.onsuccess = () => {
        const asked = db.result.transaction('marks').objectStore('marks').getAll();
        asked.onsuccess = () => { db.result.close(); done(asked.result); }; }; })"""
    phone.locator(".rows a").first.click()
    phone.wait_for_url("**/training/sessions/*/attendance")
    expect(phone.locator("select")).to_have_count(3)
    session = phone.url.split("/")[-2]
    sheets = stack.db("training").attendance
    phone.context.set_offline(True)
    phone.locator("select").last.select_option("absent")
    phone.get_by_role("button", name="记下点名").click()
    expect(phone.locator("[data-rollcall-state]")).to_contain_text("没有网")
    clean(phone, "training-sheet-offline")
    marks = phone.evaluate(kept)
    assert sorted(mark["mark"] for mark in marks) == ["absent", "present", "present"]
    assert all(set(mark) == {"session", "seat", "mark", "missed", "key"} for mark in marks)
    assert sheets.count_documents({"_id": session}) == 0
    phone.context.set_offline(False)
    phone.wait_for_url("**/training/classes/*/attendance")
    sheet = sheets.find_one({"_id": session})
    assert sheet is not None
    assert sorted(tick["mark"] for tick in sheet["ticks"].values()) == ["absent", "present", "present"]
    assert (sheet["version"], sheet["changes"]) == (0, [])
    assert phone.evaluate(kept) == []


def points(desk: Page, stack: Stack, klass: str) -> None:
    """Two pass, one has not come."""
    desk.goto(f"{stack.base_url}{klass}/exam")
    for n in range(2, 6):  # 吴月 comes first by name and is left open
        desk.locator("input.points").nth(n).fill("85")
    press(desk, "记下成绩")
    expect(desk.locator("main")).to_contain_text("登成绩 1 人")
    look(desk, stack, "/training/exams", "exams")


def hers(phone: Page, stack: Stack) -> None:
    """She fetches her paper; whoever holds it types the name."""
    clean(phone, "training-me")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="取证书").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    phone.locator(".rows a").first.click()
    expect(phone.locator("main")).to_contain_text("龙*英")
    phone.fill("#f-name", "龙秀英")
    press(phone, "比一比")
    expect(phone.locator("main")).to_contain_text("对得上")
    look(phone, stack, phone.url.removeprefix(stack.base_url), "certificate-check")


def checked_without_a_network(phone: Page, stack: Stack, signed: str, name: str) -> None:
    """A bank keeps the page and opens it where there is no network: it knows our code, another's, and the name."""
    with phone.expect_download() as download:
        phone.goto(f"{stack.base_url}/training/v/{signed.partition('/v/')[2][:12]}")
        phone.get_by_role("link", name="存一份查验页").click()
    kept = download.value.path().with_suffix(".html")
    download.value.save_as(kept)
    phone.context.set_offline(True)
    phone.goto(kept.as_uri())
    said = phone.locator("main")
    for code, typed, words in (
        (signed, f"{name[0]} {name[1:]}", "姓名对得上"),
        (signed, "龙秀珍", "姓名对不上"),
        (signed.replace("-000", "-100"), "", "假的"),
        ("https://jinguo.example", "", "看不明白"),
    ):
        phone.fill("#text", code)
        phone.fill("#name", typed)
        press(phone, "查一查")
        expect(said).to_contain_text(words)
    clean(phone, "training-certificate-offline")


# -- hands ----------------------------------------------------------------------------------------------------------


@contextmanager
def training_of(stack: Stack) -> Iterator[Wiring]:
    """Join training in this process to the stack's database."""
    wiring = wire(settings.read("training", stack.environment("training")))
    try:
        yield wiring
    finally:
        wiring.frame.close()


def running(stack: Stack, wiring: Wiring) -> str:
    """Return a class whose sessions are all over; the due job has let it begin."""
    run, ask, accounts = wiring.worker.run, wiring.worker.ask, wiring.errands.accounts
    coordinator, reviewer = (accounts.actor(f"{role}_1@tongdao") for role in ("coordinator", "training_reviewer"))
    first = wiring.frame.clock.today() - timedelta(days=30)
    wish = Wish(coordinator.posts[0].unit, "HW-BZ", 5, first)
    one = run(lambda use: use.training_class.plan(wish, by=coordinator)).id
    run(lambda use: use.training_class.step.tell_plan(one, by=coordinator))
    run(lambda use: use.training_class.step.file(one, by=coordinator, reason="老师临时才定下来"))
    run(lambda use: use.training_class.step.approve(one, by=reviewer))
    told = (
        stack.db("applicant").outbox.find({"type": "applicant.person.registered.v1"}).sort("at", -1).limit(len(WOMEN))
    )
    people = [row["data"]["person_id"] for row in told]
    until(lambda: ask(lambda use: all(use.replica.cards.get(who) for who in people)))
    run(lambda use: use.training_class.step.open(one, by=coordinator))
    for who in people:
        coming = Coming(who, "roster", SYSTEM)
        run(partial(enrol, one, coming, coordinator))
    until(lambda: ask(lambda use: use.training_class.find.classes.get(SYSTEM, one)).state is State.RUNNING)
    return one


def a_code(wiring: Wiring, class_id: str) -> tuple[str, str]:
    """Return what the QR code on the first certificate of a class says, and whose it is."""
    by = wiring.errands.accounts.actor("training_reviewer_1@tongdao")
    one = wiring.worker.ask(lambda use: use.certificate.find.of_class(class_id, by=by))[0]
    page = wiring.errands.check_page
    return code_text(one, page.seal, page.public_url), one.identity.name


def everybody_was_there(wiring: Wiring, class_id: str) -> None:
    """Write down the sessions that are left."""
    by: Actor = wiring.errands.accounts.actor("coordinator_1@tongdao")
    book = wiring.worker.ask(lambda use: use.attendance.find.book(class_id, by=by))
    ticks = {place.id: Tick(Mark.PRESENT) for place in book.women}
    for session in wiring.worker.ask(lambda use: use.training_class.find.sessions_of([class_id])):
        if session.id not in book.sheets:
            wiring.worker.run(partial(take, session.id, ticks, by))


def enrol(class_id: str, coming: Coming, by: Actor, use: UseCases) -> None:
    use.enrolment.enrol(class_id, coming, by=by)


def take(session_id: str, ticks: dict[str, Tick], by: Actor, use: UseCases) -> None:
    use.attendance.take(session_id, ticks, by=by)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()


def look(page: Page, stack: Stack, path: str, name: str) -> None:
    """Look closely at a page at both widths."""
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(stack.base_url + path)
        clean(page, f"training-{name}")
    page.set_viewport_size({"width": 1366, "height": 768})
