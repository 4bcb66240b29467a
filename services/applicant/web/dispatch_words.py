"""Numbers and months of the dispatch in words: one unit per column, two decimals where the look says so."""

from urllib.parse import urlencode

from flask_babel import gettext
from markupsafe import Markup, escape

from services.applicant.domain.dispatch.figures import Figure
from services.applicant.domain.dispatch.indicators import Indicator
from services.applicant.domain.dispatch.plan import Month
from services.applicant.domain.dispatch.tables import Cell, Column, Shown
from services.applicant.web.pages_journey import points
from shared import money
from shared.clock import SHANGHAI
from shared.web.i18n import word

MINUTES = 45
WAN = 1_000_000
LIST = "/applicant/dispatch/list"


def shown(value: int, how: Shown) -> str:
    """Return a number as its column writes it."""
    match how:
        case Shown.WAN:
            return money.wan(value)
        case Shown.HOURS:
            return f"{value // MINUTES:,}"
        case Shown.DAYS:
            return f"{value // 100}.{value % 100:02}"
        case Shown.COUNT:
            return f"{value:,}"


def number(value: int | None, indicator: Indicator) -> str:
    """Return a value in the unit of its indicator; what has not been reported is blank."""
    if value is None:
        return ""
    return money.wan(value) if indicator.scale == WAN else f"{value:,}"


def unit_of(indicator: Indicator) -> str:
    """Return what an indicator counts: 户, 人, 万元."""
    return word(f"indicator_unit.{indicator.code}")


def percent(basis: int | None) -> str:
    """Return basis points as 82.86%, — where there is none."""
    return "—" if basis is None else f"{points(basis)}%"


def locked(lock: Month) -> str:
    """Return since when a month is locked, and its version."""
    if not lock.locked:
        return str(gettext("还没有锁定"))
    last = lock.versions[-1]
    time = f"{last.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return str(gettext("%(time)s 锁定，第 %(n)s 版", time=time, n=len(lock.versions)))


def address(unit: str, figure: Figure, month: str, after: str = "") -> str:
    """Return the address of the list behind one number."""
    asked = {"unit": unit, "measure": figure.measure, "reads": figure.reads.value, "month": month, "after": after}
    return f"{LIST}?{urlencode({name: value for name, value in asked.items() if value})}"


def linked(unit: str, column: Column, cell: Cell) -> Markup:
    """Return a number of a table, as a link where it is the length of a list."""
    text = shown(cell.value, column.shown)
    if not column.opens or not cell.value:
        return escape(text)
    return link(address(unit, cell.figure, cell.month), text)


def link(href: str | None, text: str) -> Markup:
    """Return a link, or the text alone where nothing opens."""
    return Markup('<a href="{}">{}</a>').format(href, text) if href else escape(text)
