"""A row of the county's book of titles becomes a recognised title with its own number, day and end."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from services.applicant.domain import uscc
from services.applicant.domain.enterprise import Details, Enterprise, Kind
from services.applicant.domain.nomination import OPEN, shifted
from services.applicant.usecases.enterprise.ports import Enterprises
from services.applicant.usecases.ports import Clock, Persons
from services.applicant.usecases.title.ports import Nominations
from services.applicant.usecases.title.rules import TitlesInForce
from services.applicant.usecases.title.take_over import Past, TakeOver
from shared.errors import Refused
from shared.ids import new_id
from shared.ledger import intake
from shared.ledger.ports import Came
from shared.ledger.row import Entry, Finding, Row, Sum
from shared.uscc import plain

KIND = "title"
Book = intake.Source


class CountedTitles(Protocol):
    """Titles as sums and numbers."""

    def numbers(self, numbers: Collection[str]) -> set[str]:
        """Return which of the numbers this system gave out."""

    def sums(self, path: Sequence[str]) -> list[Sum]:
        """Return how many hold in a county, by township and title."""


@dataclass(frozen=True, slots=True)
class TitleLedger:
    """An enterprise that is not here yet is registered with what the ledger says of it."""

    take_over: TakeOver
    nominations: Nominations
    enterprises: Enterprises
    persons: Persons
    titles: TitlesInForce
    counted: CountedTitles
    clock: Clock

    def taken(self, keys: Collection[str]) -> Collection[str]:
        """Return those of the numbers that this system itself has given out."""
        return self.counted.numbers(keys)

    def look(self, rows: Sequence[Row], source: Book) -> None:  # noqa: ARG002  # one shape for every kind
        """A woman who has the same title here already, by another number, is pointed out."""
        for row in rows:
            if row.entry is not None and row.entry.person_id is not None and self._open(row.entry):
                row.findings.append(Finding("title", "nominated_already"))

    def present(self, path: Sequence[str]) -> Iterable[Sum]:
        """Return the titles that hold in a county."""
        return self.counted.sums(path)

    def book(self, entry: Entry, came: Came, source: Book) -> str:
        """Return the title's id. Raises Refused, and Conflict("nominated_already", "enterprise_taken")."""
        if came.person_id is None:
            raise Refused("person_not_found")
        facts = entry.facts
        recognised_on = date.fromisoformat(facts["recognised_on"])
        terms = self.titles.of(facts["title"], source.path)
        ends = shifted(recognised_on, 12 * terms.valid_years)
        past = Past(
            person_id=came.person_id,
            title=facts["title"],
            number=entry.key,
            recognised_on=recognised_on,
            valid_until=date.fromisoformat(facts["valid_until"]) if facts["valid_until"] else ends,
            enterprise_id=self._enterprise(came.person_id, entry.values) if terms.kind == "entity" else None,
        )
        return self.take_over(past, by=source.by).id

    def _open(self, entry: Entry) -> bool:
        person_id, title = entry.person_id or "", entry.facts["title"]
        hers = self.nominations.of_person(person_id)
        person_title = self.titles.of(title, hers[0].path).kind == "person" if hers else False
        return person_title and any(
            one.title == title and one.state in OPEN and one.number != entry.key for one in hers
        )

    def _enterprise(self, person_id: str, values: Mapping[str, Any]) -> str:
        code, name = plain(str(values.get("uscc", ""))), str(values.get("enterprise", ""))
        for one in self.enterprises.of_person(person_id):
            if (code and one.details.uscc == code) or (not code and one.details.name == name):
                return one.id
        kind = Kind(uscc.kind_of(code) or Kind.OTHER)
        founded_on = date.fromisoformat(str(values["founded_on"]))
        details = Details(name, code, kind, str(values.get("trade", "")), founded_on)
        path = self.persons.some([person_id])[person_id].path
        made = Enterprise.register(new_id(), person_id, path, details, self.clock.today())
        self.enterprises.add(made)
        return made.id
