"""The card by which other services know a woman: an opaque id, where she belongs, codes that rules read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.applicant.domain.id_number import age_on

_BANDS = ((18, "under_18"), (36, "18_35"), (46, "36_45"), (56, "46_55"))


@dataclass(frozen=True, slots=True)
class Bands:
    """Codes as of a day; who needs the month of birth asks for it with a purpose."""

    as_of: date
    age: str
    education: str
    hukou: str
    groups: Sequence[str]


@dataclass(frozen=True, slots=True)
class Card:
    """`seq` is the number of her last event: a card with a lower or equal one does not overwrite another."""

    person_id: str
    path: tuple[str, ...]
    bands: Bands
    seq: int


def age_band(born_on: date, day: date) -> str:
    """Return the band of full years on a day."""
    age = age_on(born_on, day)
    return next((band for below, band in _BANDS if age < below), "over_55")
