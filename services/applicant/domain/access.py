"""Who may do what in applicant."""

from shared.access import Rules, rule
from shared.roles import CITY, COUNTY, FEDERATION, OFFICES, STAFF, TOWNSHIP, TRAINING, VILLAGE

LEDGERS = ("coordinator", "training_reviewer", "bank_officer", "guarantee_officer", "county_officer", "county_leader")
CASE = (*FEDERATION, *TRAINING)  # those whose work is with women by name
PERSONS: Rules = {
    "person.register": rule(public=True),
    "person.register_for_her": rule(*FEDERATION),
    "person.match": rule(services=("loans",)),
    "person.search": rule(*FEDERATION, "coordinator"),
    "person.list": rule(*FEDERATION),
    "person.read": rule(*FEDERATION, "coordinator"),
    "person.reveal": rule(*FEDERATION, "coordinator"),
    "person.amend": rule("village_officer", "township_officer", "county_officer"),
    "person.audit": rule(*COUNTY, "auditor"),
    "person.own": rule(own=True),
    # a service asks; whose women it may ask about is decided by the officer it asks for
    "roster.check": rule(services=("training",)),
    "roster.register": rule(services=("training",)),
    "roster.bring": rule("coordinator", *COUNTY, services=("training",)),
    # women on ledgers of earlier years: the office that kept them brings them (ADR 0014)
    "ledger.tell": rule(services=("training", "loans")),
    "ledger.bring": rule(*LEDGERS, services=("training", "loans")),
    "label.tell": rule(services=("training", "loans")),
    "person.label": rule(*CASE),
    "label.case": rule(services=("loans",)),
    "printed.tell": rule(services=("training",)),
    "person.print": rule("coordinator", "training_reviewer", services=("training",)),
    "card.tell": rule(services=("training", "loans")),
    "facts.tell": rule(services=("loans", "training")),
    "person.facts": rule(*FEDERATION, *OFFICES, services=("loans", "training")),
    "person.card": rule(*CASE, *OFFICES, services=("training", "loans")),
}
UNITS: Rules = {
    "unit.read": rule(*VILLAGE, *TOWNSHIP, *COUNTY, *CITY, "coordinator", "account_admin"),
    "unit.edit": rule("county_officer", "city_officer"),
    "unit.tell": rule(services=("training", "loans")),
}

# ---- sign-in, accounts, messages -----------------------------------------------------------------------------------
ACCOUNTS: Rules = {
    "identity.read": rule(public=True),
    "sign_in": rule(public=True),
    "sign_out": rule(public=True),
    "language.choose": rule(public=True),
    "profile.read": rule(signed_in=True),
    "profile.change": rule(signed_in=True),
    "account.list": rule("account_admin"),
    "account.open": rule("account_admin", services=("applicant",)),
    "account.mark": rule("account_admin"),
    "account.renew": rule("account_admin"),
    "account.close": rule("account_admin"),
    "post.give": rule("account_admin", services=("applicant",)),
    "post.end": rule("account_admin"),
    "factor.reset": rule("account_admin"),
    "account.tell": rule(services=("training", "loans", "applicant")),
    "number.block": rule(*COUNTY),
    "message.kin": rule(services=("loans",)),
    "message.preview": rule(services=("training", "loans")),
}

# ---- journey, home, front page -------------------------------------------------------------------------------------
JOURNEY: Rules = {
    "front.read": rule(public=True),
    "home.read": rule(own=True),
    "work.read": rule(*STAFF),
    "journey.read": rule(*FEDERATION, "inspector"),
}

# ---- enterprises and titles ----------------------------------------------------------------------------------------
TITLES: Rules = {
    "enterprise.own": rule(own=True),
    "enterprise.keep": rule("village_officer", "township_officer", "county_officer", own=True),
    "enterprise.read": rule(*FEDERATION),
    "enterprise.visit": rule("village_officer", "township_officer", "county_officer"),
    "title.read": rule(*FEDERATION),
    "title.nominate": rule("county_officer"),
    "title.check": rule(*TOWNSHIP),
    "title.propose": rule("county_officer"),
    "title.decide": rule("county_leader"),
    "title.watch": rule("county_officer"),
    "title.object": rule("county_officer"),
    "title.show": rule(public=True),
    "title.tell": rule(services=("training", "loans")),
}


# ---- monthly dispatch ------------------------------------------------------------------------------------------------
DISPATCH: Rules = {
    "dispatch.read": rule(*COUNTY, *CITY, "inspector"),
    "dispatch.list": rule(*COUNTY, *CITY, "inspector"),  # inside the reader's own units
    "dispatch.report": rule("county_officer"),
    "dispatch.propose": rule("city_officer"),
    "dispatch.confirm": rule("city_officer", "city_leader"),  # another person than the one who proposed
    "dispatch.lock": rule("city_officer"),
}


# ---- ledgers of earlier years ----------------------------------------------------------------------------------------
TITLE_LEDGER: Rules = {
    "title_ledger.bring": rule("county_officer"),
    "title_ledger.sign": rule("county_officer"),
    "title_ledger.countersign": rule("county_leader"),
    "title_ledger.read": rule(*COUNTY),
}

RULES: Rules = {**PERSONS, **UNITS, **ACCOUNTS, **JOURNEY, **TITLES, **DISPATCH, **TITLE_LEDGER}
