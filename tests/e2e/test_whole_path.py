"""From registration on a phone to the recognised title, with a return on the way, and everything that was counted.

Told twice: once as it should go, once with a process ended by -9 at every seeded point; it ends the same.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from bson import BSON
from playwright.sync_api import Page, expect

from shared.events.views import current
from tests.builders.applicant import an_id_no
from tests.builders.front import a_photo
from tests.e2e.whole_path import offices
from tests.e2e.whole_path.hands import Story, own_city
from tests.e2e.whole_path.her import Woman
from tests.e2e.whole_path.offices import COUNTY, TOWN, VILLAGE
from tests.stack.browser import NewPage
from tests.stack.people import command, until
from tests.stack.stack import Stack

STAGES = ("registered", "enrolled", "certified", "applied", "guaranteed", "funded", "trading", "titled")
SEED = 20261124


@pytest.fixture
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A city of its own, whose clock may run through months."""
    with own_city(tmp_path_factory.mktemp("path")) as whole:
        yield whole


@pytest.fixture(params=[None, SEED], ids=["as_it_should", "with_kills"])
def story(request: pytest.FixtureRequest, own_stack: Stack, new_page: NewPage) -> Iterator[Story]:
    """A telling; when it breaks off, what everybody had before them is printed."""
    telling = Story(own_stack, new_page, request.param)
    yield telling
    print(telling.seen())  # noqa: T201  # shown by pytest below a failed test only


@pytest.mark.story
def test_a_woman_goes_the_whole_way_to_a_recognised_title(own_stack: Stack, story: Story, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(a_photo(1200, 900))
    until(lambda: own_stack.db("training").rooms.find_one({}) or own_stack.db("training").resources.find_one({}))
    first, second = women(story)
    people = [one.registers() for one in (first, second)]

    learns(story, (first, second))
    offices.fund_is_filled(story)
    case_id = first.applies(photo)
    other_id = second.applies(photo)
    number = str(own_stack.db("loans").applications.find_one({"_id": case_id})["number"])
    reviewed(story, case_id, first, photo)
    offices.sends_back(story, f"village_officer_1@{VILLAGE}", other_id, "R07")
    second.puts_right(other_id, "spouse_consent", photo)
    guaranteed_and_paid(story, case_id, number)

    story.days(20)
    enterprise_id = first.registers_her_enterprise("芋头侗锦坊", "2023-03-01")
    first.reports(enterprise_id, story.today.year)
    second.reports(second.registers_her_enterprise("芋头竹艺坊", "2023-05-01"), story.today.year)
    nomination = offices.title_is_recognised(story, people[0], "rural_leader", enterprise_id)
    story.days(12)
    nominations: Any = own_stack.db("applicant").nominations
    until(lambda: nominations.find_one({"_id": nomination})["state"] == "recognised")

    stages_of(story, people, [8, 4])
    counted(story, people[0])
    whole(story)


def women(story: Story) -> tuple[Woman, Woman]:
    """One with script in her phone, one without."""
    pages = [
        story.new_page(width=375, base_url=story.stack.base_url, java_script_enabled=script) for script in (True, False)
    ]
    for who, page in zip(("she, with script", "she, without"), pages, strict=True):
        page.set_default_timeout(30_000)
        story.desks[who] = page
    return (
        Woman(story, pages[0], "杨秀莲", "13900006001", an_id_no("19850615", "000")),
        Woman(story, pages[1], "吴银花", "13900006002", an_id_no("19870615", "000")),
    )


def learns(story: Story, learners: tuple[Woman, ...]) -> None:
    """A class of hats: planned, enrolled, taught, examined, certified."""
    start = story.today + timedelta(days=10)
    class_id = offices.class_opens(story, "HW-DL", start.isoformat())
    for one in learners:
        one.enrols(class_id)
    offices.class_is_taught(story, class_id)
    offices.class_is_examined(story, class_id)
    for one in learners:
        one.has_her_certificate()


def reviewed(story: Story, case_id: str, her: Woman, photo: Path) -> None:
    """Village, township (which sends it back once), county with its visit, HR."""
    village, town = f"village_officer_1@{VILLAGE}", f"township_officer_1@{TOWN}"
    offices.passes(story, village, case_id, {"residence": "lives_here", "household": "seen", "text": "情况属实"})
    offices.sends_back(story, town, case_id, "R07")
    her.puts_right(case_id, "spouse_consent", photo)
    offices.passes(story, town, case_id, {"project": "micro", "text": "做斗笠，微利项目"})
    offices.confirms(story, f"township_leader_1@{TOWN}", case_id)
    county = f"county_officer_1@{COUNTY}"
    visit = (story.today + timedelta(days=1)).isoformat()
    plan = {"visit_on": visit, "visitor_1": "张敏", "visitor_2": "李红"}
    offices.passes(story, county, case_id, plan)
    story.at(date.fromisoformat(visit))
    report: dict[str, object] = {
        "visited_on": visit,
        "arrived": "9:30",
        "spot_said": "芋头村寨门口第三家",
        "no_spot": "no_signal",
        "her_name": her.name,
        "place_kind": "workshop",
        "own_money_fen": "2万",
        "amount_fen": "15万",
        "text": "作坊在自家一楼，已有订单",
    }
    offices.passes(story, county, case_id, report, photos=[photo, photo])
    offices.confirms(story, f"county_officer_2@{COUNTY}", case_id)
    recommend: dict[str, object] = {"amount_fen": "15万", "text": "推荐"}
    desk = offices.case_at(story, county, case_id)
    unknown = tuple(str(box.get_attribute("value")) for box in desk.locator("input[name=settled]").all())
    offices.passes(story, county, case_id, {**({"settled": unknown} if unknown else {}), **recommend})
    offices.confirms(story, f"county_leader_1@{COUNTY}", case_id)
    certify = {"group": "RURAL_SELF", "evidence": "通人社〔2026〕11 号", "times_used": "0", "text": "符合"}
    offices.passes(story, f"hr_officer_1@{COUNTY}", case_id, certify)
    offices.confirms(story, f"hr_leader_1@{COUNTY}", case_id)


def guaranteed_and_paid(story: Story, case_id: str, number: str) -> None:
    """Agency and bank; then contract, money, a first repayment."""
    offices.passes(story, f"guarantee_officer_1@{COUNTY}", case_id, {"counter": "person", "text": "担保人符合"})
    offices.confirms(story, f"guarantee_leader_1@{COUNTY}", case_id)
    approve = {
        "amount_fen": "15万",
        "rate_bp": "3.5",
        "term_months": "36",
        "credit_report_on": story.today.isoformat(),
        "text": "同意",
    }
    offices.passes(story, f"bank_officer_1@{COUNTY}", case_id, approve)
    offices.confirms(story, f"bank_leader_1@{COUNTY}", case_id)
    offices.paid_out(story, number)


def rows(story: Story) -> Any:
    """Return the journey that is read now."""
    db = story.stack.db("applicant")
    return db[current(db, "journey")]


def stages_of(story: Story, people: list[str], reached: list[int]) -> None:
    """Her line shows every step; so does the officer's page of it."""
    for person, count in zip(people, reached, strict=True):
        until(
            lambda person=person, count=count: (
                len((rows(story).find_one({"_id": person}) or {}).get("stages", {})) >= count
            )
        )
    line = rows(story).find_one({"_id": people[0]})
    assert set(line["stages"]) == set(STAGES)
    desk = story.officer(f"county_officer_1@{COUNTY}")
    desk.goto(f"/applicant/journeys/{people[0]}")
    expect(desk.locator("main")).to_contain_text("走了 8 步，共 8 步")


def counted(story: Story, person: str) -> None:
    """Every number of funnel and ranking opens a list of its length; the county's one loan is in the ranking."""
    desk = story.officer(f"county_officer_1@{COUNTY}")
    desk.goto("/applicant/funnel")
    lists_are_as_long(desk, "/applicant/journeys?")
    city = story.officer("city_officer_1@huaihua")
    city.goto(f"/applicant/dispatch?month={funded_in(story, person)}")
    row = city.locator(".ranking tbody tr", has_text="通道")
    expect(row.locator("a[href*='/applicant/dispatch/list?']").first).to_have_text("1")
    lists_are_as_long(city, "/applicant/dispatch/list?")


def funded_in(story: Story, person: str) -> str:
    """Return the month her loan counts in, however far the story has gone since."""
    db = story.stack.db("applicant")
    until(lambda: any(one.get("m") == "funded" for one in facts_of(db, person)))
    return str(next(one["in"] for one in facts_of(db, person) if one.get("m") == "funded"))


def facts_of(db: Any, person: str) -> list[dict[str, Any]]:
    """Return what of her counts in the monthly tables."""
    return list((db[current(db, "month")].find_one({"_id": person}) or {"facts": {}})["facts"].values())


def lists_are_as_long(page: Page, address: str) -> None:
    """Open the list behind every number of a page that leads to this address."""
    links = page.locator(f"main a[href*='{address}']")
    asked = {(str(one.get_attribute("href")), one.inner_text().replace(",", "").strip()) for one in links.all()}
    numbers = {(href, int(words)) for href, words in asked if words.isdigit()}
    assert numbers
    for href, count in numbers:
        page.goto(f"{href}&page_size=200")
        expect(page.locator("main tbody tr")).to_have_count(count)


def whole(story: Story) -> None:
    """Nothing lost, nothing twice; a rebuilt journey is the same; the fund is what its ledger says."""
    stack = story.stack
    for service in ("applicant", "training", "loans"):
        command(stack, service, "reconcile --wait 60")
    before = [BSON.encode(row) for row in rows(story).find().sort("_id")]
    command(stack, "applicant", "rebuild journey")
    assert [BSON.encode(row) for row in rows(story).find().sort("_id")] == before
    command(stack, "loans", "fund check")
    assert bool(story.fell) == (story.seed is not None)
