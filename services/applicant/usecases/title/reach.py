"""How a title is reached: inside the units of an officer's posts; elsewhere it does not exist."""

from services.applicant.domain.access import RULES
from services.applicant.domain.nomination import Nomination
from services.applicant.usecases.title.ports import Nominations
from shared.access import Actor, scope


def reach(nominations: Nominations, nomination_id: str, *, by: Actor, action: str) -> Nomination:
    """Return it if `by` may take the action on it; raises NotFound("title_not_found")."""
    return nominations.get(scope(RULES, by, action), nomination_id)
