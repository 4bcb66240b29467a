"""A county's year and its banks hold when two or sixteen write at the same moment, on a real database."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from deploy.local import secrets
from services.loans.domain.fund_year import YearTerms
from services.loans.domain.loan import Loan, Origin, State
from services.loans.domain.loan_papers import Claim
from services.loans.storage import indexes
from services.loans.usecases import UseCases
from services.loans.usecases.fund.terms import FundTerms
from shared import settings
from shared.access import Actor
from shared.errors import Conflict, Refused, Stale
from shared.ids import new_id
from shared.storage.replica import MongoUnits
from tests.builders.databases import REUSED, furnish, leave
from tests.builders.loans import COUNTY, DAY, OFFICES, PATH, TREASURY, units
from tests.builders.money import (
    AGENCY_LEADER,
    AGENT,
    TELLER,
    TREASURER,
    WAN,
    MoneyWorld,
    money_world,
)
from tests.builders.world import an_officer, environment
from tests.unit.loans.test_interest_and_schedule import terms

BANK, HOT = OFFICES["bank"], f"fund:{COUNTY}"
SCOPE = (*PATH, *OFFICES.values(), TREASURY)
WRITERS = pytest.mark.parametrize("writers", [2, 16])


@pytest.fixture
def money(mongo_url: str, tmp_path: Path) -> Iterator[MoneyWorld]:
    secrets.make(tmp_path / "secrets")
    with money_world(settings.read("loans", environment("loans", mongo_url, REUSED, tmp_path))) as found:
        db = found.wiring.frame.db
        furnish(db, indexes.ensure)
        MongoUnits(db, None).put(*units())
        yield found
        leave(db)


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> Callable[[YearTerms], None]:
    """Return what sets the county's year; the nation's data limit nothing."""
    return lambda year: monkeypatch.setattr(FundTerms, "year", lambda *_: year)


def at_once(writers: int, act: Callable[[int], object]) -> Counter[str]:
    """Return how often each answer was given when so many begin at the same moment."""
    together = Barrier(writers)

    def one(n: int) -> str:
        together.wait()
        try:
            act(n)
        except (Refused, Conflict, Stale) as problem:
            return problem.slug
        return "done"

    with ThreadPoolExecutor(writers) as pool:
        return Counter(pool.map(one, range(writers)))


def demanded(money: MoneyWorld, count: int) -> list[Loan]:
    """Store so many loans for which the agency has prepared a payment, and what the fund stands for."""
    claim = Claim(DAY, TELLER.id, prepared_by=AGENT.id)
    made = []
    for n in range(count):
        origin = Origin(new_id(), PATH, SCOPE, COUNTY)
        one = Loan.disbursed(new_id(), (f"JJ-R{n}", f"HT-R{n}"), origin, terms(15 * WAN))
        one.state, one.claim = State.REVIEW, claim
        one.news.clear()
        made.append(one)

    def keep(use: UseCases) -> None:
        for one in made:
            use.loan.subrogate.files.loans.add(one, "")
            use.loan.subrogate.books.carried(one, DAY, by=TELLER)

    money.wiring.worker.run(keep)
    return made


def pay(money: MoneyWorld, loan: Loan, *, hot: bool) -> Loan:
    run = money.wiring.worker.run
    return run(lambda use: use.loan.subrogate.pay(loan.id, by=AGENCY_LEADER), hot=HOT if hot else None)


@WRITERS
@pytest.mark.parametrize("hot", [True, False], ids=["queued", "on the database alone"])
def test_the_fund_pays_no_fen_above_the_years_cap_however_many_are_paid_at_once(
    money: MoneyWorld, limits: Callable[[YearTerms], None], writers: int, hot: bool
):
    money.top_up(400 * WAN)
    loans = demanded(money, writers)
    owed = sum(loans[0].owed(DAY))
    limits(YearTerms(payout_fen=owed * (writers // 2) + owed - 1))
    found = at_once(writers, lambda n: pay(money, loans[n], hot=hot))
    assert found == {"done": writers // 2, "payout_cap_reached": writers - writers // 2}
    row = money.wiring.frame.db.funds.find_one({"_id": COUNTY})
    assert row is not None
    assert row["balance_fen"] == 400 * WAN - owed * (writers // 2)
    assert money.wiring.frame.db.loans.count_documents({"state": "subrogated"}) == writers // 2
    assert money.differences() == []


@WRITERS
@pytest.mark.parametrize(
    ("slug", "year"),
    [
        ("year_task_filled", lambda fen: YearTerms(task_fen=fen, refuses=True)),
        ("bank_task_filled", lambda fen: YearTerms(bank_task_fen=fen, refuses=True)),
    ],
)
def test_no_guarantee_goes_beyond_the_years_task_or_the_banks_part_however_many_are_given_at_once(
    money: MoneyWorld, limits: Callable[[YearTerms], None], writers: int, slug: str, year: Callable[[int], YearTerms]
):
    money.top_up(400 * WAN)
    asked = [money.application(act="approve") for _ in range(writers)]
    each, some = asked[0].amount_fen, writers // 2
    limits(year(each * some + each - 1))
    found = at_once(writers, lambda n: money.reserve(asked[n], hot=False))
    assert found == {"done": some, slug: writers - some}
    held = list(money.wiring.frame.db.reservations.find({"state": "held"}))
    assert (len(held), sum(one["amount_fen"] for one in held)) == (some, each * some)
    mine = next(one for one in asked if one.id == held[0]["_id"])
    assert money.reserve(mine) == held[0]["number"]  # asked again it is the same promise, however full the year is
    assert money.differences() == []


@WRITERS
def test_a_bank_over_the_limit_is_stopped_once_and_let_go_once_and_guarantees_nothing_between(
    money: MoneyWorld, writers: int
):
    money.top_up(400 * WAN)
    (bad,) = demanded(money, 1)
    asked = [money.application(act="approve") for _ in range(writers // 2)]
    db, run = money.wiring.frame.db, money.wiring.worker.run
    late = (DAY - timedelta(days=200)).isoformat()
    db.loans.update_one({"_id": bad.id}, {"$set": {"state": "overdue", "overdue_since": late}})

    def act(n: int) -> None:
        if n % 2:
            run(lambda use: use.fund.stop.look(use.fund.stop.terms.county(PATH)))
        else:
            money.reserve(asked[n // 2], hot=False)

    assert at_once(writers, act) == {"done": writers // 2, "bank_stopped": writers // 2}
    (stop,) = db.bank_stops.find()
    assert stop["state"] == "stopped"
    db.loans.update_one({"_id": bad.id}, {"$set": {"state": "active", "overdue_since": None}})
    run(lambda use: use.fund.stop.ask(COUNTY, BANK, by=TREASURER))
    assert at_once(writers // 2, lambda n: money.reserve(asked[n], hot=False)) == {"bank_stopped": writers // 2}
    bureau = [hr(n) for n in range(writers)]
    found = at_once(writers, lambda n: run(lambda use: use.fund.stop.approve(COUNTY, BANK, by=bureau[n])))
    assert found.pop("done") == 1
    assert set(found) <= {"not_in_this_state", "changed_meanwhile"}
    assert at_once(writers // 2, lambda n: money.reserve(asked[n], hot=False)) == {"done": writers // 2}


def hr(n: int) -> Actor:
    return replace(an_officer("hr_leader", (*PATH[:2], OFFICES["hr"])), id=f"{n:032x}")


def test_a_promise_of_last_year_that_comes_to_nothing_leaves_this_years_task_as_it_is(
    money: MoneyWorld, limits: Callable[[YearTerms], None]
):
    money.top_up(400 * WAN)
    old = money.approved()
    money.clock.day = date(2027, 1, 4)
    limits(YearTerms(task_fen=old.amount_fen, refuses=True))
    money.wiring.worker.run(lambda use: use.fund.release(application_id=old.id))
    money.approved()
    with pytest.raises(Refused, match="year_task_filled"):
        money.approved()
