"""What a running service says of its own interface is what is committed, and public validators take it."""

import json
from contextlib import ExitStack
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from shared.settings import SERVICES
from tests.builders.world import a_woman, an_officer, world

DOCS = Path(__file__).resolve().parents[2] / "docs" / "openapi"


@pytest.mark.parametrize("service", SERVICES)
def test_the_interface_a_service_describes_is_the_committed_one(service: str, mongo_url: str, tmp_path: Path):
    with ExitStack() as stack:
        found = stack.enter_context(world(service, mongo_url, f"t_documents_{service}_", tmp_path))
        told = found.as_(an_officer("county_officer", ("r", "c"))).get(f"/{service}/api/openapi.json")
        assert told.status_code == 200
        validate(told.json)
        assert told.json == json.loads((DOCS / f"{service}.json").read_text("utf-8")), "run `make docs`"
        assert found.as_(a_woman()).get(f"/{service}/api/docs").status_code == 200
        assert found.as_(None).get(f"/{service}/api/openapi.json").status_code == 401
