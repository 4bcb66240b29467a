"""The monthly dispatch on a real database: every number of page, table and workbook is the length of its list."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from services.applicant import wiring
from services.applicant.usecases import UseCases
from shared.access import Actor
from shared.clock import FixedClock
from shared.errors import Conflict, Stale
from shared.ids import new_id
from shared.storage.runner import Runner
from tests.builders import journey as made
from tests.builders.applicant import a_tree, unit_id
from tests.builders.world import World, an_officer, world

CITY, COUNTY, TOWN, YUTOU = (unit_id(code) for code in ("431200", "431230", "431230100", "431230100201"))
PATH = [CITY, COUNTY, TOWN, YUTOU]
MONTH = "2026-10"
OFFICER, LEADER = (an_officer(role, (CITY,)) for role in ("city_officer", "city_leader"))
COUNTY_OFFICER = an_officer("county_officer", (CITY, COUNTY))
INSPECTOR = an_officer("inspector", (CITY,))
SAID = datetime(2026, 10, 20, tzinfo=UTC)
WORDS = {
    "certified": "certificate.issued",
    "uncertified": "certificate.revoked",
    **{word: f"application.{word}" for word in ("submitted", "guaranteed", "returned", "passed")},
    **{word: f"loan.{word}" for word in ("disbursed", "repaid", "overdue", "cured", "settled")},
    **{word: f"enterprise.{word}" for word in ("recognised", "reported")},
}
CLASS = f"class:{'c' * 32}"
NUMBER = re.compile(r'<a href="(/applicant/dispatch/list\?[^"]+)">(?:<b>)?([\d,]+)(?:</b>)?</a>')


@dataclass
class Hall:
    """applicant with the year of some women of 通道, told by events."""

    service: World
    runner: Runner[UseCases]

    def tell(self, woman: str, fact: tuple[str, dict[str, Any]], said: datetime = SAID) -> None:
        word, data = fact
        told = {**data, "org_path": PATH}
        self.runner.run(lambda use: use.dispatch.note(woman, WORDS[word], told, said))

    def page(self, by: Actor | None, path: str, status: int = 200) -> str:
        answer = self.service.as_(by).get(f"/applicant/dispatch{path}")
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def post(self, by: Actor, path: str, status: int = 303, **fields: str) -> str:
        data = {"_once": new_id(), **fields}
        answer = self.service.as_(by).post(f"/applicant/dispatch{path}", data=data)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def length(self, by: Actor, href: str) -> int:
        """Return how many lines the list behind a number has, over all its pages."""
        count, further = 0, [f"{href}&page_size=3".removeprefix("/applicant/dispatch")]
        while further:
            page = self.page(by, further[0])
            count += page.split("<tbody>")[-1].count("<tr") if "<tbody>" in page else 0
            further = [
                f"{one}&page_size=3".removeprefix("/applicant/dispatch")
                for one in re.findall(r'<a href="(/applicant/dispatch/list\?[^"]+)" rel="next"', page)
            ]
        return count


@pytest.fixture(scope="module")
def hall(mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with world("applicant", mongo_url, f"t_hall_{new_id()[-8:]}_", tmp_path_factory.mktemp("hall")) as service:
        base = wiring.Base.open(service.settings, FixedClock(datetime(2026, 10, 30, 4, tzinfo=UTC)))
        runner = Runner(base.frame.client, base.frame.db, lambda session: wiring.use(base, session))
        runner.run(lambda use: use.unit.find.units.add(a_tree()))
        hall = Hall(service, runner)
        for n in range(5):
            live(hall, f"{n:032x}", n)
        for word, day in (("planned", "2026-10-01"), ("opened", "2026-10-08"), ("closed", "2026-10-22")):
            runner.run(lambda use, word=word, day=day: use.dispatch.note(CLASS, f"class.{word}", a_class(day), SAID))
        yield hall
        base.frame.close()


def a_class(day: str) -> dict[str, Any]:
    """Return what the events of one class of the county say, all in one."""
    names = {"class_id": CLASS[6:], "number": "PX-431230-2026-0001", "title": "侗锦织造 1 班", "course": "HW-DJ1"}
    heads = {"enrolled": 5, "attended": 5, "examined": 5, "passed": 5}
    return {**names, **heads, "org_path": PATH[:2], "on": day, "minutes": 2205}


def live(hall: Hall, woman: str, n: int) -> None:
    """Let one woman go as far as her number says."""
    hall.tell(woman, made.certificate(f"2026-{6 + n:02}-0{n + 1}"))
    hall.tell(woman, made.application("submitted", f"2026-{6 + n:02}-12"))
    if n % 2 == 0:
        hall.tell(woman, made.application("guaranteed", "2026-10-02"))
        hall.tell(woman, made.loan("disbursed", "2026-10-12" if n else "2025-10-12"))
        hall.tell(woman, made.loan("repaid", "2026-10-14"))
    if n == 4:
        hall.tell(woman, made.loan("overdue", "2026-10-21"))
        hall.tell(woman, made.title("recognised", "2026-10-22"))


def test_every_count_of_the_page_opens_a_list_of_its_length(hall: Hall) -> None:
    seen = 0
    for group in ("loan", "training", "title"):
        for href, shown in NUMBER.findall(hall.page(LEADER, f"?group={group}&month={MONTH}")):
            assert hall.length(LEADER, href) == int(shown.replace(",", "")), href
            seen += 1
    assert seen >= 5


def test_a_class_on_a_list_has_its_name_its_county_and_its_number(hall: Hall) -> None:
    for measure in ("class_opened", "class_closed"):
        page = hall.page(LEADER, f"/list?unit={COUNTY}&measure={measure}&reads=month&month={MONTH}")
        row = page.split("<tbody>")[1]
        assert all(one in row for one in ("侗锦织造 1 班", "通道", "PX-431230-2026-0001"))
        assert "/training/classes/" in row
        read = hall.page(INSPECTOR, f"/list?unit={COUNTY}&measure={measure}&reads=month&month={MONTH}")
        assert "侗锦织造 1 班" in read
        assert "/training/classes/" not in read, "training would not let her in"


@pytest.mark.parametrize("by", [LEADER, COUNTY_OFFICER])
def test_every_count_of_the_tables_and_of_the_workbook_is_the_length_of_its_list(hall: Hall, by: Actor) -> None:
    answer = hall.service.as_(by).get(f"/applicant/dispatch/pack.xlsx?month={MONTH}")
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    seen = 0
    for sheet in book.sheet_names:
        page = hall.page(by, f"/tables?table={sheet[:2]}&month={MONTH}")
        written = book.get_sheet_by_name(sheet).to_python()[4:]
        for line, row in zip(re.findall(r"<tr[^>]*>(.*?)</tr>", page.split("<tbody>")[1], re.S), written, strict=True):
            for cell, value in zip(re.findall(r"<td[^>]*>(.*?)</td>", line, re.S), row[1:], strict=True):
                if found := NUMBER.search(cell):
                    assert hall.length(by, found[1]) == int(found[2]) == value, found[1]
                    seen += 1
                elif cell == "0":
                    assert value == 0, "zero is written as zero"
                elif cell == "":
                    assert value == "", "what is not reported stays blank"
    assert seen >= 20


def test_two_people_set_a_target_and_the_ranking_follows_it(hall: Hall) -> None:
    assert "没定任务" in hall.page(LEADER, f"?month={MONTH}")
    field = {f"county_{COUNTY}": "2"}
    hall.post(OFFICER, "/targets/2026/funded", **field)
    assert "要由另一个人来定" in hall.page(OFFICER, "/targets/2026/funded")
    assert "不能自己定" in hall.post(OFFICER, "/targets/2026/funded/confirmation", 422)
    hall.post(LEADER, "/targets/2026/funded/confirmation")
    page = hall.page(LEADER, f"?month={MONTH}")
    assert "100.00%" in page
    assert "赶上了" in page
    assert "比时间进度快 16.67 个百分点" in page
    assert "全市" in page
    assert hall.page(COUNTY_OFFICER, f"?month={MONTH}").count("100.00%") >= 2, "a county sees the ranking too"
    paper = hall.page(COUNTY_OFFICER, f"/paper?month={MONTH}")
    assert re.search(r">1</td><th scope=\"row\">通道县</th>(<td class=\"num\">[\d.,]+</td>){4}.*100.00%.*赶上了", paper)
    assert "主席" in paper, "who signs the report"


def test_a_county_reports_zero_and_leaves_blank_what_it_does_not_know(hall: Hall) -> None:
    hall.post(COUNTY_OFFICER, f"/reports/{MONTH}", towns_regionalised="0")
    page = hall.page(LEADER, f"?group=organisation&month={MONTH}")
    assert "报了 1 个" in page
    assert "没报" in page, "the two that were left blank"
    form = hall.page(COUNTY_OFFICER, f"/reports/{MONTH}")
    assert re.search(r'name="towns_regionalised"[^>]*value="0"', form)
    assert "很多" in hall.post(COUNTY_OFFICER, f"/reports/{MONTH}", 422, towns_regionalised="很多")


def test_the_work_list_says_what_the_dispatch_waits_for_from_each_officer(hall: Hall) -> None:
    def part(by: Actor) -> str:
        return unescape(hall.service.as_(by).get("/applicant/my-work/part").text)

    assert re.search(r'href="/applicant/dispatch/reports/20\d\d-\d\d">报 ', part(COUNTY_OFFICER))
    assert re.search(r'href="/applicant/dispatch/months/20\d\d-\d\d">锁定 ', part(OFFICER))
    hall.post(OFFICER, "/targets/2026/trained", **{f"county_{COUNTY}": "7"})
    assert ("年任务等您定：结业妇女" in part(LEADER), "年任务等您定" in part(OFFICER)) == (True, False)


@pytest.mark.parametrize(
    ("asked", "page", "behind"),
    [
        ("colour=red", 400, 400),
        ("month[$gt]=", 400, 400),
        ("group=gone", 422, 400),
        ("unit=x", 400, 422),
        ("month=2026-13", 422, 422),
        ("month=now", 422, 422),
    ],
)
def test_an_address_that_asks_nonsense_is_refused(hall: Hall, asked: str, page: int, behind: int) -> None:
    hall.page(LEADER, f"?{asked}", page)
    hall.page(LEADER, f"/list?{asked}", behind)


def test_a_county_opens_no_list_of_the_whole_city(hall: Hall) -> None:
    hall.page(COUNTY_OFFICER, f"/list?unit={CITY}&measure=funded&reads=year&month={MONTH}", 404)
    hall.page(an_officer("bank_officer", (CITY, COUNTY)), "", 403)


def test_a_locked_month_keeps_its_figures_until_it_is_restated_with_a_reason(hall: Hall) -> None:
    early = hall.service.as_(OFFICER).post("/applicant/dispatch/months/2099-12/lock", data={"_once": new_id()})
    assert early.status_code == 422
    hall.runner.run(lambda use: use.dispatch.lock("2026-09", by=OFFICER))
    before = hall.page(LEADER, "/tables?table=T2&month=2026-09")
    late = datetime(2026, 11, 2, tzinfo=UTC)
    hall.tell("e" * 32, made.loan("disbursed", "2026-09-10"), late)
    after = hall.page(LEADER, "/tables?table=T2&month=2026-09")
    assert NUMBER.findall(after) == NUMBER.findall(before), "nothing changes in a locked month"
    october = hall.page(LEADER, f"?month={MONTH}")
    assert "更正 1 处" in october
    assert "2026-09 锁定以后才报来" in hall.page(LEADER, f"/corrections?month={MONTH}")
    hall.service.db.dispatch_months.update_one({"_id": "2026-09"}, {"$set": {"versions.0.at": SAID}})
    hall.post(OFFICER, "/months/2026-09/restatement", reason="通道 9 月漏报 1 户")
    assert "通道 9 月漏报 1 户" in hall.page(LEADER, "/months/2026-09")
    assert "没有更正" in hall.page(LEADER, f"?month={MONTH}")
    assert NUMBER.findall(hall.page(LEADER, "/tables?table=T2&month=2026-09")) != NUMBER.findall(before)
    assert hall.runner.ask(lambda use: use.journey.check()) == []


def test_a_lie_in_a_month_counter_is_found(hall: Hall) -> None:
    counters = hall.service.db.month_counters
    one: Any = counters.find_one({"unit": COUNTY, "month": MONTH})
    counters.update_one({"_id": one["_id"]}, {"$inc": {"n.funded:i": 1}})
    [found] = hall.runner.ask(lambda use: use.journey.check())
    assert found.cell == (COUNTY, MONTH, "funded:i")
    counters.replace_one({"_id": one["_id"]}, one)


def test_of_two_officers_who_lock_a_month_at_once_one_does(hall: Hall) -> None:
    def lock(_n: int) -> str:
        try:
            return hall.runner.run(lambda use: use.dispatch.lock("2026-08", by=OFFICER)).month
        except (Conflict, Stale) as problem:
            return problem.slug

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(lock, range(2)))
    assert answers[0] == "2026-08"
    assert answers[1] in ("month_locked_already", "changed_meanwhile")
    assert hall.service.db.dispatch_months.find_one({"_id": "2026-08"})["version"] == 1
