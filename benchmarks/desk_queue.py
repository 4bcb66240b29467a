"""The desk queue on a real mongod, flat from ten thousand files on (goals G1-G4): page, counts, claim-next, leases.

Yardsticks: fetching the same 50 rows by id, one find_one, one update of one's own row. Files are copies of one case.
Run: python -m benchmarks.desk_queue [files, …]; without numbers 10,000 and 100,000.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from pymongo.client_session import ClientSession

from benchmarks._ground import verdict
from services.loans.storage.desk_counts import DeskCounts
from services.loans.storage.desk_queue import MongoDesks
from services.loans.usecases.desk.ports import Wanted
from services.loans.wiring import Wiring, wire
from shared.ids import new_id
from shared.running import Asker, Once
from shared.storage.mongo import transaction
from shared.storage.replica import MongoUnits
from tests.builders import desks
from tests.builders.loans import COUNTY, PATH, units
from tests.builders.world import World, an_officer, world
from tests.stack.servers import start_mongod

PAGE, ROUNDS, LEASES, WORKERS, TAKEN = 50, 200, 2000, 32, 960
TOWNS, DAYS, MOVERS, MOVED = 250, 12, 16, 800
GOALS = {"G1": 0.9, "G2": 1.2, "G2 moves": 0.7, "G3": 0.3, "G3 p99": 1.2, "G4": 1.2}
BATCH = 5000
FLAT = 1.3
HOT = f"queue:{COUNTY}"
Medians = dict[str, float]


def middle(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median milliseconds of some rounds after a warm one."""
    work()
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return median(found)


def fill(here: World, wiring: Wiring, files: int) -> None:
    """Lay copies of one case on the county's desk until there are so many; nine of ten have ended long ago."""
    rows = here.db.applications
    row: dict[str, Any] | None = rows.find_one({"desk.office": COUNTY})
    if row is None:
        case_id = desks.walked(wiring.runner, desks.handed_in(wiring.runner), to="recommend").id
        row = rows.find_one({"_id": case_id})
    assert row is not None
    assert "claim" not in row, "every copy would be leased"
    there, first = rows.estimated_document_count(), date.fromisoformat(row["desk"]["due_on"])
    for start in range(there, files, BATCH):
        rows.insert_many([_copy(row, n, first) for n in range(start, min(start + BATCH, files))], ordered=False)


def _copy(row: dict[str, Any], n: int, first: date) -> dict[str, Any]:
    due = {**row["desk"], "due_on": (first + timedelta(days=n % 400)).isoformat()} if n % 10 == 0 else None
    ended = {} if due else {"state": "rejected"}
    return {**row, "_id": new_id(), "number": f"DK-431230-2026-{n + 10:06d}", "desk": due, "open": False, **ended}


def page(here: World) -> tuple[float, float]:
    """Return the milliseconds of a queue's first page, and of fetching the same rows by id."""
    store = MongoDesks(here.db, None)
    ids = [row.id for row in store.rows(Wanted((COUNTY,), limit=PAGE))]
    ours = middle(lambda: store.rows(Wanted((COUNTY,), limit=PAGE)))
    return ours, middle(lambda: list(here.db.applications.find({"_id": {"$in": ids}})))


def counts(here: World) -> tuple[float, float]:
    """Return the milliseconds of the exact counts, and of one find_one."""
    store = MongoDesks(here.db, None)
    one = here.db.applications.find_one({}, {"_id": 1})
    assert one is not None
    return middle(lambda: store.load((COUNTY,))), middle(lambda: here.db.desk_counts.find_one({"office": COUNTY}))


def claims(wiring: Wiring) -> tuple[float, float]:
    """Return rate and p99 of claiming from one queue as ratios to updating one's own row, many workers in both."""
    db = wiring.frame.db
    crowd = [an_officer("county_officer", PATH[:2], name=f"officer {n}") for n in range(TAKEN)]
    rows = MongoDesks(db, None)
    oldest = {row.id for row in rows.rows(Wanted((COUNTY,), limit=TAKEN))}
    db.yardstick.insert_many([{"_id": n} for n in range(WORKERS)])
    taken: list[str] = []

    def take(n: int) -> None:
        asked = Once(crowd[n].id, new_id(), "")
        work = wiring.worker.together(asked, Asker(crowd[n]), lambda use, some: use.desk.claim.next_each(some), hot=HOT)
        taken.append(work.resource_id)

    def own(n: int) -> None:
        db.yardstick.update_one({"_id": n % WORKERS}, {"$set": {"at": datetime.now(UTC)}})

    _crowd(own)  # connections are made, both are warm
    rate, late = _crowd(take)
    own_rate, own_late = _crowd(own)
    assert len(set(taken)) == TAKEN, "a case was taken twice"
    assert set(taken) == oldest, "a younger one went before an older one"
    db.applications.update_many({"claim": {"$exists": True}}, {"$unset": {"claim": ""}})  # the next size begins free
    db.yardstick.drop()
    print(f"     claim-next {rate:,.0f} /s, p99 {late:.0f} ms; own row {own_rate:,.0f} /s, p99 {own_late:.0f} ms")
    return rate / own_rate, late / own_late


def _crowd(work: Callable[[int], object], workers: int = WORKERS, times: int = TAKEN) -> tuple[float, float]:
    """Return how often per second many workers do it, and the milliseconds that one in a hundred exceeds."""
    took = []

    def timed(n: int) -> None:
        began = time.perf_counter()
        work(n)
        took.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(timed, range(times)))
    return times / (time.perf_counter() - began), quantiles(took, n=100)[-1]


def townships(here: World) -> None:
    """Let the county's desk have counters of twenty townships with a dozen of due days each."""
    due = {(date(2026, 1, 1) + timedelta(days=n)).isoformat(): 1 for n in range(DAYS)}
    for n in range(20):
        row = {"office": COUNTY, "desk": "county", "town": f"{n:032x}", "lists": {"open": DAYS}, "due": due}
        here.db.desk_counts.replace_one({"_id": f"{COUNTY}:county:{n:032x}"}, row, upsert=True)


def moves(wiring: Wiring) -> float:
    """Return the rate of moving cases with the counters of a city's townships, as a ratio to moving without."""
    db, client = wiring.frame.db, wiring.frame.db.client
    for name in ("moved", "moved_news"):
        db.create_collection(name)

    def move(n: int, *, count: bool) -> None:
        def work(session: ClientSession) -> None:
            db.moved.update_one({"_id": n}, {"$set": {"at": n}}, upsert=True, session=session)
            db.moved_news.insert_one({"_id": new_id()}, session=session)
            if count:
                place = {"office": "o", "desk": "d", "town": f"{n % TOWNS}", "list": "open", "due_on": "2026-01-01"}
                DeskCounts(db, session).moved({}, {"desk": place})

        transaction(client, work, deadline=30)

    def counted(n: int) -> None:
        move(n, count=True)

    def bare(n: int) -> None:
        move(n, count=False)

    list(map(counted, range(TOWNS)))  # every row is there
    ratio = _crowd(counted, MOVERS, MOVED)[0] / _crowd(bare, MOVERS, MOVED)[0]
    for name in ("moved", "moved_news"):
        db.drop_collection(name)
    db.desk_counts.delete_many({"office": "o"})
    return ratio


def next_free(wiring: Wiring) -> float:
    """Return the milliseconds of finding what claim-next would take."""
    by = an_officer("county_officer", PATH[:2])
    return middle(lambda: wiring.runner.ask(lambda use: use.desk.claim.following(by=by)), 60)


def leased(here: World, wiring: Wiring) -> tuple[float, float]:
    """Return the milliseconds of the page and of looking for the next free one while many leases run."""
    rows, until = here.db.applications, datetime.now(UTC) + timedelta(minutes=15)
    first = [one["_id"] for one in rows.find({"desk.list": "open"}, {"_id": 1}).sort("desk.due_on").limit(LEASES)]
    lease = {"by": "f" * 32, "name": "x", "until": until, "since": until}
    rows.update_many({"_id": {"$in": first}}, {"$set": {"claim": lease}})
    by = an_officer("county_officer", PATH[:2])
    found = page(here)[0], middle(lambda: wiring.runner.ask(lambda use: use.desk.claim.following(by=by)), 20)
    rows.update_many({"_id": {"$in": first}}, {"$unset": {"claim": ""}})
    return found


def main(*sizes: int) -> None:
    """Measure at each size and print the ratios, also to the smallest size: the work must not grow with the files."""
    with tempfile.TemporaryDirectory() as folder:
        mongod = start_mongod(Path(folder))
        try:
            with world("loans", mongod.url, "bench_", Path(folder)) as here:
                for unit in units():
                    MongoUnits(here.db, None).put(unit)
                wiring = wire(here.settings)
                small: Medians = {}
                for files in sizes or (10_000, 100_000):
                    small = _measure(here, wiring, files, small)
                wiring.frame.close()
        finally:
            mongod.close()


def _measure(here: World, wiring: Wiring, files: int, small: Medians) -> Medians:
    fill(here, wiring, files)
    townships(here)
    ours, by_id = page(here)
    read, one = counts(here)
    free = next_free(wiring)
    many, following = leased(here, wiring)
    print(f"{files:,} files")
    print(f"     first page {ours:.2f} ms, counts {read:.2f} ms, page with {LEASES} leases {many:.2f} ms")
    print(f"     next free one {free:.2f} ms, with {LEASES} leases {following:.2f} ms")
    rate, late = claims(wiring)
    verdict("  G1 first page / 50 rows by id", ours / by_id, GOALS["G1"], least=False)
    verdict("  G2 counts / find_one", read / one, GOALS["G2"], least=False)
    verdict(f"  G2 moves with counters of {TOWNS} townships / without", moves(wiring), GOALS["G2 moves"], least=True)
    verdict(f"  G3 claim-next / own row, {WORKERS} workers", rate, GOALS["G3"], least=True)
    verdict("  G3 its p99 / that of one's own row", late, GOALS["G3 p99"], least=False)
    verdict(f"  G4 page with {LEASES} leases / without", many / ours, GOALS["G4"], least=False)
    found = {"first page": ours, "counts": read, "next free": free}
    for name, value in found.items():
        if small:
            verdict(f"  flat: {name}, {files:,} files / the smallest", value / small[name], FLAT, least=False)
    return small or found


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
