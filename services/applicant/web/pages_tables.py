"""The monthly tables T1 to T4 on a page, and all four as a workbook."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from services.applicant.domain.dispatch.figures import Reads
from services.applicant.domain.dispatch.tables import TABLES, Cell, Column, Shown
from services.applicant.usecases import UseCases
from services.applicant.usecases.dispatch.table import Table, TableRow, Target
from services.applicant.web import dispatch_query
from services.applicant.web.dispatch_words import linked, locked, percent, shown
from services.applicant.web.journey_query import asked
from services.applicant.web.pages_journey import period
from shared.running import Runs
from shared.web.i18n import word
from shared.web.identity.gate import actor, needs
from shared.xlsx.sheets import XLSX, Sheet, workbook

HOME = "/applicant/dispatch"
FEN_PER_WAN, MINUTES = 1_000_000, 45


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page and the download."""
    staff = Blueprint("applicant_tables", __name__, url_prefix=HOME, template_folder="templates")

    @staff.get("/tables")
    @needs("dispatch.list", *dispatch_query.TableQuery().fields)
    def one() -> ResponseReturnValue:
        told, by = asked(dispatch_query.TableQuery()), actor()
        month = told.get("month") or run.ask(lambda use: use.dispatch.read.month())
        [found] = run.ask(lambda use: use.dispatch.tables([told["table"]], month, told.get("unit"), by=by))
        return render_template("applicant/dispatch_table.html", **_page(found))

    @staff.get("/pack.xlsx")
    @needs("dispatch.list", *dispatch_query.PlaceQuery().fields)
    def pack() -> ResponseReturnValue:
        told, by = asked(dispatch_query.PlaceQuery()), actor()
        found = run.ask(lambda use: use.dispatch.tables(list(TABLES), told["month"], told.get("unit"), by=by))
        name = f"dispatch-{told['month']}.xlsx"
        head = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(workbook([sheet(table) for table in found]), mimetype=XLSX, headers=head)

    return staff


def _page(found: Table) -> dict[str, Any]:
    return {
        "found": found,
        "when": period(found.month),
        "locked": locked(found.lock),
        "heads": [(_title(column), _parts(column)) for column in found.columns],
        "rows": [(place(row), row.unit, list(_line(row, found))) for row in found.rows],
        "tabs": [
            {
                "href": f"{HOME}/tables?table={name}&month={found.month}&unit={found.unit.id}",
                "label": f"{name} {word(f'table.{name}')}",
                "active": name == found.name,
            }
            for name in TABLES
        ],
        "pack": f"{HOME}/pack.xlsx?month={found.month}&unit={found.unit.id}",
    }


def place(row: TableRow) -> str:
    """Return what a row is called: a place, or what belongs to none of the places below."""
    return row.unit.title if row.unit else str(gettext("本级"))


def _title(column: Column) -> str:
    units = {Shown.WAN: gettext("万元"), Shown.HOURS: gettext("学时"), Shown.DAYS: gettext("工作日")}
    unit = units.get(column.shown)
    title = word(f"column.{column.code}")
    return f"{title}（{unit}）" if unit else title


def _parts(column: Column) -> list[str]:
    names = {Reads.MONTH: gettext("本月"), Reads.YEAR: gettext("累计"), Reads.STOCK: gettext("现有")}
    own = [names[figure.reads] for figure in column.figures()]
    return [*own, gettext("去年同期"), *([gettext("年任务"), gettext("完成率")] if column.indicator else [])]


def _line(row: TableRow, found: Table) -> Iterator[Any]:
    """Yield what stands in the cells of one row of the page."""
    for column, numbers, target in zip(found.columns, row.cells, row.targets, strict=True):
        for cell in numbers:
            yield linked(row.unit.id, column, cell) if row.unit else shown(cell.value, column.shown)
        if column.indicator:
            yield shown(target.of, column.shown) if target.of is not None else ""
            yield percent(target.rate_bp) if target.of is not None else ""


def sheet(found: Table) -> Sheet:
    """Return a table as a sheet: zero is written as 0, what has no target stays blank."""
    title = f"{found.name} {word(f'table.{found.name}')}"
    about = f"{found.unit.title}，{period(found.month)}，{locked(found.lock)}"
    heads = [(_title(column), _parts(column)) for column in found.columns]
    rows = [(place(row), list(_numbers(row, found))) for row in found.rows]
    return Sheet(title, about, gettext("地方"), heads, rows)


def _numbers(row: TableRow, found: Table) -> Iterator[float | int | None]:
    for column, numbers, target in zip(found.columns, row.cells, row.targets, strict=True):
        yield from (plain(cell, column) for cell in numbers)
        if column.indicator:
            yield from _target(target, column)


def plain(cell: Cell, column: Column) -> float | int:
    """Return a number as a workbook holds it: whole, or with the decimals of its column."""
    return _scaled(cell.value, column.shown)


def _scaled(value: int, how: Shown) -> float | int:
    match how:
        case Shown.WAN:
            return value / FEN_PER_WAN
        case Shown.HOURS:
            return value // MINUTES
        case Shown.DAYS:
            return value / 100
        case Shown.COUNT:
            return value


def _target(target: Target, column: Column) -> Iterator[float | int | None]:
    yield None if target.of is None else _scaled(target.of, column.shown)
    yield None if target.rate_bp is None else target.rate_bp / 10_000
