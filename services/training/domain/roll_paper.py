"""The paper sheet of a session: a code for each row, and what was typed back from it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from hashlib import sha256

from services.training.domain.attendance import PARTLY, Mark, Tick
from shared.errors import Refused

LETTERS = "ACDEFHJKLMNPRTUVWXY"  # none that looks like a figure or like another
WORDS = {
    "": Mark.ABSENT,
    "缺": Mark.ABSENT,
    "迟": Mark.LATE,
    "早": Mark.EARLY,
    "假": Mark.LEAVE,
    "病": Mark.SICK,
}
_TYPED = re.compile(r"\A([0-9]{1,3}[A-Z])([^0-9A-Z]?)([0-9]{0,3})\Z")


def row_codes(session_id: str, enrolment_ids: Sequence[str]) -> dict[str, str]:
    """Return enrolment by code, for all who ever asked for the class in the order they asked, those who waited, too.

    The figure never moves when others come or go; the letter belongs to this session and woman, so that a code of
    another sheet or a slip of the finger is noticed.
    """
    return {f"{n}{_letter(session_id, one)}": one for n, one in enumerate(enrolment_ids, 1)}


def typed_back(text: str, codes: Mapping[str, str], there: Sequence[str]) -> dict[str, Tick]:
    """Return everybody's mark: present, except for what was typed, such as `7K 12F迟20 15A假` (7K was not there).

    Raises Refused("row_code_unknown" | "row_code_twice" | "row_code_unreadable" | "minutes_missing") naming the piece.
    """
    ticks = {one: Tick(Mark.PRESENT) for one in there}
    seen: set[str] = set()
    for piece in re.split(r"[\s,，、;；]+", unicodedata.normalize("NFKC", text).upper().strip()):
        if not piece:
            continue
        place, tick = _read(piece, codes)
        if place not in ticks:
            raise Refused("row_code_unknown", code=piece)
        if place in seen:
            raise Refused("row_code_twice", code=piece)
        seen.add(place)
        ticks[place] = tick
    return ticks


def _read(piece: str, codes: Mapping[str, str]) -> tuple[str, Tick]:
    found = _TYPED.match(piece)
    if found is None or found[2] not in WORDS:
        raise Refused("row_code_unreadable", code=piece)
    mark, minutes = WORDS[found[2]], int(found[3] or 0)
    if (mark in PARTLY) != (minutes > 0):
        raise Refused("minutes_missing" if mark in PARTLY else "row_code_unreadable", code=piece)
    return codes.get(found[1].lstrip("0"), ""), Tick(mark, minutes)


def _letter(session_id: str, enrolment_id: str) -> str:
    return LETTERS[sha256(f"{session_id}|{enrolment_id}".encode()).digest()[0] % len(LETTERS)]
