"""One suite for the stores of loans and funds in memory and in MongoDB."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain import claim, write_off
from services.loans.domain.account import Repayment
from services.loans.domain.fund import Cause, Kind, Reservation, fold
from services.loans.domain.fund_year import YearSums
from services.loans.domain.loan import Loan, State
from services.loans.domain.loan_papers import LossReason
from services.loans.storage import indexes
from services.loans.storage.funds import MongoFunds, MongoReservations
from services.loans.storage.loans import MongoLoans
from shared.access import SYSTEM, Scope
from shared.clock import Clock
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.mongo import transaction
from shared.storage.vault import Vault, WrappingKeys
from tests.builders.loans import COUNTY, OFFICES, OTHER_COUNTY, PATH
from tests.fakes.loans_money import MemoryFunds, MemoryLoans, MemoryReservations
from tests.unit.loans.money_world import ORIGIN, WAN
from tests.unit.loans.test_interest_and_schedule import terms

DAY = date(2026, 11, 24)
CAUSE = Cause(DAY, "9" * 32)
Do = Callable[[Callable[[Any, Any, Any], Any]], Any]


@pytest.fixture(params=["memory", "mongo"])
def do(request: pytest.FixtureRequest) -> Do:
    """Run a step on the stores of loans, funds and reservations, in one transaction where there are any."""
    if request.param == "memory":
        stores = MemoryLoans(), MemoryFunds(), MemoryReservations()
        return lambda step: step(*stores)
    database: Database[dict[str, Any]] = request.getfixturevalue("furnished")(indexes.ensure)
    vault = Vault(database, "loans", WrappingKeys({1: b"k" * 32}))
    outbox = Outbox(database, "/loans", Clock())

    def run(step: Callable[[Any, Any, Any], Any]) -> Any:
        def work(session: ClientSession) -> Any:
            loans = MongoLoans(database, session, vault, outbox)
            return step(loans, MongoFunds(database, session, outbox), MongoReservations(database, session))

        return transaction(database.client, work)

    return run


def a_loan(number: str = "JJ-1", state: State = State.ACTIVE) -> Loan:
    made = Loan.disbursed(number.rjust(32, "0"), (number, f"HT-{number}"), ORIGIN, terms(15 * WAN))
    made.origin = replace(ORIGIN, application_id=None)
    made.state = state
    made.news.clear()
    return made


def lost(number: str = "JJ-3") -> Loan:
    """Return a loan whose write-off is posted until 2026-12-01."""
    made = a_loan(number, State.OVERDUE)
    claim.demand(made, by="6" * 32, today=DAY)
    claim.prepare(made, by="7" * 32)
    claim.pay(made, {"fund": 70, "bank": 30}, by="8" * 32, today=DAY)
    write_off.post(made, LossReason.DEATH, 7, by="7" * 32, today=DAY)
    made.news.clear()
    return made


def test_a_loan_comes_back_whole_and_only_inside_its_scope(do: Do):
    for made in (a_loan(), lost()):
        do(lambda loans, _funds, _promises, one=made: loans.add(one, ""))
        found = do(lambda loans, _funds, _promises, one=made: loans.get(Scope(frozenset({OFFICES["bank"]})), one.id))
        assert found == made
        with pytest.raises(NotFound, match="loan_not_found"):
            do(lambda loans, _funds, _promises, one=made: loans.get(Scope(frozenset({OTHER_COUNTY})), one.id))


def test_a_loan_is_found_by_the_number_of_its_receipt_in_its_county(do: Do):
    do(lambda loans, _funds, _promises: loans.add(a_loan(), ""))
    assert do(lambda loans, _funds, _promises: loans.numbered(COUNTY, "JJ-1")) is not None
    assert do(lambda loans, _funds, _promises: loans.numbered(COUNTY, "JJ-2")) is None
    assert do(lambda loans, _funds, _promises: loans.numbered(OTHER_COUNTY, "JJ-1")) is None


def test_who_saved_meanwhile_is_not_overwritten(do: Do):
    do(lambda loans, _funds, _promises: loans.add(a_loan(), ""))
    first, second = (do(lambda loans, _funds, _promises: loans.get(SYSTEM, a_loan().id)) for _ in range(2))
    do(lambda loans, _funds, _promises: loans.save(first))
    with pytest.raises(Stale, match="changed_meanwhile"):
        do(lambda loans, _funds, _promises: loans.save(second))


def test_a_fund_stands_for_what_running_loans_still_owe(do: Do):
    for one in (a_loan("JJ-1"), a_loan("JJ-2", State.OVERDUE), lost()):
        do(lambda loans, _funds, _promises, one=one: loans.add(one, ""))
    assert do(lambda loans, _funds, _promises: loans.outstanding(COUNTY)) == 30 * WAN
    assert do(lambda loans, _funds, _promises: loans.outstanding(OTHER_COUNTY)) == 0


def test_what_falls_due_by_a_day_is_found_the_earliest_first(do: Do):
    late = a_loan("JJ-2", State.OVERDUE)
    paid = a_loan("JJ-1")
    paid.repay(Repayment("1", DAY, 0, paid.account.interest_owed(DAY), DAY, "6" * 32))
    paid.news.clear()
    for one in (paid, late, lost(), a_loan("JJ-4", State.SETTLED)):
        do(lambda loans, _funds, _promises, one=one: loans.add(one, ""))

    def due(until: date, office: str = OFFICES["bank"], most: int = 9) -> list[str]:
        inside = Scope(frozenset({office}))
        found = do(lambda loans, _funds, _promises: loans.falling_due(inside, until, most))
        return [one.number for one in found]

    assert due(DAY) == ["JJ-2"]
    assert due(DAY + timedelta(days=30)) == ["JJ-2", "JJ-1"]
    assert due(DAY + timedelta(days=30), most=1) == ["JJ-2"]
    assert due(DAY, OTHER_COUNTY) == []


def test_a_loss_is_posted_until_its_last_day(do: Do):
    for one in (a_loan("JJ-1"), lost()):
        do(lambda loans, _funds, _promises, one=one: loans.add(one, ""))
    last = DAY + timedelta(days=7)
    assert [one.number for one in do(lambda loans, _funds, _promises: loans.posted(last, 10))] == ["JJ-3"]
    assert do(lambda loans, _funds, _promises: loans.posted(last + timedelta(days=1), 10)) == []


def test_a_fund_is_the_fold_of_its_lines(do: Do):
    def book(_loans: Any, funds: Any, _promises: Any) -> None:
        fund = funds.hold(COUNTY, PATH[:2], 5)
        fund.book(Kind.TOP_UP, 100 * WAN, CAUSE)
        fund.book(Kind.RESERVE, 30 * WAN, CAUSE)
        funds.save(fund)

    do(book)
    do(book)
    lines = list(do(lambda _loans, funds, _promises: list(funds.booked(COUNTY))))
    fund = do(lambda _loans, funds, _promises: funds.get(COUNTY))
    assert [n for n, _, _ in lines] == [1, 2, 3, 4]
    assert fold((kind, fen) for _, kind, fen in lines) == fund.sums
    assert (fund.last, fund.path, fund.multiple) == (4, PATH[:2], 5)
    assert do(lambda _loans, funds, _promises: funds.get(OTHER_COUNTY)) is None


def test_a_years_promises_are_what_was_promised_in_it_and_not_given_back(do: Do):
    booked = [
        (Kind.RESERVE, 9, "a", date(2025, 12, 30)),
        (Kind.RELEASE, 9, "a", date(2026, 1, 2)),  # of last year: this one's task is no larger for it
        (Kind.RESERVE, 8, "b", date(2026, 1, 1)),
        (Kind.RESERVE, 7, "c", date(2026, 3, 1)),
        (Kind.RELEASE, 7, "c", date(2026, 4, 1)),
        (Kind.RESERVE, 6, "c", date(2026, 12, 31)),
        (Kind.USE, 8, "b", date(2026, 3, 1)),
        (Kind.PAYOUT, 3, "b", date(2026, 11, 1)),
        (Kind.PAYOUT, 2, None, date(2026, 11, 1)),
        (Kind.PAYOUT, 4, None, date(2027, 1, 1)),
    ]

    def book(_loans: Any, funds: Any, _promises: Any) -> None:
        fund = funds.hold(COUNTY, PATH[:2], 5)
        fund.book(Kind.TOP_UP, 100, replace(CAUSE, on=date(2025, 1, 1)))
        for kind, fen, application_id, on in booked:
            fund.book(kind, fen, replace(CAUSE, on=on, application_id=application_id))
        funds.save(fund)

    do(book)
    years = [do(lambda _loans, funds, _promises, year=year: funds.in_year(COUNTY, year)) for year in (2024, 2025, 2026)]
    assert years == [YearSums(), YearSums(9, 0), YearSums(14, 5)]


def test_what_is_promised_is_what_is_held(do: Do):
    for number, state in (("1", "held"), ("2", "held"), ("3", "used")):
        one = Reservation(number * 32, COUNTY, f"DB-{number}", 5 * WAN, state, bank_id=number if number > "1" else "")
        do(lambda _loans, _funds, promises, one=one: promises.put(one))
    assert do(lambda _loans, _funds, promises: promises.held(COUNTY)) == 10 * WAN
    of_banks = [do(lambda _loans, _funds, promises, bank=bank: promises.held(COUNTY, bank)) for bank in ("2", "3", "4")]
    assert of_banks == [5 * WAN, 0, 0]
    assert do(lambda _loans, _funds, promises: promises.get("1" * 32).number) == "DB-1"
    assert do(lambda _loans, _funds, promises: promises.get("4" * 32)) is None
