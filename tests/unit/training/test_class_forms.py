"""The forms of a class out and in again, on stores in memory; workbooks are read by another program."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from services.training.domain.attendance import Mark, Tick
from services.training.domain.class_list import ClassList, Person
from services.training.domain.enrolment import State as SeatState
from services.training.domain.roster import Finding, Mode, Verdict
from services.training.errands.class_form import mark_word, tick_of
from services.training.errands.class_forms import FORMS, OPENING, ClassForms
from services.training.errands.class_sheets import BringSheets, Sent
from shared.errands.labels import Labels
from shared.errors import NotFound, Refused, Unavailable
from shared.ids import new_id
from shared.running import Done, Once
from shared.xlsx import reading
from tests.builders.books import a_book, hiding, read_here
from tests.builders.training import ELSEWHERE, HR, OTHER_HR, PATH
from tests.builders.world import an_officer
from tests.fakes.training import Memory
from tests.unit.training.test_subsidy import works
from tests.unit.training.test_to_the_certificate import BY, REVIEWER, TEACHER, at, certified, examined, places, running
from tests.unit.training.test_usecases import opened as opened_class

NAMES = ("龙秀英", "吴桂花", "杨·秋香")


class Runs:
    """Use cases on the memory, at once."""

    def __init__(self, here: Memory) -> None:
        self.here, self.keys = here, set[str]()

    def ask(self, question: Any) -> Any:
        return question(self.here.use)

    def run(self, work: Any, *, hot: str | None = None) -> Any:
        return work(self.here.use)

    def seen(self, once: Once) -> Done | None:
        return Done("x", replayed=True) if once.id in self.keys else None

    def once(self, once: Once, work: Any, *, hot: str | None = None) -> Done:
        return (
            Done("x", replayed=True) if once.id in self.keys else (self.keys.add(once.id), Done(work(self.here.use)))[1]
        )


class Applicant:
    """Knows the women of a class by the order they came."""

    def __init__(self, here: Memory, class_id: str) -> None:
        self.here, self.class_id, self.away = here, class_id, False

    def post(self, _path: str, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        if self.away:
            raise Unavailable("peer_away")
        order = [one.person_id for one in places(self.here, self.here.classes.rows[self.class_id])]
        label = {"phone": "139****0001", "id_no": "****0428", "place": "双江镇", "masked": False}
        return {"labels": {one: {**label, "name": NAMES[order.index(one)]} for one in asked["ids"]}}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Memory:
    monkeypatch.setattr(reading, "opened", read_here)
    return Memory()


def labels(here: Memory, class_id: str) -> Labels:
    return Labels(Applicant(here, class_id))  # type: ignore[arg-type]  # as much of a peer as labels ask


def opened(content: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in book}


def once() -> Once:
    return Once(BY.id, new_id(), "h")


# -- whom a row means ------------------------------------------------------------------------------------------


def test_a_row_means_whom_its_number_and_name_agree_on():
    people = ClassList(
        [Person("a", "PX-431230-2026-0001-01", "龙秀英"), Person("b", "PX-431230-2026-0001-02", "龙秀英")]
    )
    assert people.meant("1", "龙 秀英") == people.people[0]
    assert people.meant("px-431230-2026-0001-02", "龙秀英") == people.people[1]
    assert people.meant("", "龙秀英") == Finding("no", "names_alike")
    assert people.meant("", "吴桂花") == Finding("name", "not_on_the_list")
    assert people.meant("9", "龙秀英") == Finding("no", "not_on_the_list")
    assert people.meant("x", "龙秀英") == Finding("no", "not_on_the_list")
    assert people.meant("PX-431229-2026-0001-02", "龙秀英") == Finding("no", "not_on_the_list"), (
        "another class's number"
    )
    assert people.meant("2", "吴桂花") == Finding("name", "name_differs", suggestion="龙秀英")


@pytest.mark.parametrize(
    ("typed", "tick"),
    [
        ("√", Tick(Mark.PRESENT)),
        (" 到 ", Tick(Mark.PRESENT)),
        ("迟 20", Tick(Mark.LATE, 20)),
        ("早退30分钟", Tick(Mark.EARLY, 30)),
        ("请假", Tick(Mark.LEAVE)),
        ("病假", Tick(Mark.SICK)),
        ("X", Tick(Mark.ABSENT)),
        ("到20", None),
        ("?", None),
        ("20", None),
    ],
)
def test_marks_are_read_as_people_write_them(typed: str, tick: Tick | None):
    assert tick_of(typed) == tick
    assert tick is None or tick_of(mark_word(tick)) == tick


# -- out ------------------------------------------------------------------------------------------


def test_every_form_of_a_class_says_what_is_known_and_who_took_it_is_kept(here: Memory):
    one = certified(here)
    forms = ClassForms(labels(here, one.id), Runs(here))  # type: ignore[arg-type]  # as above
    made = {name: opened(forms.form(one.id, name, by=REVIEWER)) for name in FORMS}
    assert [next(iter(book)) for book in made.values()] == ["花名册", "出勤簿", "成绩单", "颁证花名册"]
    assert made["scores"]["成绩单"][2:4] == [
        ["考号", "姓名", "理论", "实操", "备注", "考评员"],
        [f"{one.plan.number}-01", "龙秀英", "80", "90", "", ""],
    ]
    assert set(made["attendance"]["出勤簿"][3][2:]) == {"到"}
    numbers = [row[9] for row in made["certified"]["颁证花名册"][3:]]
    assert numbers == [paper.number for paper in here.use.certificate.find.of_class(one.id, by=BY)]
    assert made["roster"]["花名册"][3][3:10] == [
        "初中",
        "",
        "431230********0428",
        "139****0001",
        "双江镇",
        "农业",
        "自己报名",
    ]
    assert here.noted.deeds[-1][1].facts == {"form": "certified"}
    with pytest.raises(NotFound):
        forms.form(one.id, "roster", by=an_officer("coordinator", ELSEWHERE))


def test_the_application_for_a_class_says_who_and_what_and_leaves_room_for_two_seals(here: Memory):
    one = opened_class(here, 15, "HW-BZ")
    forms = ClassForms(labels(here, one.id), Runs(here))  # type: ignore[arg-type]  # as above
    book = opened(forms.form(one.id, OPENING, by=REVIEWER))
    said = {row[0]: row[1] for row in book["开班申请表"][2:]}
    assert (said["申请单位"], said["人数"], said["总课时"]) == ("通道巾帼培训学校", "15", "49")
    assert said["起止"] == f"{one.plan.starts_on} 至 {one.plan.ends_on}"
    assert said["课程和课时"].startswith("工具 3；")
    assert (said["法人代表"], said["联系人"], said["联系电话"]) == ("粟红英", "杨柳", "0745-12338")
    assert said["教材"] == "自编讲义"
    assert said["老师（学历、职称）"].endswith("（大专，技师）")
    assert said["人社部门意见（盖章）"] in ("", None)
    assert "培训中心 2 楼" in said["地点"]
    plan = book["课程计划"]
    sessions = here.sessions.of_classes([one.id])
    assert [row[0] for row in plan[3:]] == [*(str(session.slot.on) for session in sessions), "合计"]
    assert (plan[3][1], plan[3][4][:3], plan[-1][2]) == ("08:30–11:45", said["地点"][:3], "49")


def test_the_dossier_holds_application_names_and_forms_for_the_office_that_decides(here: Memory):
    one = here.use.training_class.finish.close(certified(here).id, by=BY)
    works(here, here.use.certificate.find.of_class(one.id, by=BY)[0].number)
    claim = here.use.subsidy.claim(one.id, by=BY)
    forms = ClassForms(labels(here, one.id), Runs(here))  # type: ignore[arg-type]  # as above
    book = opened(forms.dossier(claim.id, by=an_officer("hr_officer", (*PATH, HR))))
    assert list(book) == ["申请表", "补贴名单", "课程计划", "花名册", "出勤簿", "成绩单", "颁证花名册"]
    assert ["申请补贴金额（元）", "1,760"] in book["申请表"]
    assert book["补贴名单"][2][2:7] == ["431230********0428", "ZS-431230-2026-000001", "660", "110", "等妇联审核"]
    with pytest.raises(NotFound, match="claim_not_found"):
        forms.dossier(claim.id, by=an_officer("hr_officer", (*ELSEWHERE, OTHER_HR)))


# -- 成绩单 back ------------------------------------------------------------------------------------------


def scores(here: Memory, rows: list[list[Any]], mode: Mode = Mode.PARTIAL, class_id: str = "") -> Any:
    class_id = class_id or next(iter(here.classes.rows))
    head = ["准考证号", "考生姓名", "理论成绩", "操作技能（分）"]
    content = a_book([["某县培训考核成绩"], head, *rows, ["审核：", "", "", ""]])
    return BringSheets(labels(here, class_id), Runs(here)).scores(Sent(class_id, content, mode), once(), by=BY)  # type: ignore[arg-type]


def states(here: Memory) -> list[SeatState]:
    return [place.state for place in places(here, next(iter(here.classes.rows.values())))]


def test_points_come_in_under_other_headings_and_the_same_sheet_again_changes_nothing(here: Memory):
    examined(here)
    sheet = [[1, NAMES[0], 80, "９０"], [2, NAMES[1], "59", 90], [3, "杨•秋香", "缺考", "缺考"]]
    answer = scores(here, sheet)
    assert (answer.written, answer.bad, [row.outcome for row in answer.rows]) == (2, 0, ["written", "written", ""])
    assert states(here) == [SeatState.PASSED, SeatState.FAILED, SeatState.ELIGIBLE]
    again = scores(here, sheet)
    assert (again.written, [row.outcome for row in again.rows]) == (0, ["already", "already", ""])
    resit = scores(here, [[2, NAMES[1], 70, 90]])
    assert (resit.written, states(here)[1]) == (1, SeatState.PASSED)


def test_every_wrong_cell_is_named_and_the_good_rows_come_in_or_none_do_by_choice(here: Memory):
    examined(here)
    sheet = [
        [1, NAMES[0], 80, 90],
        [2, NAMES[0], 101, "x"],
        [1, NAMES[0], 70, 70],
        [3, NAMES[2], 60, None],
        [8, "谁", 1, 1],
    ]
    for mode in (Mode.PREVIEW, Mode.ALL):
        answer = scores(here, sheet, mode)
        assert (answer.written, answer.bad) == (0, 4)
    found = [[(it.field, it.slug, it.suggestion) for it in row.findings] for row in answer.rows]
    assert found == [
        [],
        [
            ("name", "name_differs", NAMES[1]),
            ("theory", "out_of_range", None),
            ("practice", "not_a_whole_number", None),
        ],
        [("name", "row_twice", None)],
        [("practice", "score_half", None)],
        [("no", "not_on_the_list", None)],
    ]
    assert answer.table.shown()["practice"] == ("D", "操作技能（分）")
    assert scores(here, sheet).written == 1
    assert states(here) == [SeatState.PASSED, SeatState.ELIGIBLE, SeatState.ELIGIBLE]


def test_who_is_not_to_be_examined_or_has_tried_enough_is_named(here: Memory):
    examined(here, ticks={2: Tick(Mark.ABSENT)})
    for points in (10, 20):
        scores(here, [[1, NAMES[0], points, points]])
    answer = scores(here, [[1, NAMES[0], 90, 90], [3, NAMES[2], 90, 90]])
    assert [row.findings[0].slug for row in answer.rows] == ["no_tries_left", "not_to_examine"]


def test_a_file_that_is_no_score_sheet_and_names_that_cannot_be_had_are_refused_whole(here: Memory):
    one = examined(here)
    with pytest.raises(Refused, match="head_not_found"):
        BringSheets(labels(here, one.id), Runs(here)).scores(  # type: ignore[arg-type]
            Sent(one.id, a_book([["x", "y"], [1, 2]]), Mode.ALL), once(), by=BY
        )
    peer = Applicant(here, one.id)
    peer.away = True
    with pytest.raises(Unavailable, match="names_not_known_now"):
        BringSheets(Labels(peer), Runs(here)).scores(Sent(one.id, b"", Mode.ALL), once(), by=BY)  # type: ignore[arg-type]


def test_a_row_that_nobody_sees_is_to_be_looked_at_and_the_same_form_once_more_is_told_so(here: Memory):
    one = examined(here)
    sheet = a_book(
        [["考号", "姓名", "理论", "实操"], [1, NAMES[0], 80, 90], [2, NAMES[1], 101, 90], [3, NAMES[2], 70, 70]]
    )
    sent, key = Sent(one.id, hiding(sheet, 4, "D"), Mode.PARTIAL), once()
    errand = BringSheets(labels(here, one.id), Runs(here))  # type: ignore[arg-type]  # as above
    first, again = (errand.scores(sent, key, by=BY) for _ in range(2))
    assert [row.verdict for row in first.rows] == [Verdict.ACCEPT, Verdict.ERROR, Verdict.WARN]
    assert [[it.slug for it in row.said] for row in first.rows] == [[], ["out_of_range"], ["row_hidden"]]
    assert first.table.unseen.columns(first.table.shown()) == ["D 实操"]
    assert (first.table.unread, first.bad, first.written, first.repeated) == (1, 1, 2, False)
    assert (again.written, again.repeated) == (0, True)


# -- 出勤簿 back ------------------------------------------------------------------------------------------


def book(here: Memory, marks: list[list[str]], mode: Mode = Mode.PARTIAL, reason: str = "") -> Any:
    class_id = next(iter(here.classes.rows))
    sessions = here.sessions.of_classes([class_id])[: len(marks[0])]
    heads = [
        f"{one.slot.on.month}月{one.slot.on.day}日{'上午' if one.slot.begins.hour < 12 else '下午'}" for one in sessions
    ]
    rows = [[n, NAMES[n - 1], *of_hers] for n, of_hers in enumerate(marks, 1)]
    sent = Sent(class_id, a_book([["出勤簿"], ["学号", "姓名", *heads], *rows]), mode, reason)
    return BringSheets(labels(here, class_id), Runs(here)).attendance(sent, once(), by=TEACHER)  # type: ignore[arg-type]


def test_a_paper_book_is_typed_once_and_again_without_doubling(here: Memory):
    one = running(here)
    first, second = here.sessions.of_classes([one.id])[:2]
    at(here, second.slot.ends_at)
    marks = [["√", "到"], ["迟20", "到"], ["假", "病"]]
    answer = book(here, marks)
    assert (answer.written, answer.bad) == (2, 0)
    assert [tick.mark for tick in here.sheets.rows[first.id].ticks.values()] == [Mark.PRESENT, Mark.LATE, Mark.LEAVE]
    assert book(here, marks).written == 0
    with pytest.raises(Refused, match="reason_missing"):
        book(here, [["不到"], ["迟20"], ["假"]])
    assert book(here, [["不到"], ["迟20"], ["假"]], reason="把人看错了").written == 1
    assert len(here.sheets.rows[first.id].changes) == 1


def test_a_session_with_a_hole_or_to_come_is_not_taken_and_the_cells_are_named(here: Memory):
    one = running(here)
    first = here.sessions.of_classes([one.id])[0]
    at(here, first.slot.ends_at - timedelta(minutes=1))
    answer = book(here, [["到", "到"], ["", ""], ["迟", "?"]])
    found = [[it.slug for it in row.findings] for row in answer.rows]
    assert found == [["session_not_begun"], ["mark_missing"], ["minutes_missing", "mark_unknown", "mark_missing"]]
    assert (answer.written, here.sheets.rows) == (0, {})


def test_a_book_is_read_under_the_headings_of_a_printed_form(here: Memory):
    """A day merged over its two halves, a half in brackets; a book of another class says nothing of this one."""
    one = running(here)
    first, second = here.sessions.of_classes([one.id])[:2]
    at(here, second.slot.ends_at)
    day = f"{first.slot.on.month}月{first.slot.on.day}日"
    errand = BringSheets(labels(here, one.id), Runs(here))  # type: ignore[arg-type]  # as above

    def sent(*rows: list[str], reason: str = "") -> Any:
        women = [[str(n), name, "到", mark] for n, (name, mark) in enumerate(zip(NAMES, "到到病", strict=True), 1)]
        content = a_book([["出勤簿"], *rows, *women])
        return errand.attendance(Sent(one.id, content, Mode.PARTIAL, reason), once(), by=TEACHER)

    assert sent(["学号", "姓名", day, ""], ["", "", "上午", "下午"]).written == 2
    assert {one.mark for one in here.sheets.rows[second.id].ticks.values()} == {Mark.PRESENT, Mark.SICK}
    assert sent(["学号", "姓名", f"{day}（上午）", f"{day}（下）"]).written == 0, "the same once more"
    with pytest.raises(Refused, match="no_days_found"):
        sent(["学号", "姓名", "1月1日上午", "1月1日下午"])
