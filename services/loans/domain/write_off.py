"""Nothing more will come back (核销): posted for all to see, then approved by the treasury (domain.md §1.5, S43)."""

from dataclasses import replace
from datetime import date, timedelta

from services.loans.domain.loan import MOVES, Action, Loan
from services.loans.domain.loan_papers import Comment, LossReason, Notice
from services.loans.domain.money_news import LoanWrittenOff
from shared.errors import Conflict, Refused
from shared.machine import move


def post(loan: Loan, reason: LossReason, days: int, *, by: str, today: date) -> None:
    """The agency posts it for some days; raises Conflict("not_in_this_state" | "notice_there")."""
    loan.state = move(MOVES, loan.state, Action.POST_NOTICE)
    if loan.notice is not None:
        raise Conflict("notice_there")
    loan.notice = Notice(reason, today, today + timedelta(days=days), by)


def comment(loan: Loan, said: Comment) -> None:
    """Keep what somebody said to it; raises Conflict."""
    notice = _notice(loan)
    loan.notice = replace(notice, comments=(*notice.comments, said))


def take_down(loan: Loan) -> None:
    """Take the notice back; raises Conflict."""
    _notice(loan)
    loan.notice = None


def approve(loan: Loan, *, by: str, today: date) -> None:
    """The treasury approves; raises Conflict, Refused("notice_runs") with its last day, Refused("same_person")."""
    notice, claim = _notice(loan), loan.claim
    if today <= notice.until:
        raise Refused("notice_runs", until=notice.until)
    if by == notice.posted_by:
        raise Refused("same_person")
    lost = claim.loss_fen - claim.recovered_fen if claim else 0
    loan.state, loan.closed_on = move(MOVES, loan.state, Action.WRITE_OFF), today
    loan.notice = replace(notice, approved_by=by)
    loan.news.append(LoanWrittenOff(loan.tell(today), lost, notice.reason.value))


def _notice(loan: Loan) -> Notice:
    move(MOVES, loan.state, Action.POST_NOTICE)
    if loan.notice is None:
        raise Conflict("no_notice")
    return loan.notice
