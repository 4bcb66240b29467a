"""What the treasury owes for one loan at the end of a quarter: that quarter, and what earlier ones left open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.loans.domain.batch import Item, Payout, central_part
from services.loans.domain.interest import DAY
from services.loans.domain.loan import Loan
from services.loans.domain.settlement import Period, Tally, quarter_end


@dataclass(frozen=True, slots=True)
class Way:
    """How a county's subsidies are paid: to whom, the central treasury's share, when the county pays in advance."""

    payout: Payout
    central_permille: int
    advance_after_months: int


def owed(loan: Loan, ends_on: date, way: Way, paid_fen: int, nation_fen: int = 0) -> Item | None:
    """Return the item of a loan, None when nothing is to be paid or taken back.

    `paid_fen` stands in earlier batches, `nation_fen` of it by the nation's own rule where the place has another.

    Counting everything from the first day and taking off what was paid also mends a quarter whose repayments were
    booked late, and pays a county's refund after the last repayment in one sum.
    """
    tally = loan.account.tally
    if way.payout is Payout.REFUND_AFTER_REPAYMENT and (tally.gone_on is None or tally.gone_on > ends_on):
        return None
    periods = list(tally.quarters(min(ends_on, _last_day(loan))))
    own = [one for one in periods if quarter_end(one.first) == ends_on]
    due = sum(one.subsidy_fen for one in periods) - paid_fen
    if due == 0:
        return None
    nation = _by_the_nation(tally, periods)
    by_nation = None if nation is None else nation - nation_fen
    return Item(
        loan_id=loan.id,
        person_id=loan.origin.person_id,
        number=loan.number,
        first=min((one.first for one in own), default=ends_on),
        last=max((one.last for one in own), default=ends_on),
        days_fen=sum(days_fen(one) for one in own),
        rate_bp=loan.terms.rate_bp,
        interest_fen=sum(one.interest_fen for one in own),
        subsidy_fen=sum(one.subsidy_fen for one in own),
        earlier_fen=due - sum(one.subsidy_fen for one in own),
        central_fen=central_part(due if by_nation is None else by_nation, way.central_permille),
        payout=way.payout,
        nation_fen=by_nation,
    )


def _by_the_nation(tally: Tally, periods: Sequence[Period]) -> int | None:
    # how much of it the nation's own rule gives, period by period; None where the place has no other
    if tally.subsidy.nation is None:
        return None
    alone = replace(tally, subsidy=tally.subsidy.nation)
    return sum(min(one.subsidy_fen, alone.period(one.first, one.last).subsidy_fen) for one in periods)


def days_fen(period: Period) -> int:
    """Return the daily balances of a period added up (积数), in fen × days."""
    return sum(one.fen * one.days for one in period.balances)


def _last_day(loan: Loan) -> date:
    # nothing is subsidised from maturity on, nor from the day on which the fund paid in her place
    last, claim = loan.account.tally.due_on - DAY, loan.claim
    return min(last, claim.paid_on - DAY) if claim and claim.paid_on else last
