"""training on a real database, with a county in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.training import School, school


@pytest.fixture
def here(mongo_url: str, database_name: str, tmp_path: Path) -> Iterator[School]:
    """A county with rooms, looms and teachers."""
    with school(mongo_url, f"{database_name[:30]}_", tmp_path) as found:
        found.furnish()
        yield found
