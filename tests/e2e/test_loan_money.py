"""The bank signs with two hands, pays out and books what comes; she reads on her phone what is due next."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from playwright.sync_api import Page, expect

from services.loans.domain.application import Application, Origin, State
from services.loans.wiring import Wiring, wire
from shared import settings
from shared.access import Actor, Kind, Post
from shared.ids import new_id
from tests.builders.loans import ASK, DAY, OFFICER, ROUTE, a_verdict, passed
from tests.stack.browser import NewPage
from tests.stack.people import clean, registered, staff, until, woman
from tests.stack.stack import Stack

PHONE = "13900007655"
WIDTHS = (1366, 375)


@contextmanager
def loans_of(stack: Stack) -> Iterator[Wiring]:
    """Join loans in this process to the stack's database."""
    wiring = wire(settings.read("loans", stack.environment("loans")))
    try:
        yield wiring
    finally:
        wiring.frame.close()


def approved(stack: Stack, wiring: Wiring) -> str:
    """Bring her application through every desk; returns her person's id."""
    told = stack.db("applicant").outbox.find_one({"type": "applicant.person.registered.v1"}, sort=[("at", -1)])
    assert told is not None
    her: str = told["data"]["person_id"]
    until(lambda: wiring.worker.ask(lambda use: use.replica.cards.get(her)))
    card = wiring.worker.ask(lambda use: use.replica.cards.get(her))
    assert card is not None
    county = wiring.worker.ask(lambda use: use.replica.county_of(card.path))
    assert county is not None
    for name in ("1", "2"):
        top_up(wiring, county.id, county.path, name)
    application = granted(stack, her, card.path, county.id)
    wiring.worker.run(lambda use: use.application.start.applications.add(application))
    wiring.worker.run(lambda use: use.fund.reserve(application=application, by=Actor(new_id(), Kind.STAFF)))
    return her


def granted(stack: Stack, her: str, path: tuple[str, ...], county: str) -> Application:
    """Return her application after every desk of 通道 has agreed to it today."""
    offices = {unit["kind"]: unit["_id"] for unit in stack.db("loans").units.find({"parent": county})}
    steps = tuple(replace(step, office=offices.get(step.desk, step.office)) for step in ROUTE.steps)
    made = Application.start(new_id(), "DK-431230-2026-900076", Origin(her, path, "self", DAY, her))
    made.submit(ask=ASK, verdict=a_verdict(on=DAY), route=replace(ROUTE, steps=steps), today=DAY)
    while made.state is State.IN_REVIEW:
        made.pass_on(passed(made.case.step), by=OFFICER, today=DAY)
    made.news.clear()
    return made


def top_up(wiring: Wiring, county: str, path: tuple[str, ...], document: str) -> None:
    post = Post("finance_officer", new_id(), (*path, new_id()), "finance")
    one, other = (Actor(new_id(), Kind.STAFF, (post,), name="财政") for _ in range(2))
    run, today = wiring.worker.run, wiring.frame.clock.today()
    paid = run(lambda use: use.fund.top_up.enter(county, 500_000_000, f"通财〔2026〕{document} 号", today, by=one))
    if document == "1":
        run(lambda use: use.fund.top_up.book(paid.id, by=other))


def looked_at(page: Page, name: str) -> None:
    """Look closely at both widths; with LOOK=<folder> keep pictures."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        clean(page, name)
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_loan_from_contract_to_first_repayment(stack: Stack, new_page: NewPage, phone: Page):
    six = registered(stack, "吴桂莲", PHONE, sequence="076")
    with loans_of(stack) as wiring:
        her = approved(stack, wiring)
        teller, leader = (desk_of(new_page, stack, role) for role in ("bank_officer_1", "bank_leader_1"))
        loan_id = paid_out(teller, leader, stack)
        booked(teller)
        loan = wiring.worker.ask(lambda use: use.loan.find.hers(her, by=Actor(her, Kind.WOMAN)))[0]
        assert (loan.id, loan.balance_fen) == (loan_id, 11_000_000)
        assert wiring.worker.run(lambda use: use.fund.check()) == []
    phone.set_default_timeout(30_000)
    woman(phone, stack, PHONE, six, "/loans/me")
    phone.goto(f"{stack.base_url}/loans/me/loans/{loan_id}")
    expect(phone.locator("h1")).to_contain_text("还剩 11 万元没还")
    clean(phone, "my-loan")
    agent = desk_of(new_page, stack, "guarantee_officer_1")
    agent.goto(f"{stack.base_url}/loans/fund")
    expect(agent.locator("main")).to_contain_text("在保余额")
    looked_at(agent, "fund")


def desk_of(new_page: NewPage, stack: Stack, role: str) -> Page:
    page: Page = new_page(width=1366)
    page.set_default_timeout(30_000)
    return staff(page, stack, f"{role}@tongdao")


def paid_out(teller: Page, leader: Page, stack: Stack) -> str:
    teller.goto(f"{stack.base_url}/loans/contracts")
    looked_at(teller, "contracts")
    row = teller.locator("tr", has_text="DK-431230-2026-900076")
    row.get_by_text("录入合同").click()
    teller.fill("#f-number", "HT-2026-0076")
    teller.get_by_text("每月还利息，到期还本金").click()
    teller.get_by_text("没有，两个人的征信都又查了").click()
    looked_at(teller, "contract-form")
    teller.get_by_text("存好，交给复核").click()
    teller.wait_for_url("**/loans/contracts/*")
    contract = teller.url
    leader.goto(contract)
    expect(leader.locator("main")).to_contain_text("壹拾叁万元整")
    looked_at(leader, "contract")
    leader.get_by_text("和合同一致，生效").click()
    expect(leader.locator("main")).to_contain_text("等放款")
    teller.goto(contract)
    teller.fill("#f-number", "JJ-2026-0076")
    teller.fill("#f-account_last4", "3417")
    teller.get_by_text("已经放款，记下来").click()
    teller.wait_for_url("**/loans/loans/*")
    return teller.url.rsplit("/", 1)[1]


def booked(teller: Page) -> None:
    looked_at(teller, "loan")
    teller.fill("#f-principal_fen", "2万")
    teller.fill("#f-interest_fen", "0")
    teller.get_by_text("记下这笔还款").click()
    expect(teller.locator("main")).to_contain_text("20,000")
    teller.get_by_text("还款与逾期").first.click()
    expect(teller.locator("main table")).to_contain_text("JJ-2026-0076")
    looked_at(teller, "loans")
