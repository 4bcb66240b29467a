"""开班申请表 and 课程计划: what is filed before a class (domain.md 3.1)."""

from services.training.domain.course import LESSON
from services.training.domain.place import Teacher
from services.training.domain.session import Session
from services.training.usecases.exam.papers import ClassFile
from shared.xlsx import writing

OPINIONS = ("主管部门意见（盖章）", "人社部门意见（盖章）")
PLAN = ("日期", "时间", "课时", "学什么", "教室", "老师")


def application(file: ClassFile) -> writing.Form:
    """Return the application for a class: who, what, how long, where, by whom, and room for two opinions."""
    plan, course, holder = file.klass.plan, file.course, file.organiser
    rooms = [room for room in file.places.rooms if room.id == plan.room]
    taught = {teacher for session in file.sessions for teacher in session.teachers}
    said = {
        "申请单位": holder.title if holder else file.unit,
        "法人代表": holder.legal if holder else "",
        "联系人": holder.contact if holder else "",
        "联系电话": holder.phone if holder else "",
        "培训项目": plan.title,
        "开班编号": plan.number,
        "人数": str(plan.capacity),
        "总课时": str(plan.minutes // LESSON),
        "起止": f"{plan.starts_on} 至 {plan.ends_on}",
        "地点": "；".join(f"{room.title}，{room.address}" for room in rooms),
        "课程和课时": "；".join(f"{one.name} {one.minutes // LESSON}" for one in course.modules),
        "教材": holder.textbooks.get(course.code, "") if holder else "",
        "考核": course.assessment,
        "老师（学历、职称）": "；".join(_teacher(one) for one in file.places.teachers if one.id in taught),
        **dict.fromkeys(OPINIONS, ""),
    }
    rows = [[*pair] for pair in said.items()]
    return writing.Form("开班申请表", [["职业技能培训开班申请表"]], ["项目", "内容"], rows)


def _teacher(one: Teacher) -> str:
    return f"{one.name}（{'，'.join(word for word in (one.degree, one.title) if word)}）"


def plan(file: ClassFile) -> writing.Form:
    """Return the timetable that belongs to it, one line a session."""
    of = file.klass.plan
    names = {one.id: one.title for one in file.places.rooms} | {one.id: one.name for one in file.places.teachers}
    under = f"{of.title}，{of.number}，{of.starts_on} 至 {of.ends_on}"
    lines = [_line(session, names) for session in file.sessions]
    foot = ["合计", "", str(sum(session.slot.minutes for session in file.sessions) // LESSON), "", "", ""]
    return writing.Form("课程计划", [["培训课程计划"], [under]], PLAN, lines, [foot])


def _line(session: Session, names: dict[str, str]) -> list[str]:
    slot = session.slot
    return [
        f"{slot.on}",
        f"{slot.begins:%H:%M}–{slot.ends:%H:%M}",
        str(slot.minutes // LESSON),
        session.topic,
        names.get(session.room, ""),
        "、".join(names.get(one, "") for one in session.teachers),
    ]
