"""training on a real database, with a county in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.errands.peer import Peer
from shared.errors import Unavailable
from tests.builders.databases import REUSED
from tests.builders.training import School, school
from tests.builders.world import world
from tests.integration.training.classes import at
from tests.integration.training.day import Day


@pytest.fixture
def here(mongo_url: str, kept: Path) -> Iterator[School]:
    """A county with rooms, looms and teachers."""
    with school(mongo_url, REUSED, kept) as found:
        found.furnish()
        yield found


@pytest.fixture
def day(here: School, mongo_url: str, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    """The same county with its pages, at the server's own time; applicant knows its women."""
    at(here, None)
    with world("training", mongo_url, REUSED, kept) as web:
        found = Day(web, here)

        def answered(_peer: Peer, path: str, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
            if path not in ("/labels", "/persons/printed"):
                raise Unavailable("peer_unavailable", service="applicant")
            return found.applicant(path, asked)

        monkeypatch.setattr(Peer, "post", answered)
        yield found
    at(here, None)
