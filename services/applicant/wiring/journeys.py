"""The journey and its counters, bound to one transaction."""

from pymongo.client_session import ClientSession

from services.applicant.storage.counters import MONTH, MongoCounters
from services.applicant.storage.journeys import MongoJourneys
from services.applicant.usecases.journey import JourneyUseCases
from services.applicant.usecases.journey.check import CheckCounters
from services.applicant.usecases.journey.find import FindHers, FindOne, ListBehind
from services.applicant.usecases.journey.funnel import ReadFunnel
from services.applicant.usecases.journey.note import Note
from services.applicant.wiring.dispatch import months_of
from services.applicant.wiring.stores import Base, due_of, persons_of, units_of


def journey(base: Base, session: ClientSession | None) -> JourneyUseCases:
    frame, clock, units = base.frame, base.frame.clock, units_of(base, session)
    journeys = MongoJourneys(frame.db, session)
    counters, month_counters = MongoCounters(frame.db, session), MongoCounters(frame.db, session, what=MONTH)
    return JourneyUseCases(
        note=Note(journeys),
        one=FindOne(journeys, units, clock),
        hers=FindHers(journeys, persons_of(base, session), units, clock),
        behind=ListBehind(journeys, units, clock),
        funnel=ReadFunnel(counters, units, clock),
        check=CheckCounters(journeys, counters, months_of(base, session), month_counters, due_of(base, session), clock),
    )
