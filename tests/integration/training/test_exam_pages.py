"""Attendance, exam and certificate on their pages, on a real database; applicant's answer is put in its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from services.training.domain.certificate import Certificate, Identity
from services.training.domain.enrolment import Enrolment
from services.training.usecases.enrolment.enrol import Coming
from shared.access import SYSTEM, Actor
from shared.ids import new_id
from tests.builders.training import ELSEWHERE, HR, OTHER_HR, PATH, School, a_coordinator, a_reviewer, school
from tests.builders.world import World, a_woman, an_officer, world
from tests.integration.training.classes import at

TEACHER = an_officer("teacher", PATH)


@dataclass
class Place:
    """The app and its use cases on one database, with a class of three women."""

    web: World
    school: School
    class_id: str
    women: list[Actor]
    coordinator: Actor
    reviewer: Actor

    def get(self, path: str, who: Actor | None) -> Any:
        return self.web.as_(who).get(path)

    def post(self, path: str, who: Actor | None, **form: str) -> Any:
        return self.web.as_(who).post(path, data={"_once": new_id(), **form})

    def sessions(self) -> list[Any]:
        return self.school.ask(lambda use: use.training_class.find.sessions_of([self.class_id]))

    def places(self) -> list[Enrolment]:
        return self.school.ask(lambda use: use.exam.find.women(self.class_id, by=self.coordinator))

    def version(self) -> str:
        return str(self.school.class_(self.class_id).version)


@pytest.fixture(scope="module")
def place(mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder: Path = tmp_path_factory.mktemp("exam-pages")
    name = "t_training_exam_pages_"
    with world("training", mongo_url, name, folder) as web, school(mongo_url, name, folder) as found:
        found.furnish()
        one = found.opened(5, "HW-BZ").id
        women = [a_woman(found.woman().person_id) for _ in range(3)]
        for her in women:
            found.run(lambda use, her=her: use.enrolment.enrol(one, Coming(her.id, "self", SYSTEM), by=her))
        yield Place(web, found, one, women, a_coordinator(), a_reviewer())


def test_from_the_first_morning_to_the_public_page(place: Place) -> None:
    klass = f"/training/classes/{place.class_id}"
    assert (
        "class_not_yet" not in (early := place.post(f"{klass}/start", place.coordinator, version=place.version())).text
    )
    assert (early.status_code, "才开课" in early.text) == (422, True)
    at(place.school, place.sessions()[0].slot.starts_at)
    assert place.post(f"{klass}/start", place.coordinator, version=place.version()).status_code == 303
    assert "今天的点名" in place.get(klass, place.coordinator).text

    _checked_in(place)
    sheets(place)
    assert "每次都一个不缺" in place.get("/training/attendance/questions", place.reviewer).text
    _examined(place, klass)
    papers = _certified(place, klass)
    _public(place, papers[0])
    _hers(place, papers)
    closed = place.post(f"{klass}/closing", place.coordinator, version=place.version())
    assert closed.status_code == 303
    assert "结业" in place.get(klass, place.coordinator).text
    assert place.get("/training/exams", place.coordinator).status_code == 200
    _subsidised(place, klass)


def _checked_in(place: Place) -> None:
    """All three scan the code on the teacher's screen."""
    session, errands = place.sessions()[0], place.school.wiring.errands
    assert "<svg" in place.get(f"/training/sessions/{session.id}/code", TEACHER).text
    rule = place.school.ask(lambda use: use.catalogue.code(session.slot.on))
    now = place.school.wiring.frame.clock.now()
    code = errands.roll_code.address(session.id, rule, now).removeprefix(errands.roll_code.public_url)
    assert "我到了" in place.get(code, place.women[0]).text
    forged = code[:-4] + ("AAAA" if not code.endswith("AAAA") else "BBBB")
    assert place.post(forged, place.women[0]).status_code == 422
    for her in place.women:
        assert "记下了，您到了" in place.post(code, her).text
    assert ">3</b>" in place.get(f"/training/sessions/{session.id}/code/now", TEACHER).text
    assert "扫过码的 3 人先算到了" in place.get(f"/training/sessions/{session.id}/attendance", TEACHER).text


def sheets(place: Place) -> None:
    """The first sheet with a mistake and a correction, the others with everybody there."""
    ids, first = [one.id for one in place.places()], place.sessions()[0]
    where = f"/training/sessions/{first.id}/attendance"
    page = place.get(where, TEACHER)
    assert page.text.count('value="present" selected') == 3
    assert "要点名" in place.get("/training/attendance", TEACHER).text
    marks = {f"mark_{one}": "present" for one in ids}
    wrong = place.post(where, TEACHER, **(marks | {f"mark_{ids[0]}": "late"}))
    assert (wrong.status_code, "差了几分钟" in wrong.text, 'value="late" selected' in wrong.text) == (422, True, True)
    assert (
        place.post(where, TEACHER, **(marks | {f"mark_{ids[0]}": "late", f"missed_{ids[0]}": "20"})).status_code == 303
    )
    same = place.post(where, TEACHER, **marks)
    assert (same.status_code, "请写清楚原因" in same.text) == (422, True)
    assert place.post(where, TEACHER, **marks, reason="记错了人").status_code == 303
    assert "记错了人" in place.get(where, TEACHER).text
    at(place.school, place.sessions()[-1].slot.ends_at)
    assert "没点名" in place.get("/training/my-work", TEACHER).text
    in_menu = place.get("/training/my-work/counts", TEACHER).text
    assert re.search(r'<b id="n-training-attendance" class="late" hx-swap-oob="true">[1-9]', in_menu)
    _typed_back(place, place.sessions()[1].id)
    for session in place.sessions()[2:]:
        assert place.post(f"/training/sessions/{session.id}/attendance", TEACHER, **marks).status_code == 303
    book = place.get(f"/training/classes/{place.class_id}/attendance", place.coordinator)
    assert "100.00" in book.text
    assert place.get(where, an_officer("teacher", ELSEWHERE)).status_code == 404


def _typed_back(place: Place, session_id: str) -> None:
    """A session that was kept on paper is typed in by the codes of its rows."""
    where = f"/training/sessions/{session_id}/paper"
    codes = place.school.ask(lambda use: use.attendance.find.sitting(session_id, by=place.coordinator)).codes
    assert all(f"<b>{code}</b>" in place.get(where, TEACHER).text for code in codes)
    wrong = place.post(where, TEACHER, codes="999Z")
    assert (wrong.status_code, '<a href="#f-codes">999Z 不是这张纸上的码' in wrong.text) == (422, True)
    assert place.post(where, TEACHER, codes="").status_code == 303


def _examined(place: Place, klass: str) -> None:
    assert "课上完了" in place.get("/training/my-work", place.coordinator).text
    assert place.post(f"{klass}/examination", place.coordinator, version=place.version()).status_code == 303
    assert "可以考试" in place.get("/training/me", place.women[0]).text
    ids = [one.id for one in place.places()]
    assert "等成绩" in place.get("/training/my-work", place.coordinator).text
    half = place.post(f"{klass}/scores", place.coordinator, **{f"theory_{ids[0]}": "80"})
    assert (half.status_code, "要一起填" in half.text) == (422, True)
    assert place.get(f"{klass}/score-sheet", place.coordinator).status_code == 200
    nothing = place.post(f"{klass}/score-sheet", place.coordinator, mode="all")
    assert (nothing.status_code, "error-text" in nothing.text or "error-summary" in nothing.text) == (422, True)
    scores = {f"{part}_{one}": "80" for one in ids[:2] for part in ("theory", "practice")}
    assert place.post(f"{klass}/scores", place.coordinator, **scores).status_code == 303
    page = place.get(f"{klass}/exam", place.coordinator).text
    assert "登成绩 1 人" in page
    missing = place.post(f"{klass}/closing", place.coordinator, version=place.version())
    assert (missing.status_code, "先发证" in missing.text) == (422, True)


def _certified(place: Place, klass: str) -> list[Certificate]:
    assert "等发证" in place.get("/training/my-work", place.reviewer).text
    away = place.post(f"{klass}/certificates", place.reviewer)
    assert away.status_code == 503, "applicant does not answer here"
    known = {
        one.person_id: Identity("龙秀英", "龙*英", "431230********0428", "女", "1988-04") for one in place.places()
    }
    place.school.run(lambda use: use.certificate.issue(place.class_id, known, by=place.reviewer))
    papers = place.school.ask(lambda use: use.certificate.find.of_class(place.class_id, by=place.coordinator))
    assert place.get(f"/training/certificates/{papers[0].id}/paper.pdf", place.coordinator).status_code == 404
    place.school.run(lambda use: use.certificate.keep([(one, b"%PDF-1.7") for one in papers]))
    fetched = place.get(f"/training/certificates/{papers[0].id}/paper.pdf", place.coordinator)
    assert (fetched.mimetype, fetched.data) == ("application/pdf", b"%PDF-1.7")
    assert papers[0].number in fetched.headers["Content-Disposition"]
    return papers


def _public(place: Place, paper: Certificate) -> None:
    page = place.get(f"/training/v/{paper.code}", None)
    assert all(words in page.text for words in (paper.number, "龙*英", "431230********0428", "有效"))
    assert "龙秀英" not in page.text
    assert "对得上" in place.post(f"/training/v/{paper.code}", None, name="龙 秀英").text
    assert "对不上" in place.post(f"/training/v/{paper.code}", None, name="龙小英").text
    empty = place.post(f"/training/v/{paper.code}", None, name="")
    assert empty.status_code == 422
    assert place.get("/training/v/" + "0" * 12, None).status_code == 404
    for _ in range(8):
        place.post(f"/training/v/{paper.code}", None, name="龙小英")
    often = place.post(f"/training/v/{paper.code}", None, name="龙秀英")
    assert (often.status_code, "比得太多次" in often.text) == (429, True)


def _hers(place: Place, papers: list[Certificate]) -> None:
    her = next(one for one in place.women if one.id == papers[0].person_id)
    other = next(one for one in place.women if one.id == papers[1].person_id)
    home = place.get("/training/me", her).text
    assert papers[0].number in home
    assert papers[1].number not in home
    where = f"/training/certificates/{papers[0].id}/paper.pdf"
    assert (place.get(where, her).status_code, place.get(where, other).status_code) == (200, 404)
    told = place.web.as_service("loans", None).get(f"/training/internal/persons/{her.id}/certificates").json
    assert [(one["number"], one["state"]) for one in told["items"]] == [(papers[0].number, "valid")]
    klass = f"/training/classes/{place.class_id}"
    revoke = f"{klass}/certificates/{papers[0].id}/revocation"
    assert place.post(revoke, place.reviewer, reason="").status_code == 422
    assert place.post(revoke, place.reviewer, reason="identity_wrong").status_code == 303
    assert "有效" in place.get(f"/training/v/{papers[0].code}", None).text
    assert place.post(f"{revoke}-confirmation", place.reviewer).status_code == 422
    leader = an_officer("county_leader", PATH)
    assert "等您撤销" in place.get("/training/my-work", leader).text
    assert place.post(f"{revoke}-confirmation", leader).status_code == 303
    page = place.get(f"/training/v/{papers[0].code}", None).text
    assert "撤销" in page
    assert "名字或身份证号不对" in page
    place.school.run(
        lambda use: use.certificate.issue(
            place.class_id, {her.id: Identity("龙秀英", "龙*英", "431230********0428")}, by=place.reviewer
        )
    )


def _subsidised(place: Place, klass: str) -> None:
    """The claim from the coordinator to HR's leader, each from his own list."""
    officer, leader = (an_officer(f"hr_{rank}", (*PATH, HR)) for rank in ("officer", "leader"))
    assert "等申领补贴" in place.get("/training/my-work", place.coordinator).text
    before = place.get(f"{klass}/subsidy", place.coordinator).text
    assert all(words in before for words in ("2 人能算，共 1,100 元", "没有有效的证书"))
    done = place.post(f"{klass}/subsidy", place.coordinator)
    claim = done.headers["Location"]
    assert "等县妇联审核" in place.get("/training/my-work", place.reviewer).text
    back = place.post(f"{claim}/return", place.reviewer, reason="缺", version="0")
    assert (back.status_code, "请写清楚原因" in back.text, 'value="缺"' in back.text) == (422, True, True)
    assert place.post(f"{claim}/agreement", officer, version="0").status_code == 409
    assert place.post(f"{claim}/review", place.reviewer, version="0").status_code == 303
    assert claim in place.get("/training/my-work", officer).text
    assert place.post(f"{claim}/agreement", officer, version="1").status_code == 303
    empty = place.post(f"{claim}/payment", leader, on="", voucher="", version="2")
    assert (empty.status_code, empty.text.count("error-text")) == (422, 2)
    today = place.school.wiring.frame.clock.today().isoformat()
    assert place.post(f"{claim}/payment", leader, on=today, voucher="记 0031", version="2").status_code == 303
    assert "记 0031" in place.get(claim, place.coordinator).text
    dossier = place.get(f"{claim}/dossier.xlsx", leader)
    assert openpyxl.load_workbook(BytesIO(dossier.data)).sheetnames[:2] == ["申请表", "补贴名单"]
    assert place.get(f"{klass}/forms/scores.xlsx", place.coordinator).status_code == 200
    assert place.get(f"{klass}/forms/nothing.xlsx", place.coordinator).status_code == 404
    assert "付过的 1 件" in place.get("/training/subsidies", leader).text
    assert place.get(claim, an_officer("hr_officer", (*ELSEWHERE, OTHER_HR))).status_code == 404


def test_a_class_on_some_weekdays_and_half_days_is_planned_from_the_form(place: Place) -> None:
    form = {"course": "HW-BZ", "capacity": "10", "halves": "afternoon", "teachers": "d" * 32}
    page = place.get("/training/classes/new", place.coordinator).text
    assert all(words in page for words in ("星期六", "下午", "老师1（技师）"))
    client = place.web.as_(place.coordinator)
    data = {"_once": new_id(), **form, "weekdays": ["1", "5"]}
    planned = client.post("/training/classes/new", data=data)
    assert planned.status_code == 303, planned.text
    class_id = planned.headers["Location"].rsplit("/", 1)[1]
    sessions = place.school.ask(lambda use: use.training_class.find.sessions_of([class_id]))
    assert {one.slot.on.weekday() for one in sessions} == {1, 5}
    assert {one.slot.begins.hour for one in sessions} == {14}
    assert {one.teachers for one in sessions} == {("d" * 32,)}
    again = place.web.as_(place.coordinator).post(
        "/training/classes/new", data={**data, "_once": new_id(), "starts_on": sessions[0].slot.on.isoformat()}
    )
    assert (again.status_code, "PX-431230-" in again.text) == (409, True)
