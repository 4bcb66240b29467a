"""What can be done with the subsidy of classes."""

from dataclasses import dataclass

from services.training.usecases.subsidy.claim import ClaimSubsidy
from services.training.usecases.subsidy.find import FindClaim
from services.training.usecases.subsidy.step import StepClaim


@dataclass(frozen=True, slots=True)
class SubsidyUseCases:
    """`claim` hands in, new or again; `step` holds review, agree, pay, hand back."""

    claim: ClaimSubsidy
    step: StepClaim
    find: FindClaim
