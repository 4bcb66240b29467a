"""What the county's fund must say, booked beside the product as the story goes on, and what a loan must cost."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.whole_path.hands import TONGDAO, Home, Story

WAN = 1_000_000
# what one fen of an entry does to the fund's money, to what it stands for, to what it has promised
DOES = {
    "top_up": (1, 0, 0),
    "reserve": (0, 0, 1),
    "release": (0, 0, -1),
    "use": (0, 1, -1),
    "free": (0, -1, 0),
    "payout": (-1, 0, 0),
    "recovered": (1, 0, 0),
}


MULTIPLES = {5, 10}  # ten after a year in which what fell due came (N2020) [V22]


@dataclass
class Purse:
    """The three sums of a county's fund as the story knows them, in fen."""

    story: Story
    home: Home = TONGDAO
    money: int = 0
    stands_for: int = 0
    promised: int = 0

    def as_it_is(self) -> "Purse":
        """Begin with what earlier stories of this city have left in it; returns itself."""
        self.money, self.stands_for, self.promised = self.booked()
        return self

    def booked(self) -> list[int]:
        """Return the sums of the ledger's entries."""
        county: Any = self.story.stack.db("applicant").units.find_one({"division": self.home.division})
        sums = [0, 0, 0]
        for line in self.story.stack.db("loans").fund_entries.find({"fund_id": county["_id"]}):
            sums = [so_far + sign * line["amount_fen"] for so_far, sign in zip(sums, DOES[line["kind"]], strict=True)]
        return sums

    def agrees(self) -> None:
        """The page says what the story knows, and so does the sum of the ledger's entries."""
        assert self.booked() == [self.money, self.stands_for, self.promised]
        page = self.story.officer(self.home.login("finance_officer"))
        page.goto("/loans/fund")
        said = re.search(r"([\d,.]+) 万元基金 × (\d+) 倍", page.locator("main").inner_text())
        assert said
        assert said[1] == wan(self.money)
        multiple = int(said[2])
        assert multiple in MULTIPLES
        free = multiple * self.money - self.stands_for - self.promised
        sums = [wan(self.stands_for), wan(self.promised), wan(max(free, 0))]
        expect(page.locator(".headroom td")).to_have_text([f"{one} 万元" for one in sums])


def wan(amount_fen: int) -> str:
    """Return 万元 as the page writes it."""
    return f"{(Decimal(amount_fen) / WAN).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def cost(moves: dict[date, int], rate_bp: int, last: date) -> int:
    """Return the interest in fen up to a day: the balance at each day's end, rounded on each 20th and at the end."""
    owed, days_fen, whole, day = 0, Decimal(0), 0, min(moves)
    while day <= last:
        owed += moves.get(day, 0)
        days_fen += owed
        if day.day == 20 or day == last:  # the settlement day (domain.md §1.7 no. 5)
            whole += int((days_fen * rate_bp / (360 * 10_000)).quantize(Decimal(1), ROUND_HALF_UP))
            days_fen = Decimal(0)
        day += timedelta(days=1)
    return whole


def loan_row(story: Story, loan_id: str) -> Any:
    """Return a loan as it is stored."""
    return story.stack.db("loans").loans.find_one({"_id": loan_id})


def fen_of(page: Page, words: str) -> int:
    """Return the amount in 元 behind a term of the page's facts, in fen."""
    shown = page.locator("dt", has_text=words).locator("xpath=following-sibling::dd[1]").first.inner_text()
    return int((Decimal(shown.removesuffix("元").strip().replace(",", "")) * 100).to_integral_exact())
