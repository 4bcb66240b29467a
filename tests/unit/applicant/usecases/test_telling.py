"""What she is told of the news of three services: each fact in its words, once, and never what is old or personal."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from services.applicant.domain.message import FITS, Told, parts
from services.applicant.domain.person import Channel, Origin, Person
from services.applicant.errands.lesson_tomorrow import LessonTomorrow
from services.applicant.events import messages_inbound
from services.applicant.events.messages_inbound import HANDLERS, listed
from services.applicant.usecases.message.catalogue import CatalogueInForce
from services.applicant.usecases.message.lesson import KIND, Lesson
from services.applicant.usecases.message.tell import FRESH_DAYS, Tell
from shared.events.registry import contracts
from tests.builders.accounts import POLICY
from tests.builders.applicant import details
from tests.builders.titles import PATH
from tests.fakes.accounts import HandClock
from tests.fakes.applicant import MemoryPersons
from tests.fakes.messages import WantedMessages

HER, CLOCK = "a" * 32, HandClock()
TODAY: date = CLOCK.today()
CATALOGUE = CatalogueInForce(POLICY, CLOCK)
CLASS = {"title": "侗锦织造（初级）", "course": "HW-DJ1", "starts_on": "2026-12-01", "ends_on": "2026-12-20"}
NOW = {**CLASS, "changed": True}
STEP = {"application_id": "b" * 32, "org_path": ["c" * 32], "amount_fen": 15_000_000}
TITLE = {"title": "cooperative", "org_path": list(PATH)}


@dataclass
class Promised:
    """Jobs that were promised and finished."""

    added: list[tuple[str, str, timedelta, Any]] = field(default_factory=list)
    finished: list[object] = field(default_factory=list)

    def add(self, kind: str, key: str, after: timedelta, payload: Any = None) -> None:
        self.added.append((kind, key, after, payload))

    def done(self, job: object) -> None:
        self.finished.append(job)


@dataclass
class Phone:
    """Her phone, and what stands between it and an event."""

    messages: WantedMessages = field(default_factory=WantedMessages)
    persons: MemoryPersons = field(default_factory=MemoryPersons)
    due: Promised = field(default_factory=Promised)

    def hear(self, kind: str, **data: Any) -> list[str]:
        """Return what she reads after an event."""
        tell = Tell(self.messages, self.persons, CATALOGUE, CLOCK)
        find = SimpleNamespace(name=lambda code, path: "“妇”字号专业合作组织")
        lesson = Lesson(tell, self.due, CLOCK)
        use = SimpleNamespace(message=SimpleNamespace(tell=tell, lesson=lesson), title=SimpleNamespace(find=find))
        data = {"person_id": HER, "enrolment_id": "d" * 32, "on": TODAY.isoformat(), **data}
        HANDLERS[kind](use, SimpleNamespace(data=data))  # type: ignore[arg-type]
        return [CATALOGUE.text(key).filled(words) for key, _, words in self.messages.wanted]


@pytest.fixture
def phone() -> Phone:
    made = Phone()
    made.persons.add(Person.register(HER, PATH, details(), Origin(Channel.SELF, HER, TODAY)))
    return made


SAID: list[tuple[str, dict[str, Any], str]] = [
    ("training.enrolment.enrolled.v1", {**CLASS, "channel": "self"}, "您报上了侗锦织造（初级），12 月 1 日开班"),
    ("training.enrolment.waitlisted.v1", {**CLASS, "channel": "self"}, "侗锦织造（初级）满了，您在候补"),
    (
        "training.enrolment.offered.v1",
        {**CLASS, "answer_by": "2026-11-25T01:00:00Z"},
        "11 月 25 日 09:00",
    ),
    (
        "training.enrolment.moved.v1",
        {**CLASS, "was_on": "2026-12-01", "now_on": "2026-12-03", "begins": "14:00"},
        "12 月 1 日的课改到12 月 3 日 14:00",
    ),
    ("training.enrolment.dropped.v1", {**CLASS, "reason": "class_called_off"}, "侗锦织造（初级）不办了"),
    ("training.enrolment.dropped.v1", {**CLASS, "reason": "by_herself"}, "的名额退掉了"),
    ("training.enrolment.attended.v1", CLASS, "可以考试"),
    ("training.enrolment.examined.v1", {**CLASS, "passed": True}, "您考过了"),
    ("training.enrolment.corrected.v1", {**NOW, "eligible": True, "passed": True}, "您现在是考过了"),
    ("training.enrolment.corrected.v1", {**NOW, "eligible": True, "passed": False}, "您现在是没考过"),
    ("training.enrolment.corrected.v1", {**NOW, "eligible": True}, "您现在是可以考试"),
    ("training.enrolment.corrected.v1", {**NOW, "eligible": False}, "课时不够，不能考试"),
    ("training.enrolment.examined.v1", {**CLASS, "passed": False}, "还可以再考"),
    (
        "training.certificate.issued.v1",
        {**CLASS, "number": "ZS-431230-2026-000456", "origin": "system", "reissue": False},
        "结业证发了，编号 ZS-431230-2026-000456",
    ),
    ("training.certificate.revoked.v1", {"reason": "x"}, "结业证作废了"),
    ("training.enrolment.opinion-asked.v1", {**CLASS, "until": "2026-12-24"}, "请 12 月 24 日前在“学习”那一页说说"),
    (
        "training.certificate.income-asked.v1",
        {**CLASS, "months": 12},
        "侗锦织造（初级）学完 12 个月了，现在一个月挣多少",
    ),
    (
        "loans.application.submitted.v1",
        {**STEP, "number": "DK-431230-2026-000123", "desk": "village", "due_on": "2026-11-26"},
        "贷款申请收到了，编号 DK-431230-2026-000123。村妇联先看，一般 3 个工作日",
    ),
    (
        "loans.application.passed.v1",
        {**STEP, "desk": "village", "next": "township", "due_on": "2026-11-30"},
        "村妇联看过了，现在到乡镇妇联，一般 5 个工作日",
    ),
    (
        "loans.application.returned.v1",
        {**STEP, "desk": "county", "reasons": ["R07", "R02"], "items": 2, "due_on": "2026-12-04"},
        "还差 2 样。丈夫签字的同意书、看得清的照片。请在 12 月 4 日前交",
    ),
    ("loans.application.resubmitted.v1", {**STEP, "desk": "county", "due_on": "2026-11-25"}, "县妇联接着看"),
    ("loans.application.appealed.v1", {**STEP, "desk": "county", "due_on": "2026-11-25"}, "县妇联换人再看"),
    ("loans.application.guaranteed.v1", STEP, "担保办好了，现在到银行"),
    ("loans.application.approved.v1", {**STEP, "lapses_on": "2027-01-22"}, "请在 1 月 22 日前带身份证签合同"),
    ("loans.application.rejected.v1", {**STEP, "reasons": ["X04"]}, "这次贷款没通过，原因手机上能看"),
    ("loans.application.lapsed.v1", {"waited_for": "papers"}, "材料没在期限前补齐"),
    ("loans.application.lapsed.v1", {"waited_for": "contract"}, "没在期限前签好合同"),
    ("loans.application.contracted.v1", STEP, "贷款合同签好了"),
    (
        "loans.loan.disbursed.v1",
        {**STEP, "origin": "system", "first_due_on": "2027-02-20"},
        "第一次还款日是 2 月 20 日",
    ),
    ("loans.loan.due-soon.v1", {"due_on": "2026-12-20", "last": False}, "12 月 20 日要还款"),
    ("loans.loan.due-soon.v1", {"due_on": "2027-01-20", "last": True}, "贷款 1 月 20 日到期"),
    ("loans.loan.extended.v1", {"matures_on": "2027-07-20"}, "新的到期日是 7 月 20 日"),
    ("loans.loan.called.v1", {"due_on": "2026-12-20"}, "12 月 20 日前把贷款全部还清"),
    ("loans.loan.overdue.v1", {"due_on": "2026-11-20"}, "11 月 20 日该还的钱还没到账"),
    ("loans.loan.cured.v1", {}, "晚了的还款收到了"),
    ("loans.loan.settled.v1", {}, "还清了"),
    ("loans.loan.subrogated.v1", {}, "担保机构替您还了银行的钱"),
    ("applicant.enterprise.nominated.v1", TITLE, "县妇联提名您评“妇”字号专业合作组织"),
    ("applicant.enterprise.noticed.v1", {**TITLE, "until": "2026-11-30"}, "在公示，到 11 月 30 日为止"),
    (
        "applicant.enterprise.recognised.v1",
        {**TITLE, "valid_until": "2029-11-30", "origin": "system"},
        "您评上了“妇”字号专业合作组织，有效到 2029 年 11 月 30 日",
    ),
    ("applicant.enterprise.refused.v1", {**TITLE, "reason": "criteria"}, "这次没有评上"),
    ("applicant.enterprise.watched.v1", {**TITLE, "reason": "safety", "until": "2027-02-23"}, "请在 2 月 23 日前改好"),
    ("applicant.enterprise.cleared.v1", TITLE, "整改好了"),
    ("applicant.enterprise.revoked.v1", {**TITLE, "reason": "safety"}, "撤销了"),
    ("applicant.enterprise.expired.v1", TITLE, "到期了"),
]


@pytest.mark.parametrize(("kind", "data", "words"), SAID, ids=[one[0] for one in SAID])
def test_every_state_she_should_know_of_is_one_plain_message(
    phone: Phone, kind: str, data: dict[str, Any], words: str
) -> None:
    (read,) = phone.hear(kind, **data)
    assert read.startswith("【巾帼】龙凤英：")
    assert words in read
    assert parts(read) == (2 if "returned" in kind else 1)


def test_every_fact_that_is_listened_to_is_tried_here_and_promised() -> None:
    assert {one[0] for one in SAID} == set(HANDLERS)
    assert set(HANDLERS) <= {one.full for one in contracts()}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("training.certificate.issued.v1", {**CLASS, "number": "旧-7", "origin": "ledger", "reissue": False}),
        ("training.certificate.issued.v1", {**CLASS, "number": "ZS-1", "origin": "system", "reissue": True}),
        ("training.enrolment.enrolled.v1", {**CLASS, "channel": "ledger"}),
        ("training.enrolment.corrected.v1", {**CLASS, "changed": False, "eligible": True, "passed": True}),
        ("loans.loan.disbursed.v1", {**STEP, "origin": "ledger", "first_due_on": "2027-02-20"}),
        ("applicant.enterprise.recognised.v1", {**TITLE, "valid_until": "2029-11-30", "origin": "ledger"}),
        ("loans.application.passed.v1", {**STEP, "desk": "bank", "next": "", "due_on": None}),
        ("loans.application.passed.v1", {**STEP, "desk": "guarantee", "next": "bank", "due_on": "2026-12-02"}),
    ],
)
def test_what_comes_from_a_ledger_replaces_paper_or_has_news_of_its_own_is_not_told(
    phone: Phone, kind: str, data: dict[str, Any]
) -> None:
    assert phone.hear(kind, **data) == []


def test_old_news_is_not_told_and_the_news_of_a_weekend_is(phone: Phone) -> None:
    old = TODAY - timedelta(days=FRESH_DAYS + 1)
    assert phone.hear("loans.loan.settled.v1", on=old.isoformat()) == []
    assert len(phone.hear("loans.loan.settled.v1", on=(old + timedelta(days=1)).isoformat())) == 1


def test_whom_no_message_can_reach_is_told_nothing(phone: Phone) -> None:
    assert phone.hear("loans.loan.settled.v1", person_id="f" * 32) == []
    phone.persons.rows[HER].details = details(phone="0745-8622345")
    assert phone.hear("loans.loan.settled.v1") == []


def test_an_unknown_code_is_said_in_a_general_way_and_a_long_title_is_cut(phone: Phone) -> None:
    (read,) = phone.hear(
        "loans.application.submitted.v1", **STEP, number="DK-431230-2026-000123", desk="moon", due_on="2026-11-26"
    )
    assert "经办的单位先看" in read
    assert Told.of("x", title="长" * 80).words["title"] == "长" * (FITS - 1) + "…"


def test_a_long_list_ends_with_what_fits() -> None:
    assert listed(["甲", "乙"]) == "甲、乙。"
    assert len(listed(["十个字的材料名称在这里"] * 10)) <= messages_inbound.LONG
    assert listed(["十个字的材料名称在这里"] * 10).endswith("等。")


def at_training(**changes: Any) -> Any:
    session = {"starts_at": f"{TODAY + timedelta(days=1)}T00:30:00Z", "room": "双江镇文化站"}
    place = {"enrolment_id": "d" * 32, "state": "enrolled", "title": "侗锦织造（初级）", "next_session": session}
    return SimpleNamespace(get=lambda _path: {"items": [{**place, **changes}]})


def evening(phone: Phone, training: Any) -> list[str]:
    """Let the evening before her class come."""
    lesson = Lesson(Tell(phone.messages, phone.persons, CATALOGUE, CLOCK), phone.due, CLOCK)
    use = SimpleNamespace(message=SimpleNamespace(lesson=lesson))
    runs = SimpleNamespace(ask=lambda work: work(use), run=lambda work: work(use))
    job = SimpleNamespace(key="d" * 32, payload={"person_id": HER})
    LessonTomorrow(runs, training)(job)  # type: ignore[arg-type]
    assert phone.due.finished == [job]
    return [CATALOGUE.text(key).filled(words) for key, _, words in phone.messages.wanted]


def test_the_evening_before_is_promised_with_her_place_and_never_for_a_class_that_has_begun(phone: Phone) -> None:
    phone.hear("training.enrolment.enrolled.v1", **CLASS, channel="self")
    ((kind, key, after, payload),) = phone.due.added
    assert (kind, key, payload) == (KIND, "d" * 32, {"person_id": HER})
    assert (CLOCK.now() + after).isoformat() == "2026-11-30T10:00:00+00:00"
    phone.hear("training.enrolment.enrolled.v1", **{**CLASS, "starts_on": TODAY.isoformat()}, channel="self")
    assert len(phone.due.added) == 1


def test_the_evening_before_she_is_told_where_and_when(phone: Phone) -> None:
    (read,) = evening(phone, at_training())
    assert read == "【巾帼】龙凤英：明天 08:30 在双江镇文化站上侗锦织造（初级），带身份证。"


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "dropped"},
        {"next_session": None},
        {"next_session": {"starts_at": "2027-03-01T00:30:00Z", "room": "x"}},
    ],
)
def test_whose_class_is_gone_or_moved_is_not_called_out_in_vain(phone: Phone, changed: dict[str, Any]) -> None:
    assert evening(phone, at_training(**changed)) == []
