"""Officers' pages about roads, her home, the front page: on a real database, with nobody at the peers' addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.applicant import wiring
from services.applicant.domain.journey import ROAD
from services.applicant.errands.compose_home import Blocks, ComposeHome
from services.applicant.events.journey_inbound import HANDLERS
from services.applicant.usecases import UseCases
from shared.access import Actor
from shared.events.outbox import to_event
from shared.ids import new_id
from shared.storage.runner import Runner
from tests.builders.applicant import a_tree, an_id_no, unit_id
from tests.builders.journey import application, place
from tests.builders.world import World, a_woman, an_officer, world

CITY, COUNTY, TOWN = (unit_id(code) for code in ("431200", "431230", "431230100"))
NAMES = ("龙凤英", "杨秀兰", "吴满仙", "石银花")
OFFICER = an_officer("county_officer", (CITY, COUNTY))
ROW = {
    "sex": "女",
    "education": "初中",
    "age": "40",
    "hukou": "农业",
    "groups": "",
    "remark": "",
    "place": "双江镇芋头村",
}


@dataclass
class Roads:
    """applicant with four women in 通道, two of them enrolled, and what Kafka would have brought."""

    service: World
    runner: Runner[UseCases]
    women: list[str] = field(default_factory=list)

    def register(self, n: int, name: str) -> None:
        row = {**ROW, "row": n + 4, "name": name, "id_no": an_id_no(f"198{n}0615"), "phone": f"1390000001{n}"}
        body = {"unit": COUNTY, "row": row, "place_unit": None, "channel": "roster"}
        by = an_officer("coordinator", (CITY, COUNTY))
        answer = self.service.as_service("training", by).post("/applicant/internal/persons", json=body)
        assert answer.status_code == 200, answer.text
        self.women.append(answer.json["person_id"])

    def hear(self) -> None:
        for row in self.service.db.outbox.find({"type": {"$in": list(HANDLERS)}}).sort("seq"):
            event = to_event(row)
            self.runner.run(lambda use, event=event: HANDLERS[event.type](use, event))

    def note(self, woman: str, word: str, data: dict[str, Any]) -> None:
        self.runner.run(lambda use: use.journey.note(woman, word, data))

    def page(self, by: Actor | None, path: str, status: int = 200) -> str:
        answer = self.service.as_(by).get(path)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)


@pytest.fixture(scope="module")
def roads(mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roads]:
    with world("applicant", mongo_url, f"t_roads_{new_id()[-8:]}_", tmp_path_factory.mktemp("roads")) as service:
        base = wiring.Base.open(service.settings)
        runner = Runner(base.frame.client, base.frame.db, lambda session: wiring.use(base, session))
        runner.run(lambda use: use.unit.find.units.add(a_tree()))
        roads = Roads(service, runner)
        for n, name in enumerate(NAMES):
            roads.register(n, name)
        roads.hear()
        for woman in roads.women[:2]:
            roads.note(woman, *place("enrolled", on="2026-11-10"))
        yield roads
        base.frame.close()


def numbers(page: str) -> list[tuple[str, int]]:
    """Return every number of a page that opens a list: its address and the number."""
    found = re.findall(r'<a href="(/applicant/journeys\?[^"]+)">([\d,]+)</a>', page)
    return [(href, int(shown.replace(",", ""))) for href, shown in found]


def test_every_number_of_the_funnel_opens_a_list_of_its_length(roads: Roads) -> None:
    seen = 0
    for place_asked in ("", f"unit={COUNTY}", f"unit={TOWN}"):
        for href, count in numbers(roads.page(OFFICER, f"/applicant/funnel?{place_asked}")):
            rows = re.findall(r'href="/applicant/journeys/[0-9a-f]{32}"', roads.page(OFFICER, href))
            assert len(rows) == count, href
            seen += 1
    assert seen >= 8


def test_the_funnel_says_the_rate_from_the_step_before_and_when_it_changed(roads: Roads) -> None:
    page = roads.page(OFFICER, "/applicant/funnel")
    assert "50.00% 走到这一步" in page
    assert re.search(r"\d\d:\d\d 更新", page)
    assert "双江镇" in page
    assert "县溪镇" in page


def test_the_list_shows_names_to_the_officer_of_the_place(roads: Roads) -> None:
    page = roads.page(OFFICER, f"/applicant/journeys?unit={TOWN}&stage=registered")
    assert all(name in page for name in NAMES)
    first = roads.page(OFFICER, "/applicant/journeys?page_size=3")
    [further] = re.findall(r'href="(/applicant/journeys\?[^"]+after=[^"]+)"', first)
    rest = roads.page(OFFICER, further)
    assert sum(name in rest for name in NAMES) == 1


def test_one_womans_road_has_its_days_and_what_comes_next(roads: Roads) -> None:
    page = roads.page(OFFICER, f"/applicant/journeys/{roads.women[0]}")
    assert "龙凤英的路" in page
    assert "11 月 10 日（星期二）" in page
    assert "侗锦织造（初级）1 班" in page
    assert "走了 2 步，共 8 步" in page
    assert "怀化市 › 通道侗族自治县 › 双江镇 › 芋头村" in page


def test_another_countys_officer_finds_neither_number_nor_woman(roads: Roads) -> None:
    other = an_officer("county_officer", (CITY, unit_id("431229")))
    for path in ("funnel", f"funnel?unit={COUNTY}", f"journeys?unit={COUNTY}", f"journeys/{roads.women[0]}"):
        page = roads.page(other, f"/applicant/{path}", 404)
        assert not any(name in page for name in NAMES)


@pytest.mark.parametrize("path", ["/applicant/funnel", "/applicant/journeys", "/applicant/my-work"])
def test_her_pages_and_the_officers_pages_are_not_one_anothers(roads: Roads, path: str) -> None:
    assert roads.service.as_(None).get(path).status_code == 302
    roads.page(a_woman(roads.women[0]), path, 403)
    roads.page(OFFICER, "/applicant/me", 403)


@pytest.mark.parametrize(
    "asked",
    [
        "unit[$gt]=",
        "unit=x",
        "month=2026-13",
        "stage=gone",
        "page_size=0",
        "page_size=201",
        "page_size=x",
        "after=%00",
        "colour=red",
        "stage=" + "a" * 3000,
    ],
)
def test_an_address_that_asks_nonsense_is_refused(roads: Roads, asked: str) -> None:
    roads.page(OFFICER, f"/applicant/journeys?{asked}", 400 if asked in ("colour=red", "unit[$gt]=") else 422)


def test_an_empty_list_says_so_and_leads_on(roads: Roads) -> None:
    page = roads.page(OFFICER, "/applicant/journeys?stage=titled")
    assert "还没有人走到这一步" in page


def test_her_home_shows_her_road_while_the_other_services_are_away(roads: Roads) -> None:
    page = roads.page(a_woman(roads.women[0]), "/applicant/me")
    assert "龙凤英，您好" in page
    assert "培训那边现在没有回答" in page
    assert "贷款那边现在没有回答" in page
    assert "走了 2 步，共 8 步" in page
    assert len(page.encode()) < 50_000


class Told:
    """An answer that has come."""

    def __init__(self, items: list[dict[str, Any]] | None) -> None:
        self.items = items

    def get(self) -> list[dict[str, Any]] | None:
        return self.items


RETURNED = {
    "application_id": "d" * 32,
    "number": "DK-431230-2026-000001",
    "state": "returned",
    "desk": "county",
    "started_on": "2026-11-01",
    "amount_fen": 15_000_000,
    "answer_by": "2026-12-04",
    "missing": ["R07", "R09"],
    "steps": [
        {"desk": "village", "state": "done", "on": "2026-11-05", "days": 2},
        {"desk": "township", "state": "done", "on": "2026-11-11", "days": 4},
        {"desk": "county", "state": "returned", "on": None, "days": 7},
        {"desk": "bank", "state": "to_come", "on": None, "days": 10},
    ],
    "loan": None,
}
LATE = {
    **{"application_id": "e" * 32, "number": "DK-431230-2025-000009", "state": "funded", "amount_fen": 10_000_000},
    "loan": {
        **{"loan_id": "e" * 32, "state": "overdue", "balance_fen": 8_000_000},
        **{"next_due_on": "2026-11-20", "next_due_fen": 500_000},
    },
}


def home(roads: Roads, monkeypatch: pytest.MonkeyPatch, applications: list[dict[str, Any]] | None) -> str:
    blocks = Blocks(Told([]), Told(applications))  # type: ignore[arg-type]
    monkeypatch.setattr(ComposeHome, "__call__", lambda _self, _person, *, by: blocks)
    page = roads.page(a_woman(roads.women[0]), "/applicant/me")
    assert len(page.encode()) < 50_000
    assert "<script" not in page
    return page


def test_her_home_says_first_which_papers_are_missing_in_her_words(
    roads: Roads, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = home(roads, monkeypatch, [RETURNED])
    assert page.index("还差 2 样材料") < page.index("贷款办到哪了") < page.index("我的路")
    assert "丈夫签字的同意书" in page
    assert "12 月 4 日（星期五）前交上" in page
    assert "等您补 2 样材料" in page
    assert "约 10 个工作日" in page
    assert "sheet-owed" in page
    assert page.count(f'href="/loans/me/applications/{"d" * 32}"') == 2


def test_what_is_late_comes_before_everything_else_and_shows_what_is_due(
    roads: Roads, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = home(roads, monkeypatch, [RETURNED, LATE])
    assert re.search(r"还款日过了 \d+ 天", page)
    assert "要还 5,000 元" in page
    assert "还欠 8 万元" in page
    assert page.count("sheet-owed") == 1


def test_while_she_owes_nothing_no_sheet_is_marked(roads: Roads, monkeypatch: pytest.MonkeyPatch) -> None:
    in_review = {**RETURNED, "state": "in_review", "missing": [], "steps": RETURNED["steps"][:2]}  # type: ignore[index]
    page = home(roads, monkeypatch, [in_review])
    assert "sheet-owed" not in page
    assert "15 万元" in page


def test_without_an_answer_her_home_shows_the_last_that_was_heard_of_her_loan(
    roads: Roads, monkeypatch: pytest.MonkeyPatch
) -> None:
    woman = roads.women[2]
    for state in ("submitted", "passed", "returned"):
        roads.note(woman, *application(state))
    monkeypatch.setitem(roads.__dict__, "women", [woman, *roads.women])
    page = home(roads, monkeypatch, None)
    assert "贷款那边现在没有回答" in page
    assert "还差 1 样材料" in page
    assert "村妇联核实" in page


def test_before_kafka_has_brought_anything_she_is_registered_on_her_home(roads: Roads) -> None:
    roads.register(7, "陆春花")
    page = roads.page(a_woman(roads.women[-1]), "/applicant/me")
    assert "走了 1 步，共 8 步" in page
    assert "接下来：选一个班报名" in page


def test_the_front_page_is_for_everybody_and_stands_without_training(roads: Roads) -> None:
    page = roads.page(None, "/")
    assert "学一门手艺，借一笔本钱，做一个自己的牌子" in page
    assert "班级那边现在没有回答" in page
    for href in ("/applicant/sign-in", "/applicant/staff/sign-in", "/applicant/register", "/loans/policy", "tel:12338"):
        assert f'href="{href}"' in page
    assert len(page.encode()) < 50_000


def test_an_unknown_page_leads_home(roads: Roads) -> None:
    page = roads.page(None, "/applicant/nowhere", 404)
    assert "没有这个页面" in page
    assert "12338" in page


def test_the_work_page_has_three_parts_that_come_by_themselves(roads: Roads) -> None:
    page = roads.page(OFFICER, "/applicant/my-work")
    for part in ("/applicant/my-work/part", "/training/my-work", "/loans/my-work"):
        assert f'hx-get="{part}"' in page
        assert f'<a href="{part}">' in page
    client: FlaskClient = roads.service.as_(OFFICER)
    assert "您能看的" not in page
    inspector = roads.page(an_officer("inspector", (CITY,)), "/applicant/my-work")
    assert "您能看的" in inspector
    assert inspector.count('href="/applicant/dispatch"') == 2  # in the menu, and where her work would stand
    fragment = client.get("/applicant/my-work/part", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert "龙凤英" in fragment
    [(href, count)] = numbers_of_note(fragment)
    rows = re.findall(r'href="/applicant/journeys/[0-9a-f]{32}"', roads.page(OFFICER, href))
    assert len(rows) == count == len(NAMES)
    assert "<html" in roads.page(OFFICER, "/applicant/my-work/part")


def test_an_officer_of_another_office_has_nothing_to_register(roads: Roads) -> None:
    page = roads.page(an_officer("bank_officer", (CITY, COUNTY, "b" * 32)), "/applicant/my-work/part")
    assert not any(name in page for name in NAMES)


def numbers_of_note(page: str) -> list[tuple[str, int]]:
    found = re.findall(r'<a href="(/applicant/journeys\?[^"]+)">这个月 (\d+) 人</a>', unescape(page))
    return [(href, int(shown)) for href, shown in found]


def test_all_eight_steps_stand_on_every_page_that_shows_a_road(roads: Roads) -> None:
    names = ("登记", "报名", "结业", "申请", "担保", "到账", "经营", "妇字号")
    assert len(names) == len(ROAD)
    for by, path in ((OFFICER, "/applicant/funnel"), (a_woman(roads.women[0]), "/applicant/me")):
        page = roads.page(by, path)
        assert all(name in page for name in names)
    assert "满一年" in roads.page(OFFICER, "/applicant/funnel")
