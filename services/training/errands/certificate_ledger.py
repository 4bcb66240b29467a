"""The book of certificates of earlier years: its columns, and what is asked of applicant before a row is booked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.training.domain.course import LESSON, Course
from services.training.errands import official_ledger, training_ledger
from services.training.usecases import UseCases
from services.training.usecases.ledger import officials, trainings
from services.training.usecases.ledger.certificates import KIND
from shared.ledger.desk import LedgerErrands, LedgerSheet, Outside
from shared.ledger.intake import Source
from shared.ledger.ports import Came
from shared.ledger.reading import Typed
from shared.ledger.row import Entry, Finding, Row
from shared.ledger.women import Women, cells
from shared.running import Runs
from shared.web.schema import Form, choice, day, text, whole
from shared.xlsx.columns import columns_of

TITLE = "培训证书台账"
EARLIEST = date(1990, 1, 1)
NEW_ONLY = "系统里没登记过的人要填"
OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "name": ("持证人",),
    "number": ("证书号", "证号", "结业证号", "结业证书编号", "证书号码"),
    "course": ("培训课程", "课程名称", "培训项目", "培训工种", "工种", "培训专业"),
    "issued_on": ("发证时间", "颁证日期", "结业日期", "结业时间", "证书日期"),
    "lessons": ("学时", "培训课时"),
}


def sheet(courses: Sequence[Course]) -> LedgerSheet:
    """Return the columns; a course is one of the catalogue, by its title or its code."""
    listed = tuple((one.code, one.title) for one in courses)
    row = Form.from_dict(
        {
            "no": text("序号", most=6, required=False),
            "name": text("姓名", most=50),
            "id_no": text("身份证号", most=30),
            "phone": text("联系电话", most=20, required=False, help=NEW_ONLY),
            "place": text("户籍地", most=60, required=False, help=NEW_ONLY),
            "education": text("文化程度", most=20, required=False, help=NEW_ONLY),
            "number": text("证书编号", most=40, least=4),
            "course": choice("课程", listed),
            "issued_on": day("发证日期"),
            "lessons": whole("课时", least=1, most=1000, required=False),
        },
        name="CertificateRow",
    )()
    assert isinstance(row, Form), "made from Form"
    return LedgerSheet(TITLE, row, columns_of(row, OTHER_NAMES))


@dataclass(frozen=True, slots=True)
class CertificateBook:
    """Every woman is asked for at applicant; certificates of the county's own courses, not of the future."""

    women: Women
    runs: Runs[UseCases]

    def judge(self, lines: Sequence[Typed], source: Source) -> list[Row]:
        """Return a row for every line, in order, with everything that is wrong with it."""
        today = self.runs.ask(lambda use: use.roster.bring.clock.today())
        courses = {one.code: one for one in self.runs.ask(lambda use: use.catalogue.courses(today, source.division))}
        known = self.women.check(lines, source)
        rows = []
        for line in lines:
            woman = known[line.row]
            findings = [*line.findings, *woman.findings]
            if line.values is not None:
                findings += _days(line.values, today)
            wrong = line.values is None or any(one.level == "error" for one in findings)
            entry = None if wrong or line.values is None else _entry(line, woman.person_id, woman.town, courses)
            rows.append(Row(line.row, line.no, findings, entry))
        return rows

    def fetch(self, row: Row, source: Source) -> Came:
        """Fetch who she is, registered now when she is new."""
        assert row.entry is not None, "only rows with an entry are booked"
        return self.women.find(row.row, row.entry.values, source)


def errands(women: Women, web: Runs[UseCases], worker: Runs[UseCases]) -> LedgerErrands[UseCases]:
    """Return the errands of all kinds; a sheet offers the courses in force when it is asked for."""
    sheets: dict[str, Callable[[], LedgerSheet]] = {
        KIND: lambda: sheet(_courses_now(web)),
        officials.KIND: official_ledger.sheet,
        trainings.KIND: lambda: training_ledger.sheet(_courses_now(web)),
    }
    books: dict[str, Outside] = {
        KIND: CertificateBook(women, worker),
        officials.KIND: official_ledger.OfficialBook(women, worker),
        trainings.KIND: training_ledger.TrainingBook(women, worker),
    }
    return LedgerErrands(web, worker, sheets, books)


def _courses_now(runs: Runs[UseCases]) -> list[Course]:
    return runs.ask(lambda use: use.catalogue.courses(use.roster.bring.clock.today()))


def _days(values: Mapping[str, Any], today: date) -> list[Finding]:
    on: date = values["issued_on"]
    if on > today:
        return [Finding("issued_on", "day_to_come")]
    return [Finding("issued_on", "ledger_day_too_early", {"first": EARLIEST})] if on < EARLIEST else []


def _entry(line: Typed, person_id: str | None, town: str, courses: Mapping[str, Course]) -> Entry:
    values = line.values or {}
    course = courses[values["course"]]
    facts = {
        "person_id": person_id,
        "course": course.code,
        "lessons": values.get("lessons"),
        "issued_on": values["issued_on"].isoformat(),
    }
    minutes = values["lessons"] * LESSON if values.get("lessons") else course.minutes
    said = {**cells(line.texts), "title": course.title, "minutes": minutes}
    return Entry(values["number"], course.code, town, facts, 0, person_id, said)
