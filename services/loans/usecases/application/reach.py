"""How an application is reached: hers by her, an officer's inside the units of his posts, else it does not exist."""

from services.loans.domain.access import RULES
from services.loans.domain.application import Application
from services.loans.usecases.ports import Applications
from shared.access import SYSTEM, Actor, Kind, can, scope
from shared.errors import Denied, NotFound


def reach(applications: Applications, application_id: str, *, by: Actor, action: str) -> Application:
    """Return the application if `by` may take the action on it; raises NotFound("application_not_found").

    Raises Denied("own_file") for an officer whom it is about, or who is near to those it is about.
    """
    inside = SYSTEM if by.kind is Kind.WOMAN else scope(RULES, by, action)
    found = applications.get(inside, application_id)
    if not can(RULES, by, action, path=found.scope, person_id=found.person_id):
        raise NotFound("application_not_found")
    if by.kind is Kind.STAFF and found.near.holds(by.id, by.mark):
        raise Denied("own_file")
    return found
