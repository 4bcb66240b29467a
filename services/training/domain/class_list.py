"""Who of a class a row of a form means: by her number in the class, by her name where nobody else has it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from services.training.domain.certificate import plain
from services.training.domain.roster import Finding

_LAST = re.compile(r"([0-9]+)\Z")


@dataclass(frozen=True, slots=True)
class Person:
    """One woman of the class: her place, her number in the class, her name."""

    enrolment_id: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class ClassList:
    """The women a form may name."""

    people: Sequence[Person]

    def meant(self, number: str, name: str) -> Person | Finding:
        """Return whom a row means, or what is wrong with it.

        A number may be whole (PX-…-07) or its end (7). With a number the name must agree; without one it must be
        the name of one woman only.
        """
        if number.strip():
            return self._by_number(_end(number), number, name)
        found = [one for one in self.people if plain(one.name) == plain(name)]
        if len(found) == 1:
            return found[0]
        return Finding("no" if found else "name", "names_alike" if found else "not_on_the_list")

    def _by_number(self, end: int | None, number: str, name: str) -> Person | Finding:
        one = next((it for it in self.people if end is not None and _end(it.number) == end), None)
        if one is None or (len(number.strip()) > len(str(end)) + 1 and _whole(number) != one.number):
            return Finding("no", "not_on_the_list")
        if plain(one.name) != plain(name):
            return Finding("name", "name_differs", suggestion=one.name)
        return one


def _whole(number: str) -> str:
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()


def _end(number: str) -> int | None:
    found = _LAST.search(_whole(number))
    return int(found[1]) if found else None
