"""How the journey is built anew from Kafka: rows folded in memory, counters counted once, then the pointer moves."""

from functools import partial
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.events.journey_inbound import VIEW, WORDS
from services.applicant.storage import journeys
from services.applicant.storage.counters import MongoCounters
from services.applicant.storage.journeys import MongoJourneys
from shared.events.consumer import Consumer
from shared.events.envelope import Event
from shared.events.rebuild import Plan, Rebuild, Rebuilt
from shared.events.views import drop_old
from shared.storage.mongo import Document


def plan(db: Database[Document]) -> Plan[MongoJourneys]:
    """Return the plan: the same fold and the same counters as the live view."""

    def build(session: ClientSession, collection: str) -> MongoJourneys:
        return MongoJourneys(db, session, collection)

    handlers = {name: partial(_note, word) for name, word in WORDS.items()}
    return Plan(VIEW.name, handlers, build, VIEW, journeys.prepare, journeys.count)


def rebuild(live: Consumer[Any], bootstrap: str) -> Rebuilt:
    """Build the journey anew and switch; the generation before stays until the next rebuild, those older go now."""
    db = live.run.db
    for gone in drop_old(db, VIEW.name):
        MongoCounters(db, None, gone).drop()
    return Rebuild(plan(db), live, bootstrap).run()


def _note(word: str, rows: MongoJourneys, event: Event) -> None:
    rows.note(event.stream, word, event.data)
