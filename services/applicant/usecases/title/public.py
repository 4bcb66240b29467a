"""What everybody may see of titles: the notices that hang out, and one title by the address on its plaque."""

from dataclasses import dataclass
from datetime import date

from services.applicant.domain import masks
from services.applicant.domain.nomination import Nomination, State
from services.applicant.usecases.enterprise.ports import Enterprises
from services.applicant.usecases.person.label import place_of
from services.applicant.usecases.ports import Persons, Units
from services.applicant.usecases.title.nominate import Agreements
from services.applicant.usecases.title.ports import Nominations
from services.applicant.usecases.title.rules import TitlesInForce
from shared.errors import NotFound

AT_MOST = 100


@dataclass(frozen=True, slots=True)
class PublicTitle:
    """`title` is its name in its county. Names are masked, and empty where she has not agreed to their being shown."""

    title: str
    state: State
    person: str
    enterprise: str
    place: str
    number: str
    recognised_on: date | None
    valid_until: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Public:
    """No account is needed; nothing personal is shown without her consent."""

    nominations: Nominations
    persons: Persons
    enterprises: Enterprises
    units: Units
    agreements: Agreements
    titles: TitlesInForce

    def notices(self) -> list[PublicTitle]:
        """Return what hangs out today, of those who still agree to it."""
        found = self.nominations.noticed(self.titles.clock.today(), AT_MOST)
        return [one for one in map(self._shown, found) if one.person]

    def verify(self, code: str) -> PublicTitle:
        """Return the title of a public address; raises NotFound("title_not_found")."""
        found = self.nominations.with_code(code)
        if found is None:
            raise NotFound("title_not_found")
        return self._shown(found)

    def _shown(self, one: Nomination) -> PublicTitle:
        holder = one.holder
        person = self.persons.some([holder.person_id]).get(holder.person_id)
        shown = person is not None and self.agreements.stands(holder.person_id)
        enterprise = self.enterprises.some([holder.enterprise_id or ""]).get(holder.enterprise_id or "")
        began = next((step.on for step in one.steps if step.what in ("recognise", "take_over")), None)
        return PublicTitle(
            title=self.titles.of(one.title, one.path).name,
            state=one.state,
            person=masks.name(person.details.name) if person is not None and shown else "",
            enterprise=enterprise.details.name if enterprise is not None and shown else "",
            place=place_of(person, self.units.some(person.path)) if person is not None else "",
            number=one.number,
            recognised_on=began,
            valid_until=one.valid_until,
            until=one.until,
        )
