"""Is a city whole? Events heard are events told, funds are folds of their ledgers, numbers are lengths of lists."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from services.applicant.usecases.journey.check import Differing
from services.loans.usecases.fund.ports import Difference
from shared.events.health import counts, reconcile
from shared.settings import SERVICES
from simulator.stage import Stage

PAGE = 500


def faults(stage: Stage) -> Iterator[str]:
    """Yield what is not as it should be, in words; nothing is as it should be."""
    yield from _events(stage)
    yield from (f"cell {one.cell}: counted {one.counted}, rows {one.rows}" for one in _cells(stage))
    yield from (f"fund {one.fund_id}, {one.what}: {one.stored} stored, {one.counted} counted" for one in _funds(stage))
    yield from _lists(stage)
    yield from _desks(stage)


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


def _cells(stage: Stage) -> list[Differing]:
    found: list[Differing] = stage.applicant.survey(lambda use: use.journey.check())
    return found


def _funds(stage: Stage) -> list[Difference]:
    found: list[Difference] = stage.loans.survey(lambda use: use.fund.check())
    return found


def _lists(stage: Stage) -> Iterator[str]:
    """Open every number of the funnel and count its list, page by page as a reader would."""
    check = stage.applicant.ask(lambda use: use.journey.check)
    for cell, counted in check.counters.cells().items():
        found = _length(lambda after, key=cell: check.journeys.page(key, after, PAGE))  # type: ignore[misc]
        if found != counted:
            yield f"{cell} says {counted}, its list has {found}"


def _length(page: Callable[[str], Sequence[Mapping[str, Any]]]) -> int:
    count, after = 0, ""
    while rows := page(after):
        count, after = count + len(rows), rows[-1]["_id"]
    return count


def _desks(stage: Stage) -> Iterator[str]:
    db = stage.loans.db
    place = {"office": "$at.office", "desk": "$at.desk", "list": "$at.list"}
    there = {"$ne": [{"$ifNull": ["$$this", None]}, None]}  # one beside another lies at `side`
    both = {"$project": {"at": {"$filter": {"input": ["$desk", "$side.desk"], "cond": there}}}}
    lying = {
        (one["_id"]["office"], one["_id"]["desk"], one["_id"]["list"]): one["n"]
        for one in db.applications.aggregate(
            [
                {"$match": {"desk.office": {"$exists": True}}},
                both,
                {"$unwind": "$at"},
                {"$group": {"_id": place, "n": {"$sum": 1}}},
            ]
        )
    }
    counted: Counter[tuple[str, str, str]] = Counter()
    for row in db.desk_counts.find():
        for name, n in row.get("lists", {}).items():
            counted[row["office"], row["desk"], name] += n
    for key in sorted(lying.keys() | counted.keys()):
        if lying.get(key, 0) != counted.get(key, 0):
            yield f"desk {key}: counted {counted.get(key, 0)}, lying {lying.get(key, 0)}"
