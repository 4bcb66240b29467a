"""Everybody who passed gets a certificate: a number without gaps and what will be printed, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.certificate import Certificate, Course, Identity, Source, issuer
from services.training.domain.enrolment import Enrolment, State
from services.training.domain.training_class import EXAMINED, TrainingClass
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.followup import FollowUpUseCases
from services.training.usecases.ports import (
    Certificates,
    Classes,
    Clock,
    Deed,
    Due,
    Enrolments,
    Guards,
    Ledger,
    Numbers,
)
from shared.access import Actor, scope
from shared.errors import Conflict, Refused, Unavailable
from shared.ids import new_id, public_code
from shared.replica import Replica, Unit

PRINT = "certificate.print"


@dataclass(frozen=True, slots=True)
class Issue:
    """Who entered the points does not give out the paper."""

    classes: Classes
    enrolments: Enrolments
    certificates: Certificates
    catalogue: Catalogue
    replica: Replica
    followup: FollowUpUseCases
    numbers: Numbers
    guards: Guards
    due: Due
    ledger: Ledger
    clock: Clock

    def __call__(self, class_id: str, identities: Mapping[str, Identity], *, by: Actor) -> list[Certificate]:
        """Return the new certificates, of those who passed and whose `identities` (by person) are known.

        Raises NotFound, Conflict("class_not_examined" | "nobody_to_certify"), Refused("same_person").
        """
        one = self.classes.get(scope(RULES, by, "certificate.issue"), class_id)
        self.guards.touch(f"class:{class_id}")
        if one.state not in EXAMINED:
            raise Conflict("class_not_examined", state=one.state.value)
        passed = [place for place in self.enrolments.of_class(class_id, State.PASSED) if place.person_id in identities]
        if not passed:
            raise Conflict("nobody_to_certify")
        if any(by.id in place.examiners for place in passed):
            raise Refused("same_person")
        county = self._county(one)
        made = [self._one(one, county, place, identities[place.person_id]) for place in passed]
        self.due.add(PRINT, class_id, self.clock.now())
        whom = tuple(place.person_id for place in passed)
        self.ledger.note(by, Deed("certificate.issue", "class", class_id, whom))
        return made

    def _one(self, of: TrainingClass, county: Unit, place: Enrolment, identity: Identity) -> Certificate:
        today, plan = self.clock.today(), of.plan
        title = self.catalogue.course(plan.course, plan.starts_on, county.division or "").title
        series = f"ZS-{county.division}-{today.year}"
        new = Certificate(
            id=new_id(),
            number=f"{series}-{self.numbers.next(series):06d}",
            code=public_code(),
            person_id=place.person_id,
            identity=identity,
            course=Course(plan.course, title, plan.minutes, plan.starts_on, plan.ends_on),
            source=Source(plan.path, issuer(county.title), of.id, place.id),
            issued_on=today,
        ).issued()
        place.certified()
        self.enrolments.save(place)
        self.certificates.add(new)
        self.followup.begin(new, of.id)
        return new

    def _county(self, one: TrainingClass) -> Unit:
        county = self.replica.county_of(one.plan.path)
        if county is None or county.division is None:
            raise Unavailable("county_not_known_yet")
        return county
