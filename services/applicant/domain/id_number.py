"""The citizen's identity number as applicant reads it: sex and age only warn, an odd age is compared, never guessed."""

import unicodedata
from datetime import date

from services.applicant.domain.findings import Finding, Read, error, told, warn
from shared.errors import Refused
from shared.id_number import IdNumber, check_character, checked

FIELD = "id_no"
SIXTEEN, HUNDRED = 16, 100


def widen(old: str) -> str:
    """Return the 18 characters of a 15-digit number: only for matching, it has not been a valid card since 2013."""
    first_17 = f"{old[:6]}19{old[6:]}"
    return first_17 + check_character(first_17)


def age_on(born_on: date, day: date) -> int:
    """Return full years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def read(typed: str, today: date) -> Read[IdNumber]:
    """Read a typed number; sex and age only warn, the area says nothing about where she lives."""
    try:
        number = checked(typed)
    except Refused as problem:
        return Read.failed(told(FIELD, problem))
    born_on = number.born_on
    if born_on > today:
        return Read.failed(error(FIELD, "id_born_later", day=born_on.isoformat()))
    return Read(number, tuple(_oddities(number, age_on(born_on, today))))


def compare_age(typed: str, number: IdNumber, today: date) -> Finding | None:
    """Return a warning when the age somebody wrote is higher than the number can explain.

    Full and nominal years (虚岁) both count as right. An age that lags behind is what a list copied from an earlier
    year looks like: the number decides and nobody is bothered.
    """
    years = unicodedata.normalize("NFKC", typed).strip().removesuffix("岁").removesuffix(".0")
    if not (years.isascii() and years.isdecimal()):
        return None
    nominal = today.year - number.born_on.year + 1
    if int(years) <= nominal:
        return None
    return warn("age", "age_differs", typed=int(years), by_number=age_on(number.born_on, today))


def _oddities(number: IdNumber, age: int) -> list[Finding]:
    found = [] if number.says_female else [warn(FIELD, "id_says_male")]
    if age < SIXTEEN:
        found.append(warn(FIELD, "age_under_16", age=age))
    elif age > HUNDRED:
        found.append(warn(FIELD, "age_over_100", age=age))
    return found
