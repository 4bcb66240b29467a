"""Which language: Chinese unless she chose English by the switch (a cookie), and words for codes and slugs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from flask import Flask, current_app, request
from flask_babel import Babel, format_date, gettext, lazy_gettext

from shared import money
from shared.clock import SHANGHAI
from shared.errors import Problem
from shared.regions import short_place

LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
COOKIE = "lang"
_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")

_ = gettext
_l = lazy_gettext


def install(app: Flask, today: Callable[[], date] | None = None) -> None:
    """Give an app its languages and the template filters for days and instants; `today` says which year is this one."""
    app.extensions["today"] = today
    folder = Path(__file__).with_name("translations")
    app.config.update(BABEL_DEFAULT_LOCALE="zh_Hans_CN", BABEL_TRANSLATION_DIRECTORIES=str(folder))
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Shanghai"
    Babel(app, locale_selector=locale)
    app.jinja_env.filters.update(day=day, dated=dated, short_day=short_day, until=until)
    app.jinja_env.filters.update(instant=instant, clock_time=clock_time)
    app.jinja_env.filters.update(spoken=money.spoken, wan=money.wan, yuan=money.yuan)
    app.jinja_env.filters.update(short_place=short_place)
    app.jinja_env.globals.update(locale=locale, word=word)


@contextmanager
def outside() -> Iterator[None]:
    """Give words to who asks outside a request, such as a command line: in Chinese."""
    app = Flask(__name__)
    install(app)
    with app.test_request_context():
        yield


def locale() -> str:
    """Return the locale of this request."""
    return LOCALES.get(request.cookies.get(COOKIE, "zh"), "zh_Hans_CN")


def sentence(problem: Problem) -> str:
    """Return the sentence for a refusal: message id `errors.<slug>`, filled with its facts."""
    return word(f"errors.{problem.slug}", **problem.facts)


def word(message_id: str, /, **facts: object) -> str:
    """Return the words of a message id such as `state.enrolled`; facts fill `%(name)s`, fen as they are said."""
    return str(gettext(message_id)) % _Facts({name: _fact(name, value) for name, value in facts.items()})


def federation_of(title: str) -> str:
    """Return what the women's federation of a place is called every day; nothing for no place."""
    return gettext("%(place)s妇联", place=short_place(title)) if title else ""


def day(value: date) -> str:
    """Return 12 月 4 日（星期五）, or Fri 4 Dec in English; the year is named unless it is this one."""
    year = "" if _this_year(value) else f"{value.year} 年 "
    if locale() == "en":
        return str(format_date(value, "EEE d MMM y" if year else "EEE d MMM"))
    return f"{year}{value.month} 月 {value.day} 日（{_WEEKDAYS[value.weekday()]}）"


def dated(value: date) -> str:
    """Return 2026 年 12 月 4 日, as it stands on papers, or 4 Dec 2026 in English."""
    if locale() == "en":
        return str(format_date(value, "d MMM y"))
    return f"{value.year} 年 {value.month} 月 {value.day} 日"


def _this_year(value: date) -> bool:
    today: Callable[[], date] | None = current_app.extensions.get("today")
    return today is not None and today().year == value.year


def until(first: date, last: date) -> str:
    """Return 2026 年 11 月 23 日至 29 日, or 23 Nov – 29 Nov 2026 in English: what both days share is said once."""
    same_year = first.year == last.year
    if locale() == "en":
        return f"{format_date(first, 'd MMM' if same_year else 'd MMM y')} – {format_date(last, 'd MMM y')}"
    month = "" if same_year and first.month == last.month else f"{last.month} 月 "
    year = "" if same_year else f"{last.year} 年 "
    return f"{first.year} 年 {first.month} 月 {first.day} 日至 {year}{month}{last.day} 日"


def short_day(value: date) -> str:
    """Return 12-04 for tables."""
    return f"{value:%m-%d}"


def instant(value: datetime) -> str:
    """Return 11-23 10:20 in Shanghai time."""
    return f"{value.astimezone(SHANGHAI):%m-%d %H:%M}"


def clock_time(value: datetime) -> str:
    """Return 10:20 in Shanghai time."""
    return f"{value.astimezone(SHANGHAI):%H:%M}"


class _Facts(dict[str, object]):
    """Facts of a sentence; a forgotten one leaves a gap: a refusal must never become a bug by its words."""

    def __missing__(self, _name: str) -> str:
        return "…"


def _fact(name: str, value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return day(value)
    return money.spoken(value) if name.endswith("_fen") and isinstance(value, int) else value
