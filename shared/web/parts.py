"""Pictures drawn on the server as SVG, for the macros of parts.html: stitch clock, seats, bars, icons."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from markupsafe import Markup

from shared.web.assets import asset
from shared.web.identity import cookies
from shared.web.woven import journey, node

STITCHES = 15  # a longer limit is told in words only (look §4.3)
SEATS = 60  # a bigger class gets one plain bar (look §4.4)

ICONS = {
    "done": '<path d="m3 8.5 3.5 3.5L13 4.5" fill="none" stroke="currentColor" stroke-width="2.2"/>',
    "not": '<path d="m4 4 8 8m0-8-8 8" fill="none" stroke="currentColor" stroke-width="2.2"/>',
    "unknown": '<path d="m8 2 6 6-6 6-6-6z" fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-dasharray="4.4 4.085" stroke-dashoffset="2.2"/>',
    "owed": '<path d="m8 2 6 6-6 6-6-6z" fill="none" stroke="currentColor" stroke-width="1.2" '
    'stroke-dasharray="2.8 1.443" stroke-dashoffset="1.4"/>',
    "near": '<g fill="none" stroke="currentColor" stroke-width="1.6"><circle cx="8" cy="8" r="5.7"/>'
    '<path d="M8 4.8V8l2.2 1.5"/></g>',
    "over": '<path d="m8 2.5 6.3 11H1.7z" fill="currentColor"/>',
    "stopped": '<path d="M4 3h3v10H4zm5 0h3v10H9z" fill="currentColor"/>',
    "hand": '<path d="m8 2 6 6-6 6-6-6z" fill="currentColor"/>',
    "phone": '<path d="M3.2 2.4 5.3 2l1.4 3.3-1.4 1.2a8 8 0 0 0 4.2 4.2l1.2-1.4 3.3 1.4-.4 2.1c-.2.8-.8 1.2-1.6 1.1'
    'C7.2 13.4 2.6 8.8 2.1 4c0-.8.3-1.4 1.1-1.600z" fill="none" stroke="currentColor" stroke-width="1.3"/>',
    "home": '<path d="M2 7.8 8 2.700l6 5.100M3.7 6.800v6.500h3v-3.600h2.600v3.600h3V6.8" fill="none" '
    'stroke="currentColor" stroke-width="1.2"/>',
    "book": '<path d="M8 3.900C6.6 3 4.6 2.8 2 2.900v9.700c2.6-.1 4.6.2 6 1 1.4-.8 3.4-1.1 6-1V2.9'
    'c-2.6-.1-4.6.1-6 1zm0 0v9.7" fill="none" stroke="currentColor" stroke-width="1.2"/>',
    "yuan": '<g fill="none" stroke="currentColor" stroke-width="1.2"><circle cx="8" cy="8" r="6.2"/>'
    '<path d="M5.5 4.6 8 7.800l2.5-3.200M8 7.800v4M5.7 8.200h4.600M5.7 10.200h4.6"/></g>',
    "person": '<g fill="none" stroke="currentColor" stroke-width="1.2"><circle cx="8" cy="5.2" r="2.7"/>'
    '<path d="M2.8 13.600c.3-2.8 2.4-4.1 5.2-4.100s4.9 1.3 5.2 4.1"/></g>',
}


def icon(name: str) -> Markup:
    """One small sign in the colour of the text around it; KeyError for a name that is not in ICONS."""
    return Markup('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{}</svg>').format(Markup(ICONS[name]))  # noqa: S704


def _svg(width: float, height: float, body: str, *, stretch: str = "") -> Markup:
    size = stretch or f'width="{width:g}" height="{height:g}"'
    return Markup(  # noqa: S704 - built from numbers only
        f'<svg {size} viewBox="0 0 {width:g} {height:g}" aria-hidden="true" shape-rendering="crispEdges">{body}</svg>'
    )


def _rect(x: float, y: float, width: float, height: float, tone: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" class="{tone}"/>'


def _stitches(used: int, limit: int, tone: str) -> Iterator[str]:
    """Stitches 6 × 12, gap 2: used ones tall, those to come low; past the limit a black mark and more stitches."""
    for n in range(max(used, limit)):
        x = 8 * n + (5 if n >= limit else 0)
        yield _rect(x, 2, 6, 12, tone) if n < used else _rect(x, 6, 6, 4, "later")
    if used > limit:
        yield _rect(8 * limit + 0.5, 0, 2, 16, "t-ink")


def clock_tone(used: int, limit: int, stopped: bool = False) -> str:
    """on, warn from 80 % of the limit, bad past it, stop while waiting for her (look §4.3)."""
    if stopped:
        return "stop"
    if used > limit:
        return "bad"
    return "warn" if used * 5 >= limit * 4 else "on"


def clock(used: int, limit: int, stopped: bool = False) -> Markup:
    """The stitch clock in working days; empty when the limit or the days used pass 15, where words stand alone."""
    total = max(used, limit)
    if total > STITCHES or total <= 0:
        return Markup()
    width = max(8 * total + (5 if used > limit else 0), 8 * (limit + 2) + 5)  # words of a column start in one line
    return _svg(width, 16, "".join(_stitches(used, limit, f"t-{clock_tone(used, limit, stopped)}")))


def lease(left: int, whole: int = 15) -> Markup:
    """One stitch a minute that is left of a lease."""
    return _svg(8 * whole, 16, "".join(_stitches(left, whole, "t-on")))


def _hatched(x: float) -> str:
    return f'<path class="t-hatch" d="M{x + 1:g} 2v26M{x + 5:g} 2v26M{x + 9:g} 2v26"/>'


def meter(enrolled: int, offered: int, capacity: int, waiting: int = 0) -> Markup:
    """Seats of a class: solid enrolled, hollow offered, pale free, a black mark at capacity, hatched waiting."""
    if capacity + waiting > SEATS:
        return _plain_meter(enrolled, offered, capacity)
    seats = []
    for n in range(max(capacity, enrolled + offered)):
        tone = "t-on" if n < enrolled else "t-hollow" if n < enrolled + offered else "t-free"
        inset = 0.75 if tone == "t-hollow" else 0
        seats.append(_rect(15 * n + inset, 2 + inset, 11 - 2 * inset, 26 - 2 * inset, tone))
    mark = 15 * len(seats)
    seats.append(_rect(mark + 3, 0, 2, 30, "t-ink"))
    seats += [_hatched(mark + 12 + 15 * n) for n in range(waiting)]
    width = mark + 8 + 15 * waiting
    return _svg(width, 30, "".join(seats), stretch=f'class="bar seats" width="{width}" height="30"')


def _plain_meter(enrolled: int, offered: int, capacity: int) -> Markup:
    return bar([("t-on", enrolled), ("t-two", offered)], max(capacity, enrolled + offered, 1))


def bar(parts: Sequence[tuple[str, int]], whole: int, mark: int | None = None, height: int = 22) -> Markup:
    """A bar of coloured parts over a pale whole; integers of any one unit; `mark` draws a black line there."""
    scale = 1000 / max(whole, 1)
    body, x = _rect(0, 0, 1000, height, "t-free"), 0.0
    for tone, amount in parts:
        width = min(max(amount, 0) * scale, 1000 - x)
        body += _rect(round(x, 1), 0, round(width, 1), height, tone)
        x += width
    if mark is not None:
        body += _rect(round(min(mark * scale, 1000) - 2, 1), 0, 4, height, "t-ink")
    return _svg(1000, height, body, stretch='class="bar" preserveAspectRatio="none" height="22"')


def headroom(outstanding: int, reserved: int, this_one: int, limit: int) -> Markup:
    """The guarantee fund in fen: outstanding, reserved, this one; over the limit the bar ends in red (look §4.12)."""
    over = max(outstanding + reserved + this_one - limit, 0)
    parts = [("t-on", outstanding), ("t-two", reserved), ("t-ink", this_one - min(over, this_one)), ("t-bad", over)]
    return bar(parts, max(limit, outstanding + reserved + this_one))


RANK_TONES = {"ahead": "t-on", "near": "t-warn", "behind": "t-bad"}


def rank_bar(reached: int, first: int, expected: int, pace: str) -> Markup:
    """One row of a ranking in basis points: reached, the gap to the first, a black line at the time-progress."""
    whole = max(first, reached, expected, 1)
    end, line = 1000 * reached / whole, 1000 * expected / whole
    body = _rect(0, 11, round(1000 * first / whole, 1), 14, "t-free") + _rect(
        0, 11, round(end, 1), 14, RANK_TONES[pace]
    )
    body += _rect(round(min(line, 990), 1), 0, 10, 36, "t-ink")  # the bar is narrow: one thread would vanish
    return _svg(1000, 36, body, stretch='preserveAspectRatio="none"')


def sessions(done: int, whole: int) -> Markup:
    """One block for each session of a class, the held ones solid."""
    body = "".join(_rect(30 * n, 0, 26, 26, "t-on" if n < done else "t-free") for n in range(whole))
    return _svg(30 * whole, 26, body, stretch=f'class="bar seats" width="{30 * whole}" height="26"')


def swatch(tone: str) -> Markup:
    """A small square of a bar's colour, for its legend."""
    body = '<path class="t-hatch" d="M1 0v12M5 0v12M9 0v12"/>' if tone == "t-hatch" else _rect(1, 1, 10, 10, tone)
    return _svg(12, 12, body, stretch='class="swatch" width="12" height="12"')


class Globals(Protocol):
    """What of a Jinja environment is used here."""

    globals: dict[str, object]


def install(environment: Globals) -> None:
    """Gives every template the pictures and the addresses of built files."""
    drawn = (icon, clock, clock_tone, lease, meter, bar, headroom, rank_bar, sessions, swatch, journey, node, asset)
    environment.globals["keys_on"] = cookies.keys_on
    environment.globals.update({f"draw_{part.__name__}" if part is not asset else "asset": part for part in drawn})
