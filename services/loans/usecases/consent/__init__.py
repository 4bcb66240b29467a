"""What can be done to have husband and guarantor agree by their own phones."""

from dataclasses import dataclass

from services.loans.usecases.consent.answer import Answer
from services.loans.usecases.consent.ask import Ask
from services.loans.usecases.consent.ports import Consents


@dataclass(frozen=True, slots=True)
class ConsentUseCases:
    """One verb each; `of` is what was asked and said so far."""

    ask: Ask
    answer: Answer
    of: Consents
