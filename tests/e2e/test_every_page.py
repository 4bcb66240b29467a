"""Every page template of every service under axe at both widths, on a database with one of everything in it."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask, template_rendered
from jinja2 import Template
from playwright.sync_api import Page

from shared.access import Rule
from shared.settings import SERVICES
from shared.web import logs
from tests.builders.bad_input import Campaign
from tests.builders.campaigns import PREPARED
from tests.builders.world import world
from tests.stack.drawn import PUBLIC, at_both_widths, serve
from tests.stack.people import SIDEWAYS

pytestmark = pytest.mark.story

ROOT = Path(__file__).resolve().parents[2]
SECOND = "../integration/applicant/test_sign_in_looks.py"
# What no reading of one address shows, because it comes after a form or in a later state: the story that looks at it.
ELSEWHERE = {
    "applicant/account_code.html": SECOND,
    "applicant/person_reveal.html": "test_register.py",
    "applicant/person_revealed.html": "test_register.py",
    "applicant/profile.html": "test_sign_in.py",
    "applicant/register_check.html": "test_register.py",
    "applicant/register_place.html": "test_register.py",
    "applicant/register_who.html": "test_register.py",
    "applicant/sign_in_code.html": "test_sign_in.py",
    "applicant/sign_in_six.html": "test_sign_in.py",
    "applicant/sign_in_who.html": SECOND,
    "applicant/staff_authenticator.html": SECOND,
    "applicant/staff_recovery.html": SECOND,
    "applicant/staff_second.html": SECOND,
    "applicant/step_up_code.html": SECOND,
    "loans/contract_form.html": "test_loan_money.py",
    "loans/staff_roster.html": "whole_path/her.py",
    "training/evaluation.html": "test_class_to_subsidy.py",
    "training/followup_totals.html": "test_class_to_subsidy.py",
    "training/my_followup.html": "test_class_to_subsidy.py",
}
# Pages whose address says more than which thing it is about.
MORE = {
    "applicant": ("/applicant/dispatch/corrections?month=2026-10",),
    "training": ("/training/courses/HW-DJ1", "/training/rooms/new/room"),
    "loans": ("/loans/applications?state=in_review",),
}
ON_PAPER = [("applicant/dispatch_paper.html", SIDEWAYS)]  # a sheet of A4 is wider than a phone


@pytest.fixture(params=SERVICES)
def campaign(request: pytest.FixtureRequest, mongo_url: str, tmp_path: Path) -> Iterator[Campaign]:
    with world(request.param, mongo_url, f"t_axe_{request.param}_", tmp_path) as found, ExitStack() as stack:
        logs.configure("CRITICAL")
        yield PREPARED[request.param](found, stack, tmp_path)


def pages_of(service: str) -> set[str]:
    """Return the templates of a service that are whole pages, not parts of one."""
    found = (ROOT / f"services/{service}/web/templates/{service}").glob("*.html")
    return {f"{service}/{path.name}" for path in found if "{% extends" in path.read_text("utf-8")}


def addresses(campaign: Campaign) -> Iterator[tuple[str, Rule]]:
    """Yield every address that can be read, and who may."""
    yield from ((address, who) for method, _rule, address, who in campaign.routes() if method == "GET")
    places, rules = campaign.app.url_map.bind("localhost"), campaign.app.extensions["rules"]
    for address in MORE[campaign.world.service]:
        endpoint, _values = places.match(urlsplit(address).path)
        yield address, rules[campaign.app.extensions["permissions"][endpoint]]


def shown(campaign: Campaign) -> dict[str, tuple[str, Rule]]:
    """Return an address, and who may read it, for each page template that some address shows."""
    found: dict[str, tuple[str, Rule]] = {}
    drawn: list[str] = []

    def note(_app: Flask, template: Template, **_more: object) -> None:
        drawn.append(template.name or "")

    with template_rendered.connected_to(note, campaign.app):
        for address, who in addresses(campaign):
            with campaign.client(who).get(address) as answer:
                if answer.mimetype == "text/html":
                    found |= {name: (address, who) for name in drawn if name not in found}
            drawn.clear()
    return found


def test_every_page_template_is_clean_at_both_widths(campaign: Campaign, desk: Page):
    seen = shown(campaign)
    service = campaign.world.service
    reached = pages_of(service) & seen.keys()
    later = {name for name in ELSEWHERE if name.startswith(f"{service}/")}
    assert pages_of(service) - reached - later == set()
    found = []
    for name in sorted(seen.keys() & (reached | {"error.html", "ledgers/ledger.html", "pages/parked.html"})):
        address, who = seen[name]
        serve(desk, campaign.client(who))
        desk.goto(PUBLIC + address)
        found += [(name, address, *one) for one in at_both_widths(desk) if (name, one[1:]) not in ON_PAPER]
    assert found == [], "\n".join(str(one) for one in found)


def test_each_story_that_is_named_looks_under_axe():
    for name in set(ELSEWHERE.values()):
        told = (ROOT / "tests/e2e" / name).read_text("utf-8")
        assert "clean(" in told or "at_both_widths(" in told, name
