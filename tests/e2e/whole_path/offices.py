"""What offices do in the story: training, the desks of a loan, bank and agency, county and township for a title."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.whole_path.hands import TONGDAO, Home, Story, fill, press, send
from tests.stack.people import until

VILLAGE, TOWN, COUNTY = TONGDAO.village, TONGDAO.town, TONGDAO.county


def class_opens(story: Story, course: str, first_day: str) -> str:
    """A coordinator plans a class, files it; a reviewer approves; it takes women. Returns its id."""
    desk = story.officer(f"coordinator_1@{COUNTY}")
    desk.goto("/training/classes/new")
    desk.locator("main [name='course']").first.wait_for(state="attached")
    fill(desk, {"course": course, "capacity": "30", "starts_on": first_day})
    press(desk, "计划这个班")
    address = desk.url
    press(desk, "计划在省平台报过了")
    desk.get_by_text("报给审核人").first.click()
    desk.get_by_role("textbox", name="为什么").fill("学员等着开班")
    press(desk, "报给审核人")
    reviewer = story.officer(f"training_reviewer_1@{COUNTY}")
    reviewer.goto(address)
    press(reviewer, "同意开班")
    desk.goto(address)
    press(desk, "开始报名")
    return address.rpartition("/")[2]


def class_is_taught(story: Story, class_id: str) -> None:
    """Every session is held and called over; on the last day the class goes to its exam."""
    desk = story.officer(f"coordinator_1@{COUNTY}")
    sessions: Any = story.stack.db("training").sessions
    held = list(sessions.find({"class_id": class_id}).sort("_id", 1))
    days = sorted({str(one["on"]) for one in held})
    for n, day in enumerate(days):
        story.at(type(story.today).fromisoformat(day), hour=20)
        if n == 0:
            desk.goto(f"/training/classes/{class_id}")
            begin = desk.get_by_role("button", name="今天开课")
            if begin.count():
                press(desk, "今天开课")
        for one in (one for one in held if str(one["on"]) == day):
            desk.goto(f"/training/sessions/{one['_id']}/attendance")
            press(desk, "记下点名")
    desk.goto(f"/training/classes/{class_id}")
    press(desk, "课上完了，去考试")
    expect(desk.locator("main")).to_contain_text("考试")


def class_is_examined(story: Story, class_id: str, points: str = "85") -> None:
    """Everybody passes, certificates are issued and printed, the class is over."""
    desk = story.officer(f"coordinator_1@{COUNTY}")
    desk.goto(f"/training/classes/{class_id}/exam")
    for box in desk.locator("input.points").all():
        box.fill(points)
    press(desk, "记下成绩")
    reviewer = story.officer(f"training_reviewer_1@{COUNTY}")
    reviewer.goto(f"/training/classes/{class_id}/exam")
    press(reviewer, "人发证")
    papers: Any = story.stack.db("training").certificates
    until(lambda: papers.count_documents({"class_id": class_id, "printed": {"$in": [None, False]}}) == 0)
    desk.goto(f"/training/classes/{class_id}")
    press(desk, "这个班结束了")


def case_at(story: Story, login: str, case_id: str) -> Page:
    """An officer takes a case."""
    desk = story.officer(login)
    desk.goto(f"/loans/cases/{case_id}")
    take = desk.locator("main, aside").get_by_role("button", name="领取", exact=True)
    if take.count():
        with desk.expect_navigation():
            take.first.click()
        desk.goto(f"/loans/cases/{case_id}")
    return desk


def passes(
    story: Story, login: str, case_id: str, answers: dict[str, object], photos: list[Path] | None = None
) -> None:
    """An officer decides: it goes on, or waits for the leader."""
    desk = case_at(story, login, case_id)

    def decides() -> None:
        fill(desk, answers)
        if photos:
            desk.set_input_files("#f-photos", photos)
        desk.locator(
            "main form[action$='/decision'] button[name=_next], aside form[action$='/decision'] button"
        ).first.click()

    send(desk, decides)
    story.trouble()


def confirms(story: Story, login: str, case_id: str) -> None:
    """The leader of the same office agrees."""
    desk = case_at(story, login, case_id)
    send(desk, desk.locator("form[action$='/confirmation'] button").first.click)
    story.trouble()


def sends_back(story: Story, login: str, case_id: str, *codes: str) -> None:
    """An officer asks for what is missing, all at once."""
    desk = case_at(story, login, case_id)
    desk.goto(f"/loans/cases/{case_id}?decide=return")

    def asks() -> None:
        for code in codes:
            desk.locator(f"input[name=reasons][value={code}]").check(force=True)
        desk.locator("form[action$='/return'] button[name=_next]").click()

    send(desk, asks)


def fund_is_filled(story: Story, wan: str = "500万", home: Home = TONGDAO) -> None:
    """Two people of the finance bureau enter and book what the county pays in."""
    one, other = (story.officer(home.login("finance_officer", n)) for n in (1, 2))
    one.goto("/loans/fund")
    _entered(one, wan, story)
    other.goto("/loans/fund")
    press(other, "核对无误，入账")


def _entered(desk: Page, wan: str, story: Story) -> None:
    fill(desk, {"amount_fen": wan, "document": "通财〔2026〕7 号", "on": story.today.isoformat()})
    press(desk, "录入这笔注资")


def paid_out(
    story: Story, number: str, n: int = 1, home: Home = TONGDAO, *, after: Callable[[], object] = lambda: None
) -> str:
    """The bank signs with two hands and pays the story's n-th loan; returns the loan's id. `after` looks before it."""
    contract = signed(story, number, n, home, after=after)
    teller = story.officer(home.login("bank_officer"))
    teller.goto(contract)
    fill(teller, {"number": f"JJ-2027-{n:04d}", "account_last4": "3417"})
    press(teller, "已经放款，记下来")
    teller.wait_for_url(re.compile(r"/loans/loans/"))
    return teller.url.rpartition("/")[2]


def signed(story: Story, number: str, n: int, home: Home, *, after: Callable[[], object]) -> str:
    """One hand of the bank writes the contract down, another stands for it; returns its address."""
    teller, leader = (story.officer(home.login(f"bank_{role}")) for role in ("officer", "leader"))
    teller.goto("/loans/contracts")
    with teller.expect_navigation():
        teller.locator("tr", has_text=number).get_by_text("录入合同").click()
    fill(teller, {"number": f"HT-2027-{n:04d}", "other_loans": "no"})
    teller.get_by_text("每月还利息，到期还本金").click()
    press(teller, "存好，交给复核")
    contract = teller.url
    after()
    leader.goto(contract)
    press(leader, "和合同一致，生效")
    after()
    return contract


def title_is_recognised(story: Story, person_id: str, title: str, enterprise: str) -> str:
    """County puts her forward, township looks, county decides with two hands, the notice ends. Returns its id."""
    officer, leader = (story.officer(f"county_{role}_1@{COUNTY}") for role in ("officer", "leader"))
    officer.goto(f"/applicant/persons/{person_id}/nominations/new")
    fill(officer, {"title": title, "enterprise": enterprise, "agreed": True, "note": "手艺好，带着姐妹做"})
    officer.locator("main form button").first.click()
    officer.wait_for_url(re.compile(r"/applicant/titles/[0-9a-f]{32}"))
    home = officer.url.partition("?")[0]
    town = story.officer(f"township_officer_1@{TOWN}")
    town.goto(f"{home}/check")
    for one in town.locator("main input[type=radio][value=yes]").all():
        one.check(force=True)
    fill(town, {"note": "上门看过，情况属实"})
    town.locator("main form button").first.click()
    town.wait_for_url(re.compile(r"/applicant/titles/[0-9a-f]{32}(\?|$)"))
    story.trouble()
    officer.goto(f"{home}/proposal")
    fill(officer, {"what": "publish", "note": "条件都够"})
    officer.locator("main form button").first.click()
    officer.wait_for_url(re.compile(r"/applicant/titles/[0-9a-f]{32}(\?|$)"))
    leader.goto(f"{home}/decision")
    fill(leader, {"decision": "confirm"})
    leader.locator("main form button").first.click()
    expect(leader.locator("main")).to_contain_text("公示")
    return home.rpartition("/")[2]
