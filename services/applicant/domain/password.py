"""What a password must be: long, and not one that everybody tries first (security.md §2.2, ASVS 6.2)."""

import re
import unicodedata

from shared.errors import Refused

LEAST = 12
MOST = 128
_COMMON = (
    "password", "passw0rd", "qwerty", "asdfgh", "zxcvbn", "1qaz2wsx", "iloveyou", "letmein", "admin", "welcome",
    "woaini", "123456", "654321", "111111", "888888", "666666", "abcdef", "abc123", "5201314",
)  # fmt: skip
_LOCAL = (
    "jinguo", "fulian", "funv", "妇联", "巾帼", "huaihua", "怀化", "hecheng", "zhongfang", "yuanling", "chenxi", "xupu",
    "huitong", "mayang", "xinhuang", "zhijiang", "jingzhou", "tongdao", "hongjiang", "hunan", "12338",
)  # fmt: skip
_DIGITS = re.compile(r"[0-9]+")


def check_password(password: str, login: str) -> None:
    """Raise Refused with the first thing that is wrong; there is no rule about kinds of characters."""
    plain = unicodedata.normalize("NFC", password)
    if len(plain) < LEAST:
        raise Refused("password_short", least=LEAST)
    if len(plain) > MOST:
        raise Refused("too_long", most=MOST)
    if _easy(plain.casefold(), login.casefold()):
        raise Refused("password_easy")


def _easy(plain: str, login: str) -> bool:
    words = (*_COMMON, *_LOCAL, *re.split(r"[@._]", login), login)
    rest = plain
    for word in sorted((word for word in words if len(word) >= 2), key=len, reverse=True):
        rest = rest.replace(word, "")
    # what is left once the known words are gone must be a password still
    return len(set(rest)) < 5 or (len(_DIGITS.sub("", rest)) < 3 and _a_number(plain))


def _a_number(plain: str) -> bool:
    """A phone or an ID number, alone or with a letter or two around it."""
    return max((len(digits) for digits in _DIGITS.findall(plain)), default=0) >= 11
