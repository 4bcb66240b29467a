"""From her enterprise on a phone to a title anybody can check: three officers, a notice that ends by itself."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.builders.applicant import an_id_no
from tests.builders.titles import a_uscc
from tests.stack.browser import NewPage
from tests.stack.people import clean, registered, staff, until, woman
from tests.stack.stack import Stack

PHONE, NAME, FIRM = "13900007751", "石银花", "银花侗锦合作社"
TOWN, OFFICER, LEADER = "township_officer_1@tongdao.shuangjiang", "county_officer_1@tongdao", "county_leader_1@tongdao"
NOTICE = timedelta(days=15)  # five working days wherever the holidays lie


def both(page: Page, name: str) -> None:
    """Look closely at a page at both widths."""
    size = page.viewport_size
    for width, height in ((375, 740), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        clean(page, name)
    if size:
        page.set_viewport_size(size)


def her_enterprise(phone: Page) -> None:
    """She registers it and tells how last year went."""
    phone.goto("/applicant/me/enterprises")
    phone.click("text=登记我的企业")
    phone.fill("#f-name", FIRM)
    phone.fill("#f-uscc", a_uscc("93", "MA4L07301").lower())
    phone.check("input[name=kind][value=cooperative]")
    phone.check("input[name=trade][value=craft]")
    phone.fill("#f-founded_on", "2019-04-01")
    phone.fill("#f-women_share", "100")
    phone.click("main button:has-text('登记')")
    expect(phone.locator(".notice-ok")).to_have_text("登记好了。")
    phone.click("main a:has-text('填一年的情况')")
    phone.check("input[name=running][value=yes]")
    phone.check("input[name=year] >> nth=0")
    for field, value in {"staff": "3", "women": "36", "households": "25", "sales_fen": "62万"}.items():
        phone.fill(f"#f-{field}", value)
    phone.click("main button:has-text('存好')")
    expect(phone.locator(".error-summary")).to_contain_text("不能比一共的 3 个人还多")
    phone.fill("#f-staff", "40")
    phone.click("main button:has-text('存好')")
    expect(phone.locator("main")).to_contain_text("40 个人，女的 36 个，带动 25 户，卖了 62 万元")


def opened(page: Page, shelf: str) -> Page:
    """Open her title from a list."""
    page.goto(f"/applicant/titles?show={shelf}")
    page.click(f"text={FIRM}")
    return page


def test_her_enterprise_becomes_a_title_that_anybody_can_check(stack: Stack, thumb: Page, new_page: NewPage) -> None:
    six = registered(stack, NAME, PHONE, number=an_id_no("19790312", "020"))
    woman(thumb, stack, PHONE, six)
    her_enterprise(thumb)
    officer, town, leader = (
        staff(new_page(base_url=stack.base_url), stack, login) for login in (OFFICER, TOWN, LEADER)
    )
    officer.goto("/applicant/enterprises")
    both(officer, "enterprises")
    officer.click(f"text={FIRM}")
    both(officer, "enterprise")
    officer.click("main a:has-text('提名“妇”字号')")
    officer.check("input[name=title][value=cooperative]")
    officer.check("#f-agreed")
    both(officer, "nominate")
    officer.click("main button:has-text('提名，交乡镇核实')")
    expect(officer.locator("main")).to_contain_text("等乡镇妇联核实")

    opened(town, "check").click("main a:has-text('写下核实的情况')")
    for question in ("profit_by_trade", "not_abnormal"):
        town.check(f"input[name=saw_{question}][value=yes]")
    town.fill("#f-note", "到社里看过，账和名册都对得上")
    both(town, "title-check")
    town.click("main button:has-text('写下核实的情况')")
    expect(town.locator("main")).to_contain_text("等县妇联审核")

    opened(officer, "review").click("main a:has-text('提出意见')")
    officer.check("input[name=what][value=publish]")
    officer.click("main button:has-text('提出意见')")
    expect(officer.locator("main")).to_contain_text("等县妇联另一位复核")

    opened(leader, "second")
    both(leader, "title")
    leader.click("main aside a:has-text('复核'), main .side a:has-text('复核')")
    leader.check("input[name=decision][value=confirm]")
    leader.click("main button:has-text('复核')")
    expect(leader.locator("main")).to_contain_text("公示到")
    both(leader.goto("/applicant/titles?show=noticed") and leader, "titles")

    anybody = new_page(width=375, base_url=stack.base_url)
    anybody.goto("/applicant/notices")
    expect(anybody.locator("main")).to_contain_text(FIRM)
    expect(anybody.locator("main")).to_contain_text("石*花")
    both(anybody, "notices")

    stack.move_clock(int(NOTICE.total_seconds()))
    try:
        until(lambda: stack.db("applicant").nominations.find_one({"state": "recognised", "origin": "system"}))
        # axe needs script: the same woman on a phone that runs it
        phone = new_page(width=375, base_url=stack.base_url, storage_state=thumb.context.storage_state())
        phone.goto("/applicant/me/enterprises")
        expect(phone.locator("main")).to_contain_text("评上了")
        both(phone, "her-enterprises")
        for way, name in (("填一年的情况", "her-report"), ("改资料", "her-enterprise")):
            phone.click(f"main a:has-text('{way}')")
            both(phone, name)
            phone.goto("/applicant/me/enterprises")
        phone.click("text=看核对的网页")
        expect(phone.locator("main")).to_contain_text("FZ-431230-")
        expect(phone.locator("main")).to_contain_text(FIRM)
        both(phone, "title-public")
    finally:
        stack.move_clock(0)
    until(lambda: {"nominated", "noticed"} <= {one["key"] for one in stack.messages() if one["to"] == PHONE})
