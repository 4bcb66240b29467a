"""Funds and loans on a real database: no fen of head-room is given twice, and every morning knows who is late."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from deploy.local import secrets
from services.loans.domain.hand_in import CONSENTS
from services.loans.domain.loan import PAID_BACK, State
from services.loans.domain.subsidy import Method
from services.loans.errands.desk_jobs import DeskJobs
from services.loans.errands.loan_jobs import LoanJobs
from services.loans.storage import indexes
from services.loans.usecases.desk.promises import LAPSE
from services.loans.usecases.fund.check import KIND as CHECK
from services.loans.usecases.loan.disburse import Receipt
from services.loans.usecases.loan.sign import Paper
from shared import settings, workdays
from shared.access import Actor
from shared.clock import SHANGHAI
from shared.errors import Conflict, Invalid, NotFound, Problem, Refused
from shared.ids import new_id
from shared.jobs.job import Jobs
from shared.jobs.loop import JobLoop
from shared.ledger.desk import Upload
from shared.ledger.intake import Mode
from shared.ledger.row import Outcome, Row
from shared.running import Once
from shared.storage.replica import MongoCards, MongoUnits
from shared.xlsx import reading
from shared.xlsx.table import find
from tests.builders.books import a_book
from tests.builders.databases import REUSED, furnish, leave
from tests.builders.front import filled
from tests.builders.front import told as an_answer
from tests.builders.loans import COUNTY, DAY, PATH, a_card, units
from tests.builders.money import (
    AGENCY_LEADER,
    AGENT,
    BANK_LEADER,
    SECOND_TREASURER,
    TELLER,
    TREASURER,
    WAN,
    MoneyWorld,
    money_world,
)
from tests.builders.world import a_woman, an_officer, environment


@pytest.fixture
def money(mongo_url: str, tmp_path: Path) -> Iterator[MoneyWorld]:
    secrets.make(tmp_path / "secrets")
    environ = environment("loans", mongo_url, REUSED, tmp_path)
    with money_world(settings.read("loans", environ)) as found:
        db = found.wiring.frame.db
        furnish(db, indexes.ensure)
        MongoUnits(db, None).put(*units())
        yield found
        leave(db)


def sums(money: MoneyWorld) -> tuple[int, int, int]:
    row = money.wiring.frame.db.funds.find_one({"_id": COUNTY})
    assert row is not None
    return row["balance_fen"], row["outstanding_fen"], row["reserved_fen"]


def test_a_loan_that_repays_another_is_kept_without_subsidy(money: MoneyWorld):
    money.top_up(100 * WAN)
    stored = [money.repay(money.loan(refinanced=again), 1, 0).terms.subsidy.method for again in (True, False)]
    assert stored == [Method.NONE, Method.SHARE_OF_ACTUAL]


def test_64_reservations_at_once_never_go_above_the_head_room(money: MoneyWorld):
    money.top_up(104 * WAN)  # 520 万 of head-room: 40 times 13 万
    asked = [money.application(act="approve") for _ in range(64)]
    amounts = {one.amount_fen for one in asked}
    assert amounts == {14 * WAN}
    barrier = threading.Barrier(64)

    def ask(n: int) -> str:
        barrier.wait()
        try:
            return money.reserve(asked[n])
        except Refused as refused:
            return refused.slug

    began = time.perf_counter()
    with ThreadPoolExecutor(64) as pool:
        found = list(pool.map(ask, range(64)))
    took = time.perf_counter() - began
    granted = sorted(number for number in found if number.startswith("DB-"))
    assert granted == [f"DB-431230-2026-{n:06d}" for n in range(1, 38)]
    assert found.count("no_headroom") == 64 - 37
    assert sums(money) == (104 * WAN, 0, 37 * 14 * WAN)
    assert money.differences() == []
    assert took < 20


def test_without_the_lock_of_this_process_the_fund_still_holds(money: MoneyWorld):
    money.top_up(9 * WAN)  # 45 万: three of 14 万
    asked = [money.application(act="approve") for _ in range(16)]

    def ask(n: int) -> bool:
        try:
            return bool(money.reserve(asked[n], hot=False))
        except Refused:
            return False

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(ask, range(16))) == 3
    assert money.differences() == []


def test_what_comes_to_nothing_gives_its_head_room_back_once(money: MoneyWorld):
    money.top_up(10 * WAN)
    one = money.approved()
    assert sums(money)[2] == one.amount_fen
    for _ in range(2):
        money.wiring.worker.run(lambda use: use.fund.release(application_id=one.id))
    assert sums(money)[2] == 0
    kinds = [row["kind"] for row in money.wiring.frame.db.fund_entries.find().sort("n", 1)]
    assert kinds == ["top_up", "reserve", "release"]


def test_asked_again_a_guarantee_keeps_its_number_and_its_amount_counts_once(money: MoneyWorld):
    money.top_up(10 * WAN)
    one = money.application(act="approve")
    assert money.reserve(one) == money.reserve(one)
    assert sums(money)[2] == one.amount_fen


def test_a_top_up_counts_only_when_another_hand_has_booked_it(money: MoneyWorld):
    run = money.wiring.worker.run
    one = run(lambda use: use.fund.top_up.enter(COUNTY, 5 * WAN, "通财〔2026〕8号", DAY, by=TREASURER))
    view = run(lambda use: use.fund.head_room(county_path=PATH))
    assert (view.balance_fen, view.free_fen) == (0, 0)
    with pytest.raises(Refused, match="same_person"):
        run(lambda use: use.fund.top_up.book(one.id, by=TREASURER))
    run(lambda use: use.fund.top_up.book(one.id, by=SECOND_TREASURER))
    view = run(lambda use: use.fund.head_room(county_path=PATH))
    assert (view.balance_fen, view.multiple, view.free_fen) == (5 * WAN, 5, 25 * WAN)
    with pytest.raises(Conflict):
        run(lambda use: use.fund.top_up.book(one.id, by=SECOND_TREASURER))
    told = money.events("fund.booked")
    assert [(one["fund_id"], one["balance_fen"], one["multiple"]) for one in told] == [(COUNTY, 5 * WAN, 5)]
    assert money.wiring.frame.db.audit.count_documents({"e.act": {"$in": ["fund.top_up", "fund.book"]}}) == 2


def test_another_countys_treasurer_does_not_find_the_fund(money: MoneyWorld):
    stranger = an_officer("finance_officer", ("1" * 32, "5" * 32, "f" * 32))
    with pytest.raises(NotFound, match="fund_not_found"):
        money.wiring.worker.run(lambda use: use.fund.top_up.enter(COUNTY, WAN, "x", DAY, by=stranger))


def test_a_promise_becomes_a_guarantee_and_is_freed_fen_by_fen_as_she_repays(money: MoneyWorld):
    money.top_up(10 * WAN)
    loan = money.loan(amount_fen=12 * WAN)
    assert sums(money) == (10 * WAN, 12 * WAN, 0)
    money.clock.day = date(2026, 12, 10)
    loan = money.repay(loan, 5 * WAN, 0)
    assert sums(money) == (10 * WAN, 7 * WAN, 0)
    money.clock.day = date(2027, 1, 4)
    loan = money.repay(loan, *loan.account.payoff(money.clock.day))
    assert loan.state is State.SETTLED
    assert sums(money) == (10 * WAN, 0, 0)
    assert money.differences() == []
    told = [event["balance_fen"] for event in money.events("loan.repaid")]
    assert told == [7 * WAN, 0]
    assert [event["had_overdue"] for event in money.events("loan.settled")] == [True]


def test_the_contract_needs_two_hands_and_keeps_to_what_was_approved(money: MoneyWorld):
    money.top_up(10 * WAN)
    application = money.approved()
    run = money.wiring.worker.run

    def prepare(paper: Paper, by: Actor = TELLER) -> str:
        return run(lambda use: use.loan.sign.prepare(application.id, paper, by=by)).id

    with pytest.raises(Invalid) as wrong:
        prepare(money.paper(amount_fen=14 * WAN, term_months=36, rate_bp=451, signed_on=DAY + timedelta(days=1)))
    assert {name: found[0].slug for name, found in wrong.value.fields.items()} == {
        "amount_fen": "above_approved",
        "term_months": "term_too_long",
        "rate_bp": "rate_above_ceiling",
        "signed_on": "day_to_come",
    }
    contract_id = prepare(money.paper())
    with pytest.raises(Conflict, match="contract_there"):
        prepare(money.paper(number="HT-9"))
    both = Actor(TELLER.id, TELLER.kind, (*TELLER.posts, *BANK_LEADER.posts))
    with pytest.raises(Refused, match="same_person"):
        run(lambda use: use.loan.sign.confirm(contract_id, by=both))
    run(lambda use: use.loan.sign.drop(contract_id, by=BANK_LEADER))
    again = prepare(money.paper())
    run(lambda use: use.loan.sign.confirm(again, by=BANK_LEADER))
    assert [event["number"] for event in money.events("application.contracted")] == [f"HT-{money.count}"]


def test_two_tellers_pay_one_contract_out_once(money: MoneyWorld):
    money.top_up(10 * WAN)
    contract = money.signed()
    barrier = threading.Barrier(2)

    def pay(n: int) -> str:
        barrier.wait()
        try:
            receipt = Receipt(f"JJ-{n}", DAY, "3417")
            return money.wiring.worker.run(lambda use: use.loan.disburse(contract.id, receipt, by=TELLER)).state.value
        except Problem as problem:
            return problem.slug

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(pay, range(2))) == ["active", "not_in_this_state"]
    assert money.wiring.frame.db.loans.count_documents({}) == 1
    assert money.differences() == []


def test_the_account_is_sealed_and_shown_to_the_bank(money: MoneyWorld):
    money.top_up(10 * WAN)
    loan = money.loan()
    row = money.wiring.frame.db.loans.find_one({"_id": loan.id})
    assert b"3417" not in repr(row).encode()
    assert money.wiring.worker.ask(lambda use: use.loan.find.account_last4(loan)) == "3417"


def test_the_morning_after_an_unpaid_day_it_is_overdue_and_cured_when_it_is_paid(money: MoneyWorld):
    money.top_up(10 * WAN)
    loan = money.loan()
    assert money.mornings(date(2026, 12, 20)) == 2  # the nightly check and the quarter: the due day itself is not over
    assert money.again(loan).state is State.ACTIVE
    assert money.mornings(date(2026, 12, 21)) >= 1
    late = money.again(loan)
    assert (late.state, late.overdue_since) == (State.OVERDUE, date(2026, 12, 20))
    (told,) = money.events("loan.overdue")
    assert told["due_on"] == "2026-12-20"
    assert told["due_fen"] == sum(line.left_fen for line in late.account.late(date(2026, 12, 21)))
    money.repay(late, 0, told["due_fen"])
    assert money.again(loan).state is State.ACTIVE
    assert len(money.events("loan.cured")) == 1
    assert money.mornings(date(2027, 1, 21)) >= 1
    assert money.again(loan).state is State.OVERDUE


def test_who_pays_on_the_day_is_never_late_and_the_promises_end_with_the_loan(money: MoneyWorld):
    money.top_up(10 * WAN)
    loan = money.loan(term_months=2)
    for line in loan.account.lines():
        money.mornings(line.due_on)
        money.repay(loan, line.principal_fen, line.interest_fen)
    money.mornings(date(2027, 6, 1))
    assert money.again(loan).state is State.SETTLED
    assert money.events("loan.overdue") == []
    assert money.wiring.frame.db.jobs.count_documents({"kind": "loan_morning"}) == 0


def test_the_fund_pays_in_her_place_with_two_hands_and_gets_money_back(money: MoneyWorld):
    money.top_up(20 * WAN)
    loan, run = money.loan(), money.wiring.worker.run
    money.mornings(date(2026, 12, 21))
    run(lambda use: use.loan.subrogate.demand(loan.id, by=TELLER))
    with pytest.raises(Conflict, match="not_prepared"):
        run(lambda use: use.loan.subrogate.pay(loan.id, by=AGENCY_LEADER))
    run(lambda use: use.loan.subrogate.prepare(loan.id, by=AGENT))
    paid = run(lambda use: use.loan.subrogate.pay(loan.id, by=AGENCY_LEADER))
    assert paid.state is State.SUBROGATED
    assert paid.claim is not None
    (told,) = money.events("loan.subrogated")
    assert told["amount_fen"] == paid.claim.paid_fen > 13 * WAN
    assert sums(money) == (20 * WAN - paid.claim.paid_fen, 0, 0)
    run(lambda use: use.loan.subrogate.recover(loan.id, 2 * WAN, by=AGENT))
    assert sums(money)[0] == 22 * WAN - paid.claim.paid_fen
    assert money.differences() == []


def test_she_hands_in_for_another_loan_once_the_first_is_paid_back_by_whomever(money: MoneyWorld):
    money.top_up(100 * WAN)
    loan, worker, db = money.loan(), money.wiring.worker, money.wiring.frame.db
    her = a_woman(loan.origin.person_id)
    MongoCards(db, None).keep(a_card(her.id))
    draft = filled(worker, her)
    for state in State:
        db.loans.update_one({"_id": loan.id}, {"$set": {"state": state.value}})
        if state in PAID_BACK:
            assert worker.ask(lambda use: use.submission.submit.together.borrowers.owing(her.id)) is None
            continue
        with pytest.raises(Refused, match="borrows_elsewhere") as refused:
            worker.run(lambda use: use.submission.submit(draft.id, an_answer(), CONSENTS, by=her))
        assert refused.value.facts == {"number": loan.number}
    db.loans.update_one({"_id": loan.id}, {"$set": {"state": "active"}})
    money.repay(loan, *money.again(loan).owed(money.clock.day))
    assert (
        worker.run(lambda use: use.submission.submit(draft.id, an_answer(), CONSENTS, by=her)).state.value
        == "in_review"
    )


def test_a_fund_that_is_not_its_ledger_is_found_at_night(money: MoneyWorld):
    money.top_up(20 * WAN)
    money.loan()
    assert money.differences() == []
    money.wiring.frame.db.funds.update_one({"_id": COUNTY}, {"$inc": {"outstanding_fen": 1}})
    assert {found.what for found in money.differences()} == {"fold", "outstanding"}
    money.mornings(DAY + timedelta(days=1))
    job = money.wiring.frame.db.jobs.find_one({"kind": "check_funds"})
    assert job is not None
    assert "FundsDiffer" in job["error"]


def test_a_stranger_finds_neither_loan_nor_contract(money: MoneyWorld):
    money.top_up(20 * WAN)
    loan = money.loan()
    other_bank = an_officer("bank_officer", ("1" * 32, "5" * 32, "e" * 32))
    for by in (other_bank, a_woman()):
        with pytest.raises(NotFound, match="loan_not_found"):
            money.wiring.worker.ask(lambda use, by=by: use.loan.find.one(loan.id, by=by))
    her = a_woman(loan.origin.person_id)
    assert money.wiring.worker.ask(lambda use: use.loan.find.one(loan.id, by=her)).id == loan.id


def brought(money: MoneyWorld, kind: str, *lines: tuple[object, ...]) -> list[Row]:
    """Bring a bank's file, sign it twice, book it; return its rows as they ended."""
    errands, worker = money.wiring.errands.ledger, money.wiring.worker
    upload = Upload(kind, a_book([BANK_HEADS[kind], *lines], sheet="明细"), Mode.PARTIAL)
    ledger_id = errands.bring(upload, Once(TELLER.id, new_id(), new_id()), by=TELLER).resource_id
    loop = JobLoop(Jobs(money.wiring.frame.db), errands.jobs(), money.clock)
    while loop.once():
        pass
    if any(row.bookable for row in worker.ask(lambda use: use.ledger.find.rows(ledger_id))):
        worker.run(lambda use: use.ledger.sign.first(kind, ledger_id, leave_out=True, by=TELLER))
        worker.run(lambda use: use.ledger.sign.second(kind, ledger_id, by=BANK_LEADER))
    while loop.once():
        pass
    return worker.ask(lambda use: use.ledger.find.rows(ledger_id))


def handed_out(money: MoneyWorld, kind: str) -> list[dict[str, str]]:
    """Return the lines that stand in a bank's form when it fetches it, read as if it came back."""
    errands = money.wiring.errands.ledger
    table = find(reading.read(errands.filled(kind, by=TELLER)), errands.sheets[kind]().columns)
    return [dict(line.values) for line in table.lines]


BANK_HEADS = {
    "repayment": ("序号", "借据号", "收款日期", "收回本金", "收回利息", "流水号"),
    "disbursement": ("序号", "合同编号", "借据号", "贷款金额", "放款日期", "收款账号"),
}


def test_a_banks_files_pay_out_and_repay_and_the_same_file_again_books_nothing(money: MoneyWorld):
    money.top_up(100 * WAN)
    number, day = money.signed().agreed.number, money.clock.day.isoformat()
    assert [(one["number"], one["amount_fen"]) for one in handed_out(money, "disbursement")] == [(number, "130,000")]
    out = (1, number, "JJ-77", "130000", day, "6228480000000000000")
    (paid_out,) = brought(money, "disbursement", out)
    assert paid_out.outcome is Outcome.BOOKED
    with pytest.raises(Refused, match="no_rows"):
        handed_out(money, "disbursement")
    loan = money.wiring.worker.ask(lambda use: use.loan.find.one(paid_out.resource_id, by=TELLER))
    assert money.wiring.worker.ask(lambda use: use.loan.find.account_last4(loan)) == "0000"
    lines = ((1, "JJ-77", day, "30000", "0", "S1"), (2, "JJ-404", day, "1", "0", ""))
    good, strange = brought(money, "repayment", *lines)
    assert (good.outcome, [one.slug for one in strange.findings]) == (Outcome.BOOKED, ["bank_no_loan"])
    assert money.again(loan).balance_fen == 10 * WAN
    assert sums(money) == (100 * WAN, 10 * WAN, 0)
    good, _ = brought(money, "repayment", *lines)
    assert good.outcome is Outcome.ALREADY
    (paid_out,) = brought(money, "disbursement", out)
    assert paid_out.outcome is Outcome.ALREADY
    assert money.again(loan).balance_fen == 10 * WAN
    assert money.differences() == []


def test_a_contract_whose_money_did_not_go_out_in_twenty_working_days_lapses_with_its_promise(money: MoneyWorld):
    money.top_up(100 * WAN)
    contract, worker = money.signed(), money.wiring.worker
    (job,) = money.wiring.frame.db.jobs.find({"kind": "lapse_application", "key": contract.application_id})
    last = job["due_at"].astimezone(SHANGHAI).date() - timedelta(days=1)
    assert last == workdays.add(money.clock.day, 20)
    assert sums(money)[2] > 0
    money.clock.day = last + timedelta(days=1)
    verbs = {LAPSE: DeskJobs(worker).lapse, CHECK: LoanJobs(worker).check}
    loop = JobLoop(Jobs(money.wiring.frame.db), verbs, money.clock)
    while loop.once():
        pass
    assert sums(money) == (100 * WAN, 0, 0)
    with pytest.raises(Conflict, match="not_in_this_state"):
        worker.run(lambda use: use.loan.disburse(contract.id, Receipt("JJ-1", money.clock.day, "3417"), by=TELLER))
    assert money.differences() == []
