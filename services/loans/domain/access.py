"""Who may do what in loans."""

from shared.access import Rules, rule
from shared.roles import CITY, COUNTY, FEDERATION, TOWNSHIP, VILLAGE

OFFICERS = (*VILLAGE, *TOWNSHIP, *COUNTY)
AGENCY = ("guarantee_officer", "guarantee_leader")
BANK = ("bank_officer", "bank_leader")
AGENCIES = ("hr_officer", "hr_leader", *AGENCY, *BANK)
DESKS = (*OFFICERS, *AGENCIES, "panel_member")

RULES: Rules = {
    "policy.read": rule(public=True),
    "me.read": rule(own=True),
    "me.start": rule(own=True),
    "me.fill": rule(own=True),
    "me.withdraw": rule(own=True),
    "me.appeal": rule(own=True),
    "me.papers": rule(own=True),
    "me.submit": rule(own=True),
    "paper.add": rule(*VILLAGE, own=True),
    "paper.read": rule(*FEDERATION, *AGENCIES, "panel_member", own=True),
    "application.submit": rule(own=True),
    "application.start": rule(*VILLAGE, own=True),
    "application.read": rule(*FEDERATION, own=True),
    "application.fill": rule(*VILLAGE, own=True),
    "application.withdraw": rule(own=True),
    "application.appeal": rule(own=True),
    "draft.list": rule(*OFFICERS),
    "draft.fill": rule(*VILLAGE),
    "work.read": rule(*DESKS, "finance_officer"),
    "desk.work": rule(*DESKS),
    "desk.lead": rule(*(role for role in DESKS if role.endswith("_leader"))),
    "desk.statistics": rule(*DESKS, *CITY),
    "case.read": rule(*FEDERATION, *AGENCIES, "panel_member"),
    "application.tell": rule(services=("applicant",)),
    "fund.read": rule(*AGENCY, "finance_officer", *COUNTY),
    "fund.top_up": rule("finance_officer"),
    "fund.book": rule("finance_officer"),
    "contract.read": rule(*BANK),
    "contract.prepare": rule("bank_officer"),
    "contract.confirm": rule("bank_leader"),
    "contract.drop": rule(*BANK),
    "loan.read": rule(*FEDERATION, *AGENCY, *BANK, own=True),
    "loan.list": rule(*OFFICERS, *AGENCY, *BANK),
    "loan.disburse": rule("bank_officer"),
    "loan.repay": rule(*BANK),
    "loan.demand": rule(*BANK),
    "loan.decline": rule(*AGENCY),
    "loan.prepare_payment": rule("guarantee_officer"),
    "loan.pay": rule("guarantee_leader"),
    "subsidy.read": rule(*BANK, "finance_officer", *COUNTY),
    "subsidy.prepare": rule("bank_officer", "finance_officer"),
    "subsidy.compare": rule("bank_officer"),
    "subsidy.check": rule("finance_officer"),
    "subsidy.pay": rule("finance_officer"),
    "subsidy.settle": rule("finance_officer"),
    "subsidy.drop": rule("bank_officer", "finance_officer"),
    "loan_ledger.bring": rule("bank_officer"),
    "loan_ledger.sign": rule("bank_officer"),
    "loan_ledger.countersign": rule(*AGENCY, "finance_officer"),
    "loan_ledger.read": rule(*BANK, *AGENCY, "finance_officer", *COUNTY),
    "fund_ledger.bring": rule("guarantee_officer"),
    "fund_ledger.sign": rule("guarantee_officer"),
    "fund_ledger.countersign": rule("finance_officer"),
    "fund_ledger.read": rule(*AGENCY, "finance_officer", *COUNTY),
    "loan.recover": rule(*AGENCY),
}
