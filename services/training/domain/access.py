"""Who may do what in training."""

from shared.access import Rules, rule
from shared.roles import CITY, COUNTY, TOWNSHIP, TRAINING, VILLAGE

RULES: Rules = {
    "class.list": rule(*TRAINING, *TOWNSHIP, *COUNTY, *CITY),
    "class.read": rule(*TRAINING, *TOWNSHIP, *COUNTY, *CITY),
    "class.plan": rule("coordinator"),
    "class.file": rule("coordinator"),
    "class.approve": rule("training_reviewer"),
    "class.open": rule("coordinator"),
    "class.cancel": rule("coordinator"),
    "class.public": rule(public=True),
    "class.tell": rule(services=("applicant", "loans")),
    "room.read": rule(*TRAINING, *COUNTY),
    "me.read": rule(own=True),
    "enrolment.apply": rule(own=True),
    "enrolment.give_back": rule(own=True),
    "enrolment.read": rule(*TRAINING, *COUNTY, own=True),
    "enrolment.list": rule(*TRAINING, *COUNTY),
    "enrolment.drop": rule("coordinator", own=True),
    "enrolment.take_out": rule("coordinator"),
    "enrolment.admit": rule("coordinator"),
    "enrolment.tell": rule(services=("applicant", "loans")),
    "roster.upload": rule("coordinator"),
    "roster.read": rule("coordinator"),
    "work.read": rule(*TRAINING, *TOWNSHIP, *COUNTY, *CITY, *VILLAGE),
}
