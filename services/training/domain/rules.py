"""What is looked at when a woman comes into a class: on a roster it warns, whoever asks by herself is refused by it."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.training.domain.course import Course
from services.training.domain.terms import Terms
from shared.errors import Refused

_BORN = re.compile(r"\A[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]\Z")


@dataclass(frozen=True, slots=True)
class Trained:
    """What somebody has learnt: a skill at a rank, 1 the lowest."""

    skill: str
    rank: int


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier training of hers, `times` of it; `learnt` None when she did not finish or pass it."""

    class_id: str
    starts_on: date
    learnt: Trained | None = None
    times: int = 1


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


def age_on(birth_month: str, day: date) -> int:
    """Return full years on a day from a month such as 1985-06, which is over from its first day on."""
    year, _, month = birth_month.partition("-")
    return day.year - int(year) - (day.month < int(month))


def age_warnings(age: int | None, terms: Terms) -> list[str]:
    """Return `too_young` or `too_old` (16 to legal retirement: domain.md §3.1)."""
    if age is None or terms.age_least <= age <= terms.age_most:
        return []
    return ["too_young" if age < terms.age_least else "too_old"]


def band_warnings(bands: Mapping[str, Any], terms: Terms) -> list[str]:
    """Return `age_to_check` where her band does not tell her age, `group_not_listed` for no group that may come."""
    young = ["age_to_check"] if bands.get("age") == "under_18" else []
    outside = bool(terms.groups) and terms.groups.isdisjoint(bands.get("groups", ()))
    return [*young, *(["group_not_listed"] if outside else [])]


def training_warnings(before: Collection[Before], course: Course, terms: Terms) -> list[str]:
    """Return what her earlier trainings say against this one (湘人社规〔2024〕16号).

    `lifetime_limit` when it would be one more than the subsidised trainings a person may have, `same_trade` when she
    has learnt the trade at this or a higher level in one that counts.
    """
    if terms.subsidised_most is None or terms.subsidised_since is None:
        return []
    counted = [one for one in before if one.starts_on >= terms.subsidised_since]
    over = ["lifetime_limit"] if sum(one.times for one in counted) >= terms.subsidised_most else []
    same = any(one.learnt and one.learnt.skill == course.skill and one.learnt.rank >= course.rank for one in counted)
    return [*over, *(["same_trade"] if same else [])]


REFUSALS: Mapping[str, Callable[[Terms], Refused]] = {
    "too_young": lambda terms: Refused("trainee_too_young", least=terms.age_least, rule=terms.document),
    "too_old": lambda terms: Refused("trainee_too_old", most=terms.age_most, rule=terms.document),
    "lifetime_limit": lambda terms: Refused("trainee_over_limit", most=terms.subsidised_most, rule=terms.document),
    "same_trade": lambda terms: Refused("trainee_learnt_it", rule=terms.document),
    "group_not_listed": lambda terms: Refused("trainee_not_in_groups", rule=terms.document),
}


def refusal(slug: str, terms: Terms) -> Refused | None:
    """Return what a woman who asks by herself is told, None where this only warns a coordinator."""
    return REFUSALS[slug](terms) if slug in terms.refuses and slug in REFUSALS else None
