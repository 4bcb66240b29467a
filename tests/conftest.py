"""Fixtures that every tier may ask for, none of which starts before a test asks; how property tests are run."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.stack.fixtures", "tests.stack.browser", "tests.stack.every_command"]

# Servers of tests keep their data in memory where there is room: their proofs do not hang on a disk, their time does.
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3  # bytes free
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# A slow machine is no counterexample; in CI a change fails by what it changed, not by a new draw.
settings.register_profile("jinguo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("jinguo"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "jinguo")

# What takes longest begins first: a core that comes to it last works while the other has nothing left to do.
LONGEST = ("test_bad_input", "test_who_may_enter", "test_journey_rebuild", "test_run", "test_stack")

# What may take longer than pyproject.toml grants before it counts as hanging; seconds by mark.
LONG = {"story": 1200, "slow_chaos": 3600}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest before the others, which stay in their order; grant long tests their time."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)
    for item in items:
        for mark in LONG.keys() & {one.name for one in item.iter_markers()}:
            item.add_marker(pytest.mark.timeout(LONG[mark]))
