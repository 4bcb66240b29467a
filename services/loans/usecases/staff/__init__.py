"""What can be done with the staff roster of an enterprise."""

from dataclasses import dataclass

from services.loans.usecases.staff.find import Find
from services.loans.usecases.staff.take import Take


@dataclass(frozen=True, slots=True)
class StaffUseCases:
    """One verb each."""

    take: Take
    find: Find
