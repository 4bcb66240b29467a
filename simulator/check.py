"""Is a city whole? Events heard are events told, funds are folds of their ledgers, numbers are lengths of lists."""

from collections.abc import Iterator

from services.applicant.domain.journey import key_of_list
from services.applicant.storage.counters import MongoCounters
from services.applicant.storage.journeys import MongoJourneys
from shared.events.health import counts, reconcile
from shared.settings import SERVICES
from simulator.stage import Stage


def faults(stage: Stage) -> Iterator[str]:
    """Yield what is not as it should be, in words; nothing is as it should be."""
    yield from _events(stage)
    yield from (f"cell {one.cell}: counted {one.counted}, rows {one.rows}" for one in stage.applicant.ask(_counters))
    yield from (f"fund {one.fund_id}, {one.what}: {one.stored} stored, {one.counted} counted" for one in _funds(stage))
    yield from _lists(stage)
    yield from _desks(stage)


def _counters(use):  # type: ignore[no-untyped-def]
    return use.journey.check()


def _events(stage: Stage) -> Iterator[str]:
    books = {name: counts(getattr(stage, name).db) for name in SERVICES}
    for source in SERVICES:
        for consumer in SERVICES:
            if f"/{source}" in books[consumer].heard.get(consumer, {}):
                found = reconcile(f"/{source}", consumer, books[source], books[consumer])
                if found is not None:
                    yield f"{consumer} has heard {found.heard} of {found.said} events of {source}"
    for name, one in books.items():
        if one.parked_failed or one.parked_waiting:
            yield f"{name} has {one.parked_failed} events parked, {one.parked_waiting} behind them"


def _funds(stage: Stage):  # type: ignore[no-untyped-def]
    return stage.loans.ask(lambda use: use.fund.check())


def _lists(stage: Stage) -> Iterator[str]:
    """Every number of the funnel against the length of the list that opens behind it, through the list's own index."""
    db = stage.applicant.db
    rows = MongoJourneys(db, None)
    for cell, counted in MongoCounters(db, None).cells().items():
        field, entry = key_of_list(cell)
        found = rows.rows.count_documents({field: entry})
        if found != counted:
            yield f"{cell} says {counted}, its list has {found}"


def _desks(stage: Stage) -> Iterator[str]:
    db = stage.loans.db
    place = {"office": "$desk.office", "desk": "$desk.desk", "list": "$desk.list"}
    lying = {
        (one["_id"]["office"], one["_id"]["desk"], one["_id"]["list"]): one["n"]
        for one in db.applications.aggregate(
            [{"$match": {"desk.office": {"$exists": True}}}, {"$group": {"_id": place, "n": {"$sum": 1}}}]
        )
    }
    counted = {
        (row["office"], row["desk"], name): n
        for row in db.desk_counts.find()
        for name, n in row.get("lists", {}).items()
        if n
    }
    for key in sorted(lying.keys() | counted.keys()):
        if lying.get(key, 0) != counted.get(key, 0):
            yield f"desk {key}: counted {counted.get(key, 0)}, lying {lying.get(key, 0)}"
