"""What can be done with papers."""

from dataclasses import dataclass

from services.loans.usecases.paper.add import Add
from services.loans.usecases.paper.find import Find
from services.loans.usecases.paper.remove import Remove


@dataclass(frozen=True, slots=True)
class PaperUseCases:
    """One verb each."""

    add: Add
    remove: Remove
    find: Find
