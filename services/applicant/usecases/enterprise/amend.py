"""Something about her enterprise is different."""

from dataclasses import dataclass

from services.applicant.domain.enterprise import Details, Enterprise
from services.applicant.usecases.enterprise.ports import Enterprises
from services.applicant.usecases.enterprise.reach import reach
from services.applicant.usecases.ports import Clock, Deed, Ledger
from shared.access import Actor, Kind
from shared.errors import Refused, Stale


@dataclass(frozen=True, slots=True)
class Amend:
    """She herself, or an officer of her place; what a title was recognised by stays with the title."""

    enterprises: Enterprises
    ledger: Ledger
    clock: Clock

    def __call__(self, enterprise_id: str, details: Details, *, by: Actor, seen: int) -> Enterprise:
        """Return it changed; `seen` is the version the form was made from.

        Raises NotFound, Invalid, Stale("changed_meanwhile"), Refused("nothing_changed"), Conflict("enterprise_taken").
        """
        found = reach(self.enterprises, enterprise_id, by=by, action="enterprise.keep")
        if found.version != seen:
            raise Stale("changed_meanwhile")
        if found.details == details:
            raise Refused("nothing_changed")
        found.amend(details, self.clock.today())
        self.enterprises.save(found)
        if by.kind is Kind.STAFF:
            self.ledger.note(by, Deed("enterprise.amend", "enterprise", found.id, [found.person_id]))
        return found
