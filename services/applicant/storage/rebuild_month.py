"""How the monthly tables are built anew from Kafka, under the cut-off and the locks that stand now."""

from functools import partial
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain.dispatch.months import Cutoff, time_text
from services.applicant.events.month_inbound import WORDS, view
from services.applicant.storage import months
from services.applicant.storage.counters import MONTH, MongoCounters
from services.applicant.storage.months import MongoMonths
from shared.events.consumer import Consumer
from shared.events.envelope import Event
from shared.events.rebuild import Plan, Rebuild, Rebuilt
from shared.events.views import drop_old
from shared.storage.mongo import Document


def plan(db: Database[Document], cutoff: Cutoff) -> Plan[MongoMonths]:
    """Return the plan: the same fold and the same counters as the live view."""

    def build(session: ClientSession, collection: str) -> MongoMonths:
        return MongoMonths(db, session, cutoff, collection)

    def count(of: Database[Document], collection: str) -> None:
        months.count(of, collection, cutoff)

    handlers = {name: partial(_note, word) for name, word in WORDS.items()}
    folded = view(months.calendar(db, cutoff))
    return Plan(folded.name, handlers, build, folded, months.prepare, count)


def rebuild(live: Consumer[Any], bootstrap: str, cutoff: Cutoff) -> Rebuilt:
    """Build the tables anew and switch; the generation before stays until the next rebuild, those older go now."""
    db = live.run.db
    for gone in drop_old(db, months.NAME):
        MongoCounters(db, None, gone, MONTH).drop()
    return Rebuild(plan(db, cutoff), live, bootstrap).run()


def _note(word: str, rows: MongoMonths, event: Event) -> None:
    rows.note(event.stream, word, event.data, time_text(event.time))
