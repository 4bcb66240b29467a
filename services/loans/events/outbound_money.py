"""News of funds and loans in the words that were promised; a fund has a stream of its own, a loan tells on hers."""

from typing import Any

from services.loans.domain.money_news import (
    About,
    FundBooked,
    LoanCured,
    LoanDisbursed,
    LoanNews,
    LoanOverdue,
    LoanRepaid,
    LoanSettled,
    LoanSubrogated,
)
from shared.events.outbox import Message


def of_fund(news: FundBooked) -> Message:
    """Return what is told of a fund."""
    data = {
        "fund_id": news.fund_id,
        "org_path": list(news.path),
        "balance_fen": news.balance_fen,
        "outstanding_fen": news.outstanding_fen,
        "reserved_fen": news.reserved_fen,
        "multiple": news.multiple,
        "on": news.on.isoformat(),
    }
    return Message("loans.fund.booked.v1", f"fund:{news.fund_id}", news.fund_id, data)


def of_loan(news: LoanNews) -> Message:
    """Return what is told of a loan."""
    name, more = _named(news)
    return Message(f"loans.loan.{name}.v1", news.about.person_id, news.about.loan_id, _about(news.about) | more)


def _named(news: LoanNews) -> tuple[str, dict[str, Any]]:
    match news:
        case LoanDisbursed():
            return "disbursed", _disbursed(news)
        case LoanRepaid():
            paid = {"principal_fen": news.principal_fen, "interest_fen": news.interest_fen}
            return "repaid", paid | {"balance_fen": news.balance_fen}
        case LoanOverdue():
            owed = {"due_fen": news.due_fen, "balance_fen": news.balance_fen}
            return "overdue", owed | {"due_on": news.due_on.isoformat()}
        case LoanCured():
            return "cured", {"balance_fen": news.balance_fen}
        case LoanSettled():
            return "settled", {"had_overdue": news.had_overdue}
        case LoanSubrogated():
            return "subrogated", {"amount_fen": news.amount_fen}


def _disbursed(news: LoanDisbursed) -> dict[str, Any]:
    return {
        "application_id": news.application_id,
        "number": news.number,
        "amount_fen": news.amount_fen,
        "term_months": news.term_months,
        "rate_bp": news.rate_bp,
        "jobs": news.jobs,
        "first_due_on": news.first_due_on.isoformat(),
        "matures_on": news.matures_on.isoformat(),
        "origin": news.origin,
    }


def _about(about: About) -> dict[str, Any]:
    return {
        "loan_id": about.loan_id,
        "person_id": about.person_id,
        "org_path": list(about.path),
        "on": about.on.isoformat(),
    }
