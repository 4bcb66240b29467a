"""Every number of the ranking and of the tables T1 to T4 against the length of the list that opens behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from services.applicant.domain.dispatch.figures import Figure, Reads
from services.applicant.domain.dispatch.indicators import Group
from services.applicant.domain.dispatch.tables import TABLES
from services.applicant.usecases import UseCases
from services.applicant.usecases.dispatch.behind import Asked, Listed
from services.applicant.usecases.dispatch.read import Dispatch
from services.applicant.usecases.dispatch.table import Table
from shared.access import Actor
from simulator.stage import Stage

PAGE = 200


def table_faults(stage: Stage, month: str, units: Sequence[str], by: Actor) -> Iterator[str]:
    """Yield what differs in the tables of some units as of a month; `by` may open all of them."""
    seen: set[tuple[str, Figure, str]] = set()
    for unit in units:
        for table in _tables(stage, month, unit, by):
            for row in table.rows:
                for column, cells in zip(table.columns, row.cells, strict=True):
                    place = row.unit.id if row.unit else None
                    for cell in cells if column.opens and place else ():
                        if (place, cell.figure, cell.month) not in seen:
                            seen.add((str(place), cell.figure, cell.month))
                            yield from _compare(stage, cell.value, (str(place), cell.figure, cell.month), by)


def ranking_faults(stage: Stage, month: str, by: Actor) -> Iterator[str]:
    """Yield what differs in what the counties have done, and counties that are missing."""
    for group in (Group.LOAN, Group.TRAINING, Group.TITLE):
        page: Dispatch = stage.applicant.ask(partial(_ranking, group=group, month=month, by=by))
        figure = page.indicator.figure
        if figure is None or figure.sums:
            continue
        for line in page.lines:
            yield from _compare(stage, line.place.entry.done or 0, (line.unit.id, figure, month), by)


def _ranking(use: UseCases, *, group: Group, month: str, by: Actor) -> Dispatch:
    return use.dispatch.read(group, month, by=by)


def numbers(stage: Stage, month: str, units: Sequence[str], by: Actor) -> int:
    """Return how many numbers that open a list stand on those tables and are not zero."""
    tables = [table for unit in units for table in _tables(stage, month, unit, by)]
    return sum(
        bool(cell.value)
        for table in tables
        for row in table.rows
        for column, cells in zip(table.columns, row.cells, strict=True)
        for cell in cells
        if column.opens
    )


def _tables(stage: Stage, month: str, unit: str, by: Actor) -> list[Table]:
    found: list[Table] = stage.applicant.ask(lambda use: use.dispatch.tables(tuple(TABLES), month, unit, by=by))
    return found


def _compare(stage: Stage, value: int, key: tuple[str, Figure, str], by: Actor) -> Iterator[str]:
    unit, figure, month = key
    if not value and figure.reads is not Reads.STOCK:
        return
    count = _length(stage, Asked(figure, month, unit, limit=PAGE), by)
    if count != value:
        yield f"{figure.measure} {figure.reads} of {unit} as of {month} says {value}, its list has {count}"


def _length(stage: Stage, asked: Asked, by: Actor) -> int:
    count, after = 0, ""
    while True:
        here = replace(asked, after=after)
        page = stage.applicant.ask(partial(_page, asked=here, by=by))
        count += len(page.lines)
        if page.after is None:
            return count
        after = page.after


def _page(use: UseCases, *, asked: Asked, by: Actor) -> Listed:
    return use.dispatch.behind(asked, by=by)
