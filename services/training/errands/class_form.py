"""The forms of a class as one schema each: 花名册, 出勤簿, 考试名单, 成绩单, 颁证花名册 (domain.md §3.2)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from services.training.domain.attendance import PARTLY, Mark, Tick
from services.training.domain.session import Session
from shared.web.schema import Form, text, whole
from shared.xlsx import writing
from shared.xlsx.columns import Column, columns_of

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
NO, NAME = ("学号", "考号", "准考证号", "编号", "序号"), ("学员姓名", "考生姓名", "妇女姓名", "名字")


class RosterForm(Form):
    """花名册 as it is filed with the dossier."""

    no = text("学号", most=24)
    name = text("姓名", most=20)
    sex = text("性别", most=2)
    education = text("文化程度", most=6)
    born = text("出生年月", most=8)
    id_no = text("身份证号", most=18)
    phone = text("联系电话", most=13)
    place = text("户籍地", most=20)
    hukou = text("户口性质", most=6)
    came = text("怎么来的", most=8)


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
    """颁证花名册."""

    no = text("序号", most=6)
    name = text("姓名", most=20)
    unit = text("发证单位", most=24)
    sex = text("性别", most=2)
    born = text("出生年月", most=8)
    id_no = text("身份证号", most=18)
    education = text("文化程度", most=6)
    theory = text("理论", most=3)
    practice = text("实操", most=3)
    number = text("证书编号", most=22)
    remark = text("备注", most=20)


ROSTER = columns_of(RosterForm(), {})
EXAM_LIST = columns_of(ExamForm(), {})
CERTIFIED = columns_of(CertifiedForm(), {})
SCORES = columns_of(
    ScoreForm(),
    {
        "no": NO,
        "name": NAME,
        "theory": ("理论成绩", "理论分", "理论考试", "理论知识", "笔试", "理论得分"),
        "practice": ("实操成绩", "实操分", "操作", "操作技能", "技能", "实作", "实践", "实操得分", "技能操作"),
        "remark": ("说明",),
        "examiner": ("考官", "监考", "监考老师", "考评老师"),
    },
)


def attendance_columns(sessions: Sequence[Session]) -> tuple[Column, ...]:
    """Return the columns of 出勤簿: one a session, known by its day and half in the ways people write them."""
    person = (Column("no", NO, required=False, width=24), Column("name", ("姓名", *NAME), required=True))
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
    plain = "".join(unicodedata.normalize("NFKC", typed).split()).lower()
    found = _MARK.match(plain)
    mark = _KNOWN.get(found["word"]) if found else None
    if found is None or mark is None or (found["missed"] and mark not in PARTLY):
        return None
    return Tick(mark, int(found["missed"] or 0))


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
