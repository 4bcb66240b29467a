"""Opens a number of the dispatch: the facts behind it, as many as it says; and the corrections of a month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.dispatch.facts import Row, corrections
from services.applicant.domain.dispatch.figures import Figure, Reads, behind
from services.applicant.domain.dispatch.months import year_to
from services.applicant.domain.unit import Unit
from services.applicant.usecases.dispatch.ports import Months
from services.applicant.usecases.journey.find import place_of
from services.applicant.usecases.ports import Units
from shared.access import Actor, scope

ROWS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Which number: a unit (None = where the reader's post is), a figure as of a month; from where, how many."""

    figure: Figure
    month: str
    unit: str | None = None
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One fact behind a number: whose it is (a woman, or `class:<id>`), what it was, and why where it corrects."""

    stream: str
    fact: Row
    why: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of facts, and the cursor of the next page."""

    unit: Unit
    lines: Sequence[Line]
    after: str | None


@dataclass(frozen=True, slots=True)
class FactsBehind:
    """Answers inside the reader's units."""

    months: Months
    units: Units

    def __call__(self, asked: Asked, *, by: Actor) -> Listed:
        """Return the facts a figure counts; raises NotFound("unit_not_found")."""
        unit = place_of(self.units, scope(RULES, by, "dispatch.list"), asked.unit)

        def page(after: str) -> list[Row]:
            return self._rows(unit.id, asked, after)

        def lines(row: Row) -> list[Line]:
            return [Line(row["_id"], one) for one in behind(row, unit.id, asked.figure, asked.month)]

        return _gathered(unit, page, lines, asked)

    def corrections(self, asked: Asked, *, by: Actor) -> Listed:
        """Return what was corrected in a month; raises NotFound("unit_not_found")."""
        unit = place_of(self.units, scope(RULES, by, "dispatch.list"), asked.unit)

        def page(after: str) -> list[Row]:
            return self.months.page_of_fixes(f"{unit.id}/{asked.month}", after, ROWS)

        def lines(row: Row) -> list[Line]:
            found = corrections(row["facts"])
            return [Line(row["_id"], one, why) for one, m, why in found if m == asked.month and unit.id in one["path"]]

        return _gathered(unit, page, lines, asked)

    def _rows(self, unit: str, asked: Asked, after: str) -> list[Row]:
        key, figure = f"{unit}/{asked.figure.measure}", asked.figure
        if figure.reads is Reads.STOCK:
            return self.months.page_of_all(key, after, ROWS)
        months = [asked.month] if figure.reads is Reads.MONTH else year_to(asked.month)
        return self.months.page([f"{key}/{month}" for month in months], after, ROWS)


def _gathered(unit: Unit, page: Callable[[str], list[Row]], lines: Callable[[Row], list[Line]], asked: Asked) -> Listed:
    """Return whole rows until enough facts are found: some rows of a page may count nothing as of that month."""
    found: list[Line] = []
    after = asked.after
    while rows := page(after):
        for n, row in enumerate(rows):
            found += lines(row)
            after = row["_id"]
            if len(found) >= asked.limit:
                more = n + 1 < len(rows) or bool(page(after))
                return Listed(unit, found, after if more else None)
        if len(rows) < ROWS:
            break
    return Listed(unit, found, None)
