"""A visit that three have signed, two desks with one case at the same time, and a leading group that votes on it."""

from collections.abc import Collection
from dataclasses import replace
from io import BytesIO
from random import Random

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from services.loans.domain.route import Route, Step
from services.loans.usecases import UseCases
from shared.access import Actor, Kind
from shared.clock import Clock
from shared.web.app import MAX_BODY
from tests.builders import desks
from tests.builders.loans import ASK, a_verdict
from tests.e2e.test_desks import card_of, desk_of, loans_on, looked_at
from tests.stack.browser import NewPage
from tests.stack.people import staff
from tests.stack.stack import Stack


def road(use: UseCases, path: tuple[str, ...], acts: Collection[str]) -> Route:
    """Return the road of 通道, two desks of it side by side and a leading group behind it, with some acts alone."""
    serial = use.desk.routes(path)
    county = use.replica.county_of(path)
    group = use.replica.units.office(county.id, "leading_group") if county else None
    assert group is not None
    panel = Step("panel", "panel", 1, 5, group.id, "panel_member", from_fen=10_000_000, seats=2, quorum=2)
    steps = [replace(one, beside=one.act == "guarantee") for one in serial.steps if not acts or one.act in acts]
    return replace(serial, steps=(*steps, panel))


def handed_in(stack: Stack, her: tuple[str, str, str], *, to: str, acts: Collection[str] = ()) -> str:
    card = card_of(stack, *her)
    with loans_on(stack, Clock.real_now()) as wiring:

        def work(use: UseCases) -> str:
            begun = use.application.start(card.person_id, by=Actor(card.person_id, Kind.WOMAN))
            today = use.desk.today()
            begun.submit(ask=ASK, verdict=a_verdict(on=today), route=road(use, card.path, acts), today=today)
            use.application.start.applications.save(begun)
            return begun.id

        return desks.walked(wiring.worker, wiring.worker.run(work), to=to).id


def walked(stack: Stack, case_id: str, to: str) -> None:
    with loans_on(stack, Clock.real_now()) as wiring:
        desks.walked(wiring.worker, case_id, to=to)


def picture(size: tuple[int, int] = (64, 48)) -> FilePayload:
    """Return a photo; nothing in it repeats, so that a large one has as many bytes as from a good camera."""
    content = BytesIO()
    Image.frombytes("RGB", size, Random(1).randbytes(size[0] * size[1] * 3)).save(content, "JPEG", quality=95)
    return {"name": "loom.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def take(page: Page, stack: Stack, case_id: str) -> Page:
    page.goto(f"{stack.base_url}/loans/cases/{case_id}")
    page.get_by_role("button", name="领取", exact=True).click()
    page.wait_for_url(f"**/loans/cases/{case_id}")
    return page


def test_three_sign_a_visit_two_desks_work_side_by_side_and_a_leading_group_votes(stack: Stack, new_page: NewPage):
    case_id = handed_in(stack, ("杨桂花", "13900008201", "091"), to="report")
    here = {"latitude": 26.1573, "longitude": 109.7845, "accuracy": 12}
    phone = new_page(width=375, geolocation=here, permissions=["geolocation"])
    writer = take(staff(phone, stack, "county_officer_1@tongdao"), stack, case_id)
    writer.fill("#f-visited_on", Clock.real_now().date().isoformat())
    writer.get_by_role("button", name="用手机定位").click()
    expect(writer.locator("#f-spot")).to_have_value("26.157300, 109.784500 (12 m)")
    writer.get_by_text("工坊、店里").click()
    writer.fill("#f-own_money_fen", "2万")
    writer.fill("#f-text", "五台织机，带三名妇女做工。")
    writer.fill("#f-her_name", "别的人")
    writer.set_input_files("#f-photos", [picture(), picture()])
    looked_at(writer, "visit-report")
    writer.set_viewport_size({"width": 375, "height": 740})
    send = writer.locator("form[action$='/decision'] button[name=_next]")
    send.click()
    expect(writer.locator(".error-summary")).to_contain_text("这不是她的名字")
    writer.fill("#f-her_name", "杨桂花")
    from_a_camera = picture((3000, 2000))
    assert 2 * len(from_a_camera["buffer"]) > MAX_BODY
    writer.set_input_files("#f-photos", [from_a_camera] * 2)  # too much as they are: the phone makes them small
    send.click()
    writer.wait_for_url("**/loans/queue")
    along = desk_of(new_page, stack, "county_officer_2")
    along.goto(f"{stack.base_url}/loans/queue?list=together")
    along.locator("tr", has_text="杨桂花").get_by_text("领取").click()
    along.wait_for_url("**/loans/cases/*")
    expect(along.locator("main")).to_contain_text("26.157300, 109.784500 (12 m)")
    looked_at(along, "visit-second")
    with along.expect_navigation():  # the signature is there before anybody looks
        along.get_by_role("button", name="我也去了，情况属实").click()
    along.goto(f"{stack.base_url}/loans/cases/{case_id}")
    expect(along.locator("main")).to_contain_text("一同上门")
    walked(stack, case_id, "certify")
    agency = desk_of(new_page, stack, "guarantee_officer_1")
    agency.goto(f"{stack.base_url}/loans/queue")
    expect(agency.locator("tr", has_text="杨*花")).to_contain_text("同时办")
    take(agency, stack, case_id)
    expect(agency.locator("main")).to_contain_text("同时在")
    looked_at(agency, "case-side-by-side")


def test_two_members_of_a_leading_group_vote_and_the_first_sees_that_the_other_is_still_to_vote(
    stack: Stack, new_page: NewPage
):
    case_id = handed_in(stack, ("吴春桃", "13900008202", "092"), to="panel", acts=("verify", "approve"))
    for number in (1, 2):
        member = desk_of(new_page, stack, f"panel_member_{number}")
        member.goto(f"{stack.base_url}/loans/cases/{case_id}")
        member.fill("#f-text", f"委员{number}：项目实在。")
        if number == 1:
            looked_at(member, "panel-vote")
        member.locator("form[action$='/decision'] button[name=_next]").click()
        member.wait_for_url("**/loans/queue")
        member.goto(f"{stack.base_url}/loans/cases/{case_id}")
        if number == 1:
            expect(member.locator("main")).to_contain_text("您投过了")
            looked_at(member, "panel-voted")
        else:
            expect(member.locator("main")).to_contain_text("同意票")
