"""What is looked at when a woman comes into a class: warnings for the coordinator, never a refusal."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.training.domain.terms import Terms

_BORN = re.compile(r"\A[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]\Z")


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier class of hers in which she had a place."""

    class_id: str
    starts_on: date


def age_from(id_no: str, today: date) -> int | None:
    """Return full years from a number as typed, None when no day of birth can be read from it."""
    found = _BORN.match("".join(unicodedata.normalize("NFKC", id_no).split()).upper())
    if found is None:
        return None
    try:
        born = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age_warnings(age: int | None, terms: Terms) -> list[str]:
    """Return `too_young` or `too_old` (16 to legal retirement: domain.md §3.1)."""
    if age is None or terms.age_least <= age <= terms.age_most:
        return []
    return ["too_young" if age < terms.age_least else "too_old"]


def band_warnings(bands: Mapping[str, Any]) -> list[str]:
    """Return `age_to_check` where her band does not tell whether she is of age."""
    return ["age_to_check"] if bands.get("age") == "under_18" else []


def lifetime_warnings(before: Iterable[Before], terms: Terms, class_id: str) -> list[str]:
    """Return `lifetime_limit` when this would be one more than the subsidised trainings a person may have."""
    if terms.subsidised_most is None or terms.subsidised_since is None:
        return []
    since = terms.subsidised_since
    counted = {one.class_id for one in before if one.starts_on >= since and one.class_id != class_id}
    return ["lifetime_limit"] if len(counted) >= terms.subsidised_most else []
