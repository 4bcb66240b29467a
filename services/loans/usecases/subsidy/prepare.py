"""The list of a quarter: every loan of a county with what the treasury owes for it, by the rules of its own days."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time

from services.loans.domain.batch import Batch, Item
from services.loans.domain.interest import DAY
from services.loans.domain.loan import Loan
from services.loans.domain.owed import owed
from services.loans.domain.settlement import quarter_before, quarter_end
from services.loans.usecases.fund.terms import FundTerms
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.ports import Act, Acts, Due
from services.loans.usecases.ports import Clock
from services.loans.usecases.subsidy.ports import Batches, SubsidisedLoans
from shared.access import Actor
from shared.clock import SHANGHAI
from shared.errors import Conflict, Refused
from shared.ids import new_id

KIND = "subsidy_quarter"
AT = time(6)


@dataclass(frozen=True, slots=True)
class Prepare:
    """By the bank, or by the calendar on the morning after the quarter; both find the same list."""

    batches: Batches
    loans: SubsidisedLoans
    bounds: LoanBounds
    terms: FundTerms
    acts: Acts
    due: Due
    clock: Clock

    def __call__(self, fund_id: str, ends_on: date, *, by: Actor) -> Batch:
        """Return the new batch.

        Raises NotFound outside the asker's counties, Refused("not_a_quarter" | "quarter_not_over" | "nothing_to_pay"),
        Conflict("batch_there" | "later_batch_there").
        """
        self.terms.reach(fund_id, by=by, action="subsidy.prepare")
        batch = self._batch(fund_id, ends_on, by.id)
        self.acts.note(by, Act("subsidy.prepare", "batch", batch.id, facts=_facts(batch)))
        return batch

    def plan(self, loan: Loan) -> None:
        """Promise the list of the quarter in which a loan begins; promising it again changes nothing."""
        self._promise(loan.origin.fund_id, quarter_end(max(loan.terms.starts_on, self.clock.today())))

    def tonight(self, key: str, job: object) -> None:
        """Prepare a quarter's list unless somebody did, promise the next while loans run, and finish the job."""
        fund_id, _, day = key.partition(":")
        ends_on = date.fromisoformat(day)
        with suppress(Conflict, Refused):  # prepared by the bank already, or nothing is owed
            self._batch(fund_id, ends_on, "")
        if self.loans.of_fund(fund_id, open_after=ends_on):
            self._promise(fund_id, quarter_end(ends_on + DAY))
        self.due.done(job)

    def _promise(self, fund_id: str, ends_on: date) -> None:
        self.due.add(KIND, f"{fund_id}:{ends_on}", datetime.combine(ends_on + DAY, AT, SHANGHAI))

    def _batch(self, fund_id: str, ends_on: date, by: str) -> Batch:
        today = self.clock.today()
        if quarter_end(ends_on) != ends_on:
            raise Refused("not_a_quarter")
        if ends_on >= today:
            raise Refused("quarter_not_over", ends_on=ends_on)
        known = self.batches.of_fund(fund_id)
        if known and known[0].ends_on >= ends_on:
            raise Conflict("batch_there" if known[0].ends_on == ends_on else "later_batch_there")
        items = self._items(fund_id, ends_on, known[0].ends_on if known else None)
        if not items:
            raise Refused("nothing_to_pay")
        months = self.bounds.way(items[0][1].origin.place, ends_on).advance_after_months
        batch = Batch(new_id(), fund_id, ends_on, today, by, months, [item for item, _ in items])
        self.batches.add(batch)
        return batch

    def _items(self, fund_id: str, ends_on: date, before: date | None) -> list[tuple[Item, Loan]]:
        paid, nation = self.batches.paid(fund_id), self.batches.paid_by_nation(fund_id)
        found = []
        for loan in self.loans.of_fund(fund_id, open_after=before):
            way = self.bounds.way(loan.origin.place, loan.terms.disbursed_on)
            item = owed(loan, ends_on, way, paid.get(loan.id, 0), nation.get(loan.id, 0))
            if item is not None:
                found.append((item, loan))
        return sorted(found, key=lambda pair: pair[0].number)


def last_quarter(today: date) -> date:
    """Return the last day of the newest quarter that is over."""
    return quarter_before(quarter_end(today))


def _facts(batch: Batch) -> dict[str, object]:
    return {"ends_on": batch.ends_on.isoformat(), "due_fen": batch.sums.due_fen, "loans": batch.sums.loans}
