"""A case on its county's road: whatever desk comes next, its officer writes what that desk asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.e2e.whole_path import offices
from tests.e2e.whole_path.forms import ALONE, Form
from tests.e2e.whole_path.hands import Story, press
from tests.e2e.whole_path.her import Woman

Answers = dict[str, object]
WRITTEN: Answers = {
    "residence": "lives_here",
    "household": "seen",
    "project": "micro",
    "visitor_1": "张敏",
    "visitor_2": "李红",
    "arrived": "9:30",
    "spot_said": "村口寨门第三家",
    "no_spot": "no_signal",
    "place_kind": "workshop",
    "own_money_fen": "2万",
    "group": "RURAL_SELF",
    "evidence": "通人社〔2026〕11 号",
    "times_used": "0",
    "counter": "person",
    "rate_bp": "3.5",
    "text": "看过了，情况属实",
}


@dataclass(frozen=True)
class Wish:
    """What is asked for, in words as they are typed, and what happens on the way: act → who else takes it over, or
    which paper is sent back for.
    """

    amount: str
    term_months: str
    sent_back_at: str = ""
    handed_over_at: str = ""
    form: Form = ALONE


@dataclass
class Case:
    """One application between its first desk and the grant."""

    story: Story
    id: str
    her: Woman
    wish: Wish
    photo: Path
    after: Callable[[str], object] = lambda _act: None

    @property
    def row(self) -> Any:
        """Return it as it is stored."""
        return self.story.stack.db("loans").applications.find_one({"_id": self.id})

    @property
    def number(self) -> str:
        """Return its number."""
        return str(self.row["number"])

    def goes_through(self, after: Callable[[str], object]) -> None:
        """Every desk of its route does what is asked there; `after` looks at what is so after each hand."""
        self.after, went = after, list[str]()
        while (row := self.row)["state"] == "in_review":
            step = row["review"]["route"]["steps"][row["review"]["at"]]
            self._desk(step, first=step["act"] not in went)
            went.append(step["act"])
            assert went.count(step["act"]) <= 2, f"{step['act']} does not end: {self.story.seen()}"
            after(step["act"])
        assert row["state"] == "approved", self.story.seen()

    def _desk(self, step: Mapping[str, Any], *, first: bool) -> None:
        act, officer = step["act"], self.her.home.login(step["officer"])
        if first and act == self.wish.sent_back_at:
            offices.sends_back(self.story, officer, self.id, "R07")
            assert self.row["state"] == "returned"
            self.after("returned")
            self.her.puts_right(self.id, "spouse_consent", self.photo)
            return
        if act == self.wish.handed_over_at:
            officer = self._handed_over(officer, self.her.home.login(step["officer"], 2))
            self.after("handed_over")
        if act == "report":
            self.story.days(1)
        photos = [self.photo, self.photo] if act == "report" else None
        offices.passes(self.story, officer, self.id, self._writes(officer), photos)
        for n in range(2, step["seats"] + 1):
            member = self.her.home.login(step["officer"], n)
            self.after("voted")
            offices.passes(self.story, member, self.id, self._writes(member))
        if step["hands"] > 1:
            self.after("proposed")
            offices.confirms(self.story, self.her.home.login(step["leader"]), self.id)

    def _handed_over(self, before: str, after: str) -> str:
        """The leader gives it to another officer while the first has it in hand; the first no longer gets it."""
        offices.case_at(self.story, before, self.id)
        leader = self.story.officer(self.her.home.login("county_leader"))
        leader.goto("/loans/queue/several?list=open")
        account: Any = self.story.stack.db("applicant").accounts.find_one({"login": after})
        leader.locator(f"input[name=cases][value='{self.id}']").check(force=True)
        leader.locator("select[name=to]").select_option(str(account["_id"]))
        press(leader, "派给她")
        expect(leader.locator("main")).to_contain_text("办了 1 件，没办成 0 件")
        first = offices.case_at(self.story, before, self.id)
        expect(first.locator(".lease-bar")).to_have_count(0)
        return after

    def _writes(self, officer: str) -> Answers:
        """Return what the form before the officer asks for, of all that offices write down on the road."""
        page, today = offices.case_at(self.story, officer, self.id), self.story.today
        asked = {str(one.get_attribute("name")) for one in page.locator("form[action$='/decision'] [name]").all()}
        unknown = tuple(str(box.get_attribute("value")) for box in page.locator("input[name=settled]").all())
        known: Answers = {
            **WRITTEN,
            "visit_on": (today + timedelta(days=1)).isoformat(),
            "visited_on": today.isoformat(),
            "credit_report_on": today.isoformat(),
            "her_name": self.her.name,
            "amount_fen": self.wish.amount,
            "term_months": self.wish.term_months,
            **({"settled": unknown} if unknown else {}),
        }
        return {name: value for name, value in known.items() if name in asked}


def applies(story: Story, her: Woman, wish: Wish, photo: Path) -> Case:
    """She hands in what she wishes."""
    return Case(story, her.applies(photo, wish.form.asking(wish.amount, wish.term_months)), her, wish, photo)
