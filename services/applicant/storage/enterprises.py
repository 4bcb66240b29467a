"""`enterprises {_id, person_id, path, scope, f: sealed name and code, bx.uscc, kind, trade, …, reports}`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain.enterprise import Details, Enterprise, Figures, Kind, Report, Source
from services.applicant.events.outbound_titles import enterprise_message
from services.applicant.storage.persons import Seals
from shared.access import Scope
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.mongo import Document

PLACE = "enterprises"


class MongoEnterprises:
    """Enterprises, bound to one transaction."""

    def __init__(self, db: Database[Document], session: ClientSession | None, outbox: Outbox, seals: Seals) -> None:
        self.rows = db.enterprises
        self.session = session
        self.outbox = outbox
        self.vault, self.blind = seals.vault, seals.blind

    def get(self, scope: Scope, enterprise_id: str) -> Enterprise:
        """Return one inside the scope; raises NotFound("enterprise_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": enterprise_id}, **inside(scope)}, session=self.session)
        if row is None:
            raise NotFound("enterprise_not_found")
        return self._read([row])[0]

    def some(self, enterprise_ids: Iterable[str]) -> dict[str, Enterprise]:
        """Return those that are known, by id."""
        rows = list(self.rows.find({"_id": {"$in": list(enterprise_ids)}}, session=self.session))
        return {one.id: one for one in self._read(rows)}

    def of_person(self, person_id: str) -> list[Enterprise]:
        """Return a woman's, oldest first."""
        rows = self.rows.find({"person_id": {"$eq": person_id}}, session=self.session).sort("_id", ASCENDING)
        return self._read(list(rows))

    def page(self, scope: Scope, after: str | None, limit: int) -> list[Enterprise]:
        """Return those inside the scope, newest first, before the id `after`."""
        wanted = inside(scope) | ({"_id": {"$lt": after}} if after else {})
        return self._read(list(self.rows.find(wanted, session=self.session).sort("_id", DESCENDING).limit(limit)))

    def add(self, enterprise: Enterprise) -> None:
        """Store a new one with its news; two of one code never both commit."""
        self.rows.insert_one(self._row(enterprise), session=self.session)
        self._tell(enterprise)

    def save(self, enterprise: Enterprise) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile."""
        seen = {"_id": enterprise.id, "version": enterprise.version}
        enterprise.version += 1
        if not self.rows.replace_one(seen, self._row(enterprise), session=self.session).matched_count:
            raise Stale("changed_meanwhile")
        self._tell(enterprise)

    def _tell(self, enterprise: Enterprise) -> None:
        assert self.session is not None, "news is told inside a transaction"
        for news in enterprise.news:
            self.outbox.emit(self.session, enterprise_message(news))
        enterprise.news.clear()

    def _row(self, enterprise: Enterprise) -> Document:
        details = enterprise.details
        texts = {"name": details.name, "uscc": details.uscc}
        return {
            "_id": enterprise.id,
            "person_id": enterprise.person_id,
            "path": list(enterprise.path),
            "scope": list(enterprise.path),
            "f": self.vault.seal(self.session, enterprise.person_id, PLACE, texts),
            "bx": {"uscc": self.blind.of("uscc", details.uscc)} if details.uscc else {},
            "kind": details.kind.value,
            "trade": details.trade,
            "founded_on": details.founded_on.isoformat(),
            "women_share": details.women_share,
            "registered_on": enterprise.registered_on.isoformat(),
            "looks": list(enterprise.looks),
            "reports": [_report_row(one) for one in enterprise.reports],
            "version": enterprise.version,
        }

    def _read(self, rows: list[Document]) -> list[Enterprise]:
        return [_enterprise(row, self.vault.open(row["person_id"], PLACE, row["f"], self.session)) for row in rows]


def inside(scope: Scope) -> Document:
    """Return the filter of what a scope lets be seen."""
    return {} if scope.units is None else {"scope": {"$in": sorted(scope.units)}}


def indexes(db: Database[Document]) -> None:
    """Create the collection and its indexes."""
    db.enterprises.create_index([("person_id", ASCENDING), ("_id", ASCENDING)], name="hers")
    db.enterprises.create_index([("scope", ASCENDING), ("_id", DESCENDING)], name="in_scope")
    db.enterprises.create_index(
        [("bx.uscc", ASCENDING)],
        unique=True,
        name="one_per_uscc",
        partialFilterExpression={"bx.uscc": {"$exists": True}},
    )


def _report_row(report: Report) -> Document:
    figures = report.figures
    return {
        "year": report.year,
        "source": report.source.value,
        "on": report.on.isoformat(),
        "by": report.by,
        **{name: getattr(figures, name) for name in Figures.__slots__},
    }


def _enterprise(row: Mapping[str, Any], texts: Mapping[str, str]) -> Enterprise:
    founded_on = date.fromisoformat(row["founded_on"])
    details = Details(
        texts["name"], texts["uscc"], Kind(row["kind"]), row["trade"], founded_on, women_share=row["women_share"]
    )
    return Enterprise(
        id=row["_id"],
        person_id=row["person_id"],
        path=tuple(row["path"]),
        details=details,
        registered_on=date.fromisoformat(row["registered_on"]),
        looks=tuple(row["looks"]),
        reports=[_report(one) for one in row["reports"]],
        version=row["version"],
    )


def _report(row: Mapping[str, Any]) -> Report:
    figures = Figures(**{name: row[name] for name in Figures.__slots__})
    return Report(row["year"], Source(row["source"]), figures, date.fromisoformat(row["on"]), row["by"])
