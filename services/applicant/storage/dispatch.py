"""Targets, reports and locked months of the dispatch in MongoDB, each replaced only when nobody saved meanwhile."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.applicant.domain.dispatch.plan import LockedAs, Month, Report, Targets
from shared.errors import Stale
from shared.storage.mongo import Document


class MongoTargets:
    """`dispatch_targets {_id: "<year>/<indicator>"}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.dispatch_targets
        self.session = session

    def get(self, year: int, indicator: str) -> Targets:
        """Return the targets of an indicator and year, fresh ones when nobody has set any."""
        row = self.rows.find_one({"_id": f"{year}/{indicator}"}, {"_id": 0}, session=self.session)
        return Targets(**row) if row else Targets(year, indicator)

    def of_year(self, year: int) -> dict[str, Targets]:
        """Return all of a year by indicator."""
        rows = self.rows.find({"year": year}, {"_id": 0}, session=self.session)
        return {row["indicator"]: Targets(**row) for row in rows}

    def save(self, targets: Targets) -> None:
        """Store them; raises Stale when somebody saved meanwhile."""
        _save(self.rows, self.session, f"{targets.year}/{targets.indicator}", targets)


class MongoReports:
    """`dispatch_reports {_id: "<month>/<unit>"}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.dispatch_reports
        self.session = session

    def get(self, month: str, unit: str) -> Report:
        """Return what a unit reported for a month, an empty one before."""
        row = self.rows.find_one({"_id": f"{month}/{unit}"}, {"_id": 0}, session=self.session)
        return Report(**row) if row else Report(month, unit)

    def of_months(self, months: Sequence[str]) -> list[Report]:
        """Return every report of some months."""
        return [Report(**row) for row in self.rows.find({"month": {"$in": list(months)}}, {"_id": 0})]

    def save(self, report: Report) -> None:
        """Store it; raises Stale when somebody saved meanwhile."""
        _save(self.rows, self.session, f"{report.month}/{report.unit}", report)


class MongoLocks:
    """`dispatch_months {_id: "2026-11", versions: [{at, by, reason}]}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.db = db
        self.rows = db.dispatch_months
        self.session = session

    def get(self, month: str) -> Month:
        """Return a month, open when nobody has locked it."""
        row = self.rows.find_one({"_id": month}, {"_id": 0}, session=self.session)
        if row is None:
            return Month(month)
        return Month(month, [LockedAs(**one) for one in row["versions"]], row["version"])

    def save(self, month: Month) -> None:
        """Store it; raises Stale when somebody saved meanwhile.

        A batch of events in flight has read the locks before: touching the consumer's turnstiles makes it run again.
        """
        _save(self.rows, self.session, month.month, month)
        turnstiles = {"_id": {"$regex": r"\Aapplicant#"}}
        self.db.inbox.update_many(turnstiles, {"$inc": {"n": 1}}, session=self.session)


def _save(rows: Any, session: ClientSession | None, ident: str, one: Targets | Report | Month) -> None:
    seen, one.version = one.version, one.version + 1
    row = {"_id": ident, **asdict(one)}
    try:
        kept = rows.replace_one({"_id": ident, "version": seen}, row, upsert=seen == 0, session=session)
    except DuplicateKeyError as error:
        raise Stale("changed_meanwhile") from error
    if not kept.matched_count and kept.upserted_id is None:
        raise Stale("changed_meanwhile")
