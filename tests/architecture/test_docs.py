"""The documents say what the code does: generated ones are current, links lead somewhere, public validators agree."""

import json
import re

import pytest
import yaml
from openapi_spec_validator import validate

from docs.write import papers
from shared.settings import SERVICES
from tests.architecture.source import ROOT

PAPERS = papers()
HAND = [path for path in (ROOT / "docs").rglob("*.md") if str(path.relative_to(ROOT)) not in PAPERS]
HAND += [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "deploy/runbook.md")]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
QUOTED = re.compile(r"`((?:docs|deploy|shared|services|tests|frontend|simulator|benchmarks)/[\w./-]+)`")


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_generated_document_is_what_the_code_says_today(name: str):
    path = ROOT / name
    assert path.exists(), "run `make docs`"
    assert path.read_text("utf-8") == PAPERS[name], "run `make docs`"


def test_every_picture_of_the_table_has_been_taken():
    links = LINK.findall(PAPERS["docs/look/README.md"])
    assert [name for name in links if not (ROOT / "docs" / "look" / name).exists()] == []
    assert len(links) == len(set(links)) > 100


@pytest.mark.parametrize("service", SERVICES)
def test_the_openapi_document_passes_the_public_validator(service: str):
    validate(json.loads(PAPERS[f"docs/openapi/{service}.json"]))


def test_the_asyncapi_document_names_every_topic():
    found = yaml.safe_load(PAPERS["docs/asyncapi.yaml"])
    assert set(found["channels"]) == {f"{service}.events" for service in SERVICES}


@pytest.mark.parametrize("path", HAND, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_every_named_file_is_there(path):
    text = path.read_text("utf-8")
    links = [link for link in LINK.findall(text) if not link.startswith(("http:", "https:", "mailto:"))]
    assert [link for link in links if not (path.parent / link).exists()] == []
    assert [name for name in QUOTED.findall(text) if not (ROOT / name.rstrip(".")).exists()] == []


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
