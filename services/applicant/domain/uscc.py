"""The unified social credit code, GB 32100-2015: read as people type it; whatever is odd about it only warns."""

import unicodedata

from services.applicant.domain.findings import Finding, Read, warn

FIELD = "uscc"
LENGTH, OLD_LENGTH = 18, 15
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
KINDS = {"91": "company", "92": "sole_trader", "93": "cooperative"}


def plain(typed: str) -> str:
    """Return the typed text as ASCII without spaces and hyphens, letters in upper case."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).replace("-", "").upper()


def check_character(first_17: str) -> str:
    """Return the check character; the last mod keeps a sum divisible by 31 inside the table (domain.md §6.3)."""
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(first_17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def kind_of(code: str) -> str:
    """Return what kind of enterprise the first two characters say, empty where they say none."""
    return KINDS.get(code[:2], "")


def read(typed: str) -> Read[str]:
    """Read a typed code; real ones that fail the check have been seen, so a person looks at the licence instead."""
    text = plain(typed)
    finding = _oddity(text)
    return Read(text, (finding,) if finding else ())


def _oddity(text: str) -> Finding | None:
    if not text or (len(text) == OLD_LENGTH and text.isdecimal()):  # none yet; or a licence number from before 2015
        return None
    if len(text) != LENGTH:
        return warn(FIELD, "uscc_length", length=len(text))
    strange = sorted(set(text) - set(ALPHABET))
    if strange:
        return warn(FIELD, "uscc_letters", letters="".join(strange))
    return None if check_character(text[:17]) == text[17] else warn(FIELD, "uscc_check")
