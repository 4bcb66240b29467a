"""A real Chromium at the two widths the pages are made for; pages fail their test when a script fails in them."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.stack.stack import Stack

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NewPage = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium per run, Debian's own; nothing is downloaded. Without the parts of a window: a third of the work."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415  # half a second that unit tests need not pay

    expect.set_options(timeout=20_000)  # a machine that does other things, too, takes its time
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: "Browser") -> Iterator[NewPage]:
    """Make pages, each in a browser context of its own (nobody's cookies): `new_page(width=375)`.

    At the end of the test every script error and every message about a refused script or style fails it.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def make(*, width: int = 1366, base_url: str | None = None, **more: Any) -> "Page":
        height = 740 if width < 768 else 768
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", base_url=base_url, **more
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def phone(new_page: NewPage) -> "Page":
    """A page on a phone."""
    return new_page(width=375)


@pytest.fixture
def desk(new_page: NewPage) -> "Page":
    """A page on a desk."""
    return new_page(width=1366)


@pytest.fixture(params=[375, 1366])
def page(request: pytest.FixtureRequest, new_page: NewPage) -> "Page":
    """A page at each of the two widths, one test run for each."""
    return new_page(width=request.param)


@pytest.fixture
def thumb(browser: "Browser", stack: Stack) -> "Iterator[Page]":
    """A small phone whose browser runs no script; its addresses begin with the stack's."""
    context = browser.new_context(
        viewport={"width": 375, "height": 740}, java_script_enabled=False, locale="zh-CN", base_url=stack.base_url
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()
