"""Loans in MongoDB: one document each with its repayments; what lists need of it stands beside, her account sealed."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.account import Account, Repayment, Terms
from services.loans.domain.loan import RUNNING, Claim, Loan, Origin, State
from services.loans.domain.schedule import Plan
from services.loans.domain.subsidy import Subsidy
from services.loans.events.outbound_money import of_loan
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
        return _loan(row)

    def of_person(self, person_id: str) -> list[Loan]:
        """Return all of hers, newest first."""
        rows = self.rows.find({"person_id": {"$eq": person_id}}, session=self.session).sort("_id", DESCENDING)
        return [_loan(row) for row in rows]

    def of_application(self, application_id: str) -> Loan | None:
        """Return the one an application became."""
        row = self.rows.find_one({"application_id": {"$eq": application_id}}, session=self.session)
        return _loan(row) if row else None

    def listed(self, scope: Scope, states: Collection[State], page: Page) -> list[Row]:
        """Return a part of the loans in any of the states, by the day on which money is due next."""
        wanted: Document = {**inside(scope), "state": {"$in": sorted(state.value for state in states)}}
        if page.after is not None:
            day, loan_id = page.after
            wanted["$or"] = [{"listed_on": {"$gt": day}}, {"listed_on": day, "_id": {"$gt": loan_id}}]
        fields = dict.fromkeys(LISTED, 1)
        rows = self.rows.find(wanted, fields, session=self.session)
        return [_listed(row) for row in rows.sort([("listed_on", ASCENDING), ("_id", ASCENDING)]).limit(page.limit)]

    def of_fund(self, fund_id: str, *, open_after: date | None) -> list[Loan]:
        """Return the loans of a county that run, or ended after a day (None = all)."""
        wanted: Document = {"fund_id": {"$eq": fund_id}}
        if open_after is not None:
            wanted["$or"] = [{"closed_on": None}, {"closed_on": {"$gt": open_after.isoformat()}}]
        return [_loan(row) for row in self.rows.find(wanted, session=self.session)]

    def outstanding(self, fund_id: str) -> int:
        """Return the principal of all running loans of a fund, in fen."""
        running = {"$in": sorted(state.value for state in RUNNING)}
        rows = self.rows.find({"fund_id": fund_id, "state": running}, {"balance_fen": 1}, session=self.session)
        return sum(row["balance_fen"] for row in rows)

    def account_last4(self, loan: Loan) -> str:
        """Return the last four digits of the account the money went to, unsealed; empty when none was kept."""
        row = self.rows.find_one({"_id": loan.id}, {"sealed": 1}, session=self.session)
        if row is None or not row["sealed"]:
            return ""
        return self.vault.open(loan.origin.person_id, PLACE, row["sealed"], self.session)[ACCOUNT]

    def add(self, one: Loan, account_last4: str) -> None:
        """Store a new one with its news; the digits are sealed under her key."""
        digits = {ACCOUNT: account_last4} if account_last4 else {}
        sealed = self.vault.seal(self.session, one.origin.person_id, PLACE, digits) if digits else {}
        self.rows.insert_one(_document(one) | {"_id": one.id, "sealed": sealed}, session=self.session)
        self._tell(one)

    def save(self, one: Loan) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile."""
        seen: Document = {"_id": one.id, "version": one.version}
        if one.claim is not None and one.claim.paid_on is not None and one.state is State.SUBROGATED:
            seen["claim.prepared_by"] = {"$exists": True, "$ne": one.claim.paid_by}
        one.version += 1
        if not self.rows.update_one(seen, {"$set": _document(one)}, session=self.session).matched_count:
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
    one_each = {"application_id": {"$type": "string"}}
    rows.create_index(
        [("application_id", ASCENDING)], unique=True, name="one_loan_each", partialFilterExpression=one_each
    )


def inside(scope: Scope) -> Document:
    """Return the part of a filter that keeps to a scope."""
    return {} if scope.units is None else {"scope": {"$in": sorted(scope.units)}}


def _document(one: Loan) -> Document:
    origin, line, claim = one.origin, one.next_line, one.claim
    return {
        "number": one.number,
        "contract_number": one.contract_number,
        "person_id": origin.person_id,
        "application_id": origin.application_id,
        "place": list(origin.place),
        "scope": list(origin.scope),
        "fund_id": origin.fund_id,
        "source": origin.source,
        "jobs": origin.jobs,
        "terms": _terms_row(one.terms),
        "repayments": [_repayment_row(paid) for paid in one.account.repayments],
        "state": one.state.value,
        "overdue_since": _iso(one.overdue_since),
        "claim": _claim_row(claim) if claim else None,
        "closed_on": _iso(one.closed_on),
        "balance_fen": one.balance_fen,
        "next_due_on": _iso(line.due_on) if line else None,
        "next_due_fen": line.left_fen if line else 0,
        "listed_on": (line.due_on if line else one.closed_on or one.terms.matures_on).isoformat(),
        "version": one.version,
    }


def _terms_row(terms: Terms) -> Document:
    return {
        "amount_fen": terms.amount_fen,
        "term_months": terms.term_months,
        "rate_bp": terms.rate_bp,
        "lpr_bp": terms.lpr_bp,
        "plan": terms.plan.value,
        "disbursed_on": terms.disbursed_on.isoformat(),
        "matures_on": terms.matures_on.isoformat(),
        "subsidy": terms.subsidy.plain(),
        "principal_fen": terms.principal_fen,
        "starts_on": terms.starts_on.isoformat(),
        "settles_on": terms.settles_on,
        "net": terms.net,
    }


def _repayment_row(paid: Repayment) -> Document:
    return {
        "id": paid.id,
        "on": paid.on.isoformat(),
        "principal_fen": paid.principal_fen,
        "interest_fen": paid.interest_fen,
        "booked_on": paid.booked_on.isoformat(),
        "by": paid.by,
    }


def _claim_row(claim: Claim) -> Document:
    return {
        "demanded_on": claim.demanded_on.isoformat(),
        "demanded_by": claim.demanded_by,
        "prepared_by": claim.prepared_by,
        "paid_on": _iso(claim.paid_on),
        "paid_by": claim.paid_by,
        "paid_fen": claim.paid_fen,
        "recovered_fen": claim.recovered_fen,
    }


def _loan(row: Mapping[str, Any]) -> Loan:
    origin = Origin(
        person_id=row["person_id"],
        place=tuple(row["place"]),
        scope=tuple(row["scope"]),
        fund_id=row["fund_id"],
        application_id=row["application_id"],
        source=row["source"],
        jobs=row["jobs"],
    )
    account = Account(_terms(row["terms"]), tuple(_repayment(paid) for paid in row["repayments"]))
    return Loan(
        id=row["_id"],
        number=row["number"],
        contract_number=row["contract_number"],
        origin=origin,
        account=account,
        state=State(row["state"]),
        overdue_since=_day(row["overdue_since"]),
        claim=_claim(row["claim"]),
        closed_on=_day(row["closed_on"]),
        version=row["version"],
    )


def _terms(row: Mapping[str, Any]) -> Terms:
    days = {name: date.fromisoformat(row[name]) for name in ("disbursed_on", "matures_on", "starts_on")}
    return Terms(**dict(row) | days | {"plan": Plan(row["plan"]), "subsidy": Subsidy.of(row["subsidy"])})


def _repayment(row: Mapping[str, Any]) -> Repayment:
    return Repayment(**dict(row) | {name: date.fromisoformat(row[name]) for name in ("on", "booked_on")})


def _claim(row: Mapping[str, Any] | None) -> Claim | None:
    if row is None:
        return None
    days = {"demanded_on": date.fromisoformat(row["demanded_on"]), "paid_on": _day(row["paid_on"])}
    return Claim(**dict(row) | days)


def _listed(row: Mapping[str, Any]) -> Row:
    return Row(
        id=row["_id"],
        number=row["number"],
        person_id=row["person_id"],
        place=tuple(row["place"]),
        state=State(row["state"]),
        balance_fen=row["balance_fen"],
        next_due_on=_day(row["next_due_on"]),
        next_due_fen=row["next_due_fen"],
        overdue_since=_day(row["overdue_since"]),
        listed_on=date.fromisoformat(row["listed_on"]),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
