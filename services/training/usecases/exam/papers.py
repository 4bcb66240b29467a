"""Everything the forms of a class say, gathered once; whoever takes them leaves a row in the audit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.training.domain.access import RULES
from services.training.domain.attendance import Sheet
from services.training.domain.certificate import Certificate, issuer
from services.training.domain.certificate import State as PaperState
from services.training.domain.course import Course
from services.training.domain.enrolment import TAUGHT, Enrolment
from services.training.domain.enrolment import State as SeatState
from services.training.domain.news import Heads
from services.training.domain.place import Organiser, Places
from services.training.domain.session import Session
from services.training.domain.subsidy import Claim
from services.training.domain.training_class import TrainingClass
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.exam.lists import ExamLists
from services.training.usecases.ports import (
    Certificates,
    Classes,
    Deed,
    Enrolments,
    Ledger,
    Resources,
    Sessions,
    Sheets,
)
from services.training.usecases.subsidy.ports import Claims
from services.training.usecases.training_class.finish import heads
from shared.access import Actor, scope
from shared.policy import NATION
from shared.replica import Replica


@dataclass(frozen=True, slots=True)
class ClassFile:
    """A class with its women in the order they came, what was written of them, and their certificates.

    `unit` is the federation that gives out their certificates, `listed` are the places on the list of its exam, `asked`
    all who ever asked for the class, in that order, `organiser` is who holds it.
    """

    klass: TrainingClass
    unit: str
    course: Course
    places: Places
    women: Sequence[Enrolment]
    sessions: Sequence[Session]
    sheets: Sequence[Sheet]
    papers: Sequence[Certificate]
    bands: Mapping[str, Mapping[str, Any]]
    listed: Collection[str]
    asked: Sequence[str]
    organiser: Organiser | None

    def number(self, place: Enrolment) -> str:
        """Return her number in the class, which is her exam number: PX-431230-2026-0012-07.

        It stays hers whoever comes or goes, or a list that is with the tester would name others when it comes back.
        """
        return f"{self.klass.plan.number}-{self.asked.index(place.id) + 1:02d}"

    def paper(self, place: Enrolment) -> Certificate:
        """Return her certificate that counts; raises KeyError where she has none."""
        return self._papers[place.id]

    @property
    def valid(self) -> list[Enrolment]:
        """Return the women with a certificate that counts, by its number."""
        having = [place for place in self.women if place.id in self._papers]
        return sorted(having, key=lambda place: self._papers[place.id].number)

    @property
    def heads(self) -> Heads:
        """Return the heads of the closing sheet."""
        return heads(list(self.women))

    @property
    def _papers(self) -> dict[str, Certificate]:
        return {it.source.enrolment_id or "": it for it in self.papers if it.state is PaperState.VALID}


@dataclass(frozen=True, slots=True)
class Papers:
    """Those who run a class reach it by its units, HR reaches it through the claim."""

    classes: Classes
    enrolments: Enrolments
    sessions: Sessions
    sheets: Sheets
    certificates: Certificates
    claims: Claims
    lists: ExamLists
    resources: Resources
    catalogue: Catalogue
    replica: Replica
    ledger: Ledger

    def of_class(self, class_id: str, form: str, *, by: Actor) -> ClassFile:
        """Return what a form of a class says, for whoever takes it; raises NotFound outside the asker's units."""
        return self._taken(self.brought(class_id, by=by), form, by)

    def brought(self, class_id: str, *, by: Actor) -> ClassFile:
        """Return the same to hold a form against that comes back: nobody takes a name away. Raises NotFound."""
        return self._gathered(self.classes.get(scope(RULES, by, "class.papers"), class_id))

    def of_claim(self, claim_id: str, *, by: Actor) -> tuple[Claim, ClassFile]:
        """Return a claim with its class's file; raises NotFound outside the asker's units."""
        claim = self.claims.get(scope(RULES, by, "subsidy.papers"), claim_id)
        return claim, self._taken(self._gathered(self.classes.some([claim.class_id])[0]), "dossier", by)

    def _taken(self, file: ClassFile, form: str, by: Actor) -> ClassFile:
        whom = tuple(place.person_id for place in file.women)
        self.ledger.note(by, Deed("class.papers", "class", file.klass.id, whom, facts={"form": form}))
        return file

    def _gathered(self, one: TrainingClass) -> ClassFile:
        asked = sorted(self.enrolments.of_classes([one.id], set(SeatState)), key=lambda place: place.id)
        women = [place for place in asked if place.state in TAUGHT]
        cards = {place.person_id: self.replica.cards.get(place.person_id) for place in women}
        bands = {person: card.bands for person, card in cards.items() if card}
        sessions = self.sessions.of_classes([one.id])
        made, plan, county = self.lists.get(one.id), one.plan, self.replica.county_of(one.plan.path)
        division = (county.division if county else None) or NATION
        return ClassFile(
            klass=one,
            unit=issuer(county.title) if county else "",
            course=self.catalogue.course(plan.course, plan.starts_on, division),
            places=self.resources.some({plan.room, *(teacher for session in sessions for teacher in session.teachers)}),
            women=women,
            sessions=sessions,
            sheets=self.sheets.of_class(one.id),
            papers=self.certificates.of_class(one.id),
            bands=bands,
            listed=made.places if made else (),
            asked=[place.id for place in asked],
            organiser=self.resources.near(plan.path).organiser_of(plan.path),
        )
