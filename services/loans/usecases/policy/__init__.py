"""What can be asked of the policy."""

from dataclasses import dataclass

from services.loans.usecases.policy.simulate import FiledBetween
from services.loans.usecases.policy.terms import TermsInForce


@dataclass(frozen=True, slots=True)
class PolicyUseCases:
    """One question each."""

    terms: TermsInForce
    filed: FiledBetween
