"""A bank's files are held against their loans: what does not fit is explained, the same again is nothing new."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from services.loans.domain.account import Repayment
from services.loans.domain.contract import Agreed, Contract
from services.loans.domain.contract import State as Signed
from services.loans.domain.loan import Loan, State
from services.loans.domain.schedule import Plan
from services.loans.errands.bank_files import ENTRIES, KNOWN, SHEETS, BankBook
from services.loans.usecases.ledger.bank import Disbursements, OverdueList, Repayments
from services.loans.usecases.loan.lists import BankLists
from shared.access import Actor, Scope
from shared.ledger.intake import Source
from shared.ledger.reading import read
from shared.ledger.row import Outcome, Row, Verdict
from shared.xlsx.table import Line
from tests.builders.loans import OFFICES, PATH, at_office
from tests.unit.loans.money_world import TODAY, WAN, MoneyDesk

BANKER = at_office("bank_officer", OFFICES["bank"])
FIRST = date(2026, 3, 20)


class Today:
    """Stands where the errand asks for the day."""

    def ask(self, _work: Any) -> date:
        return TODAY


def source(kind: str, by: Actor = BANKER) -> Source:
    return Source(kind, PATH[:2], "431230", by, datetime(2026, 11, 24, tzinfo=UTC), "0" * 64, {})


def rows(desk: MoneyDesk, kind: str, *lines: dict[str, str], by: Actor = BANKER) -> list[Row]:
    typed = [read(SHEETS[kind].schema, Line(n, line, ())) for n, line in enumerate(lines, 2)]
    found = BankBook(Today(), ENTRIES[kind]).judge(typed, source(kind, by))  # type: ignore[arg-type]  # asks one thing
    made: Any = Repayments if kind == "repayment" else OverdueList
    made(desk.loans, None, None, desk.use.loan, desk.clock).look(found, source(kind, by))
    return found


def said(row: Row) -> list[tuple[str, str]]:
    return [(one.field, one.slug) for one in row.findings]


def money(on: str, principal: str, interest: str, number: str = "JJ-1") -> dict[str, str]:
    return {"number": number, "on": on, "principal_fen": principal, "interest_fen": interest}


@pytest.fixture
def desk() -> MoneyDesk:
    return MoneyDesk()


def interest(loan: Loan) -> str:
    fen = loan.account.lines()[0].interest_fen
    return f"{fen // 100}.{fen % 100:02d}"


def test_rows_are_taken_oldest_first_whatever_their_order_in_the_sheet(desk: MoneyDesk):
    owed = interest(desk.loan())
    later, first = rows(desk, "repayment", money("2026/4/20", "10000", "0"), money("2026年3月20日", "0", owed))
    assert (later.verdict, first.verdict) == (Verdict.ACCEPT, Verdict.ACCEPT)


def test_what_cannot_have_been_paid_is_said_at_its_cell(desk: MoneyDesk):
    desk.loan()
    too_much, strange, to_come = rows(
        desk,
        "repayment",
        money("2026-03-20", "160000", "0"),
        money("2026-03-20", "100", "0", number="JJ-404"),
        money("2027-03-20", "100", "0"),
    )
    assert said(too_much) == [("principal_fen", "above_balance")]
    assert said(strange) == [("number", "bank_no_loan")]
    assert said(to_come) == [("on", "day_to_come")]


def test_a_second_row_that_takes_more_than_the_first_left_is_wrong(desk: MoneyDesk):
    desk.loan()
    first, second = rows(desk, "repayment", money("2026-03-20", "100000", "0"), money("2026-03-21", "100000", "0"))
    assert first.verdict is Verdict.ACCEPT
    assert said(second) == [("principal_fen", "above_balance")]


def test_what_was_booked_by_hand_is_there_already(desk: MoneyDesk):
    loan = desk.loan()
    loan.repay(Repayment("1", FIRST, WAN, 0, FIRST, "6" * 32))
    desk.loans.rows[loan.id] = loan
    again, other = rows(desk, "repayment", money("2026-03-20", "10000", "0"), money("2026-03-20", "10000", "5"))
    assert (again.outcome, said(again)) == (Outcome.ALREADY, [("number", "bank_payment_there")])
    assert (other.outcome, said(other)) == (Outcome.OPEN, [])


def test_a_loan_that_has_ended_takes_no_more_money(desk: MoneyDesk):
    desk.loan(State.SETTLED)
    (row,) = rows(desk, "repayment", money("2026-03-20", "100", "0"))
    assert said(row) == [("number", "bank_loan_closed")]


def test_another_banks_loan_does_not_exist(desk: MoneyDesk):
    desk.loan()
    (row,) = rows(desk, "repayment", money("2026-03-20", "100", "0"), by=at_office("bank_officer", "0" * 32))
    assert said(row) == [("number", "bank_no_loan")]


def test_the_banks_list_of_who_is_late_is_compared_with_the_accounts(desk: MoneyDesk):
    loan = desk.loan()
    late = sum(line.left_fen for line in loan.account.late(TODAY))
    on_time = desk.loan(number="JJ-2")
    on_time.repay(Repayment("1", TODAY, *on_time.account.payoff(TODAY), TODAY, "6" * 32))
    desk.loans.rows[on_time.id] = on_time
    same, other, not_late = rows(
        desk,
        "overdue",
        {"number": "JJ-1", "owed_fen": f"{late // 100}.{late % 100:02d}"},
        {"number": "JJ-1", "owed_fen": "1"},
        {"number": "JJ-2", "owed_fen": "1"},
    )
    assert said(same) == []
    assert said(other) == [("owed_fen", "bank_other_arrears")]
    assert said(not_late) == [("number", "bank_not_late")]


@pytest.mark.parametrize(
    ("typed", "kept"), [("3417", "3417"), ("6228480000000000000", "0000"), ("34x7", ""), ("34170", "")]
)
def test_of_an_account_four_digits_are_kept(typed: str, kept: str):
    line = {"number": "HT-1", "receipt": "JJ-1", "amount_fen": "130000", "on": "2026-11-20", "account": typed}
    found = read(SHEETS["disbursement"].schema, Line(2, line, ()))
    (row,) = BankBook(Today(), ENTRIES["disbursement"]).judge([found], source("disbursement"))  # type: ignore[arg-type]
    assert (row.entry.values["account"] if row.entry else "") == kept
    assert said(row) == ([] if kept else [("account", "four_digits")])


@dataclass
class Cabinet:
    """The contracts of a bank, by number."""

    contracts: dict[str, Contract]

    def numbered(self, scope: Scope, number: str) -> Contract | None:
        found = self.contracts.get(number)
        return found if found is not None and scope.holds(found.scope) else None


def paid_out(number: str, amount: str, *, receipt: str = "JJ-7", by: Actor = BANKER, **states: Signed) -> Row:
    """Return a row of a file of disbursements, held against contracts of 13 万元 in these states."""
    agreed = Agreed("", 13 * WAN, 12, "LPR1Y", 300, 350, Plan.INTEREST_MONTHLY, FIRST)
    kept = {
        name.replace("_", "-"): Contract("1" * 32, "2" * 32, "3" * 32, (OFFICES["bank"],), agreed, "6" * 32, FIRST, one)
        for name, one in states.items()
    }
    line = {"number": number, "receipt": receipt, "amount_fen": amount, "on": "2026-11-20", "account": "3417"}
    found = read(SHEETS["disbursement"].schema, Line(2, line, ()))
    (row,) = BankBook(Today(), ENTRIES["disbursement"]).judge([found], source("disbursement", by))  # type: ignore[arg-type]  # asks one thing
    desk = MoneyDesk()
    held: Any = Disbursements(desk.loans, Cabinet(kept), None, desk.use.loan, desk.clock)  # type: ignore[arg-type]  # as much of the ports as is asked
    held.look([row], source("disbursement", by))
    return row


@pytest.mark.parametrize(
    ("number", "amount", "state", "slug"),
    [
        ("HT-1", "130000", Signed.SIGNED, ""),
        ("HT-404", "130000", Signed.SIGNED, "bank_no_contract"),
        ("HT-1", "129999.99", Signed.SIGNED, "bank_other_amount"),
        *(("HT-1", "130000", one, "bank_contract_not_signed") for one in Signed if one is not Signed.SIGNED),
    ],
)
def test_money_that_went_out_is_held_against_a_signed_contract_of_that_amount(
    number: str, amount: str, state: Signed, slug: str
):
    assert said(paid_out(number, amount, HT_1=state)) == ([("number", slug)] if slug else [])


def test_another_banks_contract_does_not_exist():
    row = paid_out("HT-1", "130000", by=at_office("bank_officer", "0" * 32), HT_1=Signed.SIGNED)
    assert said(row) == [("number", "bank_no_contract")]


class Drawer:
    """One contract that is signed, and says so to who asks for such."""

    def listed(self, scope: Scope, state: Signed, _limit: int) -> list[Contract]:
        agreed = Agreed("HT-9", 13 * WAN, 12, "LPR1Y", 300, 350, Plan.INTEREST_MONTHLY, FIRST)
        one = Contract("1" * 32, "2" * 32, "3" * 32, (OFFICES["bank"],), agreed, "6" * 32, FIRST, state=Signed.SIGNED)
        return [one] if scope.holds(one.scope) and state is one.state else []


def handed_out(desk: MoneyDesk, kind: str, by: Actor = BANKER) -> list[dict[str, str]]:
    lists = BankLists(desk.loans, Drawer(), desk.clock)  # type: ignore[arg-type]  # as much of the ports as is asked
    use: Any = SimpleNamespace(loan=SimpleNamespace(lists=lists))
    return KNOWN[kind](use, by)


def test_the_list_of_who_is_late_comes_back_as_it_went_out_without_a_difference(desk: MoneyDesk):
    desk.loan()
    desk.loan(State.SETTLED, "JJ-2")
    (line,) = handed_out(desk, "overdue")
    (row,) = rows(desk, "overdue", line)
    assert (line["number"], said(row)) == ("JJ-1", [])


def test_what_is_due_this_month_comes_back_with_its_day_and_is_all_that_is_late(desk: MoneyDesk):
    loan = desk.loan()
    (line,) = handed_out(desk, "repayment")
    (row,) = rows(desk, "repayment", {**line, "on": TODAY.isoformat()})
    assert row.verdict is Verdict.ACCEPT
    assert row.entry
    loan.repay(Repayment("1", TODAY, 0, row.entry.facts["interest_fen"], TODAY, "6" * 32))
    assert not loan.account.late(TODAY)
    desk.loans.rows[loan.id] = loan
    assert handed_out(desk, "repayment") == []


def test_at_the_end_all_of_the_principal_is_due(desk: MoneyDesk):
    loan = desk.loan()
    assert loan.account.due_by(date(2027, 3, 4))[0] == 0
    assert loan.account.due_by(date(2027, 3, 5)) == loan.account.payoff(date(2027, 3, 5))


def test_a_contract_that_waits_for_its_money_goes_out_with_number_and_amount(desk: MoneyDesk):
    assert handed_out(desk, "disbursement") == [{"number": "HT-9", "amount_fen": "130,000"}]


@pytest.mark.parametrize("kind", ["repayment", "disbursement", "overdue"])
def test_another_bank_is_told_nothing(desk: MoneyDesk, kind: str):
    desk.loan()
    assert handed_out(desk, kind, at_office("bank_officer", "0" * 32)) == []
