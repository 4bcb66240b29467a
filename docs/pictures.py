"""Takes the pictures of docs/look from a running city: python -m docs.pictures, once make run has filled it.

Every page is looked at with axe at both widths, and must not scroll sideways. PORT says where the city is (8080).
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from docs.pictured import CERTIFICATE, LOOK, PICTURED, REPORT, Look

ROOT = Path(__file__).parent.parent
DATA = ROOT / ".local"
BASE = f"http://localhost:{os.environ.get('PORT', '8080')}"
WIDTHS = (375, 1366)
COLOURS = 64
PAPER = "main a[href$='/paper.pdf']"
CERTIFIED, LEADER = "holds a certificate", "city_leader_1@huaihua"


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser, in which one account or one woman is signed in."""

    page: Page

    def staff(self, login: str) -> None:
        """Sign an account in."""
        self.page.goto(f"{BASE}/applicant/staff/sign-in")
        self.page.fill("#f-login", login)
        self.page.fill("#f-password", (DATA / "demo-password").read_text().strip())
        self._on()
        self.page.wait_for_url(lambda url: "sign-in" not in url)

    def woman(self, phone: str, six: str) -> None:
        """Sign a woman in; the code stands on the page in local mode."""
        self.page.goto(f"{BASE}/applicant/sign-in")
        self.page.fill("#f-phone", phone)
        self._on()
        code = re.search(r"\b[0-9]{6}\b", self.page.inner_text("main"))
        assert code, "no code on the page: is this a local run?"
        self.page.fill("#f-code", code[0])
        self._on()
        if self.page.locator("#f-six").count():
            self.page.fill("#f-six", six)
            self._on()
        self.page.wait_for_url("**/applicant/me")

    def take(self, look: Look) -> list[str]:
        """Take one page at both widths; returns what is wrong with it."""
        self.page.set_viewport_size({"width": WIDTHS[-1], "height": 768})
        self.page.goto(BASE + look.path)
        for left, selector in zip(reversed(range(len(look.clicks))), look.clicks, strict=True):
            if not self.page.locator(selector).count():
                return [f"{look.name}: no {selector} on {self.page.url}"]
            for where, value in look.picks if not left else ():
                self.page.select_option(where, value)
            self.page.locator(selector).first.click()
            self.page.wait_for_load_state()
        return [problem for width in WIDTHS for problem in self._at(look.name, width)]

    def certificate(self) -> list[str]:
        """Keep her certificate as a picture of its paper; returns what is wrong."""
        self.page.goto(f"{BASE}/training/me")
        if not self.page.locator(PAPER).count():
            return [f"{CERTIFICATE[0]}: not printed yet"]
        paper = self.page.locator(PAPER).first.get_attribute("href")
        _drawn(self.page.context.request.get(f"{BASE}{paper}").body(), CERTIFICATE[0])
        return []

    def report(self) -> None:
        """Keep the month's report as the browser prints it."""
        self.page.goto(f"{BASE}/applicant/dispatch/paper")
        _drawn(self.page.pdf(prefer_css_page_size=True), REPORT[0])

    def _at(self, name: str, width: int) -> Iterator[str]:
        self.page.set_viewport_size({"width": width, "height": 768})
        self.page.wait_for_load_state("networkidle")
        tall = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": width, "height": max(768, tall)})  # bars that stay lie at the end
        _kept(self.page.screenshot(full_page=True), LOOK / f"{name}-{width}.png")
        for one in Axe().run(self.page).response["violations"]:
            yield f"{name} {width}: {one['id']} {[node['html'][:120] for node in one['nodes']][:2]}"
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"{name} {width}: scrolls sideways"

    def _on(self) -> None:
        self.page.click("main button >> nth=0")
        self.page.wait_for_load_state()


def _kept(picture: bytes, path: Path) -> None:
    """Keep a picture in a third of its size: a page has few colours."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def _drawn(pdf: bytes, name: str) -> None:
    """Keep the first page of a PDF."""
    drawn = ["pdftocairo", "-png", "-singlefile", "-r", "100", "-", "-"]
    done = subprocess.run(drawn, input=pdf, check=True, capture_output=True)  # noqa: S603  # our own words
    _kept(done.stdout, LOOK / f"{name}.png")


def faces() -> dict[str, tuple[str, str]]:
    """Return the women of the city by what is said of them: (phone, end of her ID number)."""
    lines = (DATA / "city.txt").read_text("utf-8").splitlines()[1:]
    parted = [re.fullmatch(r"(\S+)\s+(\S+)\s+\S+: (.*)", line) for line in lines]
    return {one[3]: (one[1], one[2]) for one in parted if one}


def visitor(browser: Browser, who: str) -> Visitor:
    """Return a browser of its own for an account, for the woman of whom this is said, or for nobody ("")."""
    found = Visitor(browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}).new_page())
    if "@" in who:
        found.staff(who)
    elif who:
        found.woman(*faces()[who])
    return found


def main(only: set[str]) -> int:
    """Take all pictures, or those of the names given; say what is wrong with the pages."""
    wrong = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox", "--lang=zh-CN"]
        )
        for who, looks in PICTURED.items():
            wanted = [look for look in looks if not only or look.name in only]
            if not wanted:
                continue
            here = visitor(browser, who)
            for look in wanted:
                wrong += here.take(look)
            if who == CERTIFIED:
                wrong += here.certificate()
            if who == LEADER:
                here.report()
            here.page.context.close()
        browser.close()
    sys.stdout.write("".join(f"{one}\n" for one in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
