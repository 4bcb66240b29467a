"""Whether she may borrow: facts, policy and dates in, every criterion out."""

from services.loans.domain.judge.facts import EarlierLoan, Facts, Guarantor, Hire, OtherLoan, Person
from services.loans.domain.judge.judging import judge, verdict
from services.loans.domain.judge.reading import facts_of
from services.loans.domain.judge.verdict import Criterion, Value, Verdict

__all__ = [
    "Criterion",
    "EarlierLoan",
    "Facts",
    "Guarantor",
    "Hire",
    "OtherLoan",
    "Person",
    "Value",
    "Verdict",
    "facts_of",
    "judge",
    "verdict",
]
