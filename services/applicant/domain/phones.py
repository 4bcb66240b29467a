"""Phone numbers as people write them; a phone is no key to a person, several women may share one."""

import re
import unicodedata

from services.applicant.domain.findings import Read, error

FIELD = "phone"
LENGTH = 11
_NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff()\-‐-―−]+")
_COUNTRY = re.compile(r"\A(?:\+|00)?86(?=1[3-9][0-9]{9}\Z|0)")
_MOBILE = re.compile(r"\A1[3-9][0-9]{9}\Z")
_LANDLINE = re.compile(r"\A0[0-9]{2,3}[0-9]{7,8}\Z")


def read(typed: str) -> Read[str]:
    """Read a mobile or landline number; kept as digits."""
    digits = plain(typed)
    if not digits:
        return Read.failed(error(FIELD, "phone_missing"))
    if _MOBILE.match(digits) or _LANDLINE.match(digits):
        return Read(digits)
    if not (digits.isascii() and digits.isdecimal()):
        return Read.failed(error(FIELD, "phone_characters"))
    if not digits.startswith("0") and len(digits) != LENGTH:
        return Read.failed(error(FIELD, "phone_digits", n=len(digits)))
    return Read.failed(error(FIELD, "phone_no_such_number"))


def is_mobile(phone: str) -> bool:
    """Tell whether a message can reach it."""
    return _MOBILE.match(phone) is not None


def plain(typed: str) -> str:
    """Return the digits without country code, spaces, hyphens and brackets."""
    return _COUNTRY.sub("", _NOISE.sub("", unicodedata.normalize("NFKC", typed)).removesuffix(".0"))
