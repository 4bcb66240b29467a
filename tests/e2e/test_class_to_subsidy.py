"""A whole class from its plan to the subsidy that was paid: coordinator, reviewer, teacher, trainees, HR, by turns."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.training.domain.months import months_after
from services.training.errands.class_forms import FORMS
from tests.builders.applicant import an_id_no
from tests.e2e.whole_path.hands import Story, fill, press
from tests.stack.browser import NewPage
from tests.stack.people import clean, registered, staff, until, woman
from tests.stack.readers import code_in, code_on, sheets_of, words_on
from tests.stack.stack import Stack

COORDINATOR, TEACHER, REVIEWER = (f"{role}_1@tongdao" for role in ("coordinator", "teacher", "training_reviewer"))
OFFICER, LEADER = (f"hr_{role}_1@tongdao" for role in ("officer", "leader"))
WOMEN = (
    ("杨秀莲", "13900006701", "19830415"),
    ("吴银花", "13900006702", "19840416"),
    ("石月英", "13900006703", "19850417"),
)
SIZES = ((375, 740), (1366, 768))


@pytest.fixture
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A city of its own, whose clock may run through the weeks of a class."""
    stack = Stack(tmp_path_factory.mktemp("class"))
    try:
        stack.open()
        yield stack
    finally:
        stack.close()


@pytest.fixture
def story(city: Stack, new_page: NewPage) -> Iterator[Story]:
    """A telling; when it breaks off, what everybody had before them is printed."""
    telling = Story(city, new_page)
    yield telling
    print(telling.seen())  # noqa: T201  # shown by pytest below a failed test only


@pytest.mark.story
def test_a_class_is_run_from_its_plan_to_the_subsidy_that_was_paid(story: Story) -> None:
    phones = [phone_of(story, *one) for one in WOMEN]
    story.desks[TEACHER] = staff(story.new_page(width=375, base_url=story.stack.base_url), story.stack, TEACHER)
    klass = opened(story)
    full_and_a_place_again(phones, klass)
    there = [phones[0], phones[2]]
    sessions = sessions_of(story, klass)
    scanned(story, sessions, there)
    taught(story, klass, sessions)
    examined(story, klass, there[0])
    claim = claimed(story, klass)
    paid(story, claim)
    opened_by_libreoffice(story, klass, claim)
    asked_afterwards(story, there[0])


# -- before the first day -------------------------------------------------------------------------------------------


def opened(story: Story) -> str:
    """Plan a class of two places, file it, have it sent back and approved, open it; returns its address."""
    desk, reviewer = story.officer(COORDINATOR), story.officer(REVIEWER)
    until(lambda: story.stack.db("training").resources.find_one({"sort": "teacher"}))
    desk.goto("/training/classes/new")
    from_on = (story.today + timedelta(days=45)).isoformat()
    fill(desk, {"course": "HW-DL", "capacity": "2", "from_on": from_on})
    press(desk, "计划这个班")
    klass = desk.url.removeprefix(story.stack.base_url)
    seen(desk, "course-planned")
    press(desk, "计划在省平台报过了")
    filed(desk)
    reviewer.goto(klass)
    reviewer.get_by_text("退回修改").first.click()
    reviewer.get_by_role("textbox", name="为什么").fill("教材还没写清楚")
    press(reviewer, "退回修改")
    desk.goto(klass)
    expect(desk.locator("main")).to_contain_text("教材还没写清楚")
    filed(desk)
    reviewer.goto(klass)
    press(reviewer, "同意开班")
    desk.goto(klass)
    press(desk, "开始报名")
    return klass


def filed(desk: Page) -> None:
    """Hand the application in before its thirty days are over, which takes a reason."""
    desk.get_by_text("报给审核人").first.click()
    desk.get_by_role("textbox", name="为什么").fill("学员等着开班")
    press(desk, "报给审核人")


def full_and_a_place_again(phones: list[Page], klass: str) -> None:
    """Two take the places, the third waits; the second cannot come, and the third answers that she does."""
    for phone, words in zip(phones, ("报这个班", "报这个班", "排候补"), strict=True):
        phone.goto(f"/training/classes/open/{klass.rpartition('/')[2]}")
        press(phone, words)
    last = phones[2]
    last.goto("/training/me")
    expect(last.locator("main")).to_contain_text("候补第 1 位")
    clean(last, "course-waiting")
    phones[1].goto("/training/me")
    press(phones[1], "来不了，退出这个班")
    press(phones[1], "退出")
    until(lambda: last.goto("/training/me") and last.get_by_role("button", name="我来上课").count())
    clean(last, "course-offered")
    press(last, "我来上课")
    last.goto("/training/me")
    expect(last.locator("main")).to_contain_text("在班")


# -- while it runs --------------------------------------------------------------------------------------------------


def scanned(story: Story, sessions: list[dict[str, Any]], phones: list[Page]) -> None:
    """On the first morning the teacher shows the code and both scan it with their own phones."""
    first = sessions[0]
    story.at(date.fromisoformat(first["on"]), *divmod(first["begins"], 60))
    classes: Any = story.stack.db("training").classes
    until(lambda: classes.find_one({"_id": first["class_id"]})["state"] == "running")
    teacher = story.desks[TEACHER]
    teacher.goto(f"/training/sessions/{first['_id']}/code")
    clean(teacher, "course-code")
    for phone in phones:
        teacher.reload()  # the code of now: it changes while the other one scans
        phone.goto(code_in(teacher.locator(".roll-code").screenshot()))
        press(phone, "我到了")
        expect(phone.locator("main")).to_contain_text("记下了，您到了")
    clean(phones[0], "course-here")
    teacher.reload()
    expect(teacher.locator("#code .figure")).to_have_text("2")


def taught(story: Story, klass: str, sessions: list[dict[str, Any]]) -> None:
    """Every session is called over on the teacher's phone, one mark is put right; somebody looks in."""
    teacher = story.desks[TEACHER]
    days = sorted({str(one["on"]) for one in sessions})
    for n, day in enumerate(days):
        story.at(date.fromisoformat(day), 20)
        for one in (one for one in sessions if one["on"] == day):
            teacher.goto(f"/training/sessions/{one['_id']}/attendance")
            if one is sessions[0]:
                seen(teacher, "course-sheet")
            if n == 1:
                teacher.locator("select").first.select_option("absent")
            press(teacher, "记下点名")
        if n == 1:
            put_right(story, sessions, day)
            checked(story, klass)
            looked_over(story, day)
    teacher.goto(f"{klass}/attendance")
    seen(teacher, "course-book")
    desk = story.officer(COORDINATOR)
    desk.goto(klass)
    seen(desk, "course-taught")
    press(desk, "课上完了，去考试")


def put_right(story: Story, sessions: list[dict[str, Any]], day: str) -> None:
    """She had been there after all: the mark is changed, and why is kept."""
    teacher = story.desks[TEACHER]
    first = next(one for one in sessions if one["on"] == day)
    teacher.goto(f"/training/sessions/{first['_id']}/attendance")
    teacher.locator("select").first.select_option("present")
    fill(teacher, {"reason": "她在里间备料，点漏了"})
    clean(teacher, "course-correction")
    press(teacher, "改点名")
    teacher.goto(f"/training/sessions/{first['_id']}/attendance")
    expect(teacher.locator("main")).to_contain_text("点漏了")


def checked(story: Story, klass: str) -> None:
    """The reviewer draws whom to call, calls her, and looks in unannounced."""
    reviewer = story.officer(REVIEWER)
    reviewer.goto(f"{klass}/checks")
    press(reviewer, "抽出要问的人")
    reviewer.locator("main form[action*='/calls/'] select").first.select_option(index=1)
    press(reviewer, "记下来")
    fill(reviewer, {"there": "2", "on": story.today.isoformat(), "note": "两个人都在编斗笠"})
    reviewer.get_by_role("button", name="记下这次检查").click()
    expect(reviewer.locator("main")).to_contain_text("两个人都在编斗笠")
    seen(reviewer, "course-checks")


def looked_over(story: Story, day: str) -> None:
    """The coordinator sees the week in its three ways, her rooms, and what there is to do."""
    desk = story.officer(COORDINATOR)
    for name, path in (
        ("week", f"/training/week?on={day}"),
        ("week-rooms", f"/training/week?on={day}&show=rooms"),
        ("week-list", f"/training/week?on={day}&show=list"),
        ("overview", "/training/overview"),
    ):
        desk.goto(path)
        expect(desk.locator("main")).to_contain_text("斗笠编织")
        seen(desk, f"course-{name}")
    desk.goto("/training/rooms")
    seen(desk, "course-rooms")


# -- after the last day ---------------------------------------------------------------------------------------------


def examined(story: Story, klass: str, phone: Page) -> None:
    """Both pass; the reviewer issues the certificates, she fetches hers, the class is over."""
    desk, reviewer = story.officer(COORDINATOR), story.officer(REVIEWER)
    desk.goto(f"{klass}/exam")
    for box in desk.locator("input.points").all():
        box.fill("85")
    press(desk, "记下成绩")
    reviewer.goto(f"{klass}/exam")
    press(reviewer, "给 2 人发证")
    papers: Any = story.stack.db("training").certificates
    until(lambda: papers.count_documents({"class_id": klass.rpartition("/")[2], "printed": True}) == 2)
    reviewer.goto(f"{klass}/exam")
    seen(reviewer, "course-certificates")
    phone.goto("/training/me")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="取证书").first.click()
    read_by_others(story, download.value.path().read_bytes())
    desk.goto(klass)
    press(desk, "这个班结束了")


def read_by_others(story: Story, paper: bytes) -> None:
    """A bank clerk scans the code on her paper, in no account, and types the name that stands on it."""
    assert WOMEN[0][0] in words_on(paper)
    clerk = story.new_page(width=375, base_url=story.stack.base_url)
    clerk.goto(code_on(paper))
    fill(clerk, {"name": WOMEN[0][0]})
    press(clerk, "比一比")
    expect(clerk.locator("main")).to_contain_text("对得上")


def claimed(story: Story, klass: str) -> str:
    """Claim for two women; HR wants a paper more and gets it; returns the address of the claim."""
    desk, reviewer, hr = story.officer(COORDINATOR), story.officer(REVIEWER), story.officer(OFFICER)
    desk.goto(f"{klass}/subsidy")
    seen(desk, "course-claim")
    press(desk, "申领补贴")
    claim = desk.url.removeprefix(story.stack.base_url)
    reviewer.goto(claim)
    press(reviewer, "审核过了，报人社局")
    hr.goto(claim)
    fill(hr, {"reason": "出勤簿缺一页，补上再报"})
    press(hr, "退回给培训管理员")
    desk.goto(claim)
    expect(desk.locator("main")).to_contain_text("出勤簿缺一页")
    press(desk, "再报一次")
    reviewer.goto(claim)
    press(reviewer, "审核过了，报人社局")
    hr.goto(claim)
    seen(hr, "course-hr")
    press(hr, "同意补贴")
    return claim


def paid(story: Story, claim: str) -> None:
    """HR's leader notes the payment; everybody who looks sees that it is done, and for whom."""
    leader = story.officer(LEADER)
    leader.goto(claim)
    fill(leader, {"on": story.today.isoformat(), "voucher": "通人社付〔2027〕31 号"})
    leader.locator("form[action$='/payment'] button").click()
    expect(leader.locator("main")).to_contain_text("通人社付〔2027〕31 号")
    seen(leader, "course-paid")
    row = story.stack.db("training").claims.find_one({"_id": claim.rpartition("/")[2]})
    assert row is not None
    assert (row["state"], sum(head["why"] == "" for head in row["heads"])) == ("paid", 2)
    desk = story.officer(COORDINATOR)
    desk.goto("/training/subsidies")
    expect(desk.locator("main")).to_contain_text("付过的 1 件")
    seen(desk, "course-subsidies")


def opened_by_libreoffice(story: Story, klass: str, claim: str) -> None:
    """The forms of the class and HR's whole dossier name the women in LibreOffice, too."""
    files = {name: f"{klass}/forms/{name}.xlsx" for name in FORMS} | {"dossier": f"{claim}/dossier.xlsx"}
    request = story.officer(COORDINATOR).context.request
    books = {name: request.get(f"{story.stack.base_url}{path}").body() for name, path in files.items()}
    for name, sheets in sheets_of(books).items():
        assert any(WOMEN[0][0] in row for rows in sheets.values() for row in rows), name


def asked_afterwards(story: Story, phone: Page) -> None:
    """The day after she is asked what it was like, three months later what she earns; she answers on her phone."""
    certified = story.today
    story.at(certified + timedelta(days=1), 10, 5)
    until(lambda: "opinion" in texts_to(story, WOMEN[0][1]))
    phone.goto("/training/me")
    press(phone, "去说说")
    for question in phone.locator("main fieldset").all():
        question.locator("input").first.check(force=True)
    seen(phone, "course-opinion")
    press(phone, "交上去")
    expect(phone.locator("main")).not_to_contain_text("去说说")
    story.at(months_after(certified, 3), 10, 5)
    until(lambda: "income" in texts_to(story, WOMEN[0][1]))
    desk = story.officer(COORDINATOR)
    desk.goto("/training/follow-ups")
    expect(desk.locator("main")).to_contain_text(WOMEN[2][0])
    seen(desk, "course-followups")
    phone.goto("/training/me")
    seen(phone, "course-asked")
    press(phone, "去说说")
    fill(phone, {"before_fen": "800", "fen": "1500", "doing": "sell"})
    seen(phone, "course-income")
    press(phone, "交上去")
    expect(phone.locator("main")).not_to_contain_text("去说说")
    desk.goto("/training/follow-ups?show=class")
    expect(desk.locator("main")).to_contain_text("800 → 1,500")
    seen(desk, "course-followup-classes")


# -- hands ----------------------------------------------------------------------------------------------------------


def phone_of(story: Story, name: str, number: str, born: str) -> Page:
    """Return the phone of a woman who is registered and signed in."""
    six = registered(story.stack, name, number, an_id_no(born, "000"))
    phone = woman(story.new_page(width=375, base_url=story.stack.base_url), story.stack, number, six)
    story.desks[name] = phone
    return phone


def sessions_of(story: Story, klass: str) -> list[dict[str, Any]]:
    """Return the sessions of a class in order of time."""
    return list(
        story.stack.db("training")
        .sessions.find({"class_id": klass.rpartition("/")[2]})
        .sort([("on", 1), ("begins", 1)])
    )


def texts_to(story: Story, phone: str) -> list[str]:
    """Return the keys of the messages a phone has got."""
    return [one["key"] for one in story.stack.messages() if one["to"] == phone]


def seen(page: Page, name: str) -> None:
    """Look closely at a page as a phone and as a desk show it."""
    before = page.viewport_size
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        clean(page, name)
    if before:
        page.set_viewport_size(before)
