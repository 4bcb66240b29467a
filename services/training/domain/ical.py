"""Sessions as an iCalendar file (RFC 5545): Shanghai time with its VTIMEZONE, escaped, folded at 75 octets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

OCTETS = 75
ZONE = "Asia/Shanghai"
HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Jinguo//training//ZH",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
)
TIMEZONE = (  # no summer time since 1991
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19910915T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One session: aware instants; `uid` stays the same when it moves, so that programs move it, too."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    notes: str


def calendar(name: str, entries: Iterable[Entry], made_at: datetime) -> bytes:
    """Return the file as UTF-8 with CRLF line ends."""
    lines = [*HEAD, f"X-WR-CALNAME:{_text(name)}", f"X-WR-TIMEZONE:{ZONE}", *TIMEZONE]
    for one in entries:
        lines += _event(one, made_at)
    return b"".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def _event(one: Entry, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.uid}"
    yield f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID={ZONE}:{one.starts_at:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={ZONE}:{one.ends_at:%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{_text(one.title)}"
    yield f"LOCATION:{_text(one.place)}"
    yield f"DESCRIPTION:{_text(one.notes)}"
    yield "END:VEVENT"


def _text(plain: str) -> str:
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a content line: no piece above 75 octets, no character of several octets cut in two."""
    pieces: list[bytes] = []
    piece = b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > OCTETS - bool(pieces):  # a continued line begins with one space
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join((*pieces, piece)) + b"\r\n"
