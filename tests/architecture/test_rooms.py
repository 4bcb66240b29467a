"""The three services have the same rooms with the same names."""

import pytest

from shared.settings import SERVICES
from tests.architecture.source import ROOT

ROOMS = {"wiring", "domain", "usecases", "errands", "web", "storage", "events", "policy"}
DOORS = {"__init__.py", "__main__.py", "app.py"}
SAME = (
    "domain/access.py",
    "usecases/ports.py",
    "storage/indexes.py",
    "events/inbound.py",
    "events/outbound.py",
    "errands/__init__.py",
    "web/schemas.py",
)


def home(service: str) -> set[str]:
    return {path.name for path in (ROOT / "services" / service).iterdir() if path.name != "__pycache__"}


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_rooms_and_doors(service: str):
    assert home(service) == ROOMS | DOORS


@pytest.mark.parametrize("service", SERVICES)
def test_whoever_knows_one_service_finds_his_way_in_another(service: str):
    base = ROOT / "services" / service
    assert [path for path in SAME if not (base / path).exists()] == []
    assert (base / "web" / "templates" / service).is_dir()
    assert list((base / "policy").glob("*.toml"))
