"""Who may do what in loans."""

from shared.access import Rules, rule
from shared.roles import COUNTY, FEDERATION, TOWNSHIP, VILLAGE

OFFICERS = (*VILLAGE, *TOWNSHIP, *COUNTY)

RULES: Rules = {
    "policy.read": rule(public=True),
    "me.read": rule(own=True),
    "me.start": rule(own=True),
    "me.fill": rule(own=True),
    "me.withdraw": rule(own=True),
    "application.start": rule(*VILLAGE, own=True),
    "application.read": rule(*FEDERATION, own=True),
    "application.fill": rule(*VILLAGE, own=True),
    "application.withdraw": rule(own=True),
    "draft.list": rule(*OFFICERS),
    "draft.fill": rule(*VILLAGE),
    "work.read": rule(*OFFICERS),
    "application.tell": rule(services=("applicant",)),
}
