"""颁证花名册, 补贴名单 and all five forms of a class as they went out, brought back; on stores in memory."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.training.domain.certificate import Handout, Identity
from services.training.domain.roster import Finding, Mode, Roster, Source, Verdict
from services.training.domain.roster import State as RosterState
from services.training.domain.subsidy import Act, Action, Claim, Head, Payment, State
from services.training.domain.training_class import TrainingClass
from services.training.errands.bring_roster import read_roster
from services.training.errands.certified_sheet import CertifiedSheets
from services.training.errands.class_forms import ClassForms
from services.training.errands.class_sheets import Answer, BringSheets, Sent
from services.training.errands.import_roster import ImportRoster
from services.training.errands.paid_sheet import Listed, OfClaim, PaidSheets
from shared import money
from shared.errands.labels import Labels
from shared.errors import Conflict, NotFound, Refused
from shared.jobs.job import Job
from shared.running import Once
from shared.xlsx import reading
from shared.xlsx.table import Line
from tests.builders.books import a_book, read_here, saved
from tests.builders.training import ELSEWHERE, HR, NOW, OTHER_HR, PATH, a_certificate, a_claim
from tests.builders.world import an_officer
from tests.fakes.training import Memory
from tests.unit.training.test_class_forms import NAMES, Applicant, Runs, once
from tests.unit.training.test_to_the_certificate import BY, REVIEWER, TEACHER, examined, places, revoked

OFFICER, LEADER = (an_officer(f"hr_{rank}", (*PATH, HR)) for rank in ("officer", "leader"))
LAST_FOUR = ("0428", "0017", "0331")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Memory:
    monkeypatch.setattr(reading, "opened", read_here)
    return Memory()


def certified(here: Memory) -> TrainingClass:
    """Return a class whose three women have their papers, each in her own name."""
    one = examined(here)
    women = places(here, one)
    here.use.exam.score(one.id, {place.id: (80, 90) for place in women}, by=BY)
    known = {
        place.person_id: Identity(name, "龙*英", f"431230********{last}")
        for place, name, last in zip(women, NAMES, LAST_FOUR, strict=True)
    }
    here.use.certificate.issue(one.id, known, by=REVIEWER)
    return one


def slugs(answer: Answer) -> list[list[str]]:
    return [[it.slug for it in row.said] for row in answer.rows]


def outcomes(answer: Answer) -> list[str]:
    return [row.outcome for row in answer.rows]


def out(here: Memory, class_id: str) -> ClassForms:
    return ClassForms(Labels(Applicant(here, class_id)), Runs(here))  # type: ignore[arg-type]  # as much as is asked


def edited(content: bytes, sheet: str, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book[sheet])
    return saved(book)


# -- 颁证花名册 ------------------------------------------------------------------------------------------------------


def handed(
    here: Memory, content: bytes, mode: Mode = Mode.PARTIAL, reason: str = "", runs: Any = None, key: Once | None = None
) -> Answer:
    sent = Sent(next(iter(here.classes.rows)), content, mode, reason)
    return CertifiedSheets(runs or Runs(here)).bring(sent, key or once(), by=BY)


def a_list(here: Memory, *rows: Sequence[Any]) -> bytes:
    """Return a list as a county types it: a title, its own headings, the day and the signature of each."""
    head = ["序号", "学员姓名", "公民身份号码", "证书号", "领取时间", "领取人签字", "理论成绩"]
    return a_book([["通道县培训合格证书颁发花名册"], [], head, *rows, ["审核：", "", "", "", "", "", ""]])


def test_day_and_signature_of_each_paper_come_back_and_the_same_list_again_changes_nothing(here: Memory):
    one = certified(here)
    first, second, third = here.use.certificate.find.of_class(one.id, by=BY)
    today = here.clock.today()
    typed = a_list(
        here,
        [1, NAMES[0], "431230198504280428", first.number, f"{today:%Y/%m/%d}", NAMES[0], 80],
        [2, NAMES[1], "", second.number.lower(), f"{today:%Y年%m月%d日}", "代领：王菊", ""],
        [3, "杨•秋香", "", third.number, "", "", ""],
    )
    key, runs = once(), Runs(here)
    answer = handed(here, typed, key=key, runs=runs)
    assert (answer.written, answer.bad, outcomes(answer)) == (2, 0, ["written", "written", ""])
    papers = here.use.certificate.find.of_class(one.id, by=BY)
    assert [it.handed for it in papers] == [Handout(today, "self", BY.id), Handout(today, "other", BY.id), None]
    act = here.noted.deeds[-1][1]
    assert (act.act, act.person_ids) == ("certificate.hand_out", (first.person_id, second.person_id))
    again = handed(here, typed, key=key, runs=runs)
    assert (again.written, again.repeated, outcomes(again)) == (0, True, ["already", "already", ""])
    assert handed(here, typed).written == 0
    assert len([deed for _, deed in here.noted.deeds if deed.act == "certificate.hand_out"]) == 1


def test_every_wrong_cell_of_the_list_is_named_and_the_good_rows_come_in_or_none_by_choice(here: Memory):
    one = certified(here)
    first, second, third = here.use.certificate.find.of_class(one.id, by=BY)
    today, early = here.clock.today(), here.clock.today() - timedelta(1)
    typed = a_list(
        here,
        [1, NAMES[0], "", first.number, today, "本人", ""],
        [2, NAMES[2], "431230198504289999", second.number, today, "本人", 81],
        [3, NAMES[2], "", third.number, today, "", ""],
        [4, NAMES[2], "", third.number, today, "本人", ""],
        [5, "谁", "", "ZS-431230-2025-000009", today, "本人", ""],
        [6, NAMES[2], "", "", "13月", "本人", ""],
    )
    for mode in (Mode.PREVIEW, Mode.ALL):
        assert (handed(here, typed, mode).written, here.certificates.rows[first.id].handed) == (0, None)
    answer = handed(here, typed)
    assert (answer.written, slugs(answer)) == (
        1,
        [
            [],
            ["name_differs", "id_differs", "points_differ"],
            ["required"],
            ["row_twice"],
            ["certificate_not_of_class"],
            ["required", "not_a_day"],
        ],
    )
    assert answer.rows[1].findings[0] == Finding("name", "name_differs", suggestion=NAMES[1])
    assert answer.table.shown()["signed"] == ("F", "领取人签字")
    late = a_list(
        here, [1, NAMES[1], "", second.number, early, "本人", ""], [2, NAMES[2], "", third.number, today, "谁", ""]
    )
    assert slugs(handed(here, late)) == [["handed_before_made"], ["ledger_not_listed"]]


def test_a_note_that_says_something_else_needs_a_reason_and_another_paper_is_handed_out_anew(here: Memory):
    one = certified(here)
    first = here.use.certificate.find.of_class(one.id, by=BY)[0]
    today = here.clock.today()
    assert handed(here, a_list(here, [1, NAMES[0], "", first.number, today, "本人", ""])).written == 1
    other = a_list(here, [1, NAMES[0], "", first.number, today, "代领", ""])
    with pytest.raises(Refused, match="reason_missing"):
        handed(here, other)
    assert handed(here, other, reason="当时看错了签名").written == 1
    here.use.certificate.reissue(first.id, "lost", by=REVIEWER)
    assert here.certificates.rows[first.id].handed is None
    revoked(here, first.id)
    gone = handed(here, other)
    assert (gone.written, slugs(gone)) == (0, [["certificate_revoked"]])


def test_only_who_runs_the_class_hands_out_its_papers_and_none_of_another(here: Memory):
    one = certified(here)
    paper = here.use.certificate.find.of_class(one.id, by=BY)[0]
    said = Handout(here.clock.today(), "self", "x")
    with pytest.raises(NotFound, match="class_not_found"):
        here.use.certificate.hand_out(one.id, {paper.id: said}, by=an_officer("coordinator", ELSEWHERE))
    with pytest.raises(NotFound, match="certificate_not_found"):
        here.use.certificate.hand_out(one.id, {"0" * 32: said}, by=BY)
    for wrong, slug in (
        (Handout(here.clock.today() + timedelta(1), "self", "x"), "day_to_come"),
        (Handout(here.clock.today(), "nobody", "x"), "not_listed"),
    ):
        with pytest.raises(Refused, match=slug):
            here.use.certificate.hand_out(one.id, {paper.id: wrong}, by=BY)


# -- 补贴名单 --------------------------------------------------------------------------------------------------------


def agreed(here: Memory, one: TrainingClass | None = None) -> Claim:
    one = here.use.training_class.finish.close((one or certified(here)).id, by=BY)
    claim = here.use.subsidy.claim(one.id, by=BY)
    here.use.subsidy.step.review(claim.id, by=REVIEWER, version=0)
    return here.use.subsidy.step.agree(claim.id, by=OFFICER, version=1)


def paid(here: Memory, content: bytes, mode: Mode = Mode.PARTIAL, by: Any = LEADER, **more: Any) -> Answer:
    runs, key = more.get("runs") or Runs(here), more.get("key") or once()
    return PaidSheets(runs).bring(Sent("", content, mode), key, by=by)


def hr_list(claim: Claim, *days: Any, **cells: Any) -> bytes:
    """Return what HR sends back: its own headings, an account in clear, the day and the voucher of each."""
    head = ["序号", "姓名", "证书编号", "补贴标准", "拨付时间", "凭证号", "社保卡号"]
    rows = [
        [n, name, head_.number, 550, day, "记 0031" if day else "", cells.get("account", "")]
        for n, (name, head_, day) in enumerate(zip(NAMES, claim.counted, days, strict=False), 1)
    ]
    return a_book([["通道县职业技能培训补贴发放花名册"], head, *rows, ["合计", "", "", 1650, "", "", ""]])


def test_a_claim_is_paid_by_the_list_of_its_women_and_the_same_list_again_changes_nothing(here: Memory):
    claim, today = agreed(here), here.clock.today()
    sheet = hr_list(claim, today, today, today, account="6217 0000 1234 5678 901")
    key, runs = once(), Runs(here)
    looked = paid(here, sheet, Mode.PREVIEW)
    assert (looked.written, here.claims.rows[claim.id].state) == (0, State.AGREED)
    answer = paid(here, sheet, key=key, runs=runs)
    assert (answer.written, answer.bad, outcomes(answer)) == (1, 0, ["written"] * 3)
    assert slugs(answer) == [["account_in_clear"]] * 3
    found = here.claims.rows[claim.id]
    assert (found.state, found.paid, found.acts[-1].by) == (State.PAID, Payment(today, "记 0031"), LEADER.id)
    assert "6217" not in repr(here.claims.rows) + repr(here.noted.deeds)
    again = paid(here, sheet, key=key, runs=runs)
    assert (again.repeated, outcomes(again)) == (True, ["already"] * 3)
    assert (paid(here, sheet).written, here.claims.rows[claim.id].version) == (0, found.version)
    changed = paid(here, hr_list(claim, today, today - timedelta(1), today))
    assert slugs(changed) == [[], ["claim_paid_otherwise"], []]


def test_a_list_that_is_not_whole_or_does_not_match_pays_nothing_and_says_why_at_each_row(here: Memory):
    claim, today = agreed(here), here.clock.today()
    lacking = paid(here, hr_list(claim, today, "", today))
    assert (lacking.written, slugs(lacking)) == (0, [["claim_waits"], ["payment_missing"], ["claim_waits"]])
    short = paid(here, hr_list(claim, today, today))
    assert (short.written, slugs(short)) == (0, [["claim_rows_missing"], ["claim_waits"]])

    def spoil(page: Any) -> None:
        page["B3"], page["D4"], page["F5"] = NAMES[1], 700, "记 0099"
        page.append([4, "谁", "ZS-431230-2020-000001", 550, today, "1", ""])
        page.append([5, NAMES[2], claim.counted[2].number, 550, today, "1", ""])
        page.append([6, NAMES[2], "", 550, "", "", ""])

    wrong = paid(here, edited(hr_list(claim, today, today, today), "花名册", spoil))
    assert (wrong.written, slugs(wrong)) == (
        0,
        [["name_differs"], ["amount_differs"], ["claim_waits"], ["claim_row_not_found"], ["row_twice"], ["required"]],
    )
    assert wrong.rows[1].findings == [Finding("fen", "amount_differs", suggestion="550")]
    assert here.claims.rows[claim.id].state is State.AGREED


def test_one_claim_has_one_day_and_one_voucher_and_half_a_payment_is_none(here: Memory):
    claim, today = agreed(here), here.clock.today()

    def differ(page: Any) -> None:
        page["F4"], page["F5"] = "记 0099", ""

    answer = paid(here, edited(hr_list(claim, today, today, today), "花名册", differ))
    assert slugs(answer) == [["claim_waits"], ["payments_differ"], ["required"]]
    state = a_book(
        [
            ["姓名", "证书编号", "金额", "审核结果"],
            [NAMES[0], claim.counted[0].number, 550, "已拨付"],
            [NAMES[1], claim.counted[1].number, 550, "不予补贴"],
        ]
    )
    assert slugs(paid(here, state)) == [["required", "required"], ["claim_to_hand_back"]]


def test_what_hr_has_not_agreed_to_a_day_to_come_and_a_revoked_certificate_stop_the_claim(here: Memory):
    one = here.use.training_class.finish.close(certified(here).id, by=BY)
    claim, today = here.use.subsidy.claim(one.id, by=BY), here.clock.today()
    days = [today, today, today]
    assert slugs(paid(here, hr_list(claim, *days))) == [["claim_not_agreed"]] * 3
    here.use.subsidy.step.review(claim.id, by=REVIEWER, version=0)
    here.use.subsidy.step.agree(claim.id, by=OFFICER, version=1)
    for day, slug in ((today + timedelta(1), "day_to_come"), (today - timedelta(1), "paid_before_agreed")):
        assert slugs(paid(here, hr_list(claim, day, day, day))) == [[slug]] * 3
    both = an_officer("hr_leader", (*PATH, HR), actor_id=OFFICER.id)
    assert slugs(paid(here, hr_list(claim, *days), by=both)) == [["same_person"]] * 3
    elsewhere = an_officer("hr_leader", (*ELSEWHERE, OTHER_HR))
    assert slugs(paid(here, hr_list(claim, *days), by=elsewhere)) == [["claim_row_not_found"]] * 3
    revoked(here, here.use.certificate.find.of_class(one.id, by=BY)[0].id)
    assert slugs(paid(here, hr_list(claim, *days))) == [["certificate_gone"], ["claim_waits"], ["claim_waits"]]
    assert here.claims.rows[claim.id].state is State.AGREED


HEADS = tuple(Head(f"e{n}", "2" * 32, f"ZS-431230-2026-{n:06d}", 55000 + n) for n in range(1, 6))
SPOILED = {
    "whole": {},
    "name": {"name": "谁"},
    "amount": {"fen": "1"},
    "day": {"paid_on": "2026-11-25"},
    "voucher": {"voucher": "记 9"},
    "unpaid": {"paid_on": "", "voucher": ""},
    "half": {"voucher": ""},
}


@given(st.lists(st.sampled_from([*SPOILED, "absent"]), min_size=len(HEADS), max_size=len(HEADS)))
@settings(max_examples=150, deadline=None)
def test_a_claim_is_paid_by_a_list_that_is_whole_and_by_no_other_whatever_is_spoiled(how: list[str]):
    acts = [Act(Action.AGREE, "h", "hr_officer", NOW)]
    claim = Claim("c", "k", PATH, HR, a_claim().basis, HEADS, State.AGREED, acts)
    papers = {head.number: replace(a_certificate(), number=head.number) for head in HEADS}
    of = OfClaim(claim, papers)
    listed = Listed.of([of], LEADER, date(2026, 12, 30))
    rows = {}
    for n, (head, spoiled) in enumerate(zip(HEADS, how, strict=True), 4):
        if spoiled != "absent":
            good = {"name": "龙秀英", "number": head.number, "fen": money.yuan(head.fen)}
            cells = {**good, "paid_on": "2026-11-28", "voucher": "记 1", **SPOILED[spoiled]}
            rows[n] = listed.judged(Line(n, cells, ()))
    paid = of.whole()
    same_payment = {"day"}, {"voucher"}, {"whole"}  # five women with the same other day are a payment of that day
    assert (paid is not None) == (set(how) in same_payment), how
    if paid is None and of.payments:
        assert any(row.findings for row in rows.values()), how
    for n, row in rows.items():
        assert row.findings or how[n - 4] in ("whole", "day", "voucher", "unpaid"), how


# -- as they went out ------------------------------------------------------------------------------------------------


def renamed(content: bytes, sheet: str, words: dict[str, str]) -> bytes:
    """Return a form with a line of the county's on top and other words in its headings."""

    def change(page: Any) -> None:
        for cells in page.iter_rows():
            for cell in cells:
                if cell.value in words:
                    cell.value = words[cell.value]
        page.insert_rows(1)
        page["A1"] = "通道侗族自治县妇女联合会 2026 年度"

    return edited(content, sheet, change)


def imported(here: Memory, class_id: str, content: bytes) -> list[Any]:
    """Bring a roster as its job does; applicant has nothing to check, or the test fails."""
    table = read_roster(content)
    source = Source(class_id, PATH, BY, NOW, here.clock.today(), table.shown())
    here.rosters.add(Roster("r" * 32, source, Mode.ALL, len(table.lines), RosterState.QUEUED), content)
    job = Job("1", "roster.import", "r" * 32, NOW)
    ImportRoster(Applicant(here, class_id), Runs(here))(job)  # type: ignore[arg-type]  # as much of a peer as labels ask
    return here.rosters.rows("r" * 32)


@pytest.mark.parametrize("words", [{}, {"姓名": "学员姓名", "联系电话": "手机号码", "户籍地": "家庭住址"}])
def test_our_own_roster_comes_in_again_and_makes_nobody_twice(here: Memory, words: dict[str, str]):
    one = certified(here)
    content = out(here, one.id).form(one.id, "roster", by=BY)
    content = renamed(content, "花名册", words) if words else content
    rows = imported(here, one.id, content)
    assert [(row.verdict, row.outcome) for row in rows] == [(Verdict.ACCEPT, "already")] * 3
    assert [row.person_id for row in rows] == [place.person_id for place in places(here, one)]
    assert len(places(here, one)) == 3


def test_a_row_of_our_own_roster_whose_name_was_changed_or_that_is_of_no_class_is_named(here: Memory):
    one = certified(here)

    def change(page: Any) -> None:
        page["B4"] = NAMES[1]
        page["A5"] = f"{one.plan.number}-09"

    rows = imported(here, one.id, edited(out(here, one.id).form(one.id, "roster", by=BY), "花名册", change))
    assert [[it.slug for it in row.findings] for row in rows] == [
        ["name_differs"],
        ["not_on_the_list"],
        ["already_in_class"],
    ]
    assert [row.verdict for row in rows] == [Verdict.ERROR, Verdict.ERROR, Verdict.ACCEPT]


WORDS = {
    "attendance": ("出勤簿", {"学号": "序号", "姓名": "学员姓名"}),
    "scores": ("成绩单", {"考号": "准考证号", "理论": "理论成绩", "实操": "操作技能"}),
    "certified": ("颁证花名册", {"证书编号": "证书号", "领证日期": "领取时间", "领证人签名": "签名"}),
    "dossier": ("补贴名单", {"补贴金额（元）": "拨付金额", "付款日期": "支付日期", "凭证号": "流水号"}),
}


@pytest.mark.parametrize("changed", [False, True], ids=["as it went out", "with other words under another title"])
@pytest.mark.parametrize("form", list(WORDS))
def test_a_form_comes_in_again_as_it_went_out_and_changes_nothing(here: Memory, form: str, changed: bool):
    one, today = certified(here), here.clock.today()
    papers = here.use.certificate.find.of_class(one.id, by=BY)
    here.use.certificate.hand_out(one.id, {it.id: Handout(today, "self", BY.id) for it in papers[:2]}, by=BY)
    claim = agreed(here, one)
    here.use.subsidy.step.pay(claim.id, Payment(today, "记 0031"), by=LEADER, version=2)
    forms, names = out(here, one.id), Labels(Applicant(here, one.id))  # type: ignore[arg-type]  # as above
    content = forms.dossier(claim.id, by=LEADER) if form == "dossier" else forms.form(one.id, form, by=BY)
    content = renamed(content, *WORDS[form]) if changed else content
    before, sent, sheets = repr(here.noted.deeds), Sent(one.id, content, Mode.ALL), BringSheets(names, Runs(here))  # type: ignore[arg-type]
    match form:
        case "attendance":
            answer = sheets.attendance(sent, once(), by=TEACHER)
        case "scores":
            answer = sheets.scores(sent, once(), by=BY)
        case "certified":
            answer = CertifiedSheets(Runs(here)).bring(sent, once(), by=BY)  # type: ignore[arg-type]
        case _:
            answer = PaidSheets(Runs(here)).bring(sent, once(), by=LEADER)  # type: ignore[arg-type]
    assert (answer.written, answer.bad, slugs(answer)) == (0, 0, [[], [], []])
    assert outcomes(answer) == (["already", "already", ""] if form == "certified" else ["already"] * 3)
    assert repr(here.noted.deeds) == before


def test_the_book_of_a_class_in_its_exam_is_put_right_and_says_so_where_that_would_change_who_may_be_examined(
    here: Memory,
):
    one = examined(here)
    content = out(here, one.id).form(one.id, "attendance", by=TEACHER)
    errand = BringSheets(Labels(Applicant(here, one.id)), Runs(here))  # type: ignore[arg-type]  # as above

    def sent(absent: int, reason: str = "") -> Answer:
        def change(page: Any) -> None:
            for column in range(3, 3 + absent):
                page.cell(4, column).value = "不到"

        book = edited(content, "出勤簿", change)
        return errand.attendance(Sent(one.id, book, Mode.ALL, reason), once(), by=TEACHER)

    assert (sent(0).written, outcomes(sent(0))) == (0, ["already"] * 3)
    with pytest.raises(Refused, match="reason_missing"):
        sent(1)
    once_away = sent(1, "点错了人")
    assert (once_away.written, outcomes(once_away)) == (1, ["written", "already", "already"])
    with pytest.raises(Refused, match="standing_changes"):
        sent(6, "点错了人")
    here.use.exam.score(one.id, {place.id: (80, 90) for place in places(here, one)}, by=BY)
    known = {place.person_id: Identity(NAMES[0], "龙*英", "431230********0428") for place in places(here, one)}
    here.use.certificate.issue(one.id, known, by=REVIEWER)
    here.use.training_class.finish.close(one.id, by=BY)
    with pytest.raises(Conflict, match="class_not_running"):
        sent(9, "点错了人")


def test_the_whole_dossier_is_understood_wherever_one_of_its_forms_is_asked_for(here: Memory):
    one = certified(here)
    claim = agreed(here, one)
    content = out(here, one.id).dossier(claim.id, by=LEADER)
    sent, names = Sent(one.id, content, Mode.ALL), Labels(Applicant(here, one.id))  # type: ignore[arg-type]  # as above
    answers = (
        BringSheets(names, Runs(here)).attendance(sent, once(), by=TEACHER),  # type: ignore[arg-type]  # as above
        CertifiedSheets(Runs(here)).bring(sent, once(), by=BY),  # type: ignore[arg-type]  # as above
        PaidSheets(Runs(here)).bring(sent, once(), by=LEADER),  # type: ignore[arg-type]  # as above
    )
    assert [(len(it.rows), it.bad, it.written) for it in answers] == [(3, 0, 0)] * 3
    with pytest.raises(Refused, match="two_tables"):  # points stand on two of its sheets
        BringSheets(names, Runs(here)).scores(sent, once(), by=BY)  # type: ignore[arg-type]  # as above
    assert [row.outcome for row in imported(here, one.id, content)] == ["already"] * 3
