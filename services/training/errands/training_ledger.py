"""The book of trainings that were subsidised before: its columns, and who each of the women is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.training.domain.course import Course
from services.training.errands.registered import row_of
from services.training.usecases import UseCases
from shared.ledger.desk import LedgerSheet
from shared.ledger.intake import Source
from shared.ledger.ports import Came
from shared.ledger.reading import Typed
from shared.ledger.row import Entry, Finding, Row
from shared.ledger.women import Women, cells
from shared.running import Runs
from shared.web.schema import Form, choice, day, text, whole
from shared.xlsx.columns import columns_of

TITLE = "享受过补贴的培训台账"
EARLIEST = date(2017, 1, 1)  # the first table of amounts we know of is of that year (domain.md §3.1)
LEVELS = (("1", "初级"), ("2", "中级"), ("3", "高级"), ("4", "技师"), ("5", "高级技师"))
OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "course": ("培训课程", "课程名称", "培训项目", "培训工种", "工种", "培训专业"),
    "level": ("等级", "技能等级", "培训等级", "培训级别"),
    "ended_on": ("结业日期", "结业时间", "培训结束时间", "结束时间", "培训结束日期"),
    "times": ("补贴次数", "享受次数", "已享受次数"),
}


def sheet(courses: Sequence[Course]) -> LedgerSheet:
    """Return the columns; a trade is one of the catalogue, by a course's title or its code."""
    row = Form.from_dict(
        {
            "no": text("序号", most=6, required=False),
            "name": text("姓名", most=50),
            "id_no": text("身份证号", most=30),
            "course": choice("课程", tuple((one.code, one.title) for one in courses)),
            "level": choice("级别", LEVELS, required=False, help="不填就按课程的级别"),
            "ended_on": day("结束日期"),
            "times": whole("次数", least=1, most=10, required=False, help="一行是一次；只知道总数就写总数"),
        },
        name="TrainingRow",
    )()
    assert isinstance(row, Form), "made from Form"
    return LedgerSheet(TITLE, row, columns_of(row, OTHER_NAMES))


@dataclass(frozen=True, slots=True)
class TrainingBook:
    """Every woman is asked for at applicant; one who is not registered is registered there first."""

    women: Women
    runs: Runs[UseCases]

    def judge(self, lines: Sequence[Typed], source: Source) -> list[Row]:
        """Return a row for every line, in order, with everything that is wrong with it."""
        today = self.runs.ask(lambda use: use.roster.bring.clock.today())
        courses = {one.code: one for one in self.runs.ask(lambda use: use.catalogue.courses(today, source.division))}
        known = self.women.check(lines, source)

        def row(line: Typed) -> Row:
            woman = known[line.row]
            more = _days(line.values, today) if line.values is not None else []
            return row_of(line, woman, more, lambda person_id: _entry(line, person_id, woman.town, courses))

        return [row(line) for line in lines]

    def fetch(self, row: Row, source: Source) -> Came:
        """Fetch her card of now."""
        assert row.entry is not None, "only rows with an entry are booked"
        return self.women.find(row.row, row.entry.values, source)


def _days(values: Mapping[str, Any], today: date) -> list[Finding]:
    on: date = values["ended_on"]
    if on > today:
        return [Finding("ended_on", "day_to_come")]
    return [Finding("ended_on", "ledger_day_too_early", {"first": EARLIEST})] if on < EARLIEST else []


def _entry(line: Typed, person_id: str, town: str, courses: Mapping[str, Course]) -> Entry:
    values = line.values or {}
    course, on = courses[values["course"]], values["ended_on"]
    facts = {
        "person_id": person_id,
        "trade": course.skill,
        "rank": int(values["level"]) if values.get("level") else course.rank,
        "on": on.isoformat(),
        "times": values.get("times") or 1,
    }
    key = f"{person_id}:{course.skill}:{on.year}"
    return Entry(key, course.skill, town, facts, 0, person_id, cells(line.texts))
