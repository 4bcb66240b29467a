"""The account of one loan: what each due date asks for, what has been paid of it, what is owed on a day."""

from dataclasses import dataclass, replace
from datetime import date

from services.loans.domain.interest import DAY, Movement
from services.loans.domain.schedule import Instalment, Plan, Replan, replanned, schedule
from services.loans.domain.settlement import Period, Tally
from services.loans.domain.subsidy import Subsidy


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed. `principal_fen` is the balance on `starts_on`: the amount, or less for a loan carried over.

    Rates in basis points; `subsidy` is the treasury's rule of the day of disbursement, `lpr_bp` the reference rate of
    the contract's day that it is counted against; `net`: the bank asks her only for her own part of the interest.
    """

    amount_fen: int
    term_months: int
    rate_bp: int
    lpr_bp: int
    plan: Plan
    disbursed_on: date
    matures_on: date
    subsidy: Subsidy
    principal_fen: int
    starts_on: date
    settles_on: int = 20
    net: bool = False
    replans: tuple[Replan, ...] = ()

    @property
    def agreed_end(self) -> date:
        """Return the maturity of the contract, before it was extended or called in."""
        return self.replans[0].before if self.replans else self.matures_on

    @property
    def extended(self) -> bool:
        """Tell whether its maturity was once moved back."""
        return any(one.ends_on > one.before for one in self.replans)

    @property
    def subsidised_until(self) -> date:
        """Return the first day without subsidy: the contract's maturity (§1.2, §8 no. 3), its first day once called.

        A rule that pays on through an extension moves it to the end of that.
        """
        if any(not one.subsidised for one in self.replans):
            return self.disbursed_on
        return max([self.agreed_end, *(one.ends_on for one in self.replans if one.paid_on)])

    def replan(self, change: Replan) -> "Terms":
        """Return the terms after their end was moved."""
        return replace(self, replans=(*self.replans, change), matures_on=change.ends_on)

    @property
    def instalments(self) -> tuple[Instalment, ...]:
        """Return every due date; those up to the day on which the end was moved stay as they were."""
        found = schedule(self.plan, self.principal_fen, self.starts_on, self.agreed_end, self.settles_on)
        for one in self.replans:
            found = replanned(found, one, self.plan, self.settles_on)
        return found


@dataclass(frozen=True, slots=True)
class Repayment:
    """Money that came: when it came and when it was booked; in fen."""

    id: str
    on: date
    principal_fen: int
    interest_fen: int
    booked_on: date
    by: str


@dataclass(frozen=True, slots=True)
class Line:
    """One due date as it stands; its interest is what the balances say, those of days to come as they are now."""

    n: int
    due_on: date
    principal_fen: int
    interest_fen: int
    left_fen: int
    paid_on: date | None

    @property
    def due_fen(self) -> int:
        """Return all that this day asks for."""
        return self.principal_fen + self.interest_fen

    def late(self, today: date) -> bool:
        """Tell whether its day has passed without all of the money."""
        return self.left_fen > 0 and self.due_on < today


@dataclass(frozen=True, slots=True)
class Account:
    """The terms and the repayments of a loan; everything else follows from them."""

    terms: Terms
    repayments: tuple[Repayment, ...] = ()

    @property
    def balance_fen(self) -> int:
        """Return what is left of the principal."""
        return self.terms.principal_fen - self.paid_principal_fen

    @property
    def paid_principal_fen(self) -> int:
        """Return the principal that came."""
        return sum(one.principal_fen for one in self.repayments)

    @property
    def paid_interest_fen(self) -> int:
        """Return the interest that came."""
        return sum(one.interest_fen for one in self.repayments)

    @property
    def settled(self) -> bool:
        """Tell whether nothing is owed any more."""
        return self.balance_fen == 0 and self.interest_owed(self.terms.matures_on) == 0

    @property
    def tally(self) -> Tally:
        """Return what its days cost and who pays it."""
        terms = self.terms
        begun = Movement(terms.starts_on, terms.principal_fen)
        moved = (begun, *(Movement(one.on, -one.principal_fen) for one in self.repayments))
        return Tally(moved, terms.rate_bp, terms.lpr_bp, terms.subsidy, terms.disbursed_on, terms.subsidised_until)

    def quarters(self) -> list[Period]:
        """Return the quarters of its term with interest and subsidy; those of days to come with today's balance."""
        return list(self.tally.quarters(self.terms.matures_on - DAY))

    def with_payment(self, payment: Repayment) -> "Account":
        """Return the account after one more repayment."""
        return replace(self, repayments=(*self.repayments, payment))

    def interest_owed(self, on: date) -> int:
        """Return the interest up to a day that has not been paid; each period is rounded once."""
        whole = sum(self._interest(one, min(one.last_day, on)) for one in self.terms.instalments)
        return whole - self.paid_interest_fen

    def due_by(self, on: date) -> tuple[int, int]:
        """Return principal and interest of the due dates up to a day that have not come."""
        due = [one for one in self.terms.instalments if one.due_on <= on]
        principal = max(0, sum(one.principal_fen for one in due) - self.paid_principal_fen)
        interest_fen = self.interest_owed(due[-1].last_day) if due else 0
        return min(principal, self.balance_fen), max(0, interest_fen)

    def payoff(self, on: date) -> tuple[int, int]:
        """Return principal and interest that settle the loan on a day."""
        whole = Repayment("", on, self.balance_fen, 0, on, "")
        return self.balance_fen, self.with_payment(whole).interest_owed(on)

    def lines(self) -> list[Line]:
        """Return every due date as it stands; money goes to the oldest first."""
        found: list[Line] = []
        principal = interest_fen = 0
        for one in self.terms.instalments:
            own = self._interest(one, one.last_day)
            principal, interest_fen = principal + one.principal_fen, interest_fen + own
            left = self._left(principal, one.principal_fen, self.paid_principal_fen)
            left += self._left(interest_fen, own, self.paid_interest_fen)
            paid_on = self._paid_on(principal, interest_fen) if not left else None
            found.append(Line(one.n, one.due_on, one.principal_fen, own, left, paid_on))
        return found

    def late(self, today: date) -> list[Line]:
        """Return the due dates that have passed without all of the money."""
        return [line for line in self.lines() if line.late(today)]

    def next_line(self) -> Line | None:
        """Return the first due date that still asks for money."""
        return next((line for line in self.lines() if line.left_fen), None)

    def was_late(self, today: date) -> bool:
        """Tell whether money ever came, or comes, after its day (by the day it came, not the day it was booked)."""
        return any(line.late(today) or (line.paid_on or line.due_on) > line.due_on for line in self.lines())

    def _interest(self, one: Instalment, last: date) -> int:
        if not self.terms.net:
            return self.tally.interest(one.first_day, last)
        return self.tally.period(one.first_day, last).borrower_fen if last >= one.first_day else 0

    @staticmethod
    def _left(until: int, own: int, paid: int) -> int:
        return min(own, max(0, until - paid))

    def _paid_on(self, principal: int, interest_fen: int) -> date | None:
        came = due = 0
        for one in self.repayments:
            came, due = came + one.principal_fen, due + one.interest_fen
            if came >= principal and due >= interest_fen:
                return one.on
        return None
