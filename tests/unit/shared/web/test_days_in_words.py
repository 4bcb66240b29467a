"""A day, and from one day to another, as pages say it."""

from datetime import date

import pytest
from flask import Flask

from shared.web import i18n
from shared.web.i18n import dated, day, until

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("last", "chinese", "english"),
    [
        (date(2026, 11, 29), "2026 年 11 月 23 日至 29 日", "23 Nov – 29 Nov 2026"),
        (date(2026, 12, 4), "2026 年 11 月 23 日至 12 月 4 日", "23 Nov – 4 Dec 2026"),
        (date(2027, 11, 3), "2026 年 11 月 23 日至 2027 年 11 月 3 日", "23 Nov 2026 – 3 Nov 2027"),
    ],
)
def test_what_two_days_share_is_said_once(last: date, chinese: str, english: str):
    app = Flask("shared.web")
    i18n.install(app)
    with app.test_request_context():
        assert until(MONDAY, last) == chinese
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        assert until(MONDAY, last) == english


@pytest.mark.parametrize(
    ("today", "chinese", "english"),
    [
        (date(2026, 12, 31), "11 月 23 日（星期一）", "Mon 23 Nov"),
        (date(2027, 1, 1), "2026 年 11 月 23 日（星期一）", "Mon 23 Nov 2026"),
        (None, "2026 年 11 月 23 日（星期一）", "Mon 23 Nov 2026"),
    ],
)
def test_the_year_is_named_unless_it_is_this_one(today: date | None, chinese: str, english: str):
    app = Flask("shared.web")
    i18n.install(app, (lambda: today) if today else None)
    with app.test_request_context():
        assert day(MONDAY) == chinese
        assert dated(MONDAY) == "2026 年 11 月 23 日"
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        assert day(MONDAY) == english
        assert dated(MONDAY) == "23 Nov 2026"
