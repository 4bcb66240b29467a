"""What loans tells the others: applications on their way through the desks, loans through their life, and funds."""

from marshmallow import fields, validate

from shared.contracts.fields import Contract, a_code, a_count, a_day, a_flag, a_path, an_id, codes

NUMBER = validate.Length(min=4, max=40)


class ApplicationStep(Contract):
    """Something happened to a woman's application; stream = her id."""

    application_id = an_id()
    person_id = an_id()
    on = a_day()


class ApplicationStarted(ApplicationStep):
    """She, or a village officer for her, began a draft; nothing has been asked of any office yet."""

    org_path = a_path()
    channel = a_code("self", "officer")


class ApplicationWithdrawn(ApplicationStep):
    """She took it back before a contract was signed."""


class ApplicationSubmitted(ApplicationStep):
    """She handed it in: money in fen, the verdict's policy, the first desk and the day by which it should be done."""

    number = fields.String(required=True, validate=NUMBER)
    org_path = a_path()
    form = a_code("individual", "partner", "enterprise")
    amount_fen = a_count(at_least=1)
    term_months = a_count(at_least=1)
    policy_id = a_code()
    eligible = a_flag()
    desk = a_code()
    due_on = a_day()


class ApplicationPassed(ApplicationStep):
    """One desk is done with it; `next` is the desk it lies at now, empty behind the last one.

    `office` is the unit that did it, `days` the working days it took there without those spent waiting for her, `late`
    tells that this was more than the desk may take.
    """

    org_path = a_path()
    desk = a_code()
    office = an_id()
    next = fields.String(required=True, validate=validate.Regexp(r"\A[a-z_]{0,40}\Z"))
    amount_fen = a_count(at_least=1)
    days = a_count()
    late = a_flag()
    due_on = fields.Date(required=True, allow_none=True, format="iso")


class ApplicationGuaranteed(ApplicationStep):
    """The guarantee agency stands for it; the fund's head-room is reserved."""

    org_path = a_path()
    office = an_id()
    number = fields.String(required=True, validate=NUMBER)
    amount_fen = a_count(at_least=1)


class ApplicationReturned(ApplicationStep):
    """A desk waits for her: why as codes, how many things are missing, until when."""

    org_path = a_path()
    desk = a_code()
    reasons = codes()
    items = a_count(at_least=1)
    due_on = a_day()


class ApplicationResubmitted(ApplicationStep):
    """She gave what was missing; it goes on at the desk that waited. `round` counts her hand-ins from 1."""

    desk = a_code()
    round = a_count(at_least=2)
    due_on = a_day()


class ApplicationAppealed(ApplicationStep):
    """After a no she asked for a second look; it lies at a desk again."""

    desk = a_code()
    due_on = a_day()


class ApplicationRejected(ApplicationStep):
    """It ends here; why as codes."""

    org_path = a_path()
    desk = a_code()
    reasons = codes()


class ApplicationApproved(ApplicationStep):
    """The last desk said yes; it lapses when no contract is signed by `lapses_on`. Rate in basis points."""

    org_path = a_path()
    amount_fen = a_count(at_least=1)
    term_months = a_count(at_least=1)
    rate_bp = a_count()
    lapses_on = a_day()


class ApplicationLapsed(ApplicationStep):
    """Time ran out, while it waited for her or for a contract."""

    waited_for = a_code("papers", "contract")


class ApplicationContracted(ApplicationStep):
    """The contract is signed."""

    org_path = a_path()
    number = fields.String(required=True, validate=NUMBER)
    amount_fen = a_count(at_least=1)


class LoanStep(Contract):
    """Something happened to a loan; stream = the woman's id, `org_path` is where it counts."""

    loan_id = an_id()
    person_id = an_id()
    org_path = a_path()
    on = a_day()


class LoanDisbursed(LoanStep):
    """The money is on her account; `origin` ledger when the loan ran before this system was there."""

    application_id = fields.String(required=True, allow_none=True, validate=validate.Regexp(r"\A[0-9a-f]{32}\Z"))
    number = fields.String(required=True, validate=NUMBER)
    amount_fen = a_count(at_least=1)
    term_months = a_count(at_least=1)
    rate_bp = a_count()
    jobs = a_count()
    first_due_on = a_day()
    matures_on = a_day()
    origin = a_code("system", "ledger")


class LoanRepaid(LoanStep):
    """A repayment was booked; what is left of the principal."""

    principal_fen = a_count()
    interest_fen = a_count()
    balance_fen = a_count()


class LoanOverdue(LoanStep):
    """A due date has passed without the money: from when, and how much was due."""

    due_on = a_day()
    due_fen = a_count(at_least=1)
    balance_fen = a_count(at_least=1)


class LoanCured(LoanStep):
    """What was overdue has been paid."""

    balance_fen = a_count()


class LoanSettled(LoanStep):
    """Nothing is owed any more."""

    had_overdue = a_flag()


class LoanSubrogated(LoanStep):
    """The guarantee agency paid the bank in her place."""

    amount_fen = a_count(at_least=1)


class LoanExtended(LoanStep):
    """Its maturity was moved back (展期); the time beyond the contract's is not subsidised."""

    matures_on = a_day()
    balance_fen = a_count(at_least=1)


class LoanCalled(LoanStep):
    """It was called in before its day: all of it is due on `due_on`, the subsidy paid so far goes back."""

    reason = a_code("misuse", "false_papers")
    due_on = a_day()
    balance_fen = a_count(at_least=1)
    clawback_fen = a_count()


class LoanWrittenOff(LoanStep):
    """After a public notice nothing more is expected of it; what was lost."""

    lost_fen = a_count(at_least=1)
    reason = a_code("death", "disabled", "missing", "disaster", "court_ended")


class LoanDueSoon(LoanStep):
    """A reminder: how much is due on `due_on`, `days` from now; `last` when the loan matures then."""

    due_on = a_day()
    days = a_count()
    due_fen = a_count(at_least=1)
    last = a_flag()


class FundBooked(Contract):
    """A county's guarantee fund after a booking, all in fen; stream `fund:<unit id>`."""

    fund_id = an_id()
    org_path = a_path()
    balance_fen = a_count()
    outstanding_fen = a_count()
    reserved_fen = a_count()
    multiple = a_count(at_least=1)
    on = a_day()


PUBLISHED = {
    "loans.application.started.v1": ApplicationStarted(),
    "loans.application.withdrawn.v1": ApplicationWithdrawn(),
    "loans.application.submitted.v1": ApplicationSubmitted(),
    "loans.application.passed.v1": ApplicationPassed(),
    "loans.application.guaranteed.v1": ApplicationGuaranteed(),
    "loans.application.returned.v1": ApplicationReturned(),
    "loans.application.resubmitted.v1": ApplicationResubmitted(),
    "loans.application.appealed.v1": ApplicationAppealed(),
    "loans.application.rejected.v1": ApplicationRejected(),
    "loans.application.approved.v1": ApplicationApproved(),
    "loans.application.lapsed.v1": ApplicationLapsed(),
    "loans.application.contracted.v1": ApplicationContracted(),
    "loans.loan.disbursed.v1": LoanDisbursed(),
    "loans.loan.repaid.v1": LoanRepaid(),
    "loans.loan.overdue.v1": LoanOverdue(),
    "loans.loan.cured.v1": LoanCured(),
    "loans.loan.settled.v1": LoanSettled(),
    "loans.loan.subrogated.v1": LoanSubrogated(),
    "loans.loan.extended.v1": LoanExtended(),
    "loans.loan.called.v1": LoanCalled(),
    "loans.loan.written-off.v1": LoanWrittenOff(),
    "loans.loan.due-soon.v1": LoanDueSoon(),
    "loans.fund.booked.v1": FundBooked(),
}
