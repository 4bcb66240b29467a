"""A quarter's subsidies on their pages and in MongoDB: listed by the calendar, compared, checked, paid, seen by her."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from services.loans.domain.interest import half_up
from services.loans.storage.batches import MongoBatches
from shared.clock import Clock
from shared.ids import new_id
from shared.xlsx.reading import read
from tests.builders.loans import COUNTY
from tests.builders.money import AGENT, SECOND_TREASURER, TELLER, TREASURER, WAN, MoneyWorld, money_world
from tests.builders.pages import post
from tests.builders.world import World, a_woman

HOME = "/loans/subsidies"
QUARTERS = ((3, 20), (6, 20), (9, 20), (12, 20))


@pytest.fixture
def money(loans: World) -> Iterator[MoneyWorld]:
    with money_world(loans.settings) as found:
        yield found


def last_quarter() -> date:
    """Return the newest quarter that is over by the clock of the app."""
    today = Clock().today()
    ends = [date(year, *end) for year in (today.year - 1, today.year) for end in QUARTERS]
    return max(day for day in ends if day < today)


def test_a_quarter_goes_from_the_calendar_through_three_hands_to_her_page(loans: World, money: MoneyWorld):
    ends_on = last_quarter()
    money.clock.day = ends_on.replace(day=1)
    money.top_up(100 * WAN)
    loan = money.loan()
    money.mornings(ends_on.replace(day=21))
    (row,) = loans.db.subsidy_batches.find()
    assert (row["ends_on"], row["prepared_by"]) == (ends_on.isoformat(), "")
    due = half_up(13 * WAN * 20 * 395, 360 * 10_000 * 2)
    page = f"{HOME}/{row['_id']}"
    assert page in loans.as_(TELLER).get(HOME).text
    refused = post(loans, TELLER, page, f"{page}/bank-figures", figures="JJ-404 1")
    assert "清单里没有借据 JJ-404" in refused
    assert "第 2 行看不懂" in post(loans, TELLER, page, f"{page}/bank-figures", figures=f"{loan.number} 1\nx")
    assert post(loans, TELLER, page, f"{page}/bank-figures", figures=f"{loan.number}\t145.00") == page
    shown = loans.as_(TREASURER).get(page).text
    assert f"{due / 100:.2f}" in shown
    assert "多 " in shown
    assert "等您核对" in loans.as_(TREASURER).get("/loans/my-work").text
    assert post(loans, TREASURER, page, f"{page}/check") == page
    assert "要另一个人拨付" in loans.as_(TREASURER).get(page).text
    typed = {"document": "通财〔2026〕31号", "on": ends_on.isoformat(), "advanced": "no"}
    assert "不能先付" in post(loans, SECOND_TREASURER, page, f"{page}/payment", **typed)
    paid_on = ends_on.replace(day=21).isoformat()
    assert post(loans, SECOND_TREASURER, page, f"{page}/payment", **typed | {"on": paid_on}) == page
    her = loans.as_(a_woman(loan.origin.person_id)).get(f"/loans/me/loans/{loan.id}").text
    assert f"财政已经付了 {due / 100:.2f} 元" in her
    assert "付了" in loans.as_(TELLER).get(f"/loans/loans/{loan.id}").text
    (grid,) = read(loans.as_(TREASURER).get(f"{page}/list.xlsx").data)
    assert [line[0] for line in grid[1:]] == [loan.number, "合计"]
    assert grid[1][9] == grid[2][9] == f"{due / 100:.2f}"


def test_what_stands_in_batches_is_added_up_for_each_loan_and_apart_by_the_nations_rule(loans: World):
    sums = [("a", 100, 20, None), ("b", 300, 0, 150), ("b", 200, -50, 70)]
    loans.db.subsidy_items.insert_many(
        [
            {"_id": f"{loan}:{n}", "fund_id": COUNTY, "loan_id": loan, "subsidy_fen": own, "earlier_fen": earlier,
             "nation_fen": nation}
            for n, (loan, own, earlier, nation) in enumerate(sums)
        ]
    )  # fmt: skip
    batches = MongoBatches(loans.db, None)
    assert batches.paid(COUNTY) == {"a": 120, "b": 450}
    assert batches.paid_by_nation(COUNTY) == {"b": 220}


def test_what_nobody_prepared_is_listed_by_hand_once_and_can_be_taken_back(loans: World, money: MoneyWorld):
    ends_on = last_quarter()
    assert "没有要付的贴息" in post(loans, TELLER, HOME, HOME)
    money.clock.day = ends_on.replace(day=1)
    money.top_up(100 * WAN)
    money.loan()
    wrong = ends_on.replace(day=19).isoformat()
    assert "季度的最后一天是 3、6、9、12 月 20 日" in post(loans, TELLER, HOME, HOME, ends_on=wrong)
    page = post(loans, TELLER, HOME, HOME)
    assert page.startswith(f"{HOME}/")
    assert "这个季度的清单已经有了" in post(loans, TELLER, HOME, HOME)
    assert post(loans, TELLER, page, f"{page}/removal") == HOME
    assert loans.db.subsidy_items.count_documents({"fund_id": COUNTY}) == 0
    assert post(loans, TELLER, HOME, HOME).startswith(f"{HOME}/")


def test_what_the_county_paid_in_advance_is_settled_when_the_central_money_comes(loans: World, money: MoneyWorld):
    ends_on = last_quarter().replace(year=last_quarter().year - 1)
    money.clock.day = ends_on.replace(day=1)
    money.top_up(100 * WAN)
    money.loan()
    money.mornings(ends_on.replace(day=21))
    (row,) = loans.db.subsidy_batches.find()
    money.wiring.worker.run(lambda use: use.subsidy.handle.check(row["_id"], by=TREASURER))
    page, came_on = f"{HOME}/{row['_id']}", Clock().today()
    typed = {"document": "通财〔2026〕31号", "on": (came_on - timedelta(days=9)).isoformat(), "advanced": "yes"}
    assert post(loans, SECOND_TREASURER, page, f"{page}/payment", **typed) == page
    assert "还没有" in loans.as_(TREASURER).get(page).text
    assert post(loans, TREASURER, page, f"{page}/central-money") == page
    shown = loans.as_(TREASURER).get(page).text
    assert "中央的钱到了" not in shown
    assert f"{came_on.month} 月 {came_on.day} 日" in shown


def test_a_page_that_is_not_there_and_an_office_without_the_right(loans: World):
    assert loans.as_(TREASURER).get(f"{HOME}/{new_id()}").status_code == 404
    assert loans.as_(TREASURER).get(f"{HOME}?x=1").status_code == 400
    assert loans.as_(AGENT).get(HOME).status_code == 403
