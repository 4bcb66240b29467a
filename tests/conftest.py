"""Fixtures that every tier may ask for; nothing starts before a test asks."""

pytest_plugins = ["tests.stack.fixtures", "tests.stack.browser"]
