"""Pages of training that no reading of one address shows, under axe on a phone and on a desk; stores in memory."""

import base64
import io
import re
from typing import TYPE_CHECKING, Any

import pytest

from services.training.domain.attendance import Mark, Tick
from services.training.domain.roster import Mode
from services.training.errands.check_page import CheckPage
from services.training.errands.signature import code_text
from services.training.usecases.attendance.take import Why
from services.training.usecases.roster.bring import JOB, Sheet
from shared.paper.signing import Seal
from shared.xlsx import reading
from tests.builders.books import a_book, hiding, read_here
from tests.builders.training import DAY, a_certificate
from tests.builders.world import PUBLIC
from tests.fakes.training import Memory
from tests.stack.drawn import at_both_widths, draw
from tests.unit.training.memory_site import Site
from tests.unit.training.test_sheets_come_back import LEADER, agreed, hr_list
from tests.unit.training.test_sheets_come_back import certified as handed_names
from tests.unit.training.test_subsidy import works
from tests.unit.training.test_to_the_certificate import BY, certified, examined, places, revoked
from tests.unit.training.test_usecases import a_woman, asks, opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.story
NAMES = ("龙秀英", "吴桂花", "杨·秋香")
HEAD = ["考号", "姓名", "理论", "实操"]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Memory:
    monkeypatch.setattr(reading, "opened", read_here)
    return Memory()


def looked_at(desk: "Page", web: Site, answer: Any, *words: str, name: str = "") -> None:
    """Find nothing wrong with a page that was answered, on which these words stand; `name` keeps its pictures."""
    assert all(one in answer.text for one in words), answer.text
    draw(desk, web.as_(BY), answer)
    assert at_both_widths(desk, name) == []


def named(here: Memory, class_id: str) -> Site:
    women = places(here, here.classes.rows[class_id])
    return Site(here, {place.person_id: name for place, name in zip(women, NAMES, strict=True)})


@pytest.mark.parametrize(
    ("trouble", "words"), [("failed", "请告诉系统管理员"), ("gone", "再传一次"), ("away", "正在等它")]
)
def test_an_import_that_does_not_go_on(here: Memory, desk: "Page", trouble: str, words: str):
    sheet = Sheet(b"xlsx", 48, DAY, {"id_no": ("F", "身份证号")})
    one = here.use.roster.bring.upload(opened(here, 30, "HW-BZ").id, sheet, Mode.PARTIAL, by=BY)
    here.noted.troubled[JOB, one.id] = trouble
    web = Site(here)
    looked_at(desk, web, web.get(f"/training/rosters/{one.id}", BY), words)


def test_a_class_is_called_off_without_a_reason(here: Memory, desk: "Page"):
    one, web = opened(here, 30, "HW-BZ"), Site(here)
    asks(here, one.id, a_woman(here))
    answer = web.post(f"/training/classes/{one.id}/calling-off", BY, version=here.classes.rows[one.id].version)
    looked_at(desk, web, answer, "error-summary", "这个班不办了")


def test_points_that_cannot_be(here: Memory, desk: "Page"):
    one = examined(here)
    web = named(here, one.id)
    wrong = {f"theory_{place.id}": "101" for place in places(here, one)}
    looked_at(desk, web, web.post(f"/training/classes/{one.id}/scores", BY, **wrong), "error-summary", NAMES[0])


def test_what_is_said_of_a_score_sheet(here: Memory, desk: "Page"):

    one = examined(here)
    web = named(here, one.id)
    rows = [[n, name, points, 90] for n, (name, points) in enumerate(zip(NAMES, (80, 300, 70), strict=True), 1)]
    sheet = hiding(a_book([HEAD, *rows]), 4, "D")
    sent = {"mode": "partial", "file": (io.BytesIO(sheet), "成绩.xlsx")}
    answer = web.post(f"/training/classes/{one.id}/score-sheet", BY, **sent)
    looked_at(desk, web, answer, "要改", "在表里是隐藏的", "没有读")


def test_points_that_were_put_right_and_a_book_that_would_change_the_exam(here: Memory, desk: "Page"):
    one = examined(here)
    first, *_ = places(here, one)
    web, points = named(here, one.id), f"/training/enrolments/{first.id}/points"
    here.use.exam.score(one.id, {first.id: (95, 90)}, by=BY)
    version = str(here.enrolments.get(first.id).version)
    form = {"number": "1", "theory": "59", "practice": "90", "reason": "抄成绩单抄错了行", "version": version}
    web.post(points, BY, **form)
    looked_at(desk, web, web.get(points, BY), "改过的", "抄成绩单抄错了行", "没考过")
    looked_at(desk, web, web.post(points, BY, **form), "error-summary")
    *before, last = here.sessions.of_classes([one.id])[:3]
    for session in before:
        here.use.attendance.take.said(session.id, {first.id: Tick(Mark.ABSENT)}, Why("点错了人"), by=BY)
    marks = {f"mark_{place.id}": "present" for place in places(here, one)} | {f"mark_{first.id}": "absent"}
    answer = web.post(f"/training/sessions/{last.id}/attendance", BY, **marks, reason="点错了人", version="0")
    looked_at(desk, web, answer, "这样改以后", "学时不够")


DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
READS = "window.BarcodeDetector = class { async detect() { return window.seen ? [{ rawValue: window.seen }] : []; } }"


def test_the_page_to_take_along_speaks_english_and_reads_a_picture_where_the_browser_can(desk: "Page"):
    seal, one = Seal.fresh(), a_certificate()
    html = CheckPage(seal, PUBLIC)()
    desk.route("**/kept.html", lambda route: route.fulfill(status=200, content_type="text/html", body=html))
    desk.goto(f"{PUBLIC}/kept.html")
    assert desk.locator("#photo").is_visible() == desk.evaluate("'BarcodeDetector' in window")
    assert at_both_widths(desk) == []
    desk.add_init_script(READS)
    desk.goto(f"{PUBLIC}/kept.html")
    desk.get_by_role("button", name="English").click()
    assert desk.locator("html").get_attribute("lang") == "en"
    assert desk.title() == "Check a certificate offline"
    assert not re.search(r"[\u4e00-\u9fff]", desk.locator("main").inner_text().replace("中文", ""))
    assert at_both_widths(desk) == []
    photo = {"name": "code.png", "mimeType": "image/png", "buffer": DOT}
    desk.set_input_files("#photo", [photo])
    desk.get_by_text("No code was found in the picture").wait_for()
    desk.evaluate("text => { window.seen = text }", code_text(one, seal, PUBLIC))
    desk.set_input_files("#photo", [])
    desk.set_input_files("#photo", [photo])
    desk.get_by_text(f"Genuine: we issued this certificate, number {one.number}").wait_for()
    desk.get_by_role("button", name="中文").click()
    desk.fill("#name", one.identity.name)
    desk.get_by_role("button", name="查一查").click()
    desk.get_by_text("姓名对得上").wait_for()


def test_a_certificate_that_was_revoked(here: Memory, desk: "Page"):
    one = certified(here)
    [first, *_] = here.use.certificate.find.of_class(one.id, by=BY)
    revoked(here, first.id, "cheated")
    web = named(here, one.id)
    looked_at(desk, web, web.get(f"/training/v/{first.code}", BY), "不算数了")
    looked_at(desk, web, web.get(f"/training/classes/{one.id}/exam", BY), "撤销")


def test_what_is_said_of_a_list_of_handed_out_papers(here: Memory, desk: "Page"):
    one = handed_names(here)
    papers, today = here.use.certificate.find.of_class(one.id, by=BY), here.clock.today()
    here.use.certificate.keep([(paper, b"%PDF") for paper in papers])
    signed = zip(papers, NAMES, ("本人", "代领", "谁"), strict=True)
    rows = [[paper.number, name, today, who] for paper, name, who in signed]
    sheet = a_book([["颁证花名册"], ["证书编号", "姓名", "领取日期", "签名"], *rows])
    web, where = named(here, one.id), f"/training/classes/{one.id}"
    empty = web.get(f"{where}/certified-sheet", BY)
    looked_at(desk, web, empty, "颁证花名册（xlsx）", name="certified-sheet")
    answer = web.post(f"{where}/certified-sheet", BY, mode="partial", file=(io.BytesIO(sheet), "颁证.xlsx"))
    looked_at(desk, web, answer, "记好了 2 人领证", "这一行记好了", "要改", name="certified-sheet-answer")
    looked_at(desk, web, web.get(f"{where}/exam", BY), "本人领了", "别人代领了", name="exam-handed-out")


def test_what_is_said_of_a_list_of_payments_and_of_what_is_added_for_work(here: Memory, desk: "Page"):
    one = handed_names(here)
    claim = agreed(here, one)
    works(here, claim.counted[0].number)
    web, days = named(here, one.id), (here.clock.today(), "", here.clock.today())
    content = hr_list(claim, *days, account="6217 0000 1234 5678 901")
    answer = web.post("/training/subsidies/payments", LEADER, mode="all", file=(io.BytesIO(content), "付款.xlsx"))
    looked_at(desk, web, answer, "没有付款日期和凭证号", "完整的银行账号", name="payments-sheet-answer")
    page = web.get(f"/training/subsidies/{claim.id}", LEADER)
    looked_at(desk, web, page, "加 20%", "申领以后才知道就业的有 1 人", name="claim-with-additions")
