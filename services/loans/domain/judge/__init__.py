"""Whether she may borrow: facts, policy and dates in, every criterion out."""

from services.loans.domain.judge.facts import EarlierLoan, Facts, Guarantor, OtherLoan, facts_of
from services.loans.domain.judge.judging import judge
from services.loans.domain.judge.verdict import Criterion, Value, Verdict

__all__ = ["Criterion", "EarlierLoan", "Facts", "Guarantor", "OtherLoan", "Value", "Verdict", "facts_of", "judge"]
