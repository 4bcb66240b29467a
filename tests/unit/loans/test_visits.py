"""She is visited after the money went out: the first time within thirty days, then every half year."""

from dataclasses import replace
from datetime import date

import pytest

from services.loans.domain.loan import State
from services.loans.domain.loan_papers import Use, Visit
from services.loans.domain.visits import Rhythm, first_due, visit
from shared.errors import Conflict, Invalid
from tests.builders.loans import PATH
from tests.builders.world import an_officer
from tests.unit.loans.money_world import TODAY, MoneyDesk
from tests.unit.loans.test_loan import ORIGIN, START, a_loan

RHYTHM = Rhythm(30, 6)
SEEN = Visit(date(2026, 3, 20), "c" * 32, Use.AS_AGREED, trading=True)


def test_the_first_is_due_thirty_days_after_the_money_and_the_next_half_a_year_after_the_last():
    loan = a_loan()
    assert first_due(loan, RHYTHM) == date(2026, 4, 4)
    visit(loan, SEEN, RHYTHM, today=date(2026, 3, 21))
    assert (loan.visits, loan.visit_due_on) == ((SEEN,), date(2026, 9, 20))


def test_a_loan_from_a_ledger_is_not_late_with_its_visit_on_the_day_it_comes():
    loan = a_loan()
    loan.origin = replace(ORIGIN, source="ledger")
    assert first_due(loan, RHYTHM) == date(2026, 9, 5)


@pytest.mark.parametrize(
    ("on", "slug"), [(date(2026, 3, 22), "day_to_come"), (date(2026, 3, 4), "before_last_booking")]
)
def test_a_visit_lies_between_the_last_one_and_today(on: date, slug: str):
    with pytest.raises(Invalid) as wrong:
        visit(a_loan(), replace(SEEN, on=on), RHYTHM, today=date(2026, 3, 21))
    assert [one.slug for one in wrong.value.fields["on"]] == [slug]
    assert date(2026, 3, 21) > START


def test_a_visit_may_be_on_the_day_of_the_last_one_and_not_before_it():
    loan, may = a_loan(), date(2026, 5, 6)
    for on in (SEEN.on, may, may):
        visit(loan, replace(SEEN, on=on), RHYTHM, today=may)
    with pytest.raises(Invalid) as wrong:
        visit(loan, replace(SEEN, on=date(2026, 5, 5)), RHYTHM, today=may)
    assert [one.facts for one in wrong.value.fields["on"]] == [{"last_on": may}]
    assert (len(loan.visits), loan.visit_due_on) == (3, date(2026, 11, 6))
    visit(early := a_loan(), replace(SEEN, on=START), RHYTHM, today=may)
    assert early.visits[0].on == START


def test_what_has_ended_is_not_visited():
    with pytest.raises(Conflict):
        visit(a_loan(State.SETTLED), SEEN, RHYTHM, today=date(2026, 3, 21))


def test_a_village_officer_keeps_what_she_saw_and_it_stands_in_the_audit():
    desk = MoneyDesk()
    loan, officer = desk.loan(), an_officer("village_officer", PATH)
    after = desk.use.loan.visit(loan.id, TODAY, Use.MISUSED, trading=False, by=officer)
    assert (after.visits[0].use, after.visit_due_on) == (Use.MISUSED, date(2027, 5, 24))
    assert [(by, act.act) for by, act in desk.acts.acts] == [(officer.id, "loan.visit")]
