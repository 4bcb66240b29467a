"""`units {_id, parent, path, kind, level, title, division, opened_on, closed_on, version}`: the tree as it is."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain.unit import Kind, News, Unit
from services.applicant.events.outbound import opened_together, to_message
from shared.access import Scope
from shared.contracts.applicant import UNITS_AT_ONCE
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.regions import Level
from shared.storage.mongo import Document

ORDER = [("level", ASCENDING), ("division", ASCENDING), ("kind", ASCENDING), ("_id", ASCENDING)]


class MongoUnits:
    """The tree, bound to one transaction."""

    def __init__(self, db: Database[Document], session: ClientSession | None, outbox: Outbox) -> None:
        self.rows = db.units
        self.session = session
        self.outbox = outbox

    def get(self, scope: Scope, unit_id: str) -> Unit:
        """Return one inside the scope; raises NotFound("unit_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": unit_id}, **_inside(scope)}, session=self.session)
        if row is None:
            raise NotFound("unit_not_found")
        return to_unit(row)

    def some(self, unit_ids: Iterable[str]) -> dict[str, Unit]:
        """Return those that are known, by id."""
        rows = self.rows.find({"_id": {"$in": list(set(unit_ids))}}, session=self.session)
        return {row["_id"]: to_unit(row) for row in rows}

    def of_division(self, division: str) -> Unit | None:
        """Return the open federation of a division code."""
        row = self.rows.find_one({"division": {"$eq": division}, "closed_on": None}, session=self.session)
        return to_unit(row) if row else None

    def children(self, unit_id: str) -> list[Unit]:
        """Return what hangs directly below, closed ones too, federations by division, then offices."""
        found = self._found({"parent": {"$eq": unit_id}})
        return sorted(found, key=lambda unit: (unit.kind is not Kind.FEDERATION, unit.closed_on is not None))

    def below(self, unit_id: str) -> list[Unit]:
        """Return everything open below a unit."""
        return self._found({"path": {"$eq": unit_id}, "_id": {"$ne": unit_id}, "closed_on": None})

    def named(self, county_id: str, text: str, limit: int) -> list[Unit]:
        """Return open units of a county whose title begins with a text."""
        beginning = {"$regex": f"^{re.escape(text)}"}
        wanted = {"path": {"$eq": county_id}, "title": beginning, "closed_on": None}
        return [to_unit(row) for row in self.rows.find(wanted, session=self.session).sort(ORDER).limit(limit)]

    def tops(self, scope: Scope) -> list[Unit]:
        """Return the units a scope names, root first; of the system the root."""
        return self._found({"parent": None} if scope.units is None else {"_id": {"$in": sorted(scope.units)}})

    def add(self, units: Sequence[Unit]) -> None:
        """Store new ones with their news."""
        if len(units) == 1:  # a name that is taken comes out as a DuplicateKeyError, which many at once do not
            self.rows.insert_one(to_row(units[0]), session=self.session)
        elif units:
            self.rows.insert_many([to_row(unit) for unit in units], session=self.session)
        if len(units) == 1:
            self._tell(units[0])
        else:
            self._tell_together(units)

    def save(self, unit: Unit) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile."""
        seen = {"_id": unit.id, "version": unit.version}
        unit.version += 1
        if not self.rows.replace_one(seen, to_row(unit), session=self.session).matched_count:
            raise Stale("changed_meanwhile")
        self._tell(unit)

    def _found(self, wanted: Document) -> list[Unit]:
        return [to_unit(row) for row in self.rows.find(wanted, session=self.session).sort(ORDER)]

    def _tell_together(self, units: Sequence[Unit]) -> None:
        assert self.session is not None, "news is told inside a transaction"
        for start in range(0, len(units), UNITS_AT_ONCE):
            self.outbox.emit(self.session, opened_together(units[start : start + UNITS_AT_ONCE]))
        for unit in units:
            unit.news.clear()

    def _tell(self, unit: Unit) -> None:
        assert self.session is not None, "news is told inside a transaction"
        news: Sequence[News] = unit.news
        for one in news:
            self.outbox.emit(self.session, to_message(one))
        unit.news.clear()


def _inside(scope: Scope) -> Document:
    return {} if scope.units is None else {"path": {"$in": sorted(scope.units)}}


def to_row(unit: Unit) -> Document:
    """Return the document of a unit; `scope` is its path, as on every listed row."""
    return {
        "_id": unit.id,
        "parent": unit.parent,
        "path": list(unit.path),
        "scope": list(unit.path),
        "kind": unit.kind.value,
        "level": int(unit.level),
        "title": unit.title,
        "division": unit.division,
        "opened_on": unit.opened_on.isoformat(),
        "closed_on": unit.closed_on.isoformat() if unit.closed_on else None,
        "successor": unit.successor,
        "version": unit.version,
    }


def to_unit(row: Document) -> Unit:
    """Return the unit of a document."""
    return Unit(
        id=row["_id"],
        parent=row["parent"],
        path=tuple(row["path"]),
        kind=Kind(row["kind"]),
        level=Level(row["level"]),
        title=row["title"],
        division=row["division"],
        opened_on=date.fromisoformat(row["opened_on"]),
        closed_on=date.fromisoformat(row["closed_on"]) if row["closed_on"] else None,
        successor=row.get("successor"),
        version=row["version"],
    )
