"""A loan's archive package tells what happened after the money went out, day by day."""

from dataclasses import replace
from datetime import date

from services.loans.domain import claim, write_off
from services.loans.domain.archive import Archive
from services.loans.domain.loan import Loan, State
from services.loans.domain.loan_papers import Call, CallReason, Comment, LossReason, Use, Visit, Wish
from services.loans.errands.archive_loan import told
from services.loans.errands.archive_paper import page
from services.loans.usecases.archive.keep import Gathered
from tests.builders.loans import DAY, at_desk
from tests.unit.loans.test_loan import AGENT, BANK, FIRST_DUE, LEADER, START, WAN, a_loan, pay

SHARES = {"fund": 70, "bank": 25, "company": 5}


def lost() -> Loan:
    """Return one of which nothing came: paid by the fund, some got back, the rest written off."""
    loan = a_loan()
    loan.fall_due(today=date(2026, 3, 21))
    claim.demand(loan, by=BANK, today=date(2026, 4, 22))
    claim.prepare(loan, by=AGENT)
    claim.pay(loan, SHARES, by=LEADER, today=date(2026, 5, 4))
    claim.recover(loan, WAN, today=date(2026, 6, 1))
    write_off.post(loan, LossReason.DEATH, 7, by=AGENT, today=date(2026, 7, 1))
    write_off.comment(loan, Comment(date(2026, 7, 3), AGENT, against=True, document="信 1 号"))
    write_off.approve(loan, by=LEADER, today=date(2026, 7, 9))
    return loan


def test_what_came_and_what_was_seen_stands_in_the_order_of_its_days():
    loan = a_loan()
    pay(loan, FIRST_DUE, 2 * WAN, 10_000, booked_on=date(2026, 3, 23))
    loan.visits = (Visit(date(2026, 4, 1), "x", Use.AS_AGREED, trading=True),)
    loan.wish = Wish(date(2026, 5, 1), "x", 6, refused="no_prospect")
    pay(loan, date(2026, 6, 1), *loan.account.payoff(date(2026, 6, 1)))
    assert [(on, what) for on, what, _ in told(loan)] == [
        (START, "放款"),
        (FIRST_DUE, "还款"),
        (date(2026, 4, 1), "回访"),
        (date(2026, 5, 1), "申请展期"),
        (date(2026, 6, 1), "还款"),
        (date(2026, 6, 1), "还清"),
    ]
    first, second = [words for _, what, words in told(loan) if what == "还款"]
    assert first == "本金 20,000 元，利息 100 元；2026-03-23 记账"
    assert "记账" not in second
    assert [words for _, what, words in told(loan) if what in ("回访", "申请展期")] == [
        "都用在生意上，生意在做",
        "6 个月；没有同意：看不到能还上",
    ]


def test_more_time_that_was_given_and_a_call_say_until_when():
    loan = a_loan(State.EXTENDED)
    loan.wish = Wish(date(2026, 5, 1), "x", 6, date(2026, 5, 2), "TY-7", "a", done_on=date(2026, 5, 3))
    called = Call(CallReason.MISUSE, date(2026, 7, 1), "a", date(2026, 6, 1), "b", date(2026, 6, 2), clawback_fen=1234)
    loan.call = called
    assert told(loan)[1:] == [
        (date(2026, 5, 1), "申请展期", "6 个月"),
        (date(2026, 5, 2), "担保人同意展期", "TY-7"),
        (date(2026, 5, 3), "展期", f"到 {loan.terms.matures_on}"),
        (date(2026, 6, 2), "提前收回", "钱没有用在生意上；2026-07-01 前还清，退回贴息 12.34 元"),
    ]
    loan.call = replace(called, confirmed_by=None, confirmed_on=None)
    assert "提前收回" not in {what for _, what, _ in told(loan)}


def test_a_loss_is_told_from_the_first_day_late_to_the_write_off():
    loan = lost()
    assert [what for _, what, _ in told(loan)] == ["放款", "到期没还", "银行请代偿", "代偿", "公示核销", "核销"]
    words = {what: said for _, what, said in told(loan)}
    assert "追回 10,000 元，其中基金 7,000 元" in words["代偿"]
    assert words["公示核销"] == "借款人去世，没有遗产；到 2026-07-08；1 条意见，1 条不同意"


def test_the_package_carries_it_and_a_case_without_a_loan_has_no_such_page():
    one = Archive("1" * 32, "a" * 32, "b" * 32, "d" * 32, "杨晓燕", DAY, "省里检查", "石银花")
    application = at_desk("certify")
    whole = page(Gathered(one, application, lost(), ()), {})
    assert "<h2>放款以后</h2>" in whole
    assert "<td>2026-05-04</td><td>代偿</td>" in whole
    assert "放款以后" not in page(Gathered(one, application, None, ()), {})
