"""A class is settled on its pages: forms out and in, certificates, the claim, rotation; on stores in memory."""

import io
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from services.training.domain.official import Duty, Official
from shared.ids import new_id
from shared.xlsx import reading
from tests.builders.books import a_book, hiding, read_here
from tests.builders.training import ELSEWHERE, HR, OTHER_HR, PATH, TOWN
from tests.builders.world import an_officer
from tests.fakes.training import Memory
from tests.unit.training.memory_site import Site
from tests.unit.training.test_to_the_certificate import BY, REVIEWER, TEACHER, at, certified, examined, places, running

NAMES = ("龙秀英", "吴桂花", "杨·秋香")
OFFICER, LEADER = (an_officer(f"hr_{rank}", (*PATH, HR)) for rank in ("officer", "leader"))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Memory:
    monkeypatch.setattr(reading, "opened", read_here)
    return Memory()


def site(here: Memory, class_id: str) -> Site:
    women = places(here, here.classes.rows[class_id])
    return Site(here, {place.person_id: name for place, name in zip(women, NAMES, strict=True)})


def test_the_claim_goes_from_list_to_list_and_every_office_sees_its_own_buttons(here: Memory):
    one = here.use.training_class.finish.close(certified(here).id, by=BY)
    web, klass = site(here, one.id), f"/training/classes/{one.id}"
    assert "等申领补贴" in web.get("/training/my-work", BY).text
    assert "看谁能算" in web.get("/training/subsidies", BY).text
    assert "3 人能算，共 1,650 元" in web.get(f"{klass}/subsidy", BY).text
    claim = web.post(f"{klass}/subsidy", BY).headers["Location"]
    assert web.get(f"{klass}/subsidy", BY).headers["Location"] == claim
    page = web.get(claim, REVIEWER).text
    assert all(words in page for words in ("6 个月内就业的加 20%", "没有加", "只见于转载", "只见于报道"))
    assert all(words in page for words in ("审核过了，报人社局", "退回给培训管理员", "龙秀英", "等县妇联审核"))
    assert "审核过了，报人社局" not in web.get(claim, BY).text
    back = web.post(f"{claim}/return", REVIEWER, reason="缺", version="0")
    assert (back.status_code, "请写清楚原因" in back.text, 'value="缺"' in back.text) == (422, True, True)
    assert web.post(f"{claim}/agreement", OFFICER, version="0").status_code == 409
    assert web.post(f"{claim}/review", REVIEWER, version="0").status_code == 303
    assert claim in web.get("/training/my-work", OFFICER).text
    assert web.post(f"{claim}/agreement", OFFICER, version="1").status_code == 303
    empty = web.post(f"{claim}/payment", LEADER, on="", voucher="", version="2")
    assert (empty.status_code, empty.text.count('class="error-text"')) == (422, 2)
    today = here.clock.today().isoformat()
    assert web.post(f"{claim}/payment", LEADER, on=today, voucher="记 0031", version="2").status_code == 303
    assert "记 0031" in web.get(claim, BY).text
    assert "付过的 1 件" in web.get("/training/subsidies", LEADER).text
    book = openpyxl.load_workbook(BytesIO(web.get(f"{claim}/dossier.xlsx", LEADER).data))
    assert book.sheetnames[:2] == ["申请表", "补贴名单"]
    assert web.get(claim, an_officer("hr_officer", (*ELSEWHERE, OTHER_HR))).status_code == 404


def test_a_claim_that_went_back_is_on_the_coordinators_list_with_the_reason(here: Memory):
    one = here.use.training_class.finish.close(certified(here).id, by=BY)
    web = site(here, one.id)
    claim = web.post(f"/training/classes/{one.id}/subsidy", BY).headers["Location"]
    assert web.post(f"{claim}/return", REVIEWER, reason="出勤簿没有签名", version="0").status_code == 303
    assert "退回了，等再报" in web.get("/training/my-work", BY).text
    page = web.get(claim, BY).text
    assert all(words in page for words in ("出勤簿没有签名", "再报一次"))


def test_a_score_sheet_is_looked_at_first_then_written_and_its_wrong_cells_are_named(here: Memory):
    one = examined(here)
    web, where = site(here, one.id), f"/training/classes/{one.id}/score-sheet"
    assert "导入成绩单" in web.get(f"/training/classes/{one.id}/exam", BY).text
    assert web.get(where, BY).status_code == 200
    nothing = web.post(where, BY, mode="all")
    assert (nothing.status_code, "error-summary" in nothing.text or "要填" in nothing.text) == (422, True)
    sheet = a_book([["成绩单"], ["考号", "姓名", "理论", "实操"], [1, NAMES[0], 80, 90], [2, NAMES[2], 300, 1]])
    sheet, key = hiding(sheet, 3, "D"), new_id()

    def send(mode: str, **more: str) -> str:
        answer = web.post(where, BY, mode=mode, file=(io.BytesIO(sheet), "成绩.xlsx"), **more)
        assert answer.status_code == 200, answer.text
        return answer.text

    looked = send("preview")
    assert all(words in looked for words in ("2 行，1 行要改", "B4 姓名", "C4 理论", "什么都没写"))
    assert "所以什么都没写" in send("all")
    assert all(
        words in looked
        for words in ("D 实操 在表里是隐藏的，也读了", "1 张隐藏的工作表，没有读", "打开表看不见", "留意")
    )
    assert "记好了 1 人的成绩。" in send("partial", _once=key)
    assert "已经收下、记好了，没有记两遍" in send("partial", _once=key)
    assert "没有新的可记" in send("partial")
    assert web.post(where, TEACHER, mode="all").status_code == 403


def test_an_attendance_book_is_brought_by_the_teacher(here: Memory):
    one = running(here)
    first = here.sessions.of_classes([one.id])[0]
    at(here, first.slot.ends_at)
    web, where = site(here, one.id), f"/training/classes/{one.id}/attendance-book"
    assert "导入出勤簿" in web.get(f"/training/classes/{one.id}/attendance", TEACHER).text
    assert "为什么改" in web.get(where, TEACHER).text
    head = f"{first.slot.on.month}月{first.slot.on.day}日上午"
    sheet = a_book([["学号", "姓名", head], *([n, name, "到"] for n, name in enumerate(NAMES, 1))])
    answer = web.post(where, TEACHER, mode="all", reason="", file=(io.BytesIO(sheet), "x.xlsx"))
    assert "记好了 1 次点名。" in answer.text
    blank = openpyxl.load_workbook(BytesIO(web.get(f"/training/classes/{one.id}/forms/attendance.xlsx", TEACHER).data))
    assert blank.active["C3"].value == head
    assert web.get(f"/training/classes/{one.id}/forms/nothing.xlsx", BY).status_code == 404


def test_a_certificate_is_revoked_by_two_hands_and_made_again_on_paper(here: Memory):
    one = certified(here)
    papers = here.use.certificate.find.of_class(one.id, by=BY)
    here.use.certificate.keep([(paper, b"%PDF") for paper in papers])
    web, first = site(here, one.id), papers[0]
    where = f"/training/classes/{one.id}/certificates/{first.id}"
    assert "提出撤销" in web.get(f"/training/classes/{one.id}/exam", REVIEWER).text
    assert web.post(f"{where}/reissue", REVIEWER, reason="lost").status_code == 303
    assert "补发" in web.get(f"/training/v/{first.code}", BY).text
    assert web.post(f"{where}/revocation", REVIEWER, reason="scores_wrong").status_code == 303
    assert web.post(f"{where}/revocation-confirmation", REVIEWER).status_code == 422
    leader = an_officer("county_leader", PATH)
    assert "等您撤销" in web.get("/training/my-work", leader).text
    assert web.post(f"{where}/revocation-dismissal", leader).status_code == 303
    assert web.post(f"{where}/revocation-confirmation", leader).status_code == 409
    assert web.post(f"{where}/revocation", REVIEWER, reason="scores_wrong").status_code == 303
    assert web.post(f"{where}/revocation-confirmation", leader).status_code == 303
    page = web.get(f"/training/v/{first.code}", BY).text
    assert all(words in page for words in ("成绩登错了", "不算数了"))
    paper, listed = f"/training/certificates/{first.id}/paper.pdf", web.get(f"/training/classes/{one.id}/exam", BY).text
    assert ("成绩登错了" in listed, paper in listed) == (True, False)
    assert "撤销了，不能再取" in web.get(paper, BY).text


def test_who_is_overdue_for_rotation_training_is_shown_by_unit_and_by_name(here: Memory):
    assert "还没有名册" in Site(here).get("/training/rotation", BY).text
    here.officials.put(Official("a" * 32, "9" * 32, (*PATH, TOWN), Duty.PART_CHAIR, date(2024, 1, 1)))
    here.officials.put(Official("b" * 32, "8" * 32, PATH, Duty.MEMBER, date(2026, 1, 1)))
    web = Site(here, {"9" * 32: "粟桂梅"})
    page = web.get("/training/rotation", BY).text
    assert all(words in page for words in ("双江镇", "过期了", "粟桂梅", "兼职主席", "2026-01-01"))
    only = web.get(f"/training/rotation?unit={TOWN}", an_officer("county_officer", PATH)).text
    assert ("粟桂梅" in only, "2028-01-01" in only) == (True, False)
