"""A quarter's subsidies: every loan once, by three hands, with what earlier quarters left open."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from random import Random

import pytest
from marshmallow import ValidationError

from services.loans.domain.account import Repayment
from services.loans.domain.bank_count import way_of
from services.loans.domain.batch import MOVES, Action, Batch, Item, Payment, Payout, State, Sums, central_part
from services.loans.domain.loan import Loan, Origin
from services.loans.domain.loan_papers import Claim
from services.loans.domain.owed import Way, owed
from services.loans.domain.schedule import Replan
from services.loans.domain.subsidy import Method, Subsidy
from services.loans.usecases.fund.terms import FundTerms
from services.loans.usecases.loan.bounds import LoanBounds, region
from services.loans.usecases.subsidy.batches import FindBatch, HandleBatch
from services.loans.usecases.subsidy.prepare import KIND, Prepare, last_quarter
from services.loans.web.money_schemas import BankFigureForm
from shared.clock import SHANGHAI, Clock
from shared.errors import Conflict, Invalid, NotFound, Refused
from tests.builders.loan_rules import RULES
from tests.builders.loans import COUNTY, ELSEWHERE, OTHER_COUNTY, PATH, units
from tests.builders.world import an_officer
from tests.fakes.loans_money import MemoryDueRates
from tests.fakes.replica import a_replica
from tests.fakes.subsidies import MemoryBatches, MemoryCountyLoans, NotedActs, NotedDue
from tests.unit.loans.test_interest_and_schedule import terms

WAN = 1_000_000
QUARTER = date(2026, 6, 20)
WAY = Way(Payout.REFUND_QUARTERLY, 500, 3)
TELLER = an_officer("bank_officer", (*PATH[:2], "8" * 32))
TREASURER = an_officer("finance_officer", (*PATH[:2], "9" * 32))
SECOND = an_officer("finance_officer", (*PATH[:2], "9" * 32))
FAR = an_officer("finance_officer", (*ELSEWHERE, "9" * 32))


def a_loan(number: str = "JJ-1", fund_id: str = COUNTY, **changes: object) -> Loan:
    origin = Origin("a" * 32, PATH, PATH, fund_id)
    return Loan.disbursed(f"{number:0>32}", (number, f"HT-{number}"), origin, terms(**changes))  # type: ignore[arg-type]


def paid(loan: Loan, on: date, principal_fen: int) -> None:
    loan.account = loan.account.with_payment(Repayment("0" * 32, on, principal_fen, 0, on, "bank"))


class Stands(Clock):
    """Stands on a day."""

    day = date(2026, 6, 21)

    def now(self) -> datetime:
        return datetime.combine(self.day, time(10), SHANGHAI)


@dataclass
class Treasury:
    """The use cases over stores in memory."""

    batches: MemoryBatches = field(default_factory=MemoryBatches)
    loans: MemoryCountyLoans = field(default_factory=MemoryCountyLoans)
    due: NotedDue = field(default_factory=NotedDue)
    acts: NotedActs = field(default_factory=NotedActs)
    clock: Stands = field(default_factory=Stands)

    @property
    def prepare(self) -> Prepare:
        policy, replica = RULES, a_replica(units())
        bounds, funds = LoanBounds(policy, replica), FundTerms(policy, replica, MemoryDueRates(), self.clock)
        return Prepare(self.batches, self.loans, bounds, funds, self.acts, self.due, self.clock)

    @property
    def handle(self) -> HandleBatch:
        return HandleBatch(self.batches, self.loans, self.prepare.terms, self.acts, self.clock)

    @property
    def find(self) -> FindBatch:
        return FindBatch(self.batches, self.prepare.terms, self.clock)


@pytest.fixture
def treasury() -> Treasury:
    return Treasury(loans=MemoryCountyLoans([a_loan("JJ-2"), a_loan("JJ-1"), a_loan("JJ-3", OTHER_COUNTY)]))


def test_a_loan_is_owed_its_quarter_and_what_the_quarters_before_left_open():
    item = owed(a_loan(), QUARTER, WAY, 0)
    assert item is not None
    assert (item.first, item.last, item.days_fen) == (date(2026, 3, 21), QUARTER, 30 * WAN * 92)
    assert (item.interest_fen, item.subsidy_fen) == (302_833, 151_417)
    first = 26_333  # sixteen days until 2026-03-20
    assert (item.earlier_fen, item.due_fen) == (first, 151_417 + first)
    assert item.central_fen + item.local_fen == item.due_fen


def test_a_repayment_that_was_booked_late_is_taken_off_in_the_next_quarter():
    loan = a_loan()
    before = owed(loan, QUARTER, WAY, 0)
    assert before is not None
    paid(loan, date(2026, 6, 1), 30 * WAN)
    after = owed(loan, date(2026, 9, 20), WAY, before.due_fen)
    assert after is not None
    assert (after.subsidy_fen, after.days_fen) == (0, 0)
    assert after.due_fen == 118_500 - 151_417  # 72 days instead of 92
    again = owed(loan, date(2026, 9, 20), WAY, before.due_fen + after.due_fen)
    assert again is None


def test_what_is_refunded_after_the_last_repayment_waits_for_it_and_comes_in_one_sum():
    way = replace(WAY, payout=Payout.REFUND_AFTER_REPAYMENT)
    loan = a_loan()
    assert owed(loan, QUARTER, way, 0) is None
    paid(loan, date(2026, 9, 1), 30 * WAN)
    whole = owed(loan, date(2026, 9, 20), way, 0)
    assert whole is not None
    assert whole.due_fen == sum(one.subsidy_fen for one in loan.account.quarters())
    early = a_loan()
    paid(early, QUARTER, 30 * WAN)
    assert owed(early, QUARTER, way, 0) is not None  # on the last day of the quarter nothing was left


def test_from_maturity_on_and_after_the_fund_paid_nothing_is_owed():
    loan = a_loan()
    whole = sum(one.subsidy_fen for one in loan.account.quarters())
    assert owed(loan, date(2027, 6, 20), WAY, whole) is None
    assert owed(a_loan(subsidy=Subsidy(Method.NONE)), QUARTER, WAY, 0) is None
    last = owed(loan, date(2027, 3, 20), WAY, 0)
    assert last is not None
    assert (last.last, last.days_fen) == (date(2027, 3, 4), 30 * WAN * 74)  # due on the 5th, not repaid
    loan.claim = Claim(date(2026, 5, 1), "6" * 32)
    assert owed(loan, date(2027, 3, 20), WAY, 0) == last
    loan.claim = replace(loan.claim, paid_on=date(2026, 5, 6))
    item = owed(loan, QUARTER, WAY, 0)
    assert item is not None
    assert (item.last, item.subsidy_fen) == (date(2026, 5, 5), 75_708)


@pytest.mark.parametrize(("due", "permille", "central"), [(3, 500, 2), (-3, 500, -2), (100, 300, 30), (0, 700, 0),
                                                          (100, 1000, 100), (100, 0, 0), (-1, 1000, -1),
                                                          (1_000_000, 500, 500_000)])  # fmt: skip
def test_the_central_part_is_half_up_and_comes_back_as_it_went(due: int, permille: int, central: int):
    assert central_part(due, permille) == central


@pytest.mark.parametrize(
    ("place", "on", "central"),
    [
        ("431230", date(2024, 1, 1), 500),
        ("433124", date(2024, 1, 1), 700),
        ("320102", date(2024, 1, 1), 300),
        ("500101", date(2024, 1, 1), 700),
        ("510104", date(2024, 1, 1), 700),
        ("431230", date(2010, 1, 1), 1000),
        ("320102", date(2010, 1, 1), 0),
        ("433124", date(2015, 1, 1), 750),
    ],
)
def test_the_split_is_the_place_and_the_day_of_disbursement(place: str, on: date, central: int):
    values = RULES.on(on, place, "subsidy_payment").values
    assert values["central_permille"][region(values, place)] == central


@pytest.mark.parametrize(
    ("division", "asked", "ends_on", "due", "nation"),
    [
        # Zhengzhou pays all of 5.35 %, the nation 5.35 - (3.70 - 1.50) = 3.15 % (V32)
        ("410102", (20 * WAN, 370, date(2022, 5, 18)), date(2022, 6, 20), 101_056, 59_500),
        # 淮南 subsidises 50 万, the nation 20 of them; 79 days of 5.35 - 2.35 % (V59)
        ("340402", (50 * WAN, 385, date(2021, 1, 1)), date(2021, 3, 20), 329_167, 131_667),
        # 敦煌 pays the second year in full, too; the nation two thirds of it (V60)
        ("620982", (18 * WAN, 385, date(2020, 6, 21)), date(2021, 9, 20), 1_222_475, 1_140_442),
        ("431230", (30 * WAN, 300, date(2026, 3, 5)), date(2026, 3, 20), 35_667, None),
    ],
)
def test_what_a_place_gives_beyond_the_nations_rule_is_its_own_to_pay(
    division: str, asked: tuple[int, int, date], ends_on: date, due: int, nation: int | None
):
    amount_fen, lpr_bp, on = asked
    there = [replace(one, division=division) if one.division == "431230" else one for one in units()]
    rule = LoanBounds(RULES, a_replica(there)).subsidy(PATH, "individual", on)
    loan = a_loan(amount_fen=amount_fen, rate_bp=535, months=24, starts_on=on, lpr_bp=lpr_bp, subsidy=rule)
    item = owed(loan, ends_on, WAY, 0)
    assert item is not None
    assert (item.due_fen, item.nation_fen) == (due, nation)
    assert item.central_fen == central_part(due if nation is None else nation, 500)
    assert item.central_fen + item.local_fen == due


def test_a_repayment_booked_late_takes_the_nations_part_off_too():
    rule = Subsidy(Method.FULL, nation=Subsidy(Method.SHARE_OF_ACTUAL, share_permille=500))
    loan = a_loan(subsidy=rule)
    before = owed(loan, QUARTER, WAY, 0)
    assert before is not None
    paid(loan, date(2026, 6, 1), 30 * WAN)
    after = owed(loan, date(2026, 9, 20), WAY, before.due_fen, before.nation_fen or 0)
    assert after is not None
    assert (after.due_fen, after.nation_fen) == (237_000 - 302_833, 118_500 - 151_417)
    assert after.central_fen == central_part(118_500 - 151_417, 500)
    assert Subsidy.of(rule.plain()) == rule


def test_a_batch_holds_each_loan_of_the_county_once_and_adds_up(treasury: Treasury):
    batch = treasury.prepare(COUNTY, QUARTER, by=TELLER)
    assert [one.number for one in batch.items] == ["JJ-1", "JJ-2"]
    assert batch.sums.due_fen == 2 * (151_417 + 26_333)
    assert batch.sums == Sums.of(batch.items)
    with pytest.raises(Conflict, match="batch_there"):
        treasury.prepare(COUNTY, QUARTER, by=TELLER)
    treasury.clock.day = date(2026, 9, 21)
    following = treasury.prepare(COUNTY, date(2026, 9, 20), by=TELLER)
    assert following.sums.earlier_fen == 0
    with pytest.raises(Conflict, match="later_batch_there"):
        treasury.prepare(COUNTY, date(2026, 3, 20), by=TELLER)


@pytest.mark.parametrize(
    ("ends_on", "slug"), [(date(2026, 6, 21), "not_a_quarter"), (date(2026, 9, 20), "quarter_not_over")]
)
def test_only_a_quarter_that_is_over_is_prepared(treasury: Treasury, ends_on: date, slug: str):
    with pytest.raises(Refused, match=slug):
        treasury.prepare(COUNTY, ends_on, by=TELLER)


def test_an_empty_list_is_refused_and_another_county_is_not_there(treasury: Treasury):
    treasury.loans.rows.clear()
    with pytest.raises(Refused, match="nothing_to_pay"):
        treasury.prepare(COUNTY, QUARTER, by=TELLER)
    with pytest.raises(NotFound):
        treasury.prepare(COUNTY, QUARTER, by=FAR)


def test_the_calendar_prepares_what_nobody_did_and_promises_the_next_quarter(treasury: Treasury):
    treasury.prepare.plan(treasury.loans.rows[0])
    assert list(treasury.due.promised) == [(KIND, f"{COUNTY}:2026-09-20")]
    treasury.prepare.tonight(f"{COUNTY}:2026-06-20", "job")
    treasury.prepare.tonight(f"{COUNTY}:2026-06-20", "again")
    [batch] = treasury.batches.of_fund(COUNTY)
    assert (batch.prepared_by, batch.state) == ("", State.PREPARED)
    assert treasury.due.finished == ["job", "again"]
    assert treasury.due.promised[KIND, f"{COUNTY}:2026-09-20"] == datetime(2026, 9, 21, 6, tzinfo=SHANGHAI)


def test_three_hands_prepare_check_and_pay(treasury: Treasury):
    batch = treasury.prepare(COUNTY, QUARTER, by=TREASURER)
    with pytest.raises(Refused, match="same_person"):
        treasury.handle.check(batch.id, by=TREASURER)
    treasury.handle.check(batch.id, by=SECOND)
    order = Payment("通财〔2026〕31号", date(2026, 6, 21), SECOND.id)
    with pytest.raises(Refused, match="same_person"):
        treasury.handle.pay(batch.id, order, by=SECOND)
    done = treasury.handle.pay(batch.id, replace(order, by=TREASURER.id), by=TREASURER)
    assert done.state is State.PAID
    assert [state for one, _ in treasury.find.of_loan(done.items[0].loan_id) for state in [one.state]] == [State.PAID]
    assert [act.act for _, act in treasury.acts.acts] == ["subsidy.prepare", "subsidy.check", "subsidy.pay"]  # type: ignore[attr-defined]


def test_what_was_taken_back_is_prepared_anew(treasury: Treasury):
    first = treasury.prepare(COUNTY, QUARTER, by=TELLER)
    treasury.handle.drop(first.id, by=TREASURER)
    assert treasury.find.listed(COUNTY, by=TREASURER) == []
    assert treasury.prepare(COUNTY, QUARTER, by=TELLER).sums == first.sums


@pytest.mark.parametrize(
    "act",
    [
        lambda use, one: use.find.one(one, by=FAR),
        lambda use, one: use.handle.check(one, by=FAR),
        lambda use, one: use.handle.drop(one, by=FAR),
    ],
)
def test_another_county_sees_and_does_nothing(treasury: Treasury, act: Callable[[Treasury, str], object]):
    batch = treasury.prepare(COUNTY, QUARTER, by=TELLER)
    with pytest.raises(NotFound, match="batch_not_found"):
        act(treasury, batch.id)


def test_the_bank_says_what_it_counted_and_the_difference_is_seen_per_loan(treasury: Treasury):
    batch = treasury.prepare(COUNTY, QUARTER, by=TELLER)
    due = batch.items[0].due_fen
    assert (batch.sums.compared, batch.sums.differing, batch.sums.difference_fen) == (0, 0, 0)
    compared = treasury.handle.compare(batch.id, [("JJ-1", due + 7)], by=TELLER)
    assert [one.difference_fen for one in compared.items] == [7, 0]
    assert (compared.sums.compared, compared.sums.differing, compared.sums.difference_fen) == (1, 1, 7)
    with pytest.raises(Invalid) as refused:
        treasury.handle.compare(batch.id, [("JJ-2", 1), ("JJ-9", 1)], by=TELLER)
    assert refused.value.fields["figures"][0].facts == {"number": "JJ-9"}
    assert treasury.find.one(batch.id, by=TELLER).sums.compared == 1


def test_a_new_list_has_been_checked_and_paid_by_nobody():
    batch = Batch("1" * 32, COUNTY, QUARTER, QUARTER, "p", 3)
    assert (batch.checked_by, batch.payment, batch.central_came_on, batch.version) == (None, None, None, 0)
    item = Item("1" * 32, "a" * 32, "JJ-1", QUARTER, QUARTER, 0, 395, 0, 0, 0, 0, Payout.NET)
    assert (item.bank_fen, item.bank_way, item.nation_fen) == (None, "", None)
    with pytest.raises(Conflict, match="nothing_advanced"):
        a_batch(State.PAID).settle(date(2026, 10, 1), today=date(2026, 11, 1))


def test_the_central_part_may_come_on_the_day_it_was_advanced():
    batch, day = a_batch(State.CHECKED), date(2026, 9, 21)
    batch.pay(Payment("x", day, "d", advanced=True), today=day)
    batch.settle(day, today=day)
    assert batch.central_came_on == day


def a_batch(state: State = State.PREPARED, **changes: object) -> Batch:
    known: dict[str, object] = {"state": state, "checked_by": "c"} | changes
    return Batch("1" * 32, COUNTY, QUARTER, QUARTER, "p", 3, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("payment", "field_name", "slug"),
    [
        (Payment("x", date(2026, 11, 2), "d"), "on", "day_to_come"),
        (Payment("x", date(2026, 6, 20), "d"), "on", "before_quarter_end"),
        (Payment("x", date(2026, 9, 20), "d", advanced=True), "advanced", "too_early_to_advance"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_at_its_field(payment: Payment, field_name: str, slug: str):
    batch = a_batch(State.CHECKED)
    with pytest.raises(Invalid) as refused:
        batch.pay(payment, today=date(2026, 11, 1))
    assert [one.slug for one in refused.value.fields[field_name]] == [slug]
    assert batch.state is State.CHECKED


def test_a_county_advances_after_three_months_and_gets_the_central_part_back():
    batch = a_batch(State.CHECKED)
    batch.pay(Payment("x", date(2026, 9, 21), "d", advanced=True), today=date(2026, 11, 1))
    with pytest.raises(Invalid):
        batch.settle(date(2026, 9, 20), today=date(2026, 11, 1))
    with pytest.raises(Invalid):
        batch.settle(date(2026, 11, 2), today=date(2026, 11, 1))
    batch.settle(date(2026, 10, 30), today=date(2026, 11, 1))
    with pytest.raises(Conflict, match="nothing_advanced"):
        batch.settle(date(2026, 10, 30), today=date(2026, 11, 1))


ACTS: dict[Action, Callable[[Batch], object]] = {
    Action.COMPARE: lambda one: one.compare(one.items[0], 1),
    Action.CHECK: lambda one: one.check(by="k"),
    Action.PAY: lambda one: one.pay(Payment("x", date(2026, 6, 22), "d"), today=date(2026, 11, 1)),
    Action.DROP: lambda one: one.drop(),
    Action.SETTLE: lambda one: one.settle(date(2026, 10, 1), today=date(2026, 11, 1)),
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("state", State)
def test_every_step_leads_where_the_table_says_and_no_other_is_taken(state: State, action: Action):
    payment = Payment("x", date(2026, 9, 21), "d", advanced=True) if state is State.PAID else None
    item = owed(a_loan(), QUARTER, WAY, 0)
    batch = a_batch(state, payment=payment, items=[item])
    if (state, action) in MOVES:
        ACTS[action](batch)
        assert batch.state is MOVES[state, action]
    else:
        with pytest.raises(Conflict, match="not_in_this_state"):
            ACTS[action](batch)


def test_however_often_it_is_prepared_all_batches_together_are_the_fold_of_every_loan():
    chance, treasury = Random(11), Treasury()
    for n in range(30):
        loan = a_loan(f"JJ-{n}", amount_fen=chance.randrange(1, 30) * WAN, rate_bp=chance.randrange(300, 500))
        for month in chance.sample(range(4, 12), 2):
            paid(loan, date(2026, month, chance.randrange(1, 28)), loan.account.balance_fen // 3)
        loan.account = replace(loan.account, repayments=tuple(sorted(loan.account.repayments, key=lambda one: one.on)))
        treasury.loans.rows.append(loan)
    for ends_on in (date(2026, 6, 20), date(2026, 12, 20), date(2027, 3, 20)):
        treasury.clock.day = ends_on.replace(day=21)
        treasury.prepare(COUNTY, ends_on, by=TELLER)
    whole = {one.id: sum(part.subsidy_fen for part in one.account.quarters()) for one in treasury.loans.rows}
    assert treasury.batches.paid(COUNTY) == whole


def test_the_newest_quarter_that_is_over_is_known_on_its_first_day_after():
    assert last_quarter(date(2026, 6, 20)) == date(2026, 3, 20)
    assert last_quarter(date(2026, 6, 21)) == date(2026, 6, 20)
    assert last_quarter(date(2027, 1, 1)) == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("bank_fen", "way"),
    [
        (151_417, "this_quarter_only"),
        (302_833, "whole_interest"),
        (149_342, "year_365"),
        (1, ""),
    ],
)
def test_how_a_bank_that_counts_otherwise_came_to_its_figure_is_found(bank_fen: int, way: str):
    loan = a_loan()
    item = owed(loan, QUARTER, WAY, 0)
    assert item is not None
    assert way_of(loan.account.tally, item, bank_fen) == way
    assert way_of(loan.account.tally, item, item.due_fen) == ""


def test_a_bank_that_counts_the_day_of_repayment_too_is_found():
    loan = a_loan()
    paid(loan, date(2026, 5, 6), 30 * WAN)
    before = owed(loan, date(2026, 3, 20), WAY, 0)
    assert before is not None
    item = owed(loan, QUARTER, WAY, before.due_fen)
    assert item is not None
    assert item.last == date(2026, 5, 5)
    assert item.subsidy_fen == 75_708
    assert way_of(loan.account.tally, item, 77_354) == "repayment_day_counts"


def test_a_bank_that_counts_the_day_of_maturity_too_is_found_and_one_that_counts_a_day_of_no_repayment_is_not():
    loan = a_loan()
    before = owed(loan, date(2026, 12, 20), WAY, 0)
    assert before is not None
    last = owed(loan, date(2027, 3, 20), WAY, before.due_fen)
    assert last is not None
    assert last.subsidy_fen == 121_792  # 74 days
    assert way_of(loan.account.tally, last, 123_438) == "repayment_day_counts"  # 75 days
    item = owed(loan, QUARTER, WAY, 0)
    assert item is not None
    assert way_of(loan.account.tally, item, 153_063) == ""  # 93 days instead of 92


@pytest.mark.parametrize(
    ("wan", "rate_bp", "ours", "banks"),
    [(10, 391, 49_961, 49_962), (7, 377, 33_721, 33_720), (17, 353, 76_679, 76_680), (13, 337, 55_979, 55_980)],
)
def test_a_bank_that_rounds_each_month_to_the_20th_is_found(wan: int, rate_bp: int, ours: int, banks: int):
    loan = a_loan(amount_fen=wan * WAN, rate_bp=rate_bp)
    item = owed(loan, QUARTER, WAY, 0)
    assert item is not None
    assert item.subsidy_fen == ours
    assert way_of(loan.account.tally, item, banks) == "rounded_monthly"


@pytest.mark.parametrize(("wan", "rate_bp", "ours", "banks"), [(2, 484, 8_336, 8_335), (28, 319, 76_914, 76_915)])
def test_the_20th_on_which_a_loan_began_is_a_month_of_its_own(wan: int, rate_bp: int, ours: int, banks: int):
    loan = a_loan(amount_fen=wan * WAN, rate_bp=rate_bp, starts_on=date(2026, 4, 20))
    item = owed(loan, QUARTER, WAY, 0)
    assert item is not None
    assert item.subsidy_fen == ours
    assert way_of(loan.account.tally, item, banks) == "rounded_monthly"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("JJ-1\t1514.17", [("JJ-1", 151_417)]),
        ("JJ-1 1,514.17\r\n\r\nJJ-2   3\n", [("JJ-1", 151_417), ("JJ-2", 300)]),
    ],
)
def test_two_columns_of_a_workbook_are_read_as_they_are_pasted(typed: str, found: list[tuple[str, int]]):
    assert BankFigureForm().load({"figures": typed}) == {"figures": found}


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("JJ-1", "line_unreadable"),
        ("JJ-1 x", "line_unreadable"),
        ("JJ 1 2", "line_unreadable"),
        ("JJ-1 -3", "line_unreadable"),
        ("JJ-1 1.005", "line_unreadable"),
        ("JJ-1 1\n" * 2001, "too_many_lines"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(typed: str, slug: str):
    with pytest.raises(ValidationError) as refused:
        BankFigureForm().load({"figures": typed})
    assert [one.slug for one in refused.value.messages["figures"]] == [slug]  # type: ignore[index]


def test_once_a_loan_is_called_in_all_that_was_paid_for_it_is_taken_back():
    loan = a_loan()
    before = owed(loan, QUARTER, WAY, 0)
    assert before is not None
    call = Replan(date(2026, 7, 1), loan.terms.matures_on, date(2026, 7, 16), subsidised=False)
    loan.account = replace(loan.account, terms=loan.terms.replan(call))
    back = owed(loan, date(2026, 9, 20), WAY, before.due_fen)
    assert back is not None
    assert (back.due_fen, back.central_fen) == (-before.due_fen, -before.central_fen)
    assert owed(loan, date(2026, 12, 20), WAY, 0) is None


def test_an_extension_brings_no_subsidy():
    loan = a_loan()
    whole = sum(one.subsidy_fen for one in loan.account.quarters())
    more = Replan(date(2027, 2, 1), loan.terms.matures_on, date(2027, 9, 5))
    loan.account = replace(loan.account, terms=loan.terms.replan(more))
    assert sum(one.subsidy_fen for one in loan.account.quarters()) == whole
    assert owed(loan, date(2027, 9, 20), WAY, whole) is None
