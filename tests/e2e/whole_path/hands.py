"""What every act needs: forms filled by name, days that pass, and trouble at seeded points."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page

from deploy.local.ports import answers_ok
from shared.clock import Clock
from tests.stack.browser import NewPage
from tests.stack.people import staff, until
from tests.stack.stack import Stack

SHANGHAI = ZoneInfo("Asia/Shanghai")
VICTIMS = ("applicant-web", "training-web", "loans-web", "applicant-work", "training-work", "loans-work", "kafka")


def fill(page: Page, answers: Mapping[str, object]) -> None:
    """Fill a form by the names of its fields: text, a choice by its code, several codes, a tick, a list."""
    for name, value in answers.items():
        first = page.locator(f"main [name='{name}']").first
        kind = first.get_attribute("type") or first.evaluate("one => one.tagName.toLowerCase()")
        if kind == "select":
            first.select_option(str(value))
        elif kind in ("radio", "checkbox") and value is not True:
            for code in value if isinstance(value, tuple) else (value,):
                box = page.locator(f"main [name='{name}'][value='{code}']")
                box.evaluate("one => one.checked || one.click()")  # a long form beside the case may lie below the view
        elif kind == "checkbox":
            first.check(force=True)
        else:
            first.fill(str(value))


def press(page: Page, words: str) -> None:
    """Press a button or follow a link by its words, and come to the page it leads to."""
    with page.expect_navigation(timeout=30_000):
        named(page, words).click()


def named(page: Page, words: str) -> Locator:
    """Return the first button or link of the page with these words."""
    main = page.locator("main")
    return main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first


def send(page: Page, acts: Callable[[], object]) -> None:
    """Send a form; while a busy machine says that nothing answers, again, as people would."""

    def heard() -> bool:
        with page.expect_navigation(timeout=30_000):
            acts()
        return "现在连不上" not in page.locator("main").inner_text()

    until(heard)


@dataclass(frozen=True)
class Home:
    """Where somebody lives: what she types when she registers, and the ends of the sign-in names of its offices."""

    county_title: str
    village_title: str
    division: str
    county: str
    town: str
    village: str

    def login(self, role: str, n: int = 1) -> str:
        """Return the n-th account of a role in this village, its township or its county."""
        place = {"village": self.village, "township": self.town}.get(role.partition("_")[0], self.county)
        return f"{role}_{n}@{place}"


TONGDAO = Home(
    "通道侗族自治县", "双江镇芋头村", "431230", "tongdao", "tongdao.shuangjiang", "tongdao.shuangjiang.yutou"
)
JINGZHOU = Home(
    "靖州苗族侗族自治县", "渠阳镇飞山村", "431229", "jingzhou", "jingzhou.quyang", "jingzhou.quyang.feishan"
)


@contextmanager
def own_city(folder: Path) -> Iterator[Stack]:
    """A city of its own, whose clock may run through months."""
    whole = Stack(folder)
    try:
        whole.open()
        yield whole
    finally:
        whole.close()


@dataclass
class Story:
    """One telling: the stack, the business day, who is signed in, and the seed of what goes wrong on the way."""

    stack: Stack
    new_page: NewPage
    seed: int | None = None
    desks: dict[str, Page] = field(default_factory=dict)
    fell: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # which process falls, not a secret
        self.now = self.stack.clock.now().astimezone(SHANGHAI)  # moved by who told a story in this city before

    @property
    def today(self) -> date:
        """Return the business day."""
        return self.now.date()

    def at(self, day: date, hour: int = 10, minute: int = 0) -> None:
        """Let time pass until this minute of a day; the services see it at once."""
        self.now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)
        self.stack.move_clock(ceil((self.now - Clock.real_now()).total_seconds()))
        self.trouble()

    def days(self, count: int) -> None:
        """Let some days pass."""
        self.at(self.today + timedelta(days=count))

    def trouble(self) -> None:
        """With a seed: end one process with -9; whoever answers people is back before the next click."""
        if self.seed is None:
            return
        name = self.chance.choice(VICTIMS)
        self.fell.append(name)
        self.stack.crash(name)
        service, _, kind = name.partition("-")
        if kind == "web":  # it is started again by itself, as in real life
            until(lambda: answers_ok(f"{self.stack.web_url(service)}/{service}/readyz"))

    def officer(self, login: str) -> Page:
        """Return the page of an account, signed in once."""
        if login not in self.desks:
            page = self.new_page(width=1366, base_url=self.stack.base_url)
            page.set_default_timeout(30_000)
            self.desks[login] = staff(page, self.stack, login)
        return self.desks[login]

    def seen(self) -> str:
        """Return what every page shows now, for a telling that broke off."""
        shown = [(who, page) for who, page in self.desks.items() if not page.is_closed()]
        return "\n".join(f"── {who} {page.url}\n{page.locator('main').inner_text()[:700]}" for who, page in shown)
