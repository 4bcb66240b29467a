"""A loan as a document: its terms, its repayments, the papers beside them, and what lists need of it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from services.loans.domain.account import Account, Repayment, Terms
from services.loans.domain.claim import FUND
from services.loans.domain.loan import RUNNING, Loan, Origin, State
from services.loans.domain.loan_papers import Call, CallReason, Claim, Comment, LossReason, Notice, Use, Visit, Wish
from services.loans.domain.schedule import Plan, Replan
from services.loans.domain.subsidy import Subsidy
from shared.storage.mongo import Document


def document(one: Loan) -> Document:
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
        "overdue_since": iso(one.overdue_since),
        "claim": _claim_row(claim) if claim else None,
        "wish": _plain(one.wish),
        "call": _plain(one.call),
        "notice": _plain(one.notice),
        "visits": [_plain(visit) for visit in one.visits],
        "visit_due_on": iso(one.visit_due_on) if one.state in RUNNING else None,
        "closed_on": iso(one.closed_on),
        "waits_for": one.waits_for.value if one.waits_for else None,
        "balance_fen": one.balance_fen,
        "next_due_on": iso(line.due_on) if line else None,
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
        "replans": [_plain(change) for change in terms.replans],
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
        "paid_on": iso(claim.paid_on),
        "paid_by": claim.paid_by,
        "paid_fen": claim.paid_fen,
        "recovered_fen": claim.recovered_fen,
        "loss_fen": claim.loss_fen,
        "shares": [list(share) for share in claim.shares],
    }


def loan(row: Mapping[str, Any]) -> Loan:
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
        overdue_since=day(row["overdue_since"]),
        claim=_claim(row["claim"]),
        wish=_wish(row.get("wish")),
        call=_call(row.get("call")),
        notice=_notice(row.get("notice")),
        visits=tuple(_visit(visit) for visit in row.get("visits", ())),
        visit_due_on=day(row.get("visit_due_on")),
        closed_on=day(row["closed_on"]),
        version=row["version"],
    )


def _terms(row: Mapping[str, Any]) -> Terms:
    days = {name: date.fromisoformat(row[name]) for name in ("disbursed_on", "matures_on", "starts_on")}
    replans = tuple(Replan(**_dated(one, "on", "before", "ends_on")) for one in row.get("replans", ()))
    read = {"plan": Plan(row["plan"]), "subsidy": Subsidy.of(row["subsidy"]), "replans": replans}
    return Terms(**dict(row) | days | read)


def _repayment(row: Mapping[str, Any]) -> Repayment:
    return Repayment(**dict(row) | {name: date.fromisoformat(row[name]) for name in ("on", "booked_on")})


def _claim(row: Mapping[str, Any] | None) -> Claim | None:
    if row is None:
        return None
    paid = int(row["paid_fen"])  # a claim from before losses were shared was the fund's alone
    shares = tuple((name, share) for name, share in row.get("shares") or [[FUND, 1]])
    whole = {"loss_fen": row.get("loss_fen", paid), "shares": shares}
    return Claim(**_dated(row, "demanded_on", "paid_on") | whole)


def _wish(row: Mapping[str, Any] | None) -> Wish | None:
    return Wish(**_dated(row, "asked_on", "consent_on", "done_on")) if row else None


def _call(row: Mapping[str, Any] | None) -> Call | None:
    if row is None:
        return None
    days = _dated(row, "due_on", "prepared_on", "confirmed_on")
    return Call(**days | {"reason": CallReason(row["reason"])})


def _visit(row: Mapping[str, Any]) -> Visit:
    return Visit(**_dated(row, "on") | {"use": Use(row["use"])})


def _notice(row: Mapping[str, Any] | None) -> Notice | None:
    if row is None:
        return None
    comments = tuple(Comment(**_dated(one, "on")) for one in row["comments"])
    return Notice(**_dated(row, "posted_on", "until") | {"reason": LossReason(row["reason"]), "comments": comments})


def _plain(paper: Any) -> Document | None:
    """Return a small record as it is stored: days as text, codes as their values."""
    return None if paper is None else {name: _stored(value) for name, value in asdict(paper).items()}


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _stored(one) for name, one in value.items()}
    return [_stored(one) for one in value] if isinstance(value, list | tuple) else value


def _dated(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return dict(row) | {name: day(row[name]) for name in names}


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
