"""What can be done with units."""

from dataclasses import dataclass

from services.applicant.usecases.unit.change import Close, Move, Rename
from services.applicant.usecases.unit.find import Find
from services.applicant.usecases.unit.found import Found
from services.applicant.usecases.unit.merge import Follow, Merge
from services.applicant.usecases.unit.open_below import OpenBelow


@dataclass(frozen=True, slots=True)
class UnitUseCases:
    """Verbs about units."""

    find: Find
    found: Found
    open_below: OpenBelow
    rename: Rename
    move: Move
    close: Close
    merge: Merge
    follow: Follow
