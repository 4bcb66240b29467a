"""Loans made up by dice, reckoned a second time from the notices alone: day by day, in fractions, without the product.

The tables below are typed from domain.md §1.1, §1.2 and §1.6 and share nothing with the policy files.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest

from services.loans.web.interest_command import Unusable, count, shown
from tests.builders.loan_rules import RULES

Steps = Sequence[tuple[str, int]]
LPR = [("2019-08-20", 425), ("2019-09-20", 420), ("2019-11-20", 415), ("2020-02-20", 405), ("2020-04-20", 385),
       ("2021-12-20", 380), ("2022-01-20", 370), ("2022-08-22", 365), ("2023-06-20", 355), ("2023-08-21", 345),
       ("2024-07-22", 335), ("2024-10-21", 310), ("2025-05-20", 300)]  # fmt: skip
ONE_YEAR = [("2008-10-30", 666), ("2008-11-27", 558), ("2008-12-23", 531), ("2010-10-20", 556), ("2010-12-26", 581),
            ("2011-02-09", 606), ("2011-04-06", 631), ("2011-07-07", 656), ("2012-06-08", 631), ("2012-07-06", 600),
            ("2014-11-22", 560), ("2015-03-01", 535), ("2015-05-11", 510), ("2015-06-28", 485), ("2015-08-26", 460),
            ("2015-10-24", 435)]  # fmt: skip
THREE_YEARS = [("2008-12-23", 540), ("2010-10-20", 560), ("2010-12-26", 585), ("2011-02-09", 610), ("2011-04-06", 640),
               ("2011-07-07", 665), ("2012-06-08", 640), ("2012-07-06", 615)]  # fmt: skip
FIVE_YEARS = [("2014-11-22", 600), ("2015-03-01", 575), ("2015-05-11", 550), ("2015-06-28", 525), ("2015-08-26", 500),
              ("2015-10-24", 475)]  # fmt: skip
# first day, division ("" = the nation), forms, how, subsidised sum in yuan; the last that fits rules
RULED = [
    ("2008-08-01", "", "i", "full", 50_000), ("2008-08-01", "", "e", "half of the benchmark", 2_000_000),
    ("2009-07-27", "", "i", "full", 80_000), ("2009-07-27", "", "e", "half of the benchmark", 2_000_000),
    ("2015-05-01", "", "i", "full within benchmark + 3", 100_000),
    ("2016-07-01", "", "i", "by year", 100_000), ("2016-07-01", "", "e", "half of the LPR", 2_000_000),
    ("2018-03-27", "", "i", "by year", 150_000), ("2018-03-27", "", "e", "half of the LPR", 3_000_000),
    ("2020-04-15", "", "i", "by year", 200_000),
    ("2020-04-15", "620982", "i", "full", 200_000),
    ("2021-01-01", "", "i", "beyond LPR - 1.5", 200_000), ("2021-01-01", "", "e", "beyond LPR - 1.5", 3_000_000),
    ("2022-05-18", "4101", "i", "full", 200_000),
    ("2023-10-01", "", "i", "half", 300_000), ("2023-10-01", "", "e", "half", 4_000_000),
    ("2024-09-30", "4403", "i", "half", 600_000), ("2024-09-30", "4403", "e", "half", 5_000_000),
]  # fmt: skip
PLACES = ("000000", "431230", "620982", "410102", "440303", "510105")
TURNS = ("2009-07-27", "2014-11-22", "2015-05-01", "2016-07-01", "2018-03-27", "2020-04-15", "2021-01-01", "2022-05-18",
         "2023-10-01", "2024-09-30", "2020-02-29", "2024-02-29", "2025-04-01")  # fmt: skip


def at(steps: Steps, day: date) -> int:
    return [bp for since, bp in steps if since <= day.isoformat()][-1]


def later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def benchmark(months: int, day: date) -> int:
    longer = THREE_YEARS if day < date(2014, 11, 22) else FIVE_YEARS
    return at(ONE_YEAR if months <= 12 else longer, day)


def paid_bp(how: str, loan: "Loan", day: date) -> Fraction:
    rate, signed = loan.rate, loan.signed
    match how:
        case "full":
            return Fraction(rate)
        case "half":
            return Fraction(rate, 2)
        case "half of the benchmark":
            return min(Fraction(rate), Fraction(benchmark(loan.months, signed), 2))
        case "half of the LPR":
            return min(Fraction(rate), Fraction(at(LPR, signed), 2))
        case "full within benchmark + 3":
            return Fraction(min(rate, benchmark(loan.months, signed) + 300))
        case "beyond LPR - 1.5":
            return Fraction(max(0, rate - at(LPR, signed) + 150))
    year = sum(later(loan.disbursed, 12 * n) <= day for n in (1, 2, 3))
    return rate * (Fraction(1), Fraction(2, 3), Fraction(1, 3), Fraction(0))[year]


class Loan:
    """One made up by dice: often on a turn of the rules, on or beside the 20th; repaid in parts, in time or late."""

    def __init__(self, dice: Random) -> None:
        turn = date.fromisoformat(dice.choice(TURNS)) + timedelta(dice.choice((-1, 0, 1)))
        self.disbursed = dice.choice(
            (turn, date(dice.randrange(2021, 2026), dice.choice((3, 6, 9)), 19 + dice.randrange(3)))
        )
        self.months = dice.choice((6, 12, 24, 36))
        self.due = later(self.disbursed, self.months)
        self.signed = self.disbursed - timedelta(dice.choice((0, 0, 1, 30)))
        self.principal = dice.choice((dice.randrange(100, 700_000_000), 20_000_000, 30_000_001, 8_000_000))
        self.rate, self.place = dice.randrange(50, 1_000), dice.choice(PLACES)
        self.form = dice.choice("iie")
        self.back: dict[date, int] = {}
        left, days = self.principal, (self.due - self.disbursed).days
        for _ in range(dice.randrange(4)):
            some = dice.randrange(1, left) if left > 1 else 0
            on = self.disbursed + timedelta(dice.choice((0, 1, dice.randrange(days), days)))
            if some:
                self.back[on] = self.back.get(on, 0) + some
                left -= some
        last = self.due + timedelta(dice.choice((0, 0, 0, 1, 95)))
        self.back[last] = self.back.get(last, 0) + left

    def typed(self) -> dict[str, object]:
        days = {"disbursed": self.disbursed, "due": self.due, "contract": self.signed}
        repaid = tuple(f"{on}={fen // 100}.{fen % 100:02d}" for on, fen in self.back.items())
        form = {"i": "individual", "e": "enterprise"}[self.form]
        said = {"principal": f"{self.principal // 100}.{self.principal % 100:02d}", "rate_bp": str(self.rate)}
        return {**said, **{name: str(day) for name, day in days.items()}, "repay": repaid, "base": "LPR1Y",
                "place": self.place, "policy": None, "form": form}  # fmt: skip


def reckoned(loan: Loan) -> list[tuple[str, str, int, int]]:
    *_, how, most = [
        one
        for one in RULED
        if one[0] <= loan.disbursed.isoformat() and loan.place.startswith(one[1]) and loan.form in one[2]
    ][-1]
    found, day, balance, first = [], loan.disbursed, loan.principal, loan.disbursed
    interest, subsidy = Fraction(0), Fraction(0)
    while True:
        balance -= loan.back.get(day, 0)
        if balance:
            interest += Fraction(balance * loan.rate, 3_600_000)
            if day < loan.due:
                subsidy += min(balance, most * 100) * paid_bp(how, loan, day) / 3_600_000
        gone = not balance
        if gone and first == day:
            return found
        if gone or (day.day == 20 and day.month % 3 == 0):
            until = day - timedelta(1) if gone else day
            found.append((str(first), str(until), int(interest + Fraction(1, 2)), int(subsidy + Fraction(1, 2))))
            interest, subsidy, first = Fraction(0), Fraction(0), day + timedelta(1)
        if gone:
            return found
        day += timedelta(1)


@pytest.mark.parametrize("seed", range(60))
def test_a_loan_made_up_by_dice_comes_out_to_the_fen(seed: int):
    loan = Loan(Random(seed))
    try:
        wanted = reckoned(loan)
    except IndexError:  # no reference rate, or no rule for such a loan, is known for that day
        with pytest.raises(Unusable):
            count(RULES, loan.typed())
        return
    found = shown(count(RULES, loan.typed()))["periods"]
    assert [(one["from"], one["to"], one["interest_fen"], one["subsidy_fen"]) for one in found] == wanted, loan.typed()
