"""Funds, contracts and loans: the finance bureau pays in, the bank signs, pays out and books, the agency steps in."""

from services.loans.domain.account import Repayment
from services.loans.domain.loan import Loan
from services.loans.usecases.loan.disburse import Receipt
from services.loans.usecases.loan.repay import Money
from services.loans.usecases.loan.sign import Paper
from shared.access import SYSTEM, Actor
from simulator.players import Players
from simulator.steps import Step

BASE, PLANS = "LPR1Y", ("equal_principal", "interest_monthly")


def top_up(play: Players, step: Step) -> None:
    """Money comes into a county's fund: one hand enters it, another books it; the last payment still waits."""
    county, office = play.atlas.county(step.county), play.atlas.office(step.county, "finance")
    first, second = (play.atlas.officer("finance_officer", office, number) for number in (1, 2))
    amount, paper = int(step.facts["amount_fen"]), f"财〔{step.on.year}〕{step.nth + 11} 号"
    made = play.stage.loans.once(
        step.key, lambda use: use.fund.top_up.enter(county.id, amount, paper, step.on, by=first).id
    )
    if step.facts["booked"]:
        play.stage.loans.once(
            f"{step.key}/booked", lambda use: use.fund.top_up.book(made, by=second).id, hot=f"fund:{county.id}"
        )


def sign(play: Players, step: Step) -> None:
    """The bank prepares the contract, and another hand confirms it unless it is to wait for one."""
    case, officer = play.memory.cases[int(step.who)], _bank(play, step, "bank_officer")
    found = play.stage.loans.ask(lambda use: use.loan.sign.applications.get(SYSTEM, case))
    grant = found.grant
    if grant is None:
        raise KeyError(case)
    plan = PLANS[int(step.who) % 3 == 0]
    number = f"HT{step.county}{step.on:%Y%m%d}{int(step.who):07d}"
    paper = Paper(number, grant.amount_fen, grant.term_months, BASE, grant.rate_bp, plan, step.on, other_loans=False)
    made = play.stage.loans.once(step.key, lambda use: use.loan.sign.prepare(case, paper, by=officer).id)
    play.memory.contracts[int(step.who)] = made
    if not step.facts.get("waits"):
        leader = _bank(play, step, "bank_leader")
        play.stage.loans.once(f"{step.key}/confirmed", lambda use: use.loan.sign.confirm(made, by=leader).id)


def disburse(play: Players, step: Step) -> None:
    """The money goes to her account."""
    contract, officer = play.memory.contracts[int(step.who)], _bank(play, step, "bank_officer")
    receipt = Receipt(f"JJ{step.county}{step.on:%Y%m%d}{int(step.who):07d}", step.on, f"{int(step.who) % 10000:04d}")
    hot = f"fund:{play.atlas.county(step.county).id}"
    play.memory.loans[int(step.who)] = play.stage.loans.once(
        step.key, lambda use: use.loan.disburse(contract, receipt, by=officer).id, hot=hot
    )


def repay(play: Players, step: Step) -> None:
    """She pays what her next due date asks for, or all that is left."""
    loan_id, officer = play.memory.loans[int(step.who)], _bank(play, step, "bank_officer")
    if play.stage.loans.done(step.key):
        return
    loan: Loan = play.stage.loans.ask(lambda use: use.loan.find.one(loan_id, by=officer))
    money = _all(loan, step) if step.facts.get("all") else _due(loan, step)
    if money is not None:
        hot = f"fund:{play.atlas.county(step.county).id}"
        play.stage.loans.once(step.key, lambda use: use.loan.repay(loan_id, money, by=officer).id, hot=hot)


def demand(play: Players, step: Step) -> None:
    """The bank asks the fund to pay for a loan that is overdue."""
    loan, officer = play.memory.loans[int(step.who)], _bank(play, step, "bank_officer")
    play.stage.loans.once(step.key, lambda use: use.loan.subrogate.demand(loan, by=officer).id)


def prepare_payment(play: Players, step: Step) -> None:
    """The agency's officer prepares the payment."""
    loan, by = play.memory.loans[int(step.who)], _agency(play, step, "guarantee_officer")
    play.stage.loans.once(step.key, lambda use: use.loan.subrogate.prepare(loan, by=by).id)


def pay(play: Players, step: Step) -> None:
    """Its leader pays the bank out of the fund."""
    loan, by = play.memory.loans[int(step.who)], _agency(play, step, "guarantee_leader")
    hot = f"fund:{play.atlas.county(step.county).id}"
    play.stage.loans.once(step.key, lambda use: use.loan.subrogate.pay(loan, by=by).id, hot=hot)


def _due(loan: Loan, step: Step) -> Money | None:
    line = loan.next_line
    if line is None or line.due_on > step.on:
        return None
    paid = loan.account.with_payment(Repayment("", step.on, line.principal_fen, 0, step.on, ""))
    return Money(line.principal_fen, paid.interest_owed(step.on), step.on)


def _all(loan: Loan, step: Step) -> Money:
    principal, interest = loan.account.payoff(step.on)
    return Money(principal, interest, step.on)


def _bank(play: Players, step: Step, role: str) -> Actor:
    return play.atlas.officer(role, play.atlas.office(step.county, "bank"))


def _agency(play: Players, step: Step, role: str) -> Actor:
    return play.atlas.officer(role, play.atlas.office(step.county, "guarantee"))
