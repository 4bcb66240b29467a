"""Dated, place-aware values with their source: which version of a rule is in force on a day at a place."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from shared.errors import NotFound

NATION = "000000"
VERIFIED = ("official", "press", "copy", "no")


class PolicyError(ValueError):
    """A policy file cannot be used; the text names the file, the version and what to mend."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from, and how sure that is (official, press, copy, no)."""

    document: str
    source: str
    verified: str


@dataclass(frozen=True, slots=True)
class Version:
    """One instrument in one place: values in force from `starts_on` to `ends_on`, both included; None = open."""

    id: str
    topic: str
    division: str
    starts_on: date
    ends_on: date | None
    source: Source
    values: Mapping[str, Any]
    documents: Mapping[str, str] = field(default_factory=dict)

    def document(self, name: str) -> str:
        """Return the number of the document in which a value stands: an overlay's own, or that of what it inherits."""
        return self.documents.get(name, self.source.document)

    def in_force(self, day: date) -> bool:
        """Tell whether it rules on that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def covers(self, division: str) -> bool:
        """Tell whether a place lies in its division."""
        return covers(self.division, division)


def covers(above: str, division: str) -> bool:
    """Tell whether a place lies in a division: county codes end in digits, cities in 00, provinces in 0000."""
    own = above.rstrip("0") if len(above) == 6 else above
    return division.startswith(own if len(own) % 2 == 0 else own + "0")


@dataclass(frozen=True, slots=True)
class _Row:
    """A version as it stands in its file; `inherits` names the version whose values fill what it leaves out."""

    version: Version
    inherits: str | None


class Policy:
    """All versions of one service's dated values; the most specific place wins, then the latest start."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self.versions = tuple(versions)

    @classmethod
    def load(cls, folder: Path) -> "Policy":
        """Read every *.toml of a folder; raises PolicyError naming file and version for holes and contradictions."""
        rows = [row for path in sorted(folder.glob("*.toml")) for row in _read(path)]
        versions = [row.version for row in rows]
        _check(versions)
        return cls([_whole(row, {one.version.id: one for one in rows}) for row in rows])

    def on(self, day: date, division: str, topic: str) -> Version:
        """Return the version in force on a day at a division code; raises NotFound("no_policy") when there is none."""
        found = [v for v in self.versions if v.topic == topic and v.in_force(day) and v.covers(division)]
        if not found:
            raise NotFound("no_policy", topic=topic, day=day, division=division)
        return max(found, key=lambda version: (len(version.division.rstrip("0")), version.starts_on))

    def all_on(self, day: date, division: str, topic_prefix: str) -> list[Version]:
        """Return the version in force of every topic that begins with a prefix, such as `course.`."""
        topics = sorted({version.topic for version in self.versions if version.topic.startswith(topic_prefix)})
        return [version for topic in topics for version in self._maybe(day, division, topic)]

    def _maybe(self, day: date, division: str, topic: str) -> Iterator[Version]:
        try:
            yield self.on(day, division, topic)
        except NotFound:
            return


def _read(path: Path) -> Iterator[_Row]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{path.name}: {error}") from error
    for row in content.get("version", []):
        yield _Row(_version(path, row), row.get("inherits"))


def _whole(row: _Row, rows: Mapping[str, _Row]) -> Version:
    version, values = row.version, dict(row.version.values)
    documents, seen, above = _documents(version), {version.id}, row.inherits
    while above is not None:
        if above not in rows or above in seen:
            raise PolicyError(f"version {version.id}: inherits {above}, which is not there or leads back to itself")
        parent = rows[above]
        documents = _documents(parent.version) | documents
        values = _under(values, parent.version.values)
        seen, above = seen | {above}, parent.inherits
    return replace(version, values=values, documents=documents)


def _documents(version: Version) -> dict[str, str]:
    """Return the document of each value that a version says itself; its table `documents` names older ones."""
    named: Mapping[str, str] = version.values.get("documents", {})
    return {name: version.source.document for name in version.values} | dict(named)


def _under(own: Mapping[str, Any], below: Mapping[str, Any]) -> dict[str, Any]:
    """Return `own` with what it leaves out taken from `below`, table by table; a list is replaced whole."""
    found = {**below, **own}
    for name in set(own) & set(below):
        if isinstance(own[name], Mapping) and isinstance(below[name], Mapping):
            found[name] = _under(own[name], below[name])
    return found


def _version(path: Path, row: Mapping[str, Any]) -> Version:
    name = f"{path.name}: version {row.get('id', 'without id')}"
    try:
        doc, scope, effective = row["doc"], row["scope"], row["effective"]
        source = Source(doc["no"], doc["source"], doc["verified"])
        version = Version(
            row["id"], row["topic"], scope["division"], effective["from"], effective.get("to"), source, row["values"]
        )
    except KeyError as error:
        raise PolicyError(f"{name}: {error.args[0]} is missing") from error
    strangers = set(row) - {"id", "topic", "doc", "scope", "effective", "values", "inherits"}
    if strangers:
        raise PolicyError(f"{name}: unknown field {sorted(strangers)[0]}")
    if source.verified not in VERIFIED or (version.ends_on is not None and version.ends_on < version.starts_on):
        raise PolicyError(
            f"{name}: verified must be one of {', '.join(VERIFIED)}, and it must not end before it starts"
        )
    return version


def _check(versions: Sequence[Version]) -> None:
    seen: set[str] = set()
    starts: set[tuple[str, str, date]] = set()
    for version in versions:
        place = (version.topic, version.division, version.starts_on)
        if version.id in seen or place in starts:
            raise PolicyError(f"version {version.id}: the id, or topic, place and first day, stands twice")
        seen.add(version.id)
        starts.add(place)
