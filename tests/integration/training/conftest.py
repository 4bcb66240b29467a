"""training on a real database, with a county in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.databases import REUSED
from tests.builders.training import School, school


@pytest.fixture
def here(mongo_url: str, kept: Path) -> Iterator[School]:
    """A county with rooms, looms and teachers."""
    with school(mongo_url, REUSED, kept) as found:
        found.furnish()
        yield found
