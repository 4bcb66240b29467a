"""Policy files as they are written: one row per version, and the line on which each thing stands."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.policy.fields import known_kind
from shared.policy.version import Change, Source, Version

VERIFIED = ("official", "press", "copy", "no")
TABLES = {"version", "fields", "needed"}
ROW = {"id", "topic", "doc", "scope", "effective", "values", "inherits", "addition", "change"}
INSIDE = {
    "doc": {"no", "issued", "source", "verified"},
    "scope": {"division", "scheme"},
    "effective": {"from", "to", "verified", "after_gap"},
    "change": {"doc", "effective", "values"},
}
_HEAD = re.compile(r"\A\s*\[+\s*version\.?([\w.]*)\s*\]+")
_KEY = re.compile(r'\A\s*"?([\w.-]+)"?\s*=')


class PolicyError(ValueError):
    """A policy file cannot be used; the text names the file, the line, the version and what to mend."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a version stands: its file, the number of its first line, its lines, its id."""

    file: str
    first: int
    lines: tuple[str, ...]
    id: str

    def fault(self, says: str, path: str = "") -> PolicyError:
        """Return the error about what stands at a dotted path, such as values.amount.individual."""
        return PolicyError(f"{self.file}, line {self.line(path)}: version {self.id}: {says}")

    def line(self, path: str) -> int:
        """Return the line on which a path is written, that of the table around it, or that of the version."""
        best, at, prefix = -1, 0, ""
        for number, text in enumerate(self.lines):
            head, key = _HEAD.match(text), _KEY.match(text)
            found = ""
            if head:
                found = prefix = head[1]
            elif key:
                found = f"{prefix}.{key[1]}".strip(".")
            if len(found) > best and (path == found or path.startswith(f"{found}.") or not found):
                best, at = len(found), number
        return self.first + at


@dataclass(frozen=True, slots=True)
class Row:
    """A version as it stands in its file; `inherits` names the version whose values fill what it leaves out."""

    version: Version
    inherits: str | None
    after_gap: bool
    spot: Spot


def read(file: str, text: str) -> tuple[Mapping[str, Any], list[Row]]:
    """Return a file's tables and its versions; raises PolicyError naming file and line."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{file}: {error}") from error
    strangers = sorted(set(content) - TABLES)
    if strangers:
        raise PolicyError(f"{file}: unknown table {strangers[0]}, did you mean [[version]]?")
    spots = _spots(file, text)
    raw = content.get("version", [])
    if not isinstance(raw, list) or len(raw) != len(spots):
        raise PolicyError(f"{file}: each version begins with a line [[version]] of its own")
    _check_fields(file, content)
    return content, [_row(row, spot) for row, spot in zip(raw, spots, strict=True)]


def _check_fields(file: str, content: Mapping[str, Any]) -> None:
    """Raise PolicyError unless [fields.…] pairs names with known kinds and [needed] topics with names."""
    fields, needed = content.get("fields", {}), content.get("needed", {})
    if not _all((fields, needed), dict) or not _all(fields.values(), dict) or not _all(needed.values(), list):
        raise PolicyError(f"{file}: [fields.topic] holds names and kinds, [needed] lists of names")
    for names in fields.values():
        for name, kind in names.items():
            if not isinstance(kind, str) or not known_kind(kind):
                raise PolicyError(f"{file}: {name} has the kind {kind!r}, which nobody knows")


def _spots(file: str, text: str) -> list[Spot]:
    lines = text.splitlines()
    starts = [at for at, line in enumerate(lines) if re.match(r"\s*\[\[\s*version\s*\]\]", line)]
    ends = [*starts, len(lines)][1:]
    found = []
    for start, end in zip(starts, ends, strict=True):
        block = tuple(lines[start:end])
        named = next((match[1] for line in block if (match := re.match(r'\s*id\s*=\s*"([^"]*)"', line))), "without id")
        found.append(Spot(file, start + 1, block, named))
    return found


def _row(row: Mapping[str, Any], spot: Spot) -> Row:
    try:
        return _understood(row, spot)
    except PolicyError:
        raise
    except (AttributeError, TypeError, ValueError) as error:
        raise spot.fault("a table, a list or a text stands where another kind is needed") from error


def _understood(row: Mapping[str, Any], spot: Spot) -> Row:
    _known(row, spot)
    try:
        scope, effective = row["scope"], row["effective"]
        version = Version(
            row["id"], row["topic"], scope["division"], effective["from"], effective.get("to"),
            _source(row["doc"]), row["values"], addition=row.get("addition", False), alone="inherits" in row,
        )  # fmt: skip
        changes = tuple(_change(one, version) for one in row.get("change", []))
    except KeyError as error:
        raise spot.fault(f"{error.args[0]} is missing") from error
    _sound(row, version, changes, spot)
    object.__setattr__(version, "changes", changes)
    return Row(version, row.get("inherits"), bool(effective.get("after_gap")), spot)


def _change(one: Mapping[str, Any], version: Version) -> Change:
    effective = one["effective"]
    source = _source(one["doc"]) if "doc" in one else version.source
    return Change(effective["from"], effective.get("to", version.ends_on), source, one["values"])


def _source(doc: Mapping[str, Any]) -> Source:
    return Source(doc["no"], doc["source"], doc["verified"])


def _known(row: Mapping[str, Any], spot: Spot) -> None:
    for path, name in _strangers(row):
        raise spot.fault(f"unknown field {name}", path)


def _strangers(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((name, name) for name in sorted(set(row) - ROW))
    for table, known in INSIDE.items():
        found = row.get(table, {})
        for one in found if isinstance(found, list) else [found]:
            yield from ((f"{table}.{name}", name) for name in sorted(set(one) - known))


def _sound(row: Mapping[str, Any], version: Version, changes: tuple[Change, ...], spot: Spot) -> None:
    sources = [version.source, *(one.source for one in changes)]
    texts = [version.id, version.topic, version.division, row.get("inherits", "")]
    texts += [text for one in sources for text in (one.document, one.source, one.verified)]
    tables = [version.values, *(one.values for one in changes)]
    tables += [table["documents"] for table in tables if "documents" in table]
    flags = (version.addition, row["effective"].get("after_gap", False))
    if not _all(texts, str) or not _all(tables, dict) or not _all(flags, bool):
        raise TypeError
    said = [version.source.verified, row["effective"].get("verified", "no"), *(one.source.verified for one in changes)]
    if not set(said) <= set(VERIFIED):
        raise spot.fault(f"verified must be one of {', '.join(VERIFIED)}", "doc")
    _days(version, spot, "effective")
    for one in changes:
        _days(one, spot, "change.effective")
        inside = version.ends_on is None or (one.ends_on is not None and one.ends_on <= version.ends_on)
        if one.starts_on < version.starts_on or not inside:
            raise spot.fault("a change must lie inside the days of its version", "change.effective")


def _all(values: Iterable[object], kind: type) -> bool:
    return all(isinstance(one, kind) for one in values)


def _days(one: Version | Change, spot: Spot, path: str) -> None:
    for day in (one.starts_on, one.ends_on):
        if day is not None and (isinstance(day, datetime) or not isinstance(day, date)):
            raise spot.fault("from and to are days, written 2027-01-01 without quotes", path)
    if one.ends_on is not None and one.ends_on < one.starts_on:
        raise spot.fault("it must not end before it starts", path)
