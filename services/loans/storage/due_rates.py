"""Which share of a year's due money was repaid, in MongoDB."""

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.account import Account
from services.loans.domain.due_rate import DueRate
from services.loans.storage.loan_rows import loan
from shared.storage.mongo import Document


class MongoDueRates:
    """Collection `due_rates {_id: <fund>/<year>}`; reads `loans`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows, self.loans = db.due_rates, db.loans
        self.session = session

    def of(self, fund_id: str, year: int) -> DueRate | None:
        """Return the rate of a year, None before it was counted."""
        row = self.rows.find_one({"_id": {"$eq": f"{fund_id}/{year}"}}, session=self.session)
        return DueRate(row["due_fen"], row["repaid_fen"]) if row else None

    def keep(self, fund_id: str, year: int, rate: DueRate) -> None:
        """Keep the rate of a year."""
        row = {"_id": f"{fund_id}/{year}", "due_fen": rate.due_fen, "repaid_fen": rate.repaid_fen}
        self.rows.replace_one({"_id": row["_id"]}, row, upsert=True, session=self.session)

    def accounts(self, fund_id: str, year: int) -> list[Account]:
        """Return the accounts of all loans of a fund that may have been due in a year."""
        wanted = {"fund_id": {"$eq": fund_id}, "terms.disbursed_on": {"$lte": f"{year}-12-31"}}
        wanted["terms.matures_on"] = {"$gte": f"{year}-01-01"}
        return [loan(row).account for row in self.loans.find(wanted, session=self.session)]


def indexes(db: Database[Document]) -> None:
    """Create the collection; harmless when it is there."""
    if "due_rates" not in db.list_collection_names():
        db.create_collection("due_rates")
