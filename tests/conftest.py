"""Fixtures that every tier may ask for, none of which starts before a test asks; how property tests are run."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.stack.fixtures", "tests.stack.browser"]

# A slow machine is no counterexample; in CI a change fails by what it changed, not by a new draw.
settings.register_profile("jinguo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("jinguo"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "jinguo")
