"""What a rule of another service needs to know of her: asked for one purpose, written down before it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.applicant.domain.access import RULES
from services.applicant.domain.categories import LOAN_GROUPS
from services.applicant.domain.person import Person
from services.applicant.usecases.enterprise.ports import Enterprises
from services.applicant.usecases.ports import Clock, Deed, Ledger, Marks, Persons
from shared.access import Actor, Kind, Post, scope
from shared.errors import Denied, NotFound
from shared.id_number import IdNumber
from shared.roles import OFFICES

PURPOSES = {"svc:loans": "judge", "svc:training": "enrol"}
USUAL = ("birth_month", "sex", "groups", "hukou")
FIELDS = {"enrol": USUAL, "judge": (*USUAL, "enterprises")}


@dataclass(frozen=True, slots=True)
class Facts:
    """`birth_month` 1985-06, `sex` as the ID number says, groups as policy codes; nothing else leaves.

    `marks` are fingerprints of her own ID number and of those asked beside it, in their order, by which desks keep
    officers off the files of their own families. `barred` names what keeps her out of loans (codes); nobody keeps
    such a list here yet, so it is empty. `enterprises` are the codes (统一社会信用代码) of hers that are registered,
    against which the one on an application is held; told for judging only.
    """

    birth_month: str
    sex: str
    groups: tuple[str, ...]
    hukou: str
    org_path: tuple[str, ...]
    asked_at: datetime
    barred: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TellFacts:
    """One woman, one purpose, one audit row; she reads it herself under "who saw my data"."""

    persons: Persons
    enterprises: Enterprises
    marks: Marks
    ledger: Ledger
    clock: Clock

    def __call__(self, person_id: str, purpose: str, kin: Sequence[str] = (), *, by: Actor) -> Facts:
        """Return the facts; `kin` are ID numbers of husband, guarantor and partners.

        Raises NotFound for whom the service's end user may not ask about. Each service asks for its own purpose only:
        Denied("not_for_this_purpose").
        """
        if PURPOSES.get(by.id) != purpose:
            raise Denied("not_for_this_purpose")
        person = self.persons.some([person_id]).get(person_id)
        if person is None or not concerns(person, by.on_behalf_of or by):
            raise NotFound("person_not_found")
        self.ledger.note(by, Deed("person.facts", "person", person.id, [person.id], FIELDS[purpose], purpose))
        details = person.details
        number = IdNumber(details.id_no)
        return Facts(
            birth_month=f"{number.born_on:%Y-%m}",
            sex="female" if number.says_female else "male",
            groups=tuple(code for code in details.groups if code in LOAN_GROUPS),
            hukou=details.hukou,
            org_path=person.path,
            asked_at=self.clock.now(),
            marks=tuple(self.marks(one) for one in (details.id_no, *kin)),
            enterprises=self._codes(person.id) if "enterprises" in FIELDS[purpose] else (),
        )

    def _codes(self, person_id: str) -> tuple[str, ...]:
        return tuple(one.details.uscc for one in self.enterprises.of_person(person_id) if one.details.uscc)


def concerns(person: Person, asker: Actor) -> bool:
    """Tell whether her facts are this asker's business: the service's own, hers, her place's, her county's offices'."""
    if asker.kind is Kind.SERVICE:
        return True
    if asker.kind is Kind.WOMAN:
        return asker.id == person.id
    inside = scope(RULES, asker, "person.facts").holds(person.path)
    return inside or any(_office_of(person, post) for post in asker.posts)


def _office_of(person: Person, post: Post) -> bool:
    """Tell whether a post is at an office that hangs under one of her units: the loan desks outside the federation."""
    return post.role in OFFICES and len(post.path) > 1 and post.path[-2] in person.path
