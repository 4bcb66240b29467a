"""Her next class is one in which she has a place."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from services.applicant.web.pages_home import next_lesson
from shared.web import i18n

SESSION = {"starts_at": "2026-12-22T00:30:00Z", "ends_at": "2026-12-22T03:45:00Z", "room": "201 织机室"}


def joined(state: str) -> dict[str, Any]:
    days = {"starts_on": "2026-12-22", "ends_on": "2026-12-30", "minutes": 2205}
    return {"state": state, "title": "手工编织 2 班", "next_session": SESSION, **days}


@pytest.mark.parametrize("state", ["waitlisted", "offered"])
def test_who_waits_for_a_place_has_no_next_class(state: str):
    assert next_lesson([joined(state)]) is None


def test_who_has_a_place_sees_when_and_where_she_goes():
    app = Flask("shared.web")
    i18n.install(app)
    with app.test_request_context():
        found = next_lesson([joined("waitlisted"), joined("enrolled")])
    assert found is not None
    assert (found["day"], found["title"]) == (date(2026, 12, 22), "手工编织 2 班")
    assert found["lines"] == ["08:30 – 11:45", "201 织机室", "12 月 22 日到 12 月 30 日，共 49 学时"]
