"""Every route has a row that says who passes its gate; routes.yaml is written by `make docs` and read in review."""

import re
from functools import cache
from typing import Any

import pytest
import yaml

from shared.roles import STAFF
from shared.settings import SERVICES
from shared.web.identity.gate import parameters
from shared.web.rail import MENU, WORK, Item
from tests.architecture.apps import app_of, routes
from tests.architecture.source import ROOT

TABLE = ROOT / "tests" / "architecture" / "routes.yaml"


@cache
def reviewed() -> Any:
    """Return the table, read once: it has some thousand lines."""
    return yaml.safe_load(TABLE.read_text("utf-8"))


@pytest.mark.parametrize("service", SERVICES)
def test_who_may_enter_where_is_what_was_reviewed(service: str):
    assert routes(service) == reviewed()[service], "run `make docs` and read the change in routes.yaml"


def who_enters(path: str) -> set[str]:
    """Return the roles that pass the gate of a page."""
    who = set(reviewed()[path.split("/")[1]][f"GET {path}"]["who"])
    return set(STAFF) if who & {"everybody", "signed in"} else who


@pytest.mark.parametrize("item", [item for items in MENU.values() for item in items], ids=lambda item: item.href)
def test_the_menu_offers_nobody_a_page_that_would_refuse_her(item: Item):
    assert set(STAFF if item.roles is None else item.roles) - who_enters(item.href) == set()


@pytest.mark.parametrize("service", sorted(WORK))
def test_a_part_of_the_work_list_is_shown_to_whoever_may_see_it_and_to_nobody_else(service: str):
    assert who_enters(f"/{service}/my-work") == WORK[service]
    assert who_enters(f"/{service}/my-work/counts") == WORK[service]


@pytest.mark.parametrize("service", SERVICES)
def test_no_rule_of_the_table_is_left_without_a_route_or_a_use_case(service: str):
    app = app_of(service)
    used = set(app.extensions["permissions"].values())
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "services" / service).rglob("*.py"))
    shared = "\n".join(path.read_text("utf-8") for path in (ROOT / "shared").rglob("*.py"))
    unused = [name for name in app.extensions["rules"] if name not in used and (code + shared).count(f'"{name}"') < 2]
    assert unused == []


@pytest.mark.parametrize("service", SERVICES)
def test_internal_routes_are_for_services(service: str):
    inside = {name: row["who"] for name, row in routes(service).items() if f"/{service}/internal/" in name}
    inside.pop(f"GET /{service}/internal/metrics")  # the edge refuses it, Prometheus has no key of ours
    assert {
        name: who for name, who in inside.items() if not who or not all(one.startswith("svc:") for one in who)
    } == {}


@pytest.mark.parametrize("service", SERVICES)
def test_every_address_begins_with_its_service_or_is_one_of_the_few_at_the_root(service: str):
    root = {"/", "/_identity"} if service == "applicant" else set()
    paths = {name.split(" ")[1] for name in routes(service)}
    assert {path for path in paths if not path.startswith(f"/{service}/")} <= root


@pytest.mark.parametrize("service", SERVICES)
def test_every_parameter_that_is_read_is_declared_at_an_address(service: str):
    declared = set().union(*parameters(app_of(service)).values())
    sources = [path.read_text("utf-8") for path in (ROOT / "services" / service / "web").rglob("*.py")]
    read = set(re.findall(r'request\.(?:args|values)(?:\.get\(|\[)"(\w+)"', "\n".join(sources)))
    assert read - declared == set()
    assert read, "the search finds what pages read"
