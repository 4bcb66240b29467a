"""The titles of a county today, and how a holder stands against one: dated data and what this system keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.applicant.domain.criteria import Criterion, Line, judge, known_of
from services.applicant.domain.nomination import Holder, Nomination, Terms
from services.applicant.usecases.enterprise.ports import Enterprises
from services.applicant.usecases.ports import Clock, Persons, Units
from services.applicant.usecases.title.ports import Defaults
from shared.errors import NotFound
from shared.id_number import IdNumber
from shared.policy import NATION, Policy, Version
from shared.regions import Level

PREFIX = "title."


@dataclass(frozen=True, slots=True)
class TitlesInForce:
    """Reads policy/titles.toml as of today and of the county a path leads through."""

    policy: Policy
    units: Units
    clock: Clock

    def all(self, path: Sequence[str]) -> list[Terms]:
        """Return every title a county gives."""
        return [_terms(one) for one in self.policy.all_on(self.clock.today(), self.division(path), PREFIX)]

    def of(self, code: str, path: Sequence[str], on: date | None = None) -> Terms:
        """Return one; raises NotFound("title_unknown")."""
        try:
            return _terms(self.policy.on(on or self.clock.today(), self.division(path), f"{PREFIX}{code}"))
        except NotFound as problem:
            raise NotFound("title_unknown") from problem

    def division(self, path: Sequence[str]) -> str:
        """Return the code of the county a path leads through, the nation's where there is none."""
        units = self.units.some(path).values()
        return next((one.division for one in units if one.level is Level.COUNTY and one.division), NATION)


@dataclass(frozen=True, slots=True)
class Standing:
    """Facts that are kept here against the conditions of a title."""

    titles: TitlesInForce
    persons: Persons
    enterprises: Enterprises
    defaults: Defaults

    def __call__(self, nomination: Nomination) -> tuple[Line, ...]:
        """Return every condition judged as of today."""
        terms = self.titles.of(nomination.title, nomination.path)
        return self.lines(terms, nomination.holder, nomination.answers)

    def lines(self, terms: Terms, holder: Holder, answers: dict[str, bool]) -> tuple[Line, ...]:
        """Return the conditions of a title for whoever might hold it."""
        known_here = self.enterprises.some([holder.enterprise_id] if holder.enterprise_id else [])
        enterprise = known_here.get(holder.enterprise_id or "")
        person = self.persons.some([holder.person_id])[holder.person_id]
        number = person.details.id_no
        woman = number[-2:-1].isdecimal() and IdNumber(number).says_female
        defaulted = self.defaults.holds(holder.person_id)
        known = known_of(enterprise, woman=woman, defaulted=defaulted, today=self.titles.clock.today())
        return judge(terms.criteria, known, answers)


def _terms(version: Version) -> Terms:
    values = version.values
    return Terms(
        code=version.topic.removeprefix(PREFIX),
        policy_id=version.id,
        name=values["name"],
        kind=values["kind"],
        valid_years=values["valid_years"],
        notice_workdays=values["notice_workdays"],
        watch_months=values["watch_months"],
        criteria=tuple(
            Criterion(one["slug"], one["fact"], one["at_least"], one["unit"], one["doc"]) for one in values["criteria"]
        ),
        document=version.source.document,
        verified=version.source.verified,
    )
