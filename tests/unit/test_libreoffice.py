"""LibreOffice opens what the three services hand out as workbooks: empty forms, rows that come back, filled forms."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from flask import Flask

from services.applicant.domain.dispatch.plan import Month
from services.applicant.domain.dispatch.tables import TABLES, Cell
from services.applicant.domain.unit import Kind, Plan, Unit
from services.applicant.errands import title_ledger
from services.applicant.usecases.dispatch.table import Table, TableRow, Target
from services.applicant.web import pages_tables
from services.loans.errands import fund_ledger, loan_ledger
from services.loans.errands.bank_files import SHEETS
from services.loans.usecases.desk.figures import StepSum, WorkSum
from services.loans.web import flip_rows, pages_figures, subsidy_sheet
from services.training.domain.course import LESSON
from services.training.errands.class_forms import FORMS, OPENING
from shared.ids import new_id
from shared.ledger.desk import NOTE
from shared.regions import Level
from shared.web import i18n
from shared.xlsx.sheets import workbook
from shared.xlsx.writing import Marked, rejected, template
from tests.architecture.apps import routes
from tests.fakes.training import Memory
from tests.stack.readers import sheets_of
from tests.unit.loans.test_simulation import simulated
from tests.unit.loans.test_subsidy_batches import a_batch
from tests.unit.training.memory_site import Site
from tests.unit.training.test_settling_pages import LEADER, NAMES, site
from tests.unit.training.test_to_the_certificate import BY, certified

SAY, WRONG = "错误说明", "写错了，请改"


@pytest.mark.story
def test_libreoffice_opens_every_form_and_what_comes_back_of_it():
    forms = templates()
    assert len(forms) >= 10, "a form of each import"
    for name, sheets in sheets_of(forms).items():
        assert any("*" in cell for rows in sheets.values() for row in rows for cell in row), f"{name} asks for nothing"
    for name, sheets in sheets_of({name: handed_back(form) for name, form in forms.items()}).items():
        [rows] = sheets.values()
        assert any(SAY in row for row in rows), f"{name} does not say what is wrong"
        assert any(WRONG in row for row in rows), f"{name} hands nothing back"


@pytest.mark.story
def test_libreoffice_opens_the_filled_forms_of_a_class_and_the_dossier_of_its_claim():
    here = Memory()
    one = here.use.training_class.finish.close(certified(here).id, by=BY)
    web, claim = site(here, one.id), here.use.subsidy.claim(one.id, by=BY)
    files = {form: web.get(f"/training/classes/{one.id}/forms/{form}.xlsx", BY).data for form in (*FORMS, OPENING)}
    found = sheets_of(files | {"dossier": web.get(f"/training/subsidies/{claim.id}/dossier.xlsx", LEADER).data})
    assert len(found["dossier"]) == len(FORMS) + 3
    assert found[OPENING]["课程计划"][-1][2] == str(one.plan.minutes // LESSON)
    for name, sheets in found.items():
        named = [rows for rows in sheets.values() if sum(NAMES[0] in row for row in rows) == len(NAMES)]
        of_nobody = {"申请表", "开班申请表", "课程计划"} & set(sheets)
        assert len(named) == len(sheets) - len(of_nobody), f"{name} lacks somebody"


@pytest.mark.story
def test_libreoffice_opens_the_tables_of_the_policy_trial_and_of_a_subsidy_batch():
    app = Flask(__name__)
    i18n.install(app)
    with app.test_request_context():
        trial = flip_rows.workbook(simulated(), {"431230": 100_000_000, "431229": None})
        batch = subsidy_sheet.workbook(a_batch(), {})
    found = sheets_of({"trial": trial, "batch": batch})
    assert sorted(found["trial"]) == ["按县", "每一件"]
    assert found["batch"]["财政贴息"][-1][0] == "合计"


@pytest.mark.story
def test_libreoffice_opens_the_pack_of_the_dispatch_and_the_figures_of_the_desks():
    app = Flask(__name__)
    i18n.install(app)
    shown = {
        "span": "2026-11",
        "steps": pages_figures.steps(
            [StepSum("recommend", "passed", 4, 9, 1), StepSum("recommend", "returned", 2, 3, 0)]
        ),
        "whys": [{"county": "通道侗族自治县", "kind": "退回", "text": "照片看不清", "n": 7}],
        "work": [WorkSum("a", "张敏", 6, 1)],
    }
    with app.test_request_context():
        pack = workbook([pages_tables.sheet(a_table(name)) for name in TABLES])
        figures = workbook(pages_figures.sheets(shown))
    found = sheets_of({"pack": pack, "figures": figures})
    assert [name.partition(" ")[0] for name in sorted(found["pack"])] == sorted(TABLES)
    for name, rows in found["pack"].items():
        widths = {len(row) for row in rows}
        assert ([row[0] for row in rows[4:]], len(widths)) == (["双江镇", "本级", "通道侗族自治县"], 1), name
    said = [cell for rows in found["figures"].values() for row in rows for cell in row]
    assert {"通道侗族自治县 退回 照片看不清", "张敏", "7", "12"} <= set(said)


def a_table(name: str) -> Table:
    """Return a monthly table of a county with one town, and what belongs to no town, a hundred in every cell."""
    county = Unit.root(new_id(), Plan(Kind.FEDERATION, "通道侗族自治县", "431230"), Level.COUNTY, date(2026, 1, 1))
    town = Unit.root(new_id(), Plan(Kind.FEDERATION, "双江镇", "431230100"), Level.TOWNSHIP, date(2026, 1, 1))
    columns = TABLES[name]
    cells = [[Cell(100, one.figures()[0], "2026-11")] * (len(one.figures()) + 1) for one in columns]
    targets = [Target(200, 5000) if one.indicator else Target(None, None) for one in columns]
    rows = [TableRow(unit, cells, targets) for unit in (town, None, county)]
    return Table(name, county, "2026-11", columns, rows, Month("2026-11"))


def templates() -> dict[str, bytes]:
    """Return the empty form of every import of the three services."""
    sheets = {**SHEETS, "fund": fund_ledger.SHEET, "loan": loan_ledger.SHEET, "title": title_ledger.sheet([])}
    made = {kind: template(sheet.title, sheet.columns, NOTE) for kind, sheet in sheets.items()}
    web = Site(Memory())
    addresses = [route.removeprefix("GET ") for route in routes("training") if route.endswith("/template.xlsx")]
    for address in addresses:
        answer = web.get(address, BY)
        assert answer.status_code == 200, answer.text
        made[address.split("/")[-2]] = answer.data
    return made


def handed_back(form: bytes) -> bytes:
    """Return a form with one row in it that was wrong everywhere."""
    sheet = openpyxl.load_workbook(BytesIO(form)).worksheets[0]
    lines = [tuple(str(value or "") for value in row) for row in sheet.iter_rows(values_only=True)]
    at = next(n for n, cells in enumerate(lines) if any("*" in text for text in cells))
    row = Marked(tuple("x" for _ in lines[at]), frozenset(range(len(lines[at]))), WRONG)
    return rejected(lines[:at], lines[at], [row], SAY)
