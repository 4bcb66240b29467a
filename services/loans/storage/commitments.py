"""For which applications and loans a person stands or borrows, over all counties: by fingerprint, nothing in clear."""

from collections.abc import Sequence

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.loan import PAID_BACK
from services.loans.storage.loan_rows import loan
from services.loans.usecases.desk.standing import Stood
from shared.clock import Clock
from shared.storage.mongo import Document


class MongoCommitments:
    """Reads `stands` and `borrows` of `applications`, and the loans they became."""

    def __init__(self, db: Database[Document], session: ClientSession | None, clock: Clock) -> None:
        self.applications = db.applications
        self.loans = db.loans
        self.session = session
        self.clock = clock

    def others(self, marks: Sequence[str], application_id: str) -> list[Stood]:
        """Return all but one application for which a person of these fingerprints, or that person's spouse, stood."""
        return self._found({"stands": {"$in": list(marks)}, "_id": {"$ne": application_id}})

    def borrowed(self, marks: Sequence[str], person_id: str) -> list[Stood]:
        """Return the applications of others with which any person of these fingerprints borrows or borrowed."""
        return self._found({"borrows": {"$in": list(marks)}, "person_id": {"$ne": person_id}})

    def owing(self, person_id: str) -> str | None:
        """Return the number of a loan of hers that is not paid back, be it from a ledger, None when there is none."""
        wanted = {"person_id": {"$eq": person_id}, "state": {"$nin": sorted(state.value for state in PAID_BACK)}}
        row = self.loans.find_one(wanted, {"number": 1}, session=self.session)
        return str(row["number"]) if row else None

    def _found(self, wanted: Document) -> list[Stood]:
        rows = self.applications.find(wanted, {"number": 1, "open": 1}, session=self.session).sort("_id", ASCENDING)
        return [self._stood(row) for row in rows]

    def _stood(self, row: Document) -> Stood:
        found = self.loans.find_one({"application_id": {"$eq": row["_id"]}}, session=self.session)
        if found is None:
            return Stood(row["number"], row["open"], overdue=False)
        one = loan(found)
        return Stood(row["number"], one.state not in PAID_BACK, overdue=one.account.was_late(self.clock.today()))


def indexes(db: Database[Document]) -> None:
    """Create the indexes."""
    for name in ("stands", "borrows"):
        there = {name: {"$exists": True}}
        db.applications.create_index([(name, ASCENDING)], name=name, partialFilterExpression=there)
