"""How an enterprise is reached: hers by her, an officer's inside the units of his posts, else it does not exist."""

from services.applicant.domain.access import RULES
from services.applicant.domain.enterprise import Enterprise
from services.applicant.usecases.enterprise.ports import Enterprises
from shared.access import SYSTEM, Actor, Kind, can, scope
from shared.errors import NotFound


def reach(enterprises: Enterprises, enterprise_id: str, *, by: Actor, action: str) -> Enterprise:
    """Return it if `by` may take the action on it; raises NotFound("enterprise_not_found")."""
    inside = SYSTEM if by.kind is Kind.WOMAN else scope(RULES, by, action)
    found = enterprises.get(inside, enterprise_id)
    if not can(RULES, by, action, path=found.path, person_id=found.person_id):
        raise NotFound("enterprise_not_found")
    return found
