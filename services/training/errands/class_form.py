"""The forms of a class as one schema each (domain.md §3.2); that of the 花名册 is roster_form.py's."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from services.training.domain.attendance import PARTLY, Mark, Tick
from services.training.domain.certificate import plain
from services.training.domain.session import Session
from services.training.domain.subsidy import State
from shared.web.schema import Form, amount, choice, day, text, whole
from shared.xlsx import writing
from shared.xlsx.columns import Column, columns_of
from shared.xlsx.headings import HEADINGS

EDUCATION = {"80": "小学", "70": "初中", "60": "高中", "40": "中专", "30": "大专", "20": "本科", "10": "研究生"}
HUKOU = {"rural": "农业", "urban": "非农业"}
MARKS: Mapping[Mark, tuple[str, ...]] = {
    Mark.PRESENT: ("到", "√", "✓", "✔", "出勤", "已到", "在"),
    Mark.LATE: ("迟", "迟到"),
    Mark.EARLY: ("早退", "早"),
    Mark.LEAVE: ("假", "请假", "事假", "事"),
    Mark.SICK: ("病", "病假"),
    Mark.ABSENT: ("不到", "×", "✗", "x", "缺", "缺勤", "旷", "旷课", "未到"),
}
AWAY = frozenset({"缺考", "缺", "未考", "弃考"})  # in place of points: she did not come
_KNOWN = {word: mark for mark, words in MARKS.items() for word in words}
_MARK = re.compile(r"\A(?P<word>[^0-9]+?)(?P<missed>[0-9]{1,3})?(?:分|分钟)?\Z")
MOST_FEN = 100_000_000  # of one woman; more is a slip of the finger
STATES = {
    State.CLAIMED: "等妇联审核",
    State.REVIEWED: "等人社同意",
    State.AGREED: "等付款",
    State.PAID: "已付款",
    State.RETURNED: "已退回",
}
SIGNATURES = (("self", "本人签收"), ("other", "别人代领"))
NUMBER = ("证书号", "证书号码", "证号", "培训证书编号", "合格证编号", "结业证编号")
NO, NAME = ("学号", "考号", "准考证号", "编号", "序号"), ("考生姓名", "考生")


class ExamForm(Form):
    """考试名单: what goes to the tester, with the numbers of the 成绩单 that comes back."""

    no = text("考号", most=24)
    name = text("姓名", most=20)
    sex = text("性别", most=2)
    born = text("出生年月", most=8)
    id_no = text("身份证号", most=18)
    education = text("文化程度", most=6)
    phone = text("联系电话", most=13)


class ScoreForm(Form):
    """成绩单: what the tester sends back; both points or none."""

    no = text("考号", most=24, required=False)
    name = text("姓名", most=20)
    theory = whole("理论", least=0, most=100, required=False)
    practice = whole("实操", least=0, most=100, required=False)
    remark = text("备注", most=50, required=False)
    examiner = text("考评员", most=20, required=False)


class CertifiedForm(Form):
    """颁证花名册: goes out with the papers and comes back with the day and the signature of each."""

    no = text("序号", most=6, required=False)
    name = text("姓名", most=50)
    unit = text("发证单位", most=60, required=False)
    sex = text("性别", most=4, required=False)
    born = text("出生年月", most=20, required=False)
    id_no = text("身份证号", most=30, required=False)
    education = text("文化程度", most=20, required=False)
    theory = whole("理论", least=0, most=100, required=False)
    practice = whole("实操", least=0, most=100, required=False)
    number = text("证书编号", most=40)
    handed_on = day("领证日期", required=False)
    signed = choice("领证人签名", SIGNATURES, required=False)
    remark = text("备注", most=100, required=False)


EXAM_LIST = columns_of(ExamForm(), {})


class PaidForm(Form):
    """补贴名单: goes out with the dossier and comes back with the day and the voucher of the payment."""

    no = text("序号", most=6, required=False)
    name = text("姓名", most=50)
    id_no = text("身份证号", most=30, required=False)
    number = text("证书编号", most=40)
    fen = amount("补贴金额（元）", least=0, most=MOST_FEN)
    job_fen = amount("其中就业加发（元）", least=0, most=MOST_FEN, required=False)
    state = text("办理情况", most=20, required=False)
    paid_on = day("付款日期", required=False)
    voucher = text("凭证号", most=40, required=False)
    remark = text("备注", most=100, required=False)


POINTS = {
    "theory": ("理论成绩", "理论分", "理论考试", "理论知识", "笔试", "理论得分"),
    "practice": ("实操成绩", "实操分", "操作", "操作技能", "技能", "实作", "实践", "实操得分", "技能操作"),
}
CERTIFIED = columns_of(
    CertifiedForm(),
    {
        "name": NAME,
        "unit": ("单位", "颁证单位", "发证机关"),
        "born": ("出生日期", "出生年月日"),
        **POINTS,
        "number": NUMBER,
        "handed_on": ("领取日期", "领证时间", "领取时间", "发放日期", "签收日期", "领取证书日期"),
        "signed": ("签名", "签字", "领证人", "领取人", "本人签名", "领取人签名", "领取人签字", "签收", "签收人"),
        "remark": ("说明",),
    },
)
PAID = columns_of(
    PaidForm(),
    {
        "name": NAME,
        "number": NUMBER,
        "fen": ("补贴金额", "金额", "补贴标准", "实发金额", "发放金额", "拨付金额", "培训补贴", "补贴"),
        "state": ("状态", "办理状态", "发放状态", "拨付状态", "审核结果", "办理结果"),
        "paid_on": ("付款时间", "发放日期", "发放时间", "拨付日期", "拨付时间", "支付日期", "到账日期"),
        "voucher": ("凭证", "凭证编号", "付款凭证号", "支付凭证号", "流水号", "交易流水号"),
        "remark": ("说明",),
    },
)
ACCOUNT = ("银行账号", "收款账号", "银行卡号", "卡号", "账号", "开户账号", "社保卡号", "社保卡银行账号")  # never read
SCORES = columns_of(
    ScoreForm(),
    {
        "no": NO,
        "name": NAME,
        **POINTS,
        "remark": ("说明",),
        "examiner": ("考官", "监考", "监考老师", "考评老师"),
    },
)


def attendance_columns(sessions: Sequence[Session]) -> tuple[Column, ...]:
    """Return the columns of 出勤簿: one a session, known by its day and half in the ways people write them."""
    person = (
        Column("no", NO, required=False, width=24),
        Column("name", ("姓名", *NAME, *HEADINGS["姓名"]), required=True),
    )
    each = Counter(one.slot.on for one in sessions)
    days = {one.id: _days(one, alone=each[one.slot.on] == 1) for one in sessions}
    return (*person, *(Column(one.id, days[one.id], required=False, help=one.topic, width=10) for one in sessions))


def page(
    name: str, titles: Sequence[str], columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]
) -> writing.Form:
    """Return a filled form: the schema's own headings, one line of texts for each row."""
    lines = [[str(row.get(one.field, "")) for one in columns] for row in rows]
    return writing.Form(name, [[line] for line in titles], [one.label for one in columns], lines)


def mark_word(tick: Tick | None) -> str:
    """Return what stands in the book: 到, 迟20, 早退30, 假, 病, 不到."""
    tick = tick or Tick(Mark.ABSENT)
    return MARKS[tick.mark][0] + (str(tick.missed) if tick.missed else "")


def tick_of(typed: str) -> Tick | None:
    """Read 到, √, 迟20, 早退 30 分; None when it is none of them."""
    word = "".join(unicodedata.normalize("NFKC", typed).split()).lower()
    found = _MARK.match(word)
    mark = _KNOWN.get(found["word"]) if found else None
    if found is None or mark is None or (found["missed"] and mark not in PARTLY):
        return None
    return Tick(mark, int(found["missed"] or 0))


def signature_of(typed: str, name: str) -> str:
    """Read who signed for a paper: her own name is her signature; what is neither hers nor 代领 stays as it is."""
    words = dict(SIGNATURES)
    if typed.strip() in ("本人", "已签", "已领", "√") or plain(typed) == plain(name):
        return words["self"]
    return words["other"] if typed.strip().startswith("代") else typed


def _days(one: Session, *, alone: bool) -> tuple[str, ...]:
    """Return the headings of a session; the only one of its day is known by the day."""
    day = one.slot.on
    half = "上午" if one.slot.begins.hour < 12 else "下午" if one.slot.begins.hour < 18 else "晚上"
    days = (
        f"{day.month}月{day.day}日",
        f"{day:%m}月{day:%d}日",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%m-%d}",
        f"{day:%m.%d}",
        f"{day.month}.{day.day}",
        f"{day.month}/{day.day}",
    )
    words = (half, half[0], "") if alone else (half, half[0])
    return tuple(f"{one}{word}" for word in words for one in (*days, f"{day}", f"{day.month}-{day.day}"))
