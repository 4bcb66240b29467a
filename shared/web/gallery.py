"""The gallery: every part in every state on one page, for eyes and for the browser tests."""

from datetime import date
from typing import Any

from flask import render_template

READER = {"name": "杨晓燕", "post": "县妇联，贷款经办"}
RAIL = [
    {
        "title": "办件",
        "items": [
            {"label": "审核队列", "href": "#queue", "count": 42, "active": True},
            {"label": "办结", "href": "#done"},
        ],
    },
    {"title": "放款后", "items": [{"label": "还款与逾期", "href": "#late", "count": 3, "late": True}]},
]


def page(*, desk: bool) -> str:
    """Return the gallery on the staff sheet or on hers; nobody's data is in it. Local mode only."""
    staff: dict[str, Any] = {"reader": READER, "rail": RAIL} if desk else {"reader": None, "rail": []}
    return render_template(
        "gallery.html",
        desk=desk,
        place="通道县妇联",
        lesson_day=date(2026, 11, 25),
        once="0" * 32,
        **staff,
    )
