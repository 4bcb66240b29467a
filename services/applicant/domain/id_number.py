"""The citizen's identity number, GB 11643-1999: read as people type it, checked, never guessed."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from services.applicant.domain.findings import Finding, Read, error, warn

FIELD = "id_no"
LENGTH = 18
OLD_LENGTH = 15
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
OUT_OF_SCOPE = ("810000", "820000", "830000")  # residence permits of Hong Kong, Macau, Taiwan (domain §6.1)
SIXTEEN, HUNDRED = 16, 100

_SHAPE = re.compile(r"\A[0-9]{17}[0-9X]\Z")
_FLOAT = re.compile(r"\A[0-9](?:\.[0-9]+)?E\+?[0-9]{2}\Z|\A[0-9]{15,18}\.0+\Z")
_NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff'’`-]+")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """18 characters with an upper-case check character. The area is where she was first registered, no more."""

    text: str

    @property
    def born_on(self) -> date:
        """Return the day of birth; it wins over what old papers say (domain §6.4)."""
        return date(int(self.text[6:10]), int(self.text[10:12]), int(self.text[12:14]))

    @property
    def says_female(self) -> bool:
        """Tell what digit 17 says: even is female. It differs from the truth in rare cases."""
        return int(self.text[16]) % 2 == 0


def plain(typed: str) -> str:
    """Return the typed text as ASCII without spaces, hyphens and invisible signs, letters in upper case."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", typed)).upper()


def check_character(first_17: str) -> str:
    """Return the check character of 17 digits (ISO 7064 mod 11-2)."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


def widen(old: str) -> str:
    """Return the 18 characters of a 15-digit number: only for matching, it has not been a valid card since 2013."""
    first_17 = f"{old[:6]}19{old[6:]}"
    return first_17 + check_character(first_17)


def age_on(born_on: date, day: date) -> int:
    """Return full years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def read(typed: str, today: date) -> Read[IdNumber]:
    """Read a typed number; sex and age only warn, the area says nothing about where she lives."""
    text = plain(typed)
    finding = _shape_error(text)
    if finding is not None:
        return Read.failed(finding)
    born_on = _day(text[6:14])
    if born_on is None:
        return Read.failed(error(FIELD, "id_no_such_day", day=f"{text[6:10]}-{text[10:12]}-{text[12:14]}"))
    if check_character(text[:17]) != text[17]:
        return Read.failed(error(FIELD, "id_check_digit"))
    if born_on > today:
        return Read.failed(error(FIELD, "id_born_later", day=born_on.isoformat()))
    number = IdNumber(text)
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


def _shape_error(text: str) -> Finding | None:
    if not text:
        return error(FIELD, "id_missing")
    if _FLOAT.match(text):
        return error(FIELD, "id_as_excel_number")
    if len(text) != LENGTH:
        return _length_error(text)
    if not _SHAPE.match(text):
        return error(FIELD, "id_characters")
    return error(FIELD, "id_out_of_scope") if text.startswith(OUT_OF_SCOPE) else None


def _length_error(text: str) -> Finding:
    if len(text) == OLD_LENGTH and text.isdecimal():
        return error(FIELD, "id_old_form")
    if len(text) < LENGTH:
        return error(FIELD, "id_too_short", missing=LENGTH - len(text))
    return error(FIELD, "id_too_long", extra=len(text) - LENGTH)


def _day(eight: str) -> date | None:
    try:
        return date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return None


def _oddities(number: IdNumber, age: int) -> list[Finding]:
    found = [] if number.says_female else [warn(FIELD, "id_says_male")]
    if age < SIXTEEN:
        found.append(warn(FIELD, "age_under_16", age=age))
    elif age > HUNDRED:
        found.append(warn(FIELD, "age_over_100", age=age))
    return found
