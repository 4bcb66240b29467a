"""What can be done with the subsidies of interest."""

from dataclasses import dataclass

from services.loans.usecases.subsidy.batches import FindBatch, HandleBatch
from services.loans.usecases.subsidy.prepare import Prepare


@dataclass(frozen=True, slots=True)
class SubsidyUseCases:
    """`handle` holds compare, check, pay, settle, drop."""

    prepare: Prepare
    handle: HandleBatch
    find: FindBatch
