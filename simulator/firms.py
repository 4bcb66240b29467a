"""Codes of enterprises that do not exist (GB 32100-2015): body MA and her number in the city, with a right check."""

from shared.uscc import check_character
from simulator.people import Woman


def code_of(kind: str, woman: Woman) -> str:
    """Return the code of a woman's enterprise; `kind` 91 company, 92 sole trader, 93 cooperative."""
    body = f"{kind}{woman.county}MA{woman.no:07d}"
    return body + check_character(body)
