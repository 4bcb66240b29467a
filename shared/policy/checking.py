"""What a folder of policy files must not be: holes, overlaps without precedence, values of another name or kind."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from shared.policy.fields import Fields, of_topic
from shared.policy.files import Row
from shared.policy.layers import DOCUMENTS
from shared.policy.version import Version
from shared.regions import is_division

NATION = "000000"


def check(rows: Sequence[Row], fields: Mapping[str, Fields]) -> None:
    """Raise PolicyError for ids or first days that stand twice, holes, overlaps, and values that are not known."""
    ids: set[str] = set()
    scopes: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        one = row.version
        if one.id in ids:
            raise row.spot.fault("the id stands twice", "id")
        if not is_division(one.division):
            raise row.spot.fault(f"{one.division} is no division code of 6, 9 or 12 digits", "scope")
        ids.add(one.id)
        _check_kinds(row, of_topic(fields, one.topic))
        if not one.addition:
            scopes.setdefault((one.topic, one.division), []).append(row)
    for found in scopes.values():
        for before, after in pairwise(sorted(found, key=lambda row: row.version.starts_on)):
            _check_follows(before, after)


def _check_follows(before: Row, after: Row) -> None:
    first, second = before.version, after.version
    last = first.ends_on or date.max
    if second.starts_on <= last:
        if after.inherits == first.id:
            return
        until = first.ends_on or "open"
        says = f'overlaps with {first.id} (until {until}): end it the day before, or write inherits = "{first.id}"'
        raise after.spot.fault(says, "effective")
    if second.starts_on > last + timedelta(days=1) and not after.after_gap:
        says = f"leaves a hole after {first.id}, which ends on {last}; if that is meant, write after_gap = true"
        raise after.spot.fault(says, "effective")


def _check_kinds(row: Row, fields: Fields | None) -> None:
    if fields is None:
        return
    for part, values in (("values", row.version.values), *(("change", one.values) for one in row.version.changes)):
        said = {name: value for name, value in values.items() if name != DOCUMENTS}
        for name, says in fields.faults(said):
            at = f"values.{name}" if part == "values" else f"change.values.{name}"
            raise row.spot.fault(says, at)


def check_values(rows: Sequence[Row], whole: Sequence[Version], fields: Mapping[str, Fields]) -> None:
    """Raise PolicyError for a version of the nation that leaves a needed value open."""
    for row, version in zip(rows, whole, strict=True):
        known = of_topic(fields, version.topic)
        if known is None or version.addition or version.division != NATION:
            continue
        for name in known.lacks(version.values):
            raise row.spot.fault(f"{name} is missing, and nothing below it says it")
