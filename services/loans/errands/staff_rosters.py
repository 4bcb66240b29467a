"""职工名册 of an enterprise as a workbook: an empty form out, a filled one in, bad lines back, people for a desk."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.loans.domain.staff import NONE, Employee, oddities, twice
from services.loans.usecases import UseCases
from services.loans.usecases.staff.take import Sheet
from shared.access import Actor
from shared.errors import NotFound, Refused
from shared.id_number import checked, plain
from shared.ledger.reading import read as read_line
from shared.ledger.row import Finding
from shared.running import Once, Runs
from shared.web.schema import Form, choice, day, text
from shared.xlsx.columns import columns_of
from shared.xlsx.reading import table_in
from shared.xlsx.table import Line, Table
from shared.xlsx.writing import Marked, rejected, table, template

TITLE = "职工名册"
NOTE = "每个职工一行；新招的写清属于哪类人，别的人写“都不是”。合同没有期限的，结束日期空着。"
SAY = "要改什么"
OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "name": ("职工姓名", "员工姓名"),
    "group": ("人员类别", "重点群体类别", "群体类别"),
    "contract_from": ("合同起始日期", "合同起始时间", "劳动合同开始日期", "入职日期"),
    "contract_to": ("合同终止日期", "合同到期日期", "劳动合同结束日期"),
    "insured_from": ("参保日期", "社保开始日期", "参保时间"),
}
GROUPS = (
    ("UNEMP", "登记失业人员"),
    ("HARD", "就业困难人员"),
    ("VET", "退役军人"),
    ("RELEASED", "刑满释放人员"),
    ("GRAD", "高校毕业生"),
    ("OVERCAP", "去产能分流职工"),
    ("RETURNEE", "返乡创业农民工"),
    ("ESHOP", "网络商户"),
    ("POVERTY_OUT", "脱贫人口"),
    ("RURAL_SELF", "农村自主创业农民"),
    (NONE, "都不是"),
)  # as people write them on a sheet


class EmployeeRow(Form):
    """One person of the staff."""

    no = text("序号", most=6, required=False)
    name = text("姓名", least=2, most=20)
    id_no = text("身份证号", most=30)
    group = choice("人群类别", GROUPS)
    contract_from = day("合同开始日期")
    contract_to = day("合同结束日期", required=False, help="没有期限的空着")
    insured_from = day("参保开始日期", required=False)


SCHEMA = EmployeeRow()
COLUMNS = columns_of(SCHEMA, OTHER_NAMES)
Say = Callable[[Finding], str]


@dataclass(frozen=True, slots=True)
class Read:
    """One line as it was read: the person, or everything that is wrong with it."""

    row: int
    name: str
    person: Employee | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a sheet, and the table it was read from."""

    rows: Sequence[Read]
    table: Table
    taken: bool

    @property
    def wrong(self) -> int:
        """Return how many lines are not right."""
        return sum(one.person is None for one in self.rows)

    @property
    def hidden(self) -> list[int]:
        """Return the rows that nobody sees who opens the sheet; they were read."""
        return [line.row for line in self.table.lines if line.hidden]


@dataclass(frozen=True, slots=True)
class StaffRosters:
    """Reads outside the transaction, in a process of its own (shared/xlsx)."""

    runs: Runs[UseCases]

    def bring(self, application_id: str, content: bytes, once: Once, *, partial: bool, by: Actor) -> Answer:
        """Return every line explained. Raises Refused for what is no such sheet, and what the use case raises."""
        self.runs.ask(lambda use: use.application.find.one(application_id, by=by))
        found, rows = self._read(content)
        sheet = Sheet([one.person for one in rows if one.person], sum(one.person is None for one in rows), content)
        self.runs.once(once, lambda use: use.staff.take(application_id, sheet, partial=partial, by=by).id)
        return Answer(rows, found, sheet.counts(partial=partial))

    def rejected(self, application_id: str, say: Say, *, by: Actor) -> bytes:
        """Return the sheet that was sent last with its bad lines only; raises NotFound("file_gone")."""
        content = self.runs.ask(lambda use: use.staff.find.sheet(application_id, by=by))
        if content is None:
            raise NotFound("file_gone")
        found, rows = self._read(content)
        return rejected(found.titles, found.heads, _marked(found, rows, say), SAY)

    def template(self) -> bytes:
        """Return an empty form."""
        return template(TITLE, COLUMNS, NOTE)

    def people(self, application_id: str, group: Callable[[str], str], *, by: Actor) -> bytes:
        """Return the people who count as a workbook, for a desk; `group` names a group's code."""
        _, people = self.runs.run(lambda use: use.staff.find.people(application_id, by=by))
        heads = [one.label for one in COLUMNS]
        lines = [
            [str(n), one.name, one.id_no, group(one.group), *map(_day, (one.contract_from, one.contract_to)),
             _day(one.insured_from)]
            for n, one in enumerate(people, 1)
        ]  # fmt: skip
        return table(TITLE, heads, lines)

    def _read(self, content: bytes) -> tuple[Table, list[Read]]:
        today = self.runs.ask(lambda use: use.policy.terms.clock.today())
        found = table_in(content, COLUMNS)
        return found, rows_of(found.lines, today)


def rows_of(lines: Sequence[Line], today: date) -> list[Read]:
    """Return every line with its person or with everything that is wrong with it, in order."""
    doubles = twice((line.row, plain(line.values.get("id_no", ""))) for line in lines if line.values.get("id_no"))
    return [_row(line, doubles.get(line.row), today) for line in lines]


def _row(line: Line, first: int | None, today: date) -> Read:
    typed = read_line(SCHEMA, line)
    findings, number, person = list(typed.findings), typed.texts["id_no"], None
    if number:
        try:
            number = checked(number).text
        except Refused as problem:
            findings.append(Finding("id_no", problem.slug, dict(problem.facts)))
    if first is not None:
        findings.append(Finding("id_no", "id_twice", {"row": first}))
    if typed.values is not None:
        known = {name: value for name, value in typed.values.items() if name != "no"}
        person = Employee(**known | {"id_no": number})
        findings += oddities(person, today)
    return Read(line.row, typed.texts["name"], None if findings else person, tuple(findings))


def _marked(found: Table, rows: Sequence[Read], say: Say) -> Iterator[Marked]:
    for line, one in zip(found.lines, rows, strict=True):
        if one.findings:
            cells = frozenset(found.places[it.field] for it in one.findings if it.field in found.places)
            yield Marked(line.cells, cells, "\n".join(say(it) for it in one.findings))


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
