"""News of funds and loans in the words that were promised; a fund has a stream of its own, a loan tells on hers."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from services.loans.domain.money_news import (
    FundBooked,
    LoanCalled,
    LoanCured,
    LoanDisbursed,
    LoanDueSoon,
    LoanExtended,
    LoanNews,
    LoanOverdue,
    LoanRepaid,
    LoanSettled,
    LoanSubrogated,
    LoanWrittenOff,
)
from shared.events.outbox import Message

NAMES: Mapping[type[LoanNews], str] = {
    LoanDisbursed: "disbursed",
    LoanRepaid: "repaid",
    LoanOverdue: "overdue",
    LoanCured: "cured",
    LoanSettled: "settled",
    LoanSubrogated: "subrogated",
    LoanExtended: "extended",
    LoanCalled: "called",
    LoanWrittenOff: "written-off",
    LoanDueSoon: "due-soon",
}


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
    """Return what is told of a loan: the fields of the news have the names of the contract, a path is org_path."""
    about = news.about
    head = {"loan_id": about.loan_id, "person_id": about.person_id, "org_path": list(about.path), "on": about.on}
    fields = {name: value for name, value in asdict(news).items() if name != "about"}
    data = {name: value.isoformat() if isinstance(value, date) else value for name, value in (head | fields).items()}
    return Message(f"loans.loan.{NAMES[type(news)]}.v1", about.person_id, about.loan_id, data)
