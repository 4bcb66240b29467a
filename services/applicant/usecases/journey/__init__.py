"""Everything about her road: what was said goes in, her row and the numbers come out."""

from dataclasses import dataclass

from services.applicant.usecases.journey.check import CheckCounters
from services.applicant.usecases.journey.find import FindHers, FindOne, ListBehind
from services.applicant.usecases.journey.funnel import ReadFunnel
from services.applicant.usecases.journey.note import Note


@dataclass(frozen=True, slots=True)
class JourneyUseCases:
    """The verbs."""

    note: Note
    one: FindOne
    hers: FindHers
    behind: ListBehind
    funnel: ReadFunnel
    check: CheckCounters
