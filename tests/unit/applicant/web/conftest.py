"""A request in Chinese, for what says something in words without a service around it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from shared.web import i18n


@pytest.fixture
def words() -> Iterator[None]:
    app = Flask("shared.web")
    i18n.install(app)
    with app.test_request_context():
        yield
