"""LibreOffice opens every workbook the three services hand out: empty forms, rows that come back, filled forms."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any

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
from services.loans.errands.staff_rosters import StaffRosters
from services.loans.usecases.desk.figures import StepSum, WorkSum
from services.loans.web import flip_rows, pages_figures, subsidy_sheet
from services.training.domain.course import LESSON
from services.training.domain.exam_list import ExamList
from services.training.errands.class_forms import EXAM, FORMS, OPENING
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
from tests.unit.loans.test_staff_roster import worker
from tests.unit.loans.test_subsidy_batches import a_batch
from tests.unit.training.memory_site import Site
from tests.unit.training.test_followup import OFFICER as FOLLOWER
from tests.unit.training.test_followup import a_round
from tests.unit.training.test_settling_pages import LEADER, NAMES, site
from tests.unit.training.test_to_the_certificate import BY, certified, places

SAY, WRONG = "错误说明", "写错了，请改"
SERVICES = ("applicant", "loans", "training")
OF_AN_IMPORT = frozenset({"template.xlsx", "rejected.xlsx", "filled.xlsx"})
SHEET_OF = {
    **{f"{kind}-files": sheet for kind, sheet in SHEETS.items()},
    "fund-ledgers": fund_ledger.SHEET,
    "loan-ledgers": loan_ledger.SHEET,
    "title-ledgers": title_ledger.sheet([]),
}


def test_every_address_of_a_workbook_is_opened_here():
    addresses = {route.split(" ")[1] for service in SERVICES for route in routes(service) if ".xlsx" in route}
    imports = {one for one in addresses if one.rpartition("/")[2] in OF_AN_IMPORT and "/api/" in one}
    known = {slug for slug, _ in map(of_import, imports)}
    assert known == {"rosters", "certificate-ledgers", "training-ledgers", "official-ledgers", *SHEET_OF}
    assert addresses - imports == set(OPENED), "a workbook that no test opens, or one that is gone"


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
    one = certified(here)
    here.exam_lists.add(
        ExamList(one.id, one.plan.path, tuple(place.id for place in places(here, one)), one.plan.ends_on)
    )
    one = here.use.training_class.finish.close(one.id, by=BY)
    web, claim = site(here, one.id), here.use.subsidy.claim(one.id, by=BY)
    forms = (*FORMS, EXAM, OPENING)
    files = {form: web.get(f"/training/classes/{one.id}/forms/{form}.xlsx", BY).data for form in forms}
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
        trial = flip_rows.workbook(simulated(), {"431230": flip_rows.Home("通道侗族自治县", 100_000_000)})
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


@pytest.mark.story
def test_libreoffice_opens_the_lists_that_are_filled_in_part_and_those_of_people():
    known = {kind: [{SHEETS[kind].columns[0].field: "甲"}] for kind in SHEETS}
    filled = {kind: template(sheet.title, sheet.columns, NOTE, known[kind]) for kind, sheet in SHEETS.items()}
    runs: Any = SimpleNamespace(run=lambda _work: (None, [worker(), worker(group="NONE")]))
    staff = StaffRosters(runs).people("a", lambda code: f"类别 {code}", by=BY)
    _, site_, names = a_round()
    due = site_.get("/training/follow-ups/due.xlsx", FOLLOWER).data
    found = sheets_of(filled | {"staff": staff, "due": due})
    for kind in SHEETS:
        assert any(row[:1] == ["甲"] for rows in found[kind].values() for row in rows), kind
    assert [row[3] for row in found["staff"]["职工名册"][1:]] == ["类别 RETURNEE", "类别 NONE"]
    asked = [row for rows in found["due"].values() for row in rows]
    assert all(any(name in row for row in asked) for name in names)


def a_table(name: str) -> Table:
    """Return a monthly table of a county with one town, and what belongs to no town, a hundred in every cell."""
    county = Unit.root(new_id(), Plan(Kind.FEDERATION, "通道侗族自治县", "431230"), Level.COUNTY, date(2026, 1, 1))
    town = Unit.root(new_id(), Plan(Kind.FEDERATION, "双江镇", "431230100"), Level.TOWNSHIP, date(2026, 1, 1))
    columns = TABLES[name]
    cells = [[Cell(100, one.figures()[0], "2026-11")] * (len(one.figures()) + 1) for one in columns]
    targets = [Target(200, 5000) if one.indicator else Target(None, None) for one in columns]
    rows = [TableRow(unit, cells, targets) for unit in (town, None, county)]
    return Table(name, county, "2026-11", columns, rows, Month("2026-11"))


def of_import(address: str) -> tuple[str, str]:
    """Return the import an address belongs to, and which of its workbooks it is."""
    parts = address.split("/")
    return next(part for part in reversed(parts[:-1]) if "<" not in part), parts[-1]


def templates() -> dict[str, bytes]:
    """Return the empty form of every import of the three services."""
    made = {slug: template(sheet.title, sheet.columns, NOTE) for slug, sheet in SHEET_OF.items()}
    made["staff-roster"] = StaffRosters(SimpleNamespace()).template()  # type: ignore[arg-type]  # asks nobody
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


EMPTY = test_libreoffice_opens_every_form_and_what_comes_back_of_it
OF_A_CLASS = test_libreoffice_opens_the_filled_forms_of_a_class_and_the_dossier_of_its_claim
OF_POLICY = test_libreoffice_opens_the_tables_of_the_policy_trial_and_of_a_subsidy_batch
OF_NUMBERS = test_libreoffice_opens_the_pack_of_the_dispatch_and_the_figures_of_the_desks
OF_PEOPLE = test_libreoffice_opens_the_lists_that_are_filled_in_part_and_those_of_people
OPENED: dict[str, Callable[[], None]] = {
    "/applicant/dispatch/pack.xlsx": OF_NUMBERS,
    "/loans/figures.xlsx": OF_NUMBERS,
    "/loans/policy/simulation/table.xlsx": OF_POLICY,
    "/loans/subsidies/<batch_id>/list.xlsx": OF_POLICY,
    "/loans/me/applications/<application_id>/staff-roster/template.xlsx": EMPTY,
    "/loans/me/applications/<application_id>/staff-roster/rejected.xlsx": EMPTY,
    "/loans/cases/<case_id>/staff-roster.xlsx": OF_PEOPLE,
    "/training/follow-ups/due.xlsx": OF_PEOPLE,
    "/training/classes/<class_id>/forms/<form>.xlsx": OF_A_CLASS,
    "/training/subsidies/<claim_id>/dossier.xlsx": OF_A_CLASS,
}
