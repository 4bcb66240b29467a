"""What people do in every browser test: sign in, be a woman whom a roster brought, wait, look closely at a page."""

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests

from shared.access import Actor, Kind, Post
from shared.ids import new_id
from shared.web.identity.tokens import Signer
from tests.builders.applicant import an_id_no
from tests.stack.stack import Stack

if TYPE_CHECKING:
    from playwright.sync_api import Page


SIDEWAYS: tuple[str, list[str]] = ("it scrolls sideways", [])


def staff(page: "Page", stack: Stack, login: str, path: str = "") -> "Page":
    """Sign an account of the demonstration in and open a page."""
    page.goto(f"{stack.base_url}/applicant/staff/sign-in")
    page.fill("#f-login", login)
    page.fill("#f-password", stack.password)
    page.click("main button >> nth=0")
    page.wait_for_url(lambda url: "sign-in" not in url)
    if path:
        page.goto(stack.base_url + path)
    return page


def woman(page: "Page", stack: Stack, phone: str, six: str, back: str = "/applicant/me") -> "Page":
    """Sign a registered woman in on a phone that is new to her account; ends at `back`."""
    page.goto(f"{stack.base_url}/applicant/sign-in?back={back}")
    page.fill("#f-phone", phone)
    page.click("main button >> nth=0")
    page.fill("#f-code", code(stack, phone))
    page.click("main button >> nth=0")
    page.fill("#f-six", six)
    page.click("main button >> nth=0")
    page.wait_for_url(f"**{back}")
    return page


def code(stack: Stack, phone: str) -> str:
    """Return the last sign-in code that went to a phone, waiting for the first."""
    until(lambda: codes(stack, phone))
    return codes(stack, phone)[-1]


def codes(stack: Stack, phone: str) -> list[str]:
    """Return every sign-in code that went to a phone, oldest first."""
    texts = [one["text"] for one in stack.messages() if one["to"] == phone and one["key"] == "code"]
    return [re.findall(r"\d{6}", text)[0] for text in texts]


def registered(
    stack: Stack, name: str, phone: str, number: str | None = None, sequence: str = "000", groups: str = ""
) -> str:
    """Register somebody of 芋头村 as training would from a roster; returns the last six of her number."""
    county = stack.db("applicant").units.find_one({"division": "431230"})
    assert county is not None
    clerk = Actor(new_id(), Kind.STAFF, (Post("coordinator", county["_id"], tuple(county["path"])),), name="张敏")
    key = Signer.load("training", stack.stand.place.secrets / "training" / "token_training.pem")
    token = key.sign(Actor("svc:training", Kind.SERVICE, on_behalf_of=clerk), "applicant")
    number = number or an_id_no(sequence=sequence)
    row = {
        "row": 4, "name": name, "sex": "女", "education": "初中", "age": "40", "id_no": number, "phone": phone,
        "place": "双江镇芋头村", "hukou": "农业", "groups": groups, "remark": "",
    }  # fmt: skip
    body = {"unit": county["_id"], "row": row, "place_unit": None, "channel": "roster"}
    answer = _posted(f"{stack.web_url('applicant')}/applicant/internal/persons", body, token)
    assert answer.ok, answer.text
    assert answer.json()["created"], "each test brings women of its own"
    return number[-6:]


def _posted(address: str, body: dict[str, Any], token: str) -> requests.Response:
    """Post, and once more where a busy machine says to try again, as training's job would."""
    for _attempt in range(5):
        answer = requests.post(address, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=30)
        if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
            break
        time.sleep(1)
    return answer


def command(stack: Stack, service: str, line: str) -> str:
    """Run a command of a service beside the running ones; fails the test when it fails, returns what it said."""
    words = [sys.executable, "-m", f"services.{service}", *shlex.split(line)]
    env = stack.environment(service)
    done = subprocess.run(words, check=False, env=env, timeout=300, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def until(true: Callable[[], object], seconds: float = 90) -> None:
    """Wait for something that other processes do."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)


def clean(page: "Page", name: str = "") -> None:
    """Fail on any finding of axe, and when the page scrolls sideways; with LOOK=<folder> keep a named picture."""
    keep(page, name)
    assert findings(page) == []


def keep(page: "Page", name: str) -> None:
    """Keep a picture of a page that has a name, where LOOK=<folder> asks for pictures."""
    if name and "LOOK" in os.environ:
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=Path(os.environ["LOOK"]) / f"{name}-{width}.png", full_page=True)


def findings(page: "Page") -> list[tuple[str, list[str]]]:
    """Return what axe finds on a page, each with the elements it means, and whether the page scrolls sideways."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  # only tests in a browser pay for it

    said: list[Any] = Axe().run(page).response["violations"]
    found = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in said]
    sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, *([SIDEWAYS] if sideways else [])]
