"""What happened to a loan after its money went out, day by day, as its archive package tells it."""

from collections.abc import Iterator
from datetime import date

from services.loans.domain import claim
from services.loans.domain.loan import Loan, State
from services.loans.errands.loan_words import REASONS
from shared.money import yuan

Told = tuple[date, str, str]


def told(loan: Loan) -> list[Told]:
    """Return (day, what, in words), first to last; amounts in 元."""
    lines = [*_money(loan), *_visits(loan), *_more_time(loan), *_called(loan), *_claimed(loan), *_lost(loan)]
    return sorted(lines, key=lambda one: one[0])


def _money(loan: Loan) -> Iterator[Told]:
    yield loan.terms.disbursed_on, "放款", f"{yuan(loan.terms.amount_fen)} 元"
    for one in loan.account.repayments:
        booked = f"；{one.booked_on} 记账" if one.booked_on != one.on else ""
        yield one.on, "还款", f"本金 {yuan(one.principal_fen)} 元，利息 {yuan(one.interest_fen)} 元{booked}"
    if loan.state is State.SETTLED and loan.closed_on:
        yield loan.closed_on, "还清", ""


def _visits(loan: Loan) -> Iterator[Told]:
    for one in loan.visits:
        yield one.on, "回访", f"{REASONS[one.use]}，{'生意在做' if one.trading else '生意没做了'}"


def _more_time(loan: Loan) -> Iterator[Told]:
    wish = loan.wish
    if wish is None:
        return
    refused = f"；没有同意：{REASONS[wish.refused]}" if wish.refused else ""
    yield wish.asked_on, "申请展期", f"{wish.months} 个月{refused}"
    if wish.consent_on:
        yield wish.consent_on, "担保人同意展期", wish.consent_document
    if wish.done_on:
        yield wish.done_on, "展期", f"到 {loan.terms.matures_on}"


def _called(loan: Loan) -> Iterator[Told]:
    call = loan.call
    if call is not None and call.confirmed_on:
        why = f"{REASONS[call.reason]}；{call.due_on} 前还清，退回贴息 {yuan(call.clawback_fen)} 元"
        yield call.confirmed_on, "提前收回", why


def _claimed(loan: Loan) -> Iterator[Told]:
    if loan.overdue_since:
        yield loan.overdue_since, "到期没还", ""
    asked = loan.claim
    if asked is None:
        return
    yield asked.demanded_on, "银行请代偿", ""
    if asked.paid_on:
        back = claim.recovered(asked)[claim.FUND]
        whole = f"欠银行 {yuan(asked.loss_fen)} 元，基金付 {yuan(asked.paid_fen)} 元"
        yield asked.paid_on, "代偿", f"{whole}；追回 {yuan(asked.recovered_fen)} 元，其中基金 {yuan(back)} 元"
    if loan.state is State.RECOVERED and loan.closed_on:
        yield loan.closed_on, "追回结清", ""


def _lost(loan: Loan) -> Iterator[Told]:
    notice = loan.notice
    if notice is None:
        return
    said = f"{len(notice.comments)} 条意见，{sum(one.against for one in notice.comments)} 条不同意"
    yield notice.posted_on, "公示核销", f"{REASONS[notice.reason]}；到 {notice.until}；{said}"
    if loan.state is State.LOSS and loan.closed_on:
        yield loan.closed_on, "核销", ""
