"""Dated, place-aware values with their source: which version of a rule is in force on a day at a place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from shared.errors import NotFound
from shared.policy.checking import check, check_values
from shared.policy.fields import Fields, fields_in, of_topic
from shared.policy.files import VERIFIED, PolicyError, Row, read
from shared.policy.layers import laid, own, together
from shared.policy.version import Change, Source, Version, covers

NATION = "000000"
REMEMBERED = 20_000  # answers kept of (day, place, topic); the versions they share are few

__all__ = ["NATION", "VERIFIED", "Change", "Policy", "PolicyError", "Source", "Version", "covers"]


class Policy:
    """All versions of one service's dated values, laid over each other: the more specific place wins value by value."""

    def __init__(
        self,
        versions: Sequence[Version],
        fields: Mapping[str, Fields] | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        self.versions = tuple(versions)
        self.fields = fields or {}
        self.texts = texts or {}
        self._laid: dict[tuple[tuple[str, tuple[date, ...]], ...], Version] = {}
        self._asked: dict[tuple[date, str, str], Version] = {}

    @classmethod
    def load(cls, folder: Path) -> "Policy":
        """Read every *.toml of a folder; raises PolicyError naming file and line for what cannot be used."""
        return cls.read({path.name: path.read_text("utf-8") for path in folder.glob("*.toml")})

    @classmethod
    def read(cls, texts: Mapping[str, str]) -> "Policy":
        """Read files by name; raises PolicyError naming file and line for what cannot be used."""
        read_files = [read(name, texts[name]) for name in sorted(texts)]
        rows = [row for _, found in read_files for row in found]
        fields = fields_in([content for content, _ in read_files])
        check(rows, fields)
        by_id = {row.version.id: row for row in rows}
        whole = [_inherited(row, by_id, fields) for row in rows]
        check_values(rows, whole, fields)
        return cls(_followed(rows, whole), fields, texts)

    def changed(self, texts: Mapping[str, str]) -> "Policy":
        """Return what it would be with files in place of those of the same names or beside them; raises PolicyError."""
        return Policy.read({**self.texts, **texts})

    def on(self, day: date, division: str, topic: str) -> Version:
        """Return what is in force on a day at a division code, laid together and named after the most specific version.

        Raises NotFound("no_policy") when there is none.
        """
        asked = (day, division, topic)
        known = self._asked.get(asked)
        if known is None:
            if len(self._asked) >= REMEMBERED:
                self._asked.clear()
            known = self._asked[asked] = self._on(day, division, topic)
        return known

    def _on(self, day: date, division: str, topic: str) -> Version:
        found = self._found(day, division, topic)
        if not any(self._bears(one) for one in found):
            raise NotFound("no_policy", topic=topic, day=day, division=division)
        key = tuple((one.id, tuple(part.starts_on for part in one.changes if part.in_force(day))) for one in found)
        if key not in self._laid:
            self._laid[key] = laid(found, day, self._whole(topic))
        return self._laid[key]

    def named(self, version_id: str, day: date | None = None) -> Version:
        """Return one version by its id as it stands on a day (None = its first) on what lies below it at its place.

        An addition lies on the version it alters there and bears its own name. Raises NotFound("no_policy").
        """
        for one in self.versions:
            if one.id == version_id:
                on = day or one.starts_on
                below = [each for each in self._found(on, one.division, one.topic) if _below(each, one)]
                if one.addition and all(each.addition for each in below):
                    break
                return replace(laid([*below, one], on, self._whole(one.topic)), id=one.id)
        raise NotFound("no_policy", policy_id=version_id)

    def all_on(self, day: date, division: str, topic_prefix: str) -> list[Version]:
        """Return the version in force of every topic that begins with a prefix, such as `course.`."""
        topics = sorted({version.topic for version in self.versions if version.topic.startswith(topic_prefix)})
        return [version for topic in topics for version in self._maybe(day, division, topic)]

    def _maybe(self, day: date, division: str, topic: str) -> Iterator[Version]:
        try:
            yield self.on(day, division, topic)
        except NotFound:
            return

    def _found(self, day: date, division: str, topic: str) -> list[Version]:
        found = [one for one in self.versions if one.topic == topic and one.in_force(day) and one.covers(division)]
        return sorted(found, key=lambda one: (one.depth, one.addition, one.starts_on))

    def _bears(self, one: Version) -> bool:
        """Tell whether a version is enough to judge by: where values are needed, a place alone is not."""
        known = of_topic(self.fields, one.topic)
        return not one.addition and (one.division == NATION or one.alone or not (known and known.needed))

    def _whole(self, topic: str) -> frozenset[str]:
        known = of_topic(self.fields, topic)
        return known.whole if known else frozenset()


def _below(each: Version, one: Version) -> bool:
    """Tell whether a version in force lies below another: a wider place, or what an addition of its place alters."""
    return each.depth < one.depth or (one.addition and not each.addition and each.depth == one.depth)


def _inherited(row: Row, rows: Mapping[str, Row], fields: Mapping[str, Fields]) -> Version:
    """Return a version with what it leaves out filled from the one it inherits; dated changes are not passed on."""
    chain, seen, above = [row.version], {row.version.id}, row.inherits
    while above is not None:
        if above not in rows or above in seen:
            raise row.spot.fault(f"inherits {above}, which is not there or leads back to itself", "inherits")
        chain.append(rows[above].version)
        seen, above = seen | {above}, rows[above].inherits
    known = of_topic(fields, row.version.topic)
    whole = known.whole if known else frozenset[str]()
    return replace(row.version, **together([own(one) for one in reversed(chain)], whole))


def _followed(rows: Sequence[Row], whole: Sequence[Version]) -> list[Version]:
    """Let a version end the day before the one of its place that inherits from it and begins earlier than its end."""
    heirs = {(row.inherits, row.version.topic, row.version.division): row.version.starts_on for row in rows}
    found = []
    for one in whole:
        next_on = heirs.get((one.id, one.topic, one.division))
        ends = [day for day in (one.ends_on, next_on and next_on - timedelta(days=1)) if day]
        found.append(replace(one, ends_on=min(ends) if ends else None))
    return found
