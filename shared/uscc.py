"""The unified social credit code, GB 32100-2015: its check character, and what is odd about a code."""

import unicodedata
from collections.abc import Mapping

LENGTH, OLD_LENGTH = 18, 15
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def plain(typed: str) -> str:
    """Return the typed text as ASCII without spaces and hyphens, letters in upper case."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).replace("-", "").upper()


def check_character(first_17: str) -> str:
    """Return the check character; the last mod keeps a sum divisible by 31 inside the table (domain.md §6.3)."""
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(first_17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def oddity(text: str) -> tuple[str, Mapping[str, str | int]] | None:
    """Return what is odd about a plain code, as slug and facts; real ones fail the check, so nothing is refused."""
    if not text or (len(text) == OLD_LENGTH and text.isdecimal()):  # none yet; or a licence number from before 2015
        return None
    if len(text) != LENGTH:
        return "uscc_length", {"length": len(text)}
    strange = sorted(set(text) - set(ALPHABET))
    if strange:
        return "uscc_letters", {"letters": "".join(strange)}
    return None if check_character(text[:17]) == text[17] else ("uscc_check", {})
