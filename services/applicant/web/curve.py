"""The course of a year as a small line chart, drawn on the server: the city thick, the first thin, time dashed."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext
from markupsafe import Markup, escape

from services.applicant.domain.dispatch.months import progress_bp
from services.applicant.usecases.dispatch.read import Curve

LEFT, RIGHT, TOP, BOTTOM = 42, 300, 16, 232
WIDTH, HEIGHT = 352, 258
FULL = 10_000


def drawn(points: Sequence[Curve]) -> Markup:
    """Return the chart of the months so far, in basis points; the numbers stand in the table beside it."""
    top = max([FULL, *(value for one in points for value in (one.city, one.first) if value is not None)])
    lines: list[tuple[str, list[tuple[int, int | None]]]] = [
        ("curve-time", [(n, progress_bp(one.month)) for n, one in enumerate(points)]),
        ("curve-first", [(n, one.first) for n, one in enumerate(points)]),
        ("curve-city", [(n, one.city) for n, one in enumerate(points)]),
    ]
    body = "".join(_grid(top)) + "".join(_months(points))
    body += "".join(_line(name, values, len(points), top) for name, values in lines)
    body += "".join(_names(points, top))
    return Markup(  # noqa: S704 - numbers and escaped words only
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{body}</svg>'
    )


def _grid(top: int) -> Iterator[str]:
    for value in (0, FULL // 2, FULL):
        y = _y(value, top)
        yield f'<path class="curve-grid" d="M{LEFT} {y}H{RIGHT}"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4}" class="curve-end">{value // 100}%</text>'


def _months(points: Sequence[Curve]) -> Iterator[str]:
    last = len(points) - 1
    for n in sorted({0, last // 3, 2 * last // 3, last}):
        name = escape(gettext("%(n)s月", n=int(points[n].month[5:])))
        yield f'<text x="{_x(n, len(points))}" y="{HEIGHT - 8}" class="curve-mid">{name}</text>'


def _line(name: str, values: Sequence[tuple[int, int | None]], count: int, top: int) -> str:
    known = [f"{_x(n, count)} {_y(value, top)}" for n, value in values if value is not None]
    return f'<path class="{name}" d="M{"L".join(known)}"/>' if known else ""


def _names(points: Sequence[Curve], top: int) -> Iterator[str]:
    """Name the two lines at their ends, far enough from one another to be read."""
    last, count = points[-1], len(points)
    if last.city is None or last.first is None:
        return
    first, city = _y(last.first, top), _y(last.city, top)
    city = max(city, first + 16)
    x = _x(count - 1, count) + 6
    yield f'<text x="{x}" y="{first + 4}">{escape(gettext("第一名"))}</text>'
    yield f'<text x="{x}" y="{city + 4}" class="curve-name">{escape(gettext("全市"))}</text>'


def _x(n: int, count: int) -> int:
    return LEFT + (RIGHT - LEFT) * n // max(count - 1, 1)


def _y(value: int, top: int) -> int:
    return BOTTOM - (BOTTOM - TOP) * value // top
