"""The county's book of titles: its columns, and who the women on it are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.applicant.domain.nomination import Terms
from services.applicant.domain.roster_row import RawRow
from services.applicant.usecases import UseCases
from services.applicant.usecases.ledger.titles import KIND
from services.applicant.usecases.person.ledger_rows import LedgerRow
from shared.ledger.desk import LedgerErrands, LedgerSheet
from shared.ledger.intake import Source
from shared.ledger.ports import Came
from shared.ledger.reading import Typed
from shared.ledger.row import Entry, Finding, Row
from shared.ledger.women import cells
from shared.running import Runs
from shared.web.schema import Form, choice, day, text
from shared.xlsx.columns import columns_of

TITLE = "“妇”字号台账"
NEW_ONLY = "系统里没登记过的人要填"
ENTITY_ONLY = "龙头企业、专业合作组织要填"
EARLIEST = date(1990, 1, 1)
ENTERPRISE = ("enterprise", "uscc", "founded_on", "trade")
OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "name": ("负责人", "法定代表人", "理事长", "获得者", "负责人姓名"),
    "title": ("荣誉称号", "认定名称", "称号名称"),
    "number": ("证书编号", "文号", "认定文号", "牌匾编号"),
    "recognised_on": ("认定时间", "命名日期", "授牌日期"),
    "valid_until": ("有效期", "到期日期", "有效期到"),
    "enterprise": ("单位名称", "合作社名称", "企业（合作社）名称", "组织名称"),
    "uscc": ("社会信用代码", "信用代码"),
    "founded_on": ("注册日期", "成立时间", "注册时间"),
    "trade": ("经营范围", "主营"),
}


def sheet(titles: Sequence[Terms]) -> LedgerSheet:
    """Return the columns; a title is one of those in force, by its name or its code."""
    listed = tuple((one.code, one.name) for one in titles)
    row = Form.from_dict(
        {
            "no": text("序号", most=6, required=False),
            "name": text("姓名", most=50),
            "id_no": text("身份证号", most=30),
            "phone": text("联系电话", most=20, required=False, help=NEW_ONLY),
            "place": text("户籍地", most=60, required=False, help=NEW_ONLY),
            "education": text("文化程度", most=20, required=False, help=NEW_ONLY),
            "title": choice("称号", listed),
            "number": text("称号编号", most=40, least=4),
            "recognised_on": day("认定日期"),
            "valid_until": day("有效期至", required=False),
            "enterprise": text("企业名称", most=80, required=False, help=ENTITY_ONLY),
            "uscc": text("统一社会信用代码", most=20, required=False),
            "founded_on": day("成立日期", required=False, help=ENTITY_ONLY),
            "trade": text("行业", most=60, required=False),
        },
        name="TitleRow",
    )()
    assert isinstance(row, Form), "made from Form"
    return LedgerSheet(TITLE, row, columns_of(row, OTHER_NAMES))


def errands(web: Runs[UseCases], worker: Runs[UseCases]) -> LedgerErrands[UseCases]:
    """Return the errands of this kind; the sheet offers the titles in force when it is asked for."""
    return LedgerErrands(web, worker, {KIND: lambda: sheet(_titles(web))}, {KIND: TitleBook(worker)})


def _titles(runs: Runs[UseCases]) -> list[Terms]:
    return runs.ask(lambda use: use.title.take_over.titles.all(()))


@dataclass(frozen=True, slots=True)
class TitleBook:
    """A title is carried by an enterprise (entity) or by the woman herself (person), as titles.toml says."""

    runs: Runs[UseCases]

    def judge(self, lines: Sequence[Typed], source: Source) -> list[Row]:
        """Return a row for every line, in order, with everything that is wrong with it."""
        raws, county = [_raw(line.row, line.texts) for line in lines], source.path[-1]
        known = self.runs.ask(lambda use: use.person.check_ledger(county, raws, by=source.by))
        today = self.runs.ask(lambda use: use.person.check_ledger.clock.today())
        kinds = {one.code: one.kind for one in _titles(self.runs)}
        return [_judged(line, woman, kinds, today) for line, woman in zip(lines, known, strict=True)]

    def fetch(self, row: Row, source: Source) -> Came:
        """Find who she is, registered now when she is new."""
        assert row.entry is not None, "only rows with an entry are booked"
        raw, county = _raw(row.row, row.entry.values), source.path[-1]
        return Came(self.runs.run(lambda use: use.person.register_ledger(county, raw, by=source.by)).id)


def _judged(line: Typed, woman: LedgerRow, kinds: Mapping[str, str], today: date) -> Row:
    said = (Finding(one.field, one.slug, dict(one.facts), one.suggestion, one.level.value) for one in woman.findings)
    findings = [*line.findings, *said]
    if line.values is not None:
        findings += _wrong(line.values, kinds, today)
    wrong = line.values is None or any(one.level == "error" for one in findings)
    return Row(line.row, line.no, findings, None if wrong else _entry(line, woman))


def _wrong(values: Mapping[str, Any], kinds: Mapping[str, str], today: date) -> list[Finding]:
    on, until = values["recognised_on"], values.get("valid_until")
    found = []
    if on > today:
        found.append(Finding("recognised_on", "day_to_come"))
    elif on < EARLIEST:
        found.append(Finding("recognised_on", "ledger_day_too_early", {"first": EARLIEST}))
    if until is not None and until <= on:
        found.append(Finding("valid_until", "ledger_days_crossed"))
    if kinds.get(values["title"]) == "entity":
        lacks = (name for name in ("enterprise", "founded_on") if not values.get(name))
        found += [Finding(name, "ledger_enterprise_lacks") for name in lacks]
    return found


def _raw(row: int, texts: Mapping[str, Any]) -> RawRow:
    return RawRow(row, **cells(texts))


def _entry(line: Typed, woman: LedgerRow) -> Entry:
    values = line.values or {}
    until, founded = values.get("valid_until"), values.get("founded_on")
    facts = {
        "person_id": woman.person_id,
        "title": values["title"],
        "recognised_on": values["recognised_on"].isoformat(),
        "valid_until": until.isoformat() if until else None,
    }
    of_it = {name: str(values.get(name) or "") for name in ENTERPRISE} | {
        "founded_on": founded.isoformat() if founded else ""
    }
    said = {**cells(line.texts), **of_it}
    return Entry(values["number"], values["title"], woman.town, facts, 0, woman.person_id, said)
