"""Whether she may borrow: facts, policy and dates in, every criterion out."""

from services.loans.domain.judge.verdict import Criterion, Value, Verdict

__all__ = ["Criterion", "Value", "Verdict"]
