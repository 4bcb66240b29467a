"""500 women ask for 30 places at once, on a real mongod (goal G5): our use case with and without the lock per class.

Yardstick: the fastest thing that could be right, one guarded update of one document with an outbox row inside it. Ours
does more for each of them: her card, her other classes, the waiting list with ranks, news on her own stream, audit.
Run: python -m benchmarks.seats [askers] [threads]
"""

import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from services.training.usecases.enrolment.enrol import Coming
from shared.access import SYSTEM, Actor, Kind
from tests.builders.training import School, school
from tests.stack.servers import start_mongod

PLACES = 30


def race(askers: int, threads: int, ask: Callable[[int], object]) -> float:
    """Return the seconds until all have their answer; every thread starts at one barrier."""
    barrier = threading.Barrier(threads + 1)

    def share(first: int) -> None:
        barrier.wait()
        for n in range(first, askers, threads):
            ask(n)

    with ThreadPoolExecutor(threads) as pool:
        waiting = [pool.submit(share, first) for first in range(threads)]
        barrier.wait()
        began = time.perf_counter()
        for one in waiting:
            one.result()
        return time.perf_counter() - began


def ours(here: School, askers: int, threads: int, *, lock: bool) -> float:
    """Race our use case and check what it left."""
    one = here.opened(PLACES, "HW-BZ")
    cards = [here.woman() for _ in range(askers)]
    hot = f"class:{one.id}" if lock else None

    def ask(n: int) -> object:
        person = cards[n].person_id
        coming, by = Coming(person, "self", SYSTEM), Actor(person, Kind.WOMAN)
        return here.run(lambda use: use.enrolment.enrol(one.id, coming, by=by), hot=hot)

    seconds = race(askers, threads, ask)
    seats = here.class_(one.id).seats
    assert (seats.enrolled, seats.waiting) == (PLACES, askers - PLACES), seats
    assert here.db.enrolments.count_documents({"class_id": one.id, "state": "enrolled"}) == PLACES
    return seconds


def guarded(here: School, askers: int, threads: int) -> float:
    """Race the yardstick: one document that holds the roster and its own news."""
    rows: Any = here.db.yardstick
    rows.replace_one({"_id": "class"}, {"n": 0, "roster": [], "news": []}, upsert=True)

    def ask(n: int) -> object:
        wanted = {"_id": "class", "n": {"$lt": PLACES}}
        change = {"$inc": {"n": 1}, "$push": {"roster": n, "news": {"type": "enrolled", "n": n}}}
        return rows.update_one(wanted, change)

    seconds = race(askers, threads, ask)
    assert len(rows.find_one()["roster"]) == PLACES
    return seconds


def main(askers: int = 500, threads: int = 32) -> None:
    """Measure and print each beside the yardstick."""
    with tempfile.TemporaryDirectory() as folder:
        mongod = start_mongod(Path(folder))
        try:
            with school(mongod.url, "bench_", Path(folder)) as here:
                here.furnish()
                yard = min(guarded(here, askers, threads) for _ in range(3))
                found = {
                    "one guarded document (yardstick)": yard,
                    "use case, lock per class": ours(here, askers, threads, lock=True),
                    "use case, no lock": ours(here, askers, threads, lock=False),
                }
        finally:
            mongod.close()
    print(f"{askers} askers, {PLACES} places, {threads} threads: exactly {PLACES} in every way")
    for name, seconds in found.items():
        print(
            f"  {name:<36} {seconds * 1000:8.0f} ms   {seconds / yard:6.1f} x   {seconds * 1000 / askers:6.2f} ms each"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
