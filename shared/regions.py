"""Division codes are text: 12 digits a village, 9 a township, 6 a county (GB/T 2260 and the statistical code).

Their titles have a short form for tables and headings.
"""

import re
from enum import IntEnum


class Level(IntEnum):
    """The six levels at which a federation stands."""

    NATION = 1
    PROVINCE = 2
    CITY = 3
    COUNTY = 4
    TOWNSHIP = 5
    VILLAGE = 6


PROVINCES = frozenset(
    f"{number}" for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
    for number in range(first, last + 1)
)  # fmt: skip
_SHAPE = re.compile(r"\A(?:[0-9]{6}|[0-9]{9}|[0-9]{12})\Z")

_AUTONOMOUS = re.compile(r"(..)(?:[^族]{1,3}族)+自治县")


def short_place(title: str) -> str:
    """Return a place as people say it, without the peoples in its name; any other title as it is."""
    found = _AUTONOMOUS.fullmatch(title)
    return f"{found[1]}县" if found else title


def is_division(code: str) -> bool:
    """Tell whether a text has the shape of a division code."""
    return _SHAPE.match(code) is not None


def in_a_province(code: str) -> bool:
    """Tell whether a code begins with a province of GB/T 2260, or is the nation's own."""
    return code[:2] in PROVINCES or code == "000000"


def level(code: str) -> Level:
    """Return the level a code stands for; raises ValueError for anything that is not a division code."""
    if not is_division(code):
        raise ValueError(code)
    if len(code) == 12:
        return Level.VILLAGE
    if len(code) == 9:
        return Level.TOWNSHIP
    if code.endswith("0000"):
        return Level.NATION if code == "000000" else Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def parent(code: str) -> str:
    """Return the code one level up: village → township → county → city → province → 000000."""
    match level(code):
        case Level.VILLAGE:
            return code[:9]
        case Level.TOWNSHIP:
            return code[:6]
        case Level.COUNTY:
            return f"{code[:4]}00"
        case Level.CITY:
            return f"{code[:2]}0000"
        case _:
            return "000000"


def county_of(code: str) -> str:
    """Return the county part of a county, township or village code."""
    if level(code) < Level.COUNTY:
        raise ValueError(code)
    return code[:6]
