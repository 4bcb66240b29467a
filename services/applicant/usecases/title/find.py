"""Questions about titles that change nothing: an officer's, her own, another service's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.criteria import Line
from services.applicant.domain.enterprise import Enterprise
from services.applicant.domain.nomination import Holder, Nomination, Terms
from services.applicant.domain.person import Person
from services.applicant.domain.unit import Unit
from services.applicant.usecases.enterprise.ports import Enterprises
from services.applicant.usecases.ports import Persons, Units
from services.applicant.usecases.title.ports import SHELVES, Nominations
from services.applicant.usecases.title.reach import reach
from services.applicant.usecases.title.rules import Standing
from shared.access import Actor, scope

MOST = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything one page about a title shows."""

    nomination: Nomination
    terms: Terms
    lines: Sequence[Line]
    person: Person
    enterprise: Enterprise | None
    units: Sequence[Unit]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of titles and what stands on its rows: names of enterprises, women and places by id."""

    rows: Sequence[Nomination]
    enterprises: Mapping[str, Enterprise]
    persons: Mapping[str, Person]
    units: Mapping[str, Unit]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Find:
    """What an asker may see of titles."""

    nominations: Nominations
    standing: Standing
    enterprises: Enterprises
    persons: Persons
    units: Units

    def sheet(self, nomination_id: str, *, by: Actor, action: str = "title.read") -> Sheet:
        """Return one for what the asker wants to do with it; raises NotFound outside the reach."""
        return self._sheet(reach(self.nominations, nomination_id, by=by, action=action))

    def listed(self, shelf: str, *, by: Actor, after: str | None = None, limit: int = 50) -> Listed:
        """Return one shelf inside the asker's units, newest first, and how many lie on each (up to 100)."""
        inside = scope(RULES, by, "title.read")
        rows = self.nominations.page(inside, SHELVES[shelf], after, min(limit, MOST))
        return Listed(
            rows=rows,
            enterprises=self.enterprises.some([one.holder.enterprise_id for one in rows if one.holder.enterprise_id]),
            persons=self.persons.some([one.holder.person_id for one in rows]),
            units=self.units.some({unit for one in rows for unit in one.path}),
            counts=self.counts(by=by),
        )

    def counts(self, *, by: Actor) -> dict[str, int]:
        """Return how many lie on each shelf inside the asker's units (up to 100)."""
        return self.nominations.counts(scope(RULES, by, "title.read"), SHELVES, MOST)

    def name(self, code: str, path: Sequence[str]) -> str:
        """Return what a title is called in a county; raises NotFound("title_unknown")."""
        return self.standing.titles.of(code, path).name

    def own(self, person_id: str) -> list[Nomination]:
        """Return a woman's, newest first, for herself or once the asker has been let through to her."""
        return self.nominations.of_person(person_id)

    def offered(self, person_id: str, enterprise: Enterprise | None) -> list[tuple[Terms, tuple[Line, ...]]]:
        """Return every title of her county and how she, or her enterprise, stands against it."""
        person = self.persons.some([person_id])[person_id]
        path = enterprise.path if enterprise else person.path
        holder = Holder(person_id, enterprise.id if enterprise else None, path)
        return [(terms, self.standing.lines(terms, holder, {})) for terms in self.standing.titles.all(path)]

    def _sheet(self, found: Nomination) -> Sheet:
        holder = found.holder
        known = self.units.some(found.path)
        return Sheet(
            nomination=found,
            terms=self.standing.titles.of(found.title, found.path),
            lines=found.verdict or self.standing(found),
            person=self.persons.some([holder.person_id])[holder.person_id],
            enterprise=self.enterprises.some([holder.enterprise_id or ""]).get(holder.enterprise_id or ""),
            units=[known[one] for one in found.path if one in known],
        )
