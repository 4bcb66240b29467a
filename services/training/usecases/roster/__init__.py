"""What can be done with rosters."""

from dataclasses import dataclass

from services.training.usecases.roster.bring import Bring
from services.training.usecases.roster.enter import Enter
from services.training.usecases.roster.find import FindRoster
from services.training.usecases.roster.progress import Progress


@dataclass(frozen=True, slots=True)
class RosterUseCases:
    """`bring` = upload and proceed, `progress` = what its job writes, `enter` = a row becomes a place."""

    bring: Bring
    progress: Progress
    enter: Enter
    find: FindRoster
