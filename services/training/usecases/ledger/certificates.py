"""A row of the county's book of certificates becomes a certificate with its own number and day; no paper is printed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.training.domain.certificate import Certificate, Course, Identity, Source, issuer
from services.training.usecases.ports import Certificates
from shared.errors import Refused
from shared.ids import new_id, public_code
from shared.ledger import intake
from shared.ledger.ports import Came
from shared.ledger.row import Entry, Row, Sum
from shared.replica import Replica

KIND = "certificate"
Book = intake.Source


class Counted(Protocol):
    """Certificates as sums and numbers, without opening what is sealed of them."""

    def numbers(self, numbers: Collection[str]) -> set[str]:
        """Return which of the numbers this system gave out."""

    def sums(self, path: Sequence[str]) -> list[Sum]:
        """Return how many valid ones a county has, by township and course."""


@dataclass(frozen=True, slots=True)
class CertificateLedger:
    """Its news says origin ledger and the day on the paper: her road gets the step, nobody is written to."""

    certificates: Certificates
    counted: Counted
    replica: Replica

    def taken(self, keys: Collection[str]) -> Collection[str]:
        """Return those of the numbers that this system itself has given out."""
        return self.counted.numbers(keys)

    def look(self, rows: Sequence[Row], source: Book) -> None:
        """Nothing more can be told of them."""

    def present(self, path: Sequence[str]) -> Iterable[Sum]:
        """Return the valid certificates of a county by township and course."""
        return self.counted.sums(path)

    def book(self, entry: Entry, came: Came, source: Book) -> str:
        """Return the certificate's id; raises Refused("person_not_found") when nobody said who she is."""
        if came.person_id is None:
            raise Refused("person_not_found")
        self.replica.card_came(came.card, came.card["seq"])
        facts, path = entry.facts, tuple(came.card["org_path"])
        inside = path[: len(source.path)] == source.path
        made = Certificate(
            id=new_id(),
            number=entry.key,
            code=public_code(),
            person_id=came.person_id,
            identity=Identity(**came.paper),
            course=Course(facts["course"], entry.values["title"], entry.values["minutes"], None, None),
            source=Source(path if inside else source.path, self._issuer(source), origin="ledger"),
            issued_on=date.fromisoformat(facts["issued_on"]),
        )
        self.certificates.add(made.issued())
        return made.id

    def _issuer(self, source: Book) -> str:
        county = self.replica.county_of(source.path)
        return issuer(county.title if county else "")
