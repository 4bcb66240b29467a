"""The loan that an application became, in the line that applicant's pages show of it."""

from typing import Any

from marshmallow import Schema, fields

from services.loans.usecases import UseCases


class LoanLineView(Schema):
    """Where the loan stands, what is left of it, when how much is due next; money in fen."""

    loan_id = fields.String()
    state = fields.String()
    balance_fen = fields.Integer()
    next_due_on = fields.Date(allow_none=True)
    next_due_fen = fields.Integer(allow_none=True)


def loan_line(use: UseCases, application_id: str) -> dict[str, Any] | None:
    """Return the loan of an application the asker may see, None before its money went out."""
    loan = use.loan.find.of_application(application_id)
    if loan is None:
        return None
    line = loan.next_line
    return {
        "loan_id": loan.id,
        "state": loan.state.value,
        "balance_fen": loan.balance_fen,
        "next_due_on": line.due_on if line else None,
        "next_due_fen": line.left_fen if line else None,
    }
