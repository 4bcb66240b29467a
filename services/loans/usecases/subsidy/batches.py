"""What offices do with a quarter's list: compare it with the bank's, check it, pay it, take it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.loans.domain.bank_count import way_of
from services.loans.domain.batch import Batch, Item, Payment, State
from services.loans.domain.settlement import Tally
from services.loans.usecases.fund.terms import FundTerms
from services.loans.usecases.loan.ports import Act, Acts, Loans
from services.loans.usecases.ports import Clock
from services.loans.usecases.subsidy.ports import Batches
from shared.access import SYSTEM, Actor
from shared.errors import Invalid, NotFound, Refused
from shared.replica import Unit


@dataclass(frozen=True, slots=True)
class HandleBatch:
    """`compare` by the bank; `check`, `pay`, `settle` by the finance bureau; `drop` by either before it is paid."""

    batches: Batches
    loans: Loans
    terms: FundTerms
    acts: Acts
    clock: Clock

    def compare(self, batch_id: str, figures: Sequence[tuple[str, int]], *, by: Actor) -> Batch:
        """Note what the bank counted, by receipt, in fen: all of it or nothing.

        Raises NotFound, Conflict, Invalid naming each receipt that is not on the list.
        """
        one = self._reached("subsidy.compare", batch_id, by)
        items = {item.number: item for item in one.items}
        if unknown := [Refused("loan_not_in_batch", number=number) for number, _ in figures if number not in items]:
            raise Invalid({"figures": unknown})
        for number, bank_fen in figures:
            item = items[number]
            way = "" if bank_fen == item.due_fen else way_of(self._tally(item), item, bank_fen)
            one.compare(item, bank_fen, way)
        return self._kept("subsidy.compare", one, by, {"loans": len(figures), "differing": one.sums.differing})

    def check(self, batch_id: str, *, by: Actor) -> Batch:
        """Stand for the list; raises NotFound, Conflict, Refused("same_person")."""
        one = self._reached("subsidy.check", batch_id, by)
        one.check(by=by.id)
        return self._kept("subsidy.check", one, by, {})

    def pay(self, batch_id: str, payment: Payment, *, by: Actor) -> Batch:
        """Pay; raises NotFound, Conflict, Refused("same_person"), Invalid naming the field."""
        one = self._reached("subsidy.pay", batch_id, by)
        one.pay(payment, today=self.clock.today())
        facts = {"due_fen": one.sums.due_fen, "document": payment.document, "advanced": payment.advanced}
        return self._kept("subsidy.pay", one, by, facts)

    def settle(self, batch_id: str, on: date, *, by: Actor) -> Batch:
        """Note that the central money came which the county had advanced; raises NotFound, Conflict, Invalid."""
        one = self._reached("subsidy.settle", batch_id, by)
        one.settle(on, today=self.clock.today())
        return self._kept("subsidy.settle", one, by, {"on": on.isoformat()})

    def drop(self, batch_id: str, *, by: Actor) -> Batch:
        """Take an unpaid one back; raises NotFound, Conflict."""
        one = self._reached("subsidy.drop", batch_id, by)
        one.drop()
        return self._kept("subsidy.drop", one, by, {})

    def _tally(self, item: Item) -> Tally:
        return self.loans.get(SYSTEM, item.loan_id).account.tally

    def _reached(self, action: str, batch_id: str, by: Actor) -> Batch:
        return reached(self.batches, self.terms, action, batch_id, by)

    def _kept(self, act: str, one: Batch, by: Actor, facts: Mapping[str, object]) -> Batch:
        self.batches.save(one)
        self.acts.note(by, Act(act, "batch", one.id, facts=facts))
        return one


@dataclass(frozen=True, slots=True)
class FindBatch:
    """Questions that change nothing."""

    batches: Batches
    terms: FundTerms
    clock: Clock

    def counties(self, *, by: Actor) -> list[Unit]:
        """Return the counties whose subsidies the asker may read."""
        return self.terms.counties(by, "subsidy.read")

    def county(self, *, by: Actor) -> Unit:
        """Return the asker's first county; raises NotFound("fund_not_found")."""
        mine = self.counties(by=by)
        if not mine:
            raise NotFound("fund_not_found")
        return mine[0]

    def listed(self, fund_id: str, *, by: Actor) -> list[Batch]:
        """Return a county's batches without items, newest first; raises NotFound outside the asker's counties."""
        self.terms.reach(fund_id, by=by, action="subsidy.read")
        return self.batches.of_fund(fund_id)

    def one(self, batch_id: str, *, by: Actor) -> Batch:
        """Return one with its items; raises NotFound("batch_not_found")."""
        return reached(self.batches, self.terms, "subsidy.read", batch_id, by)

    def paid_fen(self, loan_id: str) -> int:
        """Return what the treasury has paid for a loan; whether the asker may see it was decided with the loan."""
        return sum(item.due_fen for batch, item in self.batches.of_loan(loan_id) if batch.state is State.PAID)

    def of_loan(self, loan_id: str) -> list[tuple[Batch, Item]]:
        """Return a loan's items; whether the asker may see it was decided with the loan."""
        return self.batches.of_loan(loan_id)


def reached(batches: Batches, terms: FundTerms, action: str, batch_id: str, by: Actor) -> Batch:
    """Return a batch inside the asker's counties; raises NotFound("batch_not_found")."""
    one = batches.get(batch_id)
    try:
        terms.reach(one.fund_id, by=by, action=action)
    except NotFound:
        raise NotFound("batch_not_found") from None
    return one
