"""A place as people write it → a unit inside one county; what cannot be found exactly is suggested, not taken."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from services.applicant.domain.findings import Read, error, warn
from services.applicant.domain.unit import Kind, Unit
from shared.regions import Level

FIELD = "place"
ALIKE = 0.6
_NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff,，。.、;；:：（）()\-—_/]+")
_NATIONS = re.compile("(?:各族|侗族|苗族|土家族|瑶族|回族|壮族|布依族|彝族|满族|蒙古族)+")
_KIND_OF_COUNTY = re.compile("(?:自治县|管理区|县|市|区)$")
_VILLAGE_END = re.compile("(?:村委会|居委会|社区居委会|社区|村)$")
_HOUSE = re.compile(r"\A第?[0-9一二三四五六七八九十百零〇]+(?:村民小组|小组|组|队|社|屯|号|栋|幢|单元|户|室|楼).*\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that a text means; `title` names township and village, `exact` tells whether it was written so."""

    unit_id: str
    path: tuple[str, ...]
    title: str
    exact: bool


class Gazetteer:
    """The open federations of one county, by their names."""

    def __init__(self, county: Unit, below: Iterable[Unit], above: Iterable[str] = ()) -> None:
        open_ones = [unit for unit in below if unit.kind is Kind.FEDERATION and unit.closed_on is None]
        self.county = county
        self.lead = sorted(_forms(county.title) | {form for title in above for form in _forms(title)}, key=len)[::-1]
        self.towns = {self._key(unit.title): unit for unit in open_ones if unit.level is Level.TOWNSHIP}
        self.villages: dict[str, dict[str, Unit]] = {unit.id: {} for unit in self.towns.values()}
        for unit in open_ones:
            if unit.level is Level.VILLAGE and unit.parent in self.villages:
                self.villages[unit.parent][plain(unit.title)] = unit

    def find(self, typed: str) -> Read[Place]:
        """Read a place: a township alone is exact, a village needs its name; nonsense and other counties are errors."""
        text = plain(typed)
        if not text:
            return Read.failed(error(FIELD, "place_missing"))
        town = self._town_in(text)
        if town is not None:
            before, _, rest = text.partition(town)
            return self._in_town(self.towns[town], rest) if self._leads(before) else self._elsewhere()
        return self._without_town(self._after_lead(text))

    def at(self, unit: Unit) -> Place:
        """Return the exact place of one of this county's units."""
        return Place(unit.id, unit.path, self._title(unit), True)

    def _in_town(self, town: Unit, rest: str) -> Read[Place]:
        if not rest or _HOUSE.match(rest):
            return Read(self.at(town))
        villages = self.villages[town.id]
        written = max((name for name in villages if rest.startswith(name)), key=len, default=None)
        if written and (rest == written or _HOUSE.match(rest[len(written) :])):
            return Read(self.at(villages[written]))
        meant = _alike(rest, villages)
        return self._suggest(villages[meant]) if meant else self._only_town(town)

    def _without_town(self, text: str) -> Read[Place]:
        for name, town in self.towns.items():
            stem = name[:-1]
            if len(stem) > 1 and text.startswith(stem):
                meant = _alike(text[len(stem) :], self.villages[town.id])
                return self._suggest(self.villages[town.id][meant] if meant else town)
        found = [unit for names in self.villages.values() for name, unit in names.items() if _same(text, name)]
        if len(found) == 1:
            return self._suggest(found[0])
        if found:
            return Read.failed(error(FIELD, "place_several", places=[self._title(unit) for unit in found[:5]]))
        meant = _alike(text, self.towns)
        return self._suggest(self.towns[meant]) if meant else self._elsewhere()

    def _suggest(self, unit: Unit) -> Read[Place]:
        title = self._title(unit)
        found = warn(FIELD, "place_not_as_written", title, suggestion=title)
        return Read(Place(unit.id, unit.path, title, False), (found,))

    def _only_town(self, town: Unit) -> Read[Place]:
        place = Place(town.id, town.path, town.title, False)
        return Read(place, (warn(FIELD, "village_unknown", town.title, town=town.title),))

    def _elsewhere(self) -> Read[Place]:
        return Read.failed(error(FIELD, "place_unknown", county=self.county.title))

    def _town_in(self, text: str) -> str | None:
        return max((name for name in self.towns if name in text), key=len, default=None)

    def _title(self, unit: Unit) -> str:
        town = next((one for one in self.towns.values() if one.id == unit.parent), None)
        return f"{town.title if town else ''}{unit.title}"

    def _key(self, title: str) -> str:
        return self._after_lead(plain(title)) or plain(title)

    def _leads(self, before: str) -> bool:
        return self._after_lead(before) == ""

    def _after_lead(self, text: str) -> str:
        """Return what stands after province, city and county, however they were written; a bare stem leads nowhere."""
        for form in self.lead:
            if text.startswith(form):
                rest = text[len(form) :]
                if form[-1] not in "省市县区州" and rest[:1] in ("镇", "乡", "街"):
                    continue
                return self._after_lead(rest)
        return text


def plain(typed: str) -> str:
    """Return a place without spaces, punctuation and full-width differences."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", typed))


def _forms(title: str) -> set[str]:
    """Return the ways a county, city or province is written: 通道侗族自治县, 通道县, 通道."""
    full = plain(title)
    stem = _NATIONS.sub("", _KIND_OF_COUNTY.sub("", full))
    stem = stem.removesuffix("省")
    end = full[-1]
    return {full, stem + end, stem} if len(stem) > 1 else {full}


def _same(text: str, village: str) -> bool:
    return text == village or (len(text) > 1 and text == _VILLAGE_END.sub("", village))


def _alike(text: str, names: Iterable[str]) -> str | None:
    """Return the one name that a text most probably means, None when none is near or two are equally near."""
    if not _VILLAGE_END.sub("", text):
        return None
    ranked = sorted(((_likeness(text, name), name) for name in names), reverse=True)
    best = [name for likeness, name in ranked if likeness >= ALIKE and likeness == ranked[0][0]]
    return best[0] if len(best) == 1 else None


def _likeness(text: str, name: str) -> float:
    """Return how much of two names agrees: of their stems, or sign by sign (阳兰村, 阳烂村)."""
    stems = SequenceMatcher(None, _VILLAGE_END.sub("", text), _VILLAGE_END.sub("", name)).ratio()
    if len(text) != len(name):
        return stems
    return max(stems, sum(one == other for one, other in zip(text, name, strict=True)) / len(text))
