"""The citizen's identity number, GB 11643-1999: what it says, and whether it can be one."""

import operator
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from shared.errors import Refused

LENGTH = 18
OLD_LENGTH = 15
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
OUT_OF_SCOPE = ("810000", "820000", "830000")  # residence permits of Hong Kong, Macau, Taiwan (domain §6.1)

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
    return CHECKS[sum(map(operator.mul, map(int, first_17), WEIGHTS)) % 11]


def checked(typed: str) -> IdNumber:
    """Return the number as it was typed; raises Refused with what is wrong with it: id_missing, id_check_digit, …."""
    text = plain(typed)
    problem = _shape(text)
    if problem is not None:
        raise problem
    if _day(text[6:14]) is None:
        raise Refused("id_no_such_day", day=f"{text[6:10]}-{text[10:12]}-{text[12:14]}")
    if check_character(text[:17]) != text[17]:
        raise Refused("id_check_digit")
    return IdNumber(text)


def _shape(text: str) -> Refused | None:
    if _SHAPE.match(text):  # nearly always, so it is asked first
        return Refused("id_out_of_scope") if text.startswith(OUT_OF_SCOPE) else None
    if not text:
        return Refused("id_missing")
    if _FLOAT.match(text):
        return Refused("id_as_excel_number")
    return _length(text) if len(text) != LENGTH else Refused("id_characters")


def _length(text: str) -> Refused:
    if len(text) == OLD_LENGTH and text.isdecimal():
        return Refused("id_old_form")
    if len(text) < LENGTH:
        return Refused("id_too_short", missing=LENGTH - len(text))
    return Refused("id_too_long", extra=len(text) - LENGTH)


def _day(eight: str) -> date | None:
    try:
        return date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return None
