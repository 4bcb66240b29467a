"""Units, persons and consents in memory; held to the same contract as MongoDB's."""

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.applicant.domain.consent import Consent, Notice
from services.applicant.domain.person import Person
from services.applicant.domain.unit import Kind, Unit
from services.applicant.events.outbound import to_message
from services.applicant.storage.persons import initials
from services.applicant.usecases.ports import Deed, Search, Seen
from shared.access import Actor, Scope
from shared.errors import Conflict, NotFound, Stale
from shared.events.outbox import Message
from shared.id_number import plain


@dataclass
class Told:
    """What was said, in order; each stream counts for itself."""

    messages: list[Message] = field(default_factory=list)

    def emit(self, message: Message) -> int:
        """Keep a message; return its number in its stream."""
        self.messages.append(message)
        return sum(one.stream == message.stream for one in self.messages)

    def types(self) -> list[str]:
        """Return what kinds of news were told."""
        return [message.type for message in self.messages]


@dataclass
class MemoryUnits:
    """The tree as a dictionary."""

    told: Told = field(default_factory=Told)
    rows: dict[str, Unit] = field(default_factory=dict)

    def get(self, scope: Scope, unit_id: str) -> Unit:
        """Return one inside the scope."""
        unit = self.rows.get(unit_id)
        if unit is None or not scope.holds(unit.path):
            raise NotFound("unit_not_found")
        return copy.deepcopy(unit)

    def some(self, unit_ids: Iterable[str]) -> dict[str, Unit]:
        """Return those that are known."""
        return {one: copy.deepcopy(self.rows[one]) for one in unit_ids if one in self.rows}

    def of_division(self, division: str) -> Unit | None:
        """Return the open federation of a code."""
        return next(iter(self._where(lambda unit: unit.division == division and unit.closed_on is None)), None)

    def children(self, unit_id: str) -> list[Unit]:
        """Return what hangs directly below: federations first, closed ones last."""
        found = self._where(lambda unit: unit.parent == unit_id)
        return sorted(found, key=lambda unit: (unit.kind is not Kind.FEDERATION, unit.closed_on is not None))

    def below(self, unit_id: str) -> list[Unit]:
        """Return everything open below."""
        return self._where(lambda unit: unit_id in unit.path[:-1] and unit.closed_on is None)

    def named(self, county_id: str, text: str, limit: int) -> list[Unit]:
        """Return open units by the beginning of their title."""
        found = self._where(
            lambda unit: county_id in unit.path and unit.title.startswith(text) and unit.closed_on is None
        )
        return found[:limit]

    def tops(self, scope: Scope) -> list[Unit]:
        """Return the units a scope names."""
        if scope.units is None:
            return self._where(lambda unit: unit.parent is None)
        wanted = scope.units
        return self._where(lambda unit: unit.id in wanted)

    def add(self, units: Sequence[Unit]) -> None:
        """Store new ones."""
        for unit in units:
            self._one_title_each(unit)
            self._keep(unit)

    def save(self, unit: Unit) -> None:
        """Store a changed one."""
        if self.rows[unit.id].version != unit.version:
            raise Stale("changed_meanwhile")
        unit.version += 1
        self._keep(unit)

    def _keep(self, unit: Unit) -> None:
        for news in unit.news:
            self.told.emit(to_message(news))
        unit.news.clear()
        self.rows[unit.id] = copy.deepcopy(unit)

    def _one_title_each(self, unit: Unit) -> None:
        for other in self.rows.values():
            same = (other.parent, other.kind, other.title) == (unit.parent, unit.kind, unit.title)
            if other.closed_on is None and same:
                raise Conflict("unit_title_taken")
            if other.closed_on is None and unit.division and other.division == unit.division:
                raise Conflict("division_taken")

    def _where(self, wanted: Callable[[Unit], bool]) -> list[Unit]:
        found = [copy.deepcopy(unit) for unit in self.rows.values() if wanted(unit)]
        return sorted(found, key=lambda unit: (unit.level, unit.division or "", unit.kind, unit.id))


@dataclass
class MemoryPersons:
    """Persons as a dictionary."""

    told: Told = field(default_factory=Told)
    rows: dict[str, Person] = field(default_factory=dict)

    def get(self, scope: Scope, person_id: str) -> Person:
        """Return one inside the scope."""
        person = self.rows.get(person_id)
        if person is None or not scope.holds(person.path):
            raise NotFound("person_not_found")
        return copy.deepcopy(person)

    def some(self, person_ids: Iterable[str]) -> dict[str, Person]:
        """Return those that are known."""
        return {one: copy.deepcopy(self.rows[one]) for one in person_ids if one in self.rows}

    def with_id_no(self, id_no: str) -> Person | None:
        """Return who holds a number."""
        return next((copy.deepcopy(one) for one in self.rows.values() if one.details.id_no == id_no), None)

    def known(self, id_nos: Iterable[str]) -> dict[str, str]:
        """Return person ids by numbers."""
        wanted = set(id_nos)
        return {one.details.id_no: one.id for one in self.rows.values() if one.details.id_no in wanted}

    def search(self, scope: Scope, by: Search, value: str, limit: int) -> list[Person]:
        """Return persons by one of the indexes."""
        return [one for one in self._inside(scope) if value in _marks(one)[by]][:limit]

    def page(self, scope: Scope, after: str | None, limit: int) -> list[Person]:
        """Return those last registered first."""
        found = self._inside(scope)
        if after:
            found = [one for one in found if f"{one.origin.on.isoformat()}.{one.id}" < after]
        return found[:limit]

    def any_in(self, unit_id: str) -> bool:
        """Tell whether anybody belongs to a unit."""
        return any(unit_id in one.path for one in self.rows.values())

    def add(self, person: Person) -> None:
        """Store a new one."""
        if self.with_id_no(person.details.id_no):
            raise Conflict("registered_already")
        self._keep(person)

    def save(self, person: Person) -> None:
        """Store a changed one."""
        if self.rows[person.id].version != person.version:
            raise Stale("changed_meanwhile")
        person.version += 1
        self._keep(person)

    def _keep(self, person: Person) -> None:
        for news in person.news:
            person.seq = self.told.emit(to_message(news))
        person.news.clear()
        self.rows[person.id] = copy.deepcopy(person)

    def _inside(self, scope: Scope) -> list[Person]:
        found = [copy.deepcopy(one) for one in self.rows.values() if scope.holds(one.path)]
        return sorted(found, key=lambda one: (one.origin.on, one.id), reverse=True)


def _marks(person: Person) -> dict[Search, list[str]]:
    details = person.details
    return {
        Search.ID_NO: [plain(details.id_no)],
        Search.PHONE: [details.phone],
        Search.PHONE_LAST4: [details.phone[-4:]],
        Search.NAME: [details.name],
        Search.INITIALS: initials(details.name),
    }


@dataclass
class MemoryConsents:
    """Consents as a list."""

    rows: list[Consent] = field(default_factory=list)

    def add(self, consents: Sequence[Consent]) -> None:
        """Store new ones."""
        self.rows += copy.deepcopy(list(consents))

    def of_person(self, person_id: str) -> list[Consent]:
        """Return hers, oldest first."""
        return copy.deepcopy(sorted((one for one in self.rows if one.person_id == person_id), key=lambda one: one.id))

    def get(self, person_id: str, consent_id: str) -> Consent:
        """Return one of hers."""
        found = [one for one in self.of_person(person_id) if one.id == consent_id]
        if not found:
            raise NotFound("consent_not_found")
        return found[0]

    def save(self, consent: Consent) -> None:
        """Store a changed one."""
        self.rows = [copy.deepcopy(consent) if one.id == consent.id else one for one in self.rows]


@dataclass
class TwoNotices:
    """One notice that must be agreed to, one that need not."""

    def on(self, _day: Any) -> list[Notice]:
        """Return them."""
        return [
            Notice("registration", "CN-registration-1", "同意保存", "为什么要", ("name",), must=True),
            Notice("news", "CN-news-1", "发短信", "一个月两条", ("phone",), must=False),
        ]

    def later(self, _day: Any) -> list[Notice]:
        """Return the one that is asked before a title's public notice."""
        return [Notice("title", "CN-title-1", "同意公示", "公示打了星号的姓名", ("name",), must=False)]


@dataclass
class NotedDeeds:
    """The audit as a list, read back as who saw her data; `broken` refuses to be written."""

    deeds: list[Deed] = field(default_factory=list)
    broken: bool = False

    def note(self, by: Actor, deed: Deed) -> None:
        """Keep an act."""
        if self.broken:
            raise OSError("the audit cannot be written")
        self.deeds.append(deed)

    def of(self, person_id: str, limit: int) -> list[Seen]:
        """Return nothing: acts have no time here."""
        return []


@dataclass
class NoGuards:
    """Guards remember what was touched."""

    touched: list[str] = field(default_factory=list)

    def touch(self, name: str) -> None:
        """Note it."""
        self.touched.append(name)


@dataclass
class MemoryDrafts:
    """Drafts as a dictionary."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def get(self, holder: str) -> dict[str, str]:
        """Return what was typed so far."""
        return dict(self.rows.get(holder, {}))

    def put(self, holder: str, values: Any) -> None:
        """Keep it."""
        self.rows[holder] = dict(values)

    def drop(self, holder: str) -> None:
        """Forget it."""
        self.rows.pop(holder, None)
