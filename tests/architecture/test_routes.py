"""Every route has a row that says who passes its gate; routes.yaml is written by `make docs` and read in review."""

import pytest
import yaml

from shared.settings import SERVICES
from tests.architecture.apps import app_of, routes
from tests.architecture.source import ROOT

TABLE = ROOT / "tests" / "architecture" / "routes.yaml"


@pytest.mark.parametrize("service", SERVICES)
def test_who_may_enter_where_is_what_was_reviewed(service: str):
    reviewed = yaml.safe_load(TABLE.read_text("utf-8"))[service]
    assert routes(service) == reviewed, "run `make docs` and read the change in routes.yaml"


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
