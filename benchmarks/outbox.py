"""A command that tells, beside the same command that tells nobody, and the republishing of an archive."""

import threading
import time

from benchmarks._ground import ROUNDS, Ground, events, ground, middle, verdict
from shared.events.outbox import Message
from shared.storage.mongo import transaction

SECONDS, THREADS, GOAL = 3.0, 4, 0.4


def commands(place: Ground, *, telling: bool) -> float:
    """Return commands per second of some threads over many women."""
    over, counts = time.perf_counter() + SECONDS, [0] * THREADS

    def one(number: int) -> None:
        stream = f"w{number}-{counts[number] % 200}"

        def work(session) -> None:
            place.world.db.cases.update_one({"_id": stream}, {"$inc": {"n": 1}}, upsert=True, session=session)
            if telling:
                place.world.outbox.emit(session, Message("loans.test.said.v1", stream, stream, {"n": 1}))

        transaction(place.world.client, work)

    def press(number: int) -> None:
        while time.perf_counter() < over:
            one(number)
            counts[number] += 1

    threads = [threading.Thread(target=press, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def main() -> None:
    """Measure in turn and print."""
    silent, telling = [], []
    with ground() as place:
        place.fresh()
        for _ in range(ROUNDS):
            silent.append(commands(place, telling=False))
            telling.append(commands(place, telling=True))
            print(f"without news {silent[-1]:.0f}/s, with news {telling[-1]:.0f}/s")
        place.archive(events(2000, 5))
        place.world.db.outbox.update_many({}, {"$currentDate": {"sent": True}})
        began = time.perf_counter()
        count = place.world.outbox.republish()
        print(f"republish: {count / (time.perf_counter() - began):.0f} events marked per second")
    verdict("commands with news, share of the same without", middle(telling) / middle(silent), GOAL)


if __name__ == "__main__":
    main()
