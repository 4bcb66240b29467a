"""What a county may guarantee and pay out in one year: data that warn or stop, with what is left."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from services.loans.domain.fund import Cause, Kind, Reservation
from services.loans.domain.fund_year import YearSums, YearTerms
from services.loans.domain.loan import State
from services.loans.usecases.fund.year import FundYear
from shared.access import Actor, Post
from shared.access import Kind as Who
from shared.errors import Refused
from tests.builders.loan_rules import RULES
from tests.builders.loans import COUNTY, OFFICES, PATH
from tests.fakes.loans_money import MemoryFunds, MemoryReservations
from tests.unit.loans.money_world import TODAY, WAN, MoneyDesk, NoStocks

BANK = SimpleNamespace(id=OFFICES["bank"], title="农商行")
UNIT = SimpleNamespace(id=COUNTY, division="431230")


class Terms:
    """A county whose year is limited as a test says."""

    def __init__(self, year: YearTerms) -> None:
        self.limits = year

    def year(self, county: object) -> YearTerms:
        return self.limits

    def banks(self, county: object) -> list[object]:
        return [BANK]


def a_year(limits: YearTerms, *booked: tuple[Kind, int, date], promised: Sequence[Reservation] = ()) -> FundYear:
    funds = MemoryFunds()
    fund = funds.hold(COUNTY, PATH[:2], 5)
    fund.book(Kind.TOP_UP, 1000 * WAN, Cause(date(2020, 1, 1), "a"))
    for kind, amount_fen, on in booked:
        fund.book(kind, amount_fen, Cause(on, "a"))
    funds.save(fund)
    promises = MemoryReservations({one.application_id: one for one in promised})
    return FundYear(funds, promises, NoStocks(), Terms(limits), SimpleNamespace(today=lambda: TODAY))  # type: ignore[arg-type]  # as much of the ports as is asked


def test_a_full_task_stops_the_next_guarantee_and_says_what_is_left_where_the_county_wants_it():
    done = [
        (Kind.RESERVE, 60 * WAN, TODAY),
        (Kind.RELEASE, 10 * WAN, TODAY),
        (Kind.RESERVE, 30 * WAN, date(2025, 12, 31)),
    ]
    stops = a_year(YearTerms(task_fen=60 * WAN, refuses=True), *done)
    stops.guard_guarantee(UNIT, (), 10 * WAN)
    with pytest.raises(Refused, match="year_task_filled") as refused:
        stops.guard_guarantee(UNIT, (), 10 * WAN + 1)
    assert refused.value.facts["left_fen"] == 10 * WAN
    warns = a_year(YearTerms(task_fen=60 * WAN), *done)
    warns.guard_guarantee(UNIT, (), 90 * WAN)
    assert (warns.view(UNIT).task_left_fen, warns.view(UNIT).payout_left_fen) == (10 * WAN, None)


def test_a_banks_part_stops_only_who_goes_to_this_bank():
    year = a_year(YearTerms(bank_task_fen=5 * WAN, refuses=True))
    year.guard_guarantee(UNIT, (OFFICES["bank"],), 5 * WAN)
    year.guard_guarantee(UNIT, ("another",), 90 * WAN)
    with pytest.raises(Refused, match="bank_task_filled"):
        year.guard_guarantee(UNIT, (OFFICES["bank"],), 6 * WAN)
    assert year.view(UNIT).banks == (("农商行", 0),)


def test_what_is_promised_to_those_who_go_to_a_bank_fills_its_part_before_it_is_lent():
    mine = Reservation("a", COUNTY, "DB-1", 3 * WAN, bank_id=BANK.id)
    others = [replace(mine, application_id="b", bank_id="another"), replace(mine, application_id="c", state="released")]
    year = a_year(YearTerms(bank_task_fen=5 * WAN, refuses=True), promised=[mine, *others])
    year.guard_guarantee(UNIT, (BANK.id,), 2 * WAN)
    with pytest.raises(Refused, match="bank_task_filled") as refused:
        year.guard_guarantee(UNIT, (BANK.id,), 2 * WAN + 1)
    assert refused.value.facts["left_fen"] == 2 * WAN
    assert year.view(UNIT).banks == (("农商行", 3 * WAN),)


@pytest.mark.parametrize(("amount_fen", "refused"), [(20 * WAN, False), (20 * WAN + 1, True)])
def test_the_fund_pays_up_to_the_years_cap_and_not_a_fen_more(amount_fen: int, refused: bool):
    booked = [(Kind.RESERVE, 90 * WAN, TODAY), (Kind.USE, 90 * WAN, TODAY)]
    paid = [(Kind.PAYOUT, 30 * WAN, date(2026, 1, 1)), (Kind.PAYOUT, 70 * WAN, date(2025, 12, 31))]
    year = a_year(YearTerms(payout_fen=50 * WAN), *booked, *paid)
    if refused:
        with pytest.raises(Refused, match="payout_cap_reached") as said:
            year.guard_payout(UNIT, amount_fen)
        assert said.value.facts["left_fen"] == 20 * WAN
    else:
        year.guard_payout(UNIT, amount_fen)


@pytest.mark.parametrize(("used", "left"), [(3, 2), (5, 0), (9, 0)])
def test_where_more_was_used_than_a_year_allows_nothing_is_left(used: int, left: int):
    year = YearTerms(task_fen=5, bank_task_fen=5, refuses=True, payout_fen=5)
    guards: list[Callable[[], None]] = [
        lambda: year.guard_task(left + 1, YearSums(used)),
        lambda: year.guard_bank(left + 1, used),
        lambda: year.guard_payout(left + 1, YearSums(paid_fen=used)),
    ]
    for guard in guards:
        with pytest.raises(Refused) as refused:
            guard()
        assert refused.value.facts == {"left_fen": left}


def test_where_a_year_has_no_limit_nothing_goes_beyond_it():
    year, nothing = YearTerms(refuses=True), YearSums()
    assert nothing == YearSums(granted_fen=0, paid_fen=0)
    year.guard_task(10**12, nothing)
    year.guard_bank(10**12, 0)
    year.guard_payout(10**12, nothing)


def test_a_year_without_limits_counts_nothing_and_stops_nothing():
    year = a_year(YearTerms())
    year.guard_payout(UNIT, 10**12)
    assert (year.view(UNIT).sums, year.view(UNIT).terms.any) == (YearSums(), False)


def test_a_payment_above_the_cap_is_refused_and_neither_loan_nor_fund_change(monkeypatch: pytest.MonkeyPatch):
    world = MoneyDesk()
    made = world.loan(State.REVIEW)
    monkeypatch.setattr(FundYear, "guard_payout", lambda *_: YearTerms(payout_fen=1).guard_payout(2, YearSums()))
    leader = Actor(
        "9" * 32, Who.STAFF, (Post("guarantee_leader", OFFICES["guarantee"], (*PATH[:2], OFFICES["guarantee"])),)
    )
    with pytest.raises(Refused, match="payout_cap_reached"):
        world.use.loan.subrogate.pay(made.id, by=leader)
    assert world.funds.rows[COUNTY].sums.balance_fen == 100 * WAN


@pytest.mark.parametrize(
    ("division", "on", "limited"),
    [("431229", date(2026, 6, 1), True), ("431229", date(2027, 1, 1), False), ("431230", date(2026, 6, 1), False)],
)
def test_limits_are_data_of_one_county_and_one_year(division: str, on: date, limited: bool):
    values = RULES.on(on, division, "fund_year").values
    assert ("payout_fen" in values) is limited
