"""The bank's book of running loans and the fund's balance, against applicant itself: what runs goes on running."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.loans.domain.fund import Sums, fold
from services.loans.usecases.loan.morning import KIND as MORNING
from shared.access import SYSTEM
from shared.errors import Refused
from shared.ledger.intake import Mode, State
from shared.ledger.row import Outcome, Sum, Verdict
from tests.builders.applicant import an_id_no
from tests.builders.books import FUND, LOANS, a_ledger
from tests.builders.databases import REUSED
from tests.builders.ledgers import OFFICES, PATH, TOWN, Office, clerk, office

BANKER, AGENT, TREASURER = (
    clerk("bank_officer", "bank"),
    clerk("guarantee_officer", "guarantee"),
    clerk("finance_officer", "finance"),
)
COUNTY = PATH[-1]
WAN = 1_000_000


def contract(n: int) -> str:
    return f"通农商借〔2025〕{n:04d}"


def a_line(n: int, **changes: Any) -> tuple[object, ...]:
    cells = {
        "no": str(n),
        "name": ("龙凤英", "石晓月", "吴秀兰", "杨梅")[n % 4],
        "id_no": an_id_no(f"1985{n % 12 + 1:02d}15"),
        "phone": f"1390000{n:04d}",
        "place": "双江镇芋头村",
        "education": "初中",
        "number": contract(n),
        "amount": "150,000",
        "balance": "100000.00",
        "rate": "3.95",
        "begun": "2025-06-10",
        "ends": "2028-06-10",
        "paid": "2026-10-20",
    } | changes
    return tuple(cells.values())


def loans(*lines: tuple[object, ...]) -> bytes:
    return a_ledger(LOANS, lines, "在贷台账")


def fund(*lines: tuple[object, ...]) -> bytes:
    return a_ledger(FUND, lines, "担保基金")


@pytest.fixture
def here(mongo_url: str, kept: Path) -> Iterator[Office]:
    with office("loans", mongo_url, REUSED, kept) as found:
        yield found


def carried(here: Office, content: bytes) -> str:
    ledger_id = here.bring("loan", content, by=BANKER)
    here.sign("loan", ledger_id, by=(BANKER, TREASURER))
    here.work()
    return ledger_id


def opened(here: Office, content: bytes) -> str:
    ledger_id = here.bring("fund", content, by=AGENT)
    here.sign("fund", ledger_id, by=(AGENT, TREASURER))
    here.work()
    return ledger_id


def sums(here: Office) -> Sums:
    """The fund as it stands, after holding it against its ledger, its loans and its promises."""
    assert here.run(lambda use: use.fund.check()) == []
    entries = here.wiring.worker.ask(lambda use: list(use.fund.find.funds.booked(COUNTY)))
    found: Sums = here.wiring.worker.ask(lambda use: use.fund.find.funds.get(COUNTY)).sums
    assert found == fold((kind, amount) for _, kind, amount in entries)
    return found


def test_running_loans_are_carried_with_their_balance_and_the_fund_stands_for_what_is_left(here: Office) -> None:
    opened(here, fund(("2026-11-19", "5,000,000.00", "对账单 88 号")))
    ledger_id = carried(here, loans(a_line(1), a_line(2, balance="50000")))
    one, rows = here.ledger("loan", ledger_id, by=TREASURER)
    assert (one.state, one.counts) == (State.BOOKED, {"accept": 2, "booked": 2}), [row.findings for row in rows]
    assert one.booked == one.after == (Sum(TOWN, "loan", 2, 15 * WAN),)
    assert sums(here) == Sums(500 * WAN, 15 * WAN, 0)
    told = here.events("loans.loan.disbursed.v1")
    assert [(one["origin"], one["on"], one["amount_fen"], one["application_id"]) for one in told] == [
        ("ledger", "2025-06-10", 15 * WAN, None)
    ] * 2
    loan = here.run(lambda use: use.loan.find.loans.get(SYSTEM, rows[0].resource_id))
    assert (loan.balance_fen, loan.terms.term_months, loan.terms.rate_bp) == (10 * WAN, 36, 395)
    assert loan.terms.matures_on == date(2028, 6, 10)
    assert {OFFICES["bank"], OFFICES["guarantee"], COUNTY} <= set(loan.origin.scope)
    assert here.db.jobs.count_documents({"kind": MORNING}) == 2


def test_a_loan_in_arrears_is_overdue_at_once_and_one_that_is_not_falls_due_by_the_same_rules(here: Office) -> None:
    matured = a_line(1, begun="2023-06-10", ends="2026-06-10", paid="2026-06-10")
    arrears = a_line(2, paid="2026-08-20")
    ledger_id = carried(here, loans(matured, arrears, a_line(3, paid="")))
    _, rows = here.ledger("loan", ledger_id, by=BANKER)
    found = [here.run(lambda use, one=row: use.loan.find.loans.get(SYSTEM, one.resource_id)) for row in rows]
    assert [(one.state.value, one.overdue_since) for one in found] == [
        ("overdue", date(2026, 6, 10)),
        ("overdue", date(2026, 9, 20)),
        ("active", None),
    ]
    assert len(here.events("loans.loan.overdue.v1")) == 2
    here.work()
    assert sums(here).outstanding_fen == 30 * WAN


def test_what_does_not_fit_together_is_named_in_its_cell(here: Office) -> None:
    lines = [
        a_line(1, balance="200000"),
        a_line(2, ends="2025-01-01"),
        a_line(3, rate="百分之四"),
        a_line(4, begun="2019-03-01", ends="2027-03-01"),
        a_line(5, paid="2024-01-01"),
        a_line(6, amount="很多"),
    ]
    one, rows = here.ledger("loan", here.bring("loan", loans(*lines), Mode.PREVIEW, by=BANKER), by=BANKER)
    found = [(row.verdict.value, [(problem.field, problem.slug) for problem in row.findings]) for row in rows]
    assert found == [
        ("error", [("balance_fen", "ledger_balance_above")]),
        ("error", [("matures_on", "ledger_days_crossed")]),
        ("error", [("rate", "ledger_no_rate")]),
        ("accept", []),  # 2019 has its rule, too
        ("error", [("paid_until", "ledger_days_crossed")]),
        ("error", [("amount_fen", "not_an_amount")]),
    ]
    assert (one.to_book, one.found.totals) == (1, (Sum(TOWN, "loan", 1, 10 * WAN),))


def test_the_same_book_next_week_books_nothing_and_a_changed_balance_names_the_first(here: Office) -> None:
    carried(here, loans(a_line(1, paid=""), a_line(2)))
    again = here.bring("loan", loans(a_line(1, paid=""), a_line(2, balance="1000")), Mode.PARTIAL, by=BANKER)
    one, rows = here.ledger("loan", again, by=BANKER)
    assert [(row.outcome, row.verdict) for row in rows] == [
        (Outcome.ALREADY, Verdict.ACCEPT),
        (Outcome.OPEN, Verdict.ERROR),
    ]
    assert dict(rows[1].findings[0].facts) == {"key": contract(2), "row": 5}
    with pytest.raises(Refused, match="ledger_empty"):
        here.run(lambda use: use.ledger.sign.first("loan", again, leave_out=True, by=BANKER))
    assert one.found.before == (Sum(TOWN, "loan", 2, 20 * WAN),)
    assert len(here.events("loans.loan.disbursed.v1")) == 2


def test_a_booking_killed_between_two_services_goes_on_and_the_fund_is_its_fold(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.loans.errands.loan_ledger import LoanBook  # noqa: PLC0415

    ledger_id = here.bring("loan", loans(*(a_line(n) for n in range(1, 7))), by=BANKER)
    here.sign("loan", ledger_id, by=(BANKER, AGENT))
    whole, count = LoanBook.fetch, 0
    monkeypatch.setattr("shared.ledger.desk.BATCH", 2)

    def dying(self: Any, row: Any, source: Any) -> Any:
        nonlocal count
        count += 1
        found = whole(self, row, source)
        if count % 3 == 0:
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(LoanBook, "fetch", dying)
    for _ in range(6):
        try:
            here.work()
        except KeyboardInterrupt:
            here.db.jobs.update_many({}, {"$set": {"until": here.wiring.frame.clock.real_now()}})
    one, _ = here.ledger("loan", ledger_id, by=BANKER)
    assert (one.state, one.counts) == (State.BOOKED, {"accept": 6, "booked": 6})
    assert sums(here).outstanding_fen == 60 * WAN
    assert len(here.events("loans.loan.disbursed.v1")) == 6


def test_a_fund_is_opened_once(here: Office) -> None:
    first = opened(here, fund(("2026-11-19", "500万", "")))
    one, _ = here.ledger("fund", first, by=TREASURER)
    assert one.booked == one.after == (Sum("", "opening", 1, 500 * WAN),)
    assert sums(here) == Sums(500 * WAN, 0, 0)
    two = here.bring("fund", fund(("2026-11-19", "500万", ""), ("2026-11-20", "1", "")), by=AGENT)
    _, rows = here.ledger("fund", two, by=AGENT)
    assert [(row.outcome.value, [found.slug for found in row.findings]) for row in rows] == [
        ("already", ["ledger_row_booked"]),
        ("", ["ledger_fund_open"]),
    ]
    both = [here.bring("fund", fund(("2026-11-19", "500万", "")), by=AGENT) for _ in range(1)]
    assert here.ledger("fund", both[0], by=AGENT)[0].to_book == 0
    assert len(here.events("loans.fund.booked.v1")) == 1
