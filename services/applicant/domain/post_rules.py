"""Which unit a role may be held at: conventions, Roles."""

from services.applicant.domain.account import HeldPost
from shared.errors import Refused
from shared.regions import Level
from shared.roles import CITY, COUNTY, STAFF, TOWNSHIP, TRAINING, VILLAGE

_LEVELS = {
    **dict.fromkeys(VILLAGE, Level.VILLAGE),
    **dict.fromkeys(TOWNSHIP, Level.TOWNSHIP),
    **dict.fromkeys(COUNTY, Level.COUNTY),
    **dict.fromkeys((*CITY, "inspector"), Level.CITY),
}
_KINDS = {
    **dict.fromkeys(("hr_officer", "hr_leader"), ("hr",)),
    **dict.fromkeys(("guarantee_officer", "guarantee_leader"), ("guarantee",)),
    **dict.fromkeys(("bank_officer", "bank_leader"), ("bank",)),
    "finance_officer": ("finance",),
    "panel_member": ("leading_group",),
    "training_reviewer": ("federation", "hr"),
    **dict.fromkeys(TRAINING[:2], ("school", "federation")),
}


def check_place(post: HeldPost, level: int) -> None:
    """Raise Refused("unknown_role") or ("role_not_here") for a role that is not held at such a unit."""
    if post.role not in STAFF:
        raise Refused("unknown_role")
    wanted = _LEVELS.get(post.role)
    if wanted is not None and (post.unit_kind != "federation" or level != wanted):
        raise Refused("role_not_here")
    if post.role in _KINDS and post.unit_kind not in _KINDS[post.role]:
        raise Refused("role_not_here")
