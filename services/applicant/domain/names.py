"""Names as they stand on the identity card: rare characters kept, the dot of minority names in one shape."""

import re
import unicodedata

from services.applicant.domain.findings import Read, error, warn

FIELD = "name"
LEAST, USUAL, MOST = 2, 20, 50
DOT = "·"
_DOTS = re.compile("[•・‧∙⋅●.．｡。･᛫⸱]")  # the shapes people and sheets use for one sign (domain §6.4)
_GAPS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_HAN = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2FA1F),
    (0x30000, 0x323AF),  # extensions G and H, newer than the Unicode tables of Python 3.11
)
_NAME = re.compile(f"[〇{DOT}{''.join(f'{chr(first)}-{chr(last)}' for first, last in _HAN)}]+")


def read(typed: str) -> Read[str]:
    """Read a typed name: gaps typed to line up two characters fall away, the dot becomes U+00B7."""
    name = tidy(typed)
    if not name:
        return Read.failed(error(FIELD, "name_missing"))
    if len(name) > MOST:
        return Read.failed(error(FIELD, "name_too_long", most=MOST))
    if not _NAME.fullmatch(name) or _dot_misplaced(name):
        return Read.failed(error(FIELD, "name_characters"))
    if len(name) < LEAST:
        return Read.failed(error(FIELD, "name_too_short"))
    return Read(name, (warn(FIELD, "name_long", n=len(name)),) if len(name) > USUAL else ())


def tidy(typed: str) -> str:
    """Return the name in the shape it is kept and looked up in."""
    return _DOTS.sub(DOT, _GAPS.sub("", unicodedata.normalize("NFC", typed)))


def _dot_misplaced(name: str) -> bool:
    return name.startswith(DOT) or name.endswith(DOT) or DOT * 2 in name
