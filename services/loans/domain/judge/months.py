"""Age and time in months: how old, until when one may work under the retirement reform, what lies months ahead."""

from calendar import monthrange
from datetime import date

# 人社部 2024-09-13: base age in years, first birth month that is moved, months of birth per month moved, most moved
BASES = {"RETIREMENT_50": (50, (1975, 1), 2, 60), "RETIREMENT_55": (55, (1970, 1), 4, 36)}


def month_of(text: str) -> tuple[int, int]:
    """Return year and month of 1985-06."""
    year, month = text.split("-")
    return int(year), int(month)


def age(birth_month: str, on: date) -> int:
    """Return full years on a day; the month of the birthday counts as reached, as retirement tables count."""
    year, month = month_of(birth_month)
    return on.year - year - (on.month < month)


def moved(birth_month: str, rule: str) -> int:
    """Return by how many months retirement is moved for a birth month (domain.md §1.3)."""
    _, (start_year, start_month), step, most = BASES[rule]
    year, month = month_of(birth_month)
    since = (year - start_year) * 12 + month - start_month
    return max(0, min(most, since // step + 1))


def retires(birth_month: str, rule: str) -> date:
    """Return the first day of the month in which a woman born then retires."""
    year, month = month_of(birth_month)
    return ahead(date(year, month, 1), BASES[rule][0] * 12 + moved(birth_month, rule))


def ahead(day: date, months: int) -> date:
    """Return the same day some months later, the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
