"""A panel decides together: each member votes with a reason, until yes or no is certain (domain.md §2.2, LG; S6)."""

from datetime import date

from services.loans.domain.application import Application
from services.loans.domain.review import Finding, Outcome, Vote
from services.loans.domain.route import Step

YES, NO = "votes_yes", "votes_no"


def decided(step: Step, yes: int, no: int) -> bool | None:
    """Return what the votes of a panel decide: True, False, or None while it is open.

    It agrees with more than `majority` thousandths of its seats, and not before its quorum has voted; it refuses as
    soon as so many can no longer be reached.
    """
    if yes + no < step.quorum:
        return None
    if yes * 1000 > step.seats * step.majority:
        return True
    most = step.seats - no
    return False if most * 1000 <= step.seats * step.majority else None


def vote(application: Application, vote: Vote, *, today: date) -> bool | None:
    """Keep a vote, and let happen what it decides. Raises Conflict off the desks and for a second vote."""
    application.require_on_desk()
    case, step = application.case, application.case.step
    case.stop.vote(vote)
    cast = case.stop.votes
    yes = sum(one.yes for one in cast)
    result = decided(step, yes, len(cast) - yes)
    if result is None:
        return None
    words = "\n".join(f"{one.by.name}：{one.text}" for one in cast)
    facts = {YES: yes, NO: len(cast) - yes}
    if result:
        application.pass_on(Finding(Outcome.PASSED, words, facts), by=vote.by, today=today)
    else:
        codes = tuple(dict.fromkeys(code for one in cast for code in one.reasons))
        application.reject(Finding(Outcome.REJECTED, words, facts, codes), by=vote.by, today=today)
    return result
