"""Loans in MongoDB: one document each with its repayments; what lists need of it stands beside, her account sealed."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.bank_stop import Stock
from services.loans.domain.loan import LATE, RUNNING, Loan, State
from services.loans.domain.loan_papers import Waits
from services.loans.events.outbound_money import of_loan
from services.loans.storage.loan_rows import day, document, loan
from services.loans.usecases.loan.ports import Page, Row
from shared.access import Scope
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE = "loans"
ACCOUNT = "account"
LISTED = (
    "number",
    "person_id",
    "place",
    "state",
    "balance_fen",
    "next_due_on",
    "next_due_fen",
    "overdue_since",
    "listed_on",
)


class MongoLoans:
    """Collection `loans`; `next_due_on` and `balance_fen` are what the account says, for lists and sums."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault, outbox: Outbox) -> None:
        self.rows = db.loans
        self.session = session
        self.vault = vault
        self.outbox = outbox

    def get(self, scope: Scope, loan_id: str) -> Loan:
        """Return one inside the scope; raises NotFound("loan_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": loan_id}, **inside(scope)}, session=self.session)
        if row is None:
            raise NotFound("loan_not_found")
        return loan(row)

    def of_person(self, person_id: str) -> list[Loan]:
        """Return all of hers, newest first."""
        rows = self.rows.find({"person_id": {"$eq": person_id}}, session=self.session).sort("_id", DESCENDING)
        return [loan(row) for row in rows]

    def numbered(self, fund_id: str, number: str) -> Loan | None:
        """Return the loan of a county with that receipt."""
        row = self.rows.find_one({"fund_id": {"$eq": fund_id}, "number": {"$eq": number}}, session=self.session)
        return loan(row) if row else None

    def of_application(self, application_id: str) -> Loan | None:
        """Return the one an application became."""
        row = self.rows.find_one({"application_id": {"$eq": application_id}}, session=self.session)
        return loan(row) if row else None

    def listed(self, scope: Scope, states: Collection[State], page: Page) -> list[Row]:
        """Return a part of the loans in any of the states, by the day on which money is due next."""
        wanted: Document = {**inside(scope), "state": {"$in": sorted(state.value for state in states)}}
        if page.after is not None:
            listed_on, loan_id = page.after
            wanted["$or"] = [{"listed_on": {"$gt": listed_on}}, {"listed_on": listed_on, "_id": {"$gt": loan_id}}]
        fields = dict.fromkeys(LISTED, 1)
        rows = self.rows.find(wanted, fields, session=self.session)
        return [_listed(row) for row in rows.sort([("listed_on", ASCENDING), ("_id", ASCENDING)]).limit(page.limit)]

    def falling_due(self, scope: Scope, until: date, limit: int) -> list[Loan]:
        """Return the running loans of which something is due by a day, the earliest first."""
        states = {"$in": sorted(state.value for state in RUNNING)}
        wanted = {**inside(scope), "state": states, "listed_on": {"$lte": until.isoformat()}}
        rows = self.rows.find(wanted, session=self.session).sort([("listed_on", ASCENDING), ("_id", ASCENDING)])
        return [loan(row) for row in rows.limit(limit)]

    def of_fund(self, fund_id: str, *, open_after: date | None) -> list[Loan]:
        """Return the loans of a county that run, or ended after a day (None = all)."""
        wanted: Document = {"fund_id": {"$eq": fund_id}}
        if open_after is not None:
            wanted["$or"] = [{"closed_on": None}, {"closed_on": {"$gt": open_after.isoformat()}}]
        return [loan(row) for row in self.rows.find(wanted, session=self.session)]

    def waiting(self, scope: Scope, what: Waits, limit: int) -> list[Row]:
        """Return the loans that wait for a hand, the oldest first."""
        wanted = {**inside(scope), "waits_for": what.value}
        rows = self.rows.find(wanted, dict.fromkeys(LISTED, 1), session=self.session)
        return [_listed(row) for row in rows.sort("_id", ASCENDING).limit(limit)]

    def to_visit(self, scope: Scope, until: date, limit: int) -> list[Row]:
        """Return the running loans whose next visit is due by a day, those due first in front."""
        wanted = {**inside(scope), "visit_due_on": {"$type": "string", "$lte": until.isoformat()}}
        rows = self.rows.find(wanted, dict.fromkeys(LISTED, 1), session=self.session)
        return [_listed(row) for row in rows.sort("visit_due_on", ASCENDING).limit(limit)]

    def posted(self, today: date, limit: int) -> list[Loan]:
        """Return loans whose write-off is posted on a day, those that end first in front."""
        wanted = {"notice.until": {"$gte": today.isoformat()}, "notice.approved_by": None}
        rows = self.rows.find(wanted, session=self.session).sort("notice.until", ASCENDING).limit(limit)
        return [loan(row) for row in rows]

    def outstanding(self, fund_id: str) -> int:
        """Return the principal of all running loans of a fund, in fen."""
        running = {"$in": sorted(state.value for state in RUNNING)}
        rows = self.rows.find({"fund_id": fund_id, "state": running}, {"balance_fen": 1}, session=self.session)
        return sum(row["balance_fen"] for row in rows)

    def of_bank(self, fund_id: str, bank_id: str, bad_since: date) -> Stock:
        """Return what a bank's running loans owe under a fund; bad is what has been late since a day or longer."""
        running = {"$in": sorted(state.value for state in RUNNING)}
        wanted = {"fund_id": fund_id, "state": running, "scope": bank_id}
        late = sorted(state.value for state in LATE)
        is_bad = {"$and": [{"$in": ["$state", late]}, {"$lte": ["$overdue_since", bad_since.isoformat()]}]}
        bad = {"$sum": {"$cond": [is_bad, "$balance_fen", 0]}}
        steps: list[Document] = [
            {"$match": wanted},
            {"$group": {"_id": None, "owed": {"$sum": "$balance_fen"}, "bad": bad}},
        ]
        found = list(self.rows.aggregate(steps, session=self.session))
        return Stock(found[0]["owed"], found[0]["bad"]) if found else Stock(0, 0)

    def lent(self, fund_id: str, bank_id: str, year: int) -> int:
        """Return what a bank paid out under a fund in a year, in fen."""
        days = {"$gte": f"{year}-01-01", "$lte": f"{year}-12-31"}
        wanted = {"fund_id": fund_id, "scope": bank_id, "terms.disbursed_on": days}
        steps: list[Document] = [{"$match": wanted}, {"$group": {"_id": None, "fen": {"$sum": "$terms.amount_fen"}}}]
        found = list(self.rows.aggregate(steps, session=self.session))
        return int(found[0]["fen"]) if found else 0

    def account_last4(self, one: Loan) -> str:
        """Return the last four digits of the account the money went to, unsealed; empty when none was kept."""
        row = self.rows.find_one({"_id": one.id}, {"sealed": 1}, session=self.session)
        if row is None or not row["sealed"]:
            return ""
        return self.vault.open(one.origin.person_id, PLACE, row["sealed"], self.session)[ACCOUNT]

    def add(self, one: Loan, account_last4: str) -> None:
        """Store a new one with its news; the digits are sealed under her key."""
        digits = {ACCOUNT: account_last4} if account_last4 else {}
        sealed = self.vault.seal(self.session, one.origin.person_id, PLACE, digits) if digits else {}
        self.rows.insert_one(document(one) | {"_id": one.id, "sealed": sealed}, session=self.session)
        self._tell(one)

    def save(self, one: Loan) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile."""
        seen: Document = {"_id": one.id, "version": one.version}
        if one.claim is not None and one.claim.paid_on is not None and one.state is State.SUBROGATED:
            seen["claim.prepared_by"] = {"$exists": True, "$ne": one.claim.paid_by}
        if one.state is State.CALLED and one.call is not None and one.call.confirmed_by is not None:
            seen["call.prepared_by"] = {"$ne": one.call.confirmed_by}
        one.version += 1
        if not self.rows.update_one(seen, {"$set": document(one)}, session=self.session).matched_count:
            raise Stale("changed_meanwhile")
        self._tell(one)

    def _tell(self, one: Loan) -> None:
        if self.session is None:
            raise RuntimeError("loans are written inside a transaction")
        for news in one.news:
            self.outbox.emit(self.session, of_loan(news))
        one.news.clear()


def indexes(db: Database[Document]) -> None:
    """Create the collection and its indexes; harmless when they are there."""
    if "loans" not in db.list_collection_names():
        db.create_collection("loans")
    rows = db.loans
    by_due = [("scope", ASCENDING), ("state", ASCENDING), ("listed_on", ASCENDING), ("_id", ASCENDING)]
    rows.create_index(by_due, name="by_due")
    rows.create_index([("person_id", ASCENDING), ("_id", DESCENDING)], name="hers")
    rows.create_index([("fund_id", ASCENDING), ("number", ASCENDING)], unique=True, name="receipt_once")
    rows.create_index([("fund_id", ASCENDING), ("state", ASCENDING)], name="of_fund")
    visit = {"visit_due_on": {"$type": "string"}}
    to_visit = [("scope", ASCENDING), ("visit_due_on", ASCENDING)]
    rows.create_index(to_visit, name="to_visit", partialFilterExpression=visit)
    waits = {"waits_for": {"$type": "string"}}
    by_hand = [("scope", ASCENDING), ("waits_for", ASCENDING), ("_id", ASCENDING)]
    rows.create_index(by_hand, name="by_hand", partialFilterExpression=waits)
    posted = {"notice.until": {"$type": "string"}}
    rows.create_index([("notice.until", ASCENDING)], name="posted", partialFilterExpression=posted)
    one_each = {"application_id": {"$type": "string"}}
    rows.create_index(
        [("application_id", ASCENDING)], unique=True, name="one_loan_each", partialFilterExpression=one_each
    )


def inside(scope: Scope) -> Document:
    """Return the part of a filter that keeps to a scope."""
    return {} if scope.units is None else {"scope": {"$in": sorted(scope.units)}}


def _listed(row: Mapping[str, Any]) -> Row:
    return Row(
        id=row["_id"],
        number=row["number"],
        person_id=row["person_id"],
        place=tuple(row["place"]),
        state=State(row["state"]),
        balance_fen=row["balance_fen"],
        next_due_on=day(row["next_due_on"]),
        next_due_fen=row["next_due_fen"],
        overdue_since=day(row["overdue_since"]),
        listed_on=date.fromisoformat(row["listed_on"]),
    )
