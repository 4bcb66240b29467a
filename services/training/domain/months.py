"""Months on the calendar."""

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
