"""A changed policy against stored applications: read, opened, judged under both, on a real mongod.

Yardstick: the same facts judged in memory alone; the ratio is what reading and opening them costs beside. Applications
are copies of one, each of a woman of her own with her own key. Run: python -m benchmarks.simulation [applications]
"""

import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from services.loans.domain.simulation import changed_from, simulate
from services.loans.storage import applications, hand_ins
from services.loans.web.simulate_command import filed
from services.loans.wiring import POLICY, Wiring, wire
from shared.access import SYSTEM
from shared.ids import new_id
from shared.policy import Policy
from shared.storage.replica import MongoUnits
from tests.builders.front import submitted_by
from tests.builders.loans import a_card, units
from tests.builders.world import World, a_woman, world
from tests.stack.servers import start_mongod

FILE = "national_2020.toml"
BATCH = 1000
PLACES = {"applications": applications.PLACE, "hand_ins": hand_ins.PLACE}
Rows = dict[str, list[dict[str, Any]]]


def fill(here: World, wiring: Wiring, count: int) -> None:
    """Lay so many copies of one application, as it was handed in, beside it."""
    woman = a_woman()
    wiring.worker.run(lambda use: use.replica.cards.keep(a_card(woman.id)))
    submitted_by(wiring.worker, woman)
    models = {name: here.db[name].find_one({"person_id": woman.id}) or {} for name in PLACES}
    vault = wiring.frame.vault
    texts = {name: vault.open(woman.id, place, models[name]["sealed"]) for name, place in PLACES.items()}
    for start in range(0, count, BATCH):
        rows: Rows = {"keys": [], **{name: [] for name in PLACES}}
        for n in range(start, min(start + BATCH, count)):
            person, case, key = new_id(), new_id(), os.urandom(32)
            rows["keys"].append(vault.wrapped(person, key))
            for name, place in PLACES.items():
                sealed = {at: vault.sealed_with(key, person, f"{place}.{at}", text) for at, text in texts[name].items()}
                rows[name].append({**models[name], "person_id": person, "sealed": sealed, **_ids(name, case, n)})
        for name, some in rows.items():
            here.db[name].insert_many(some, ordered=False)


def _ids(name: str, case: str, n: int) -> dict[str, Any]:
    if name == "hand_ins":
        return {"_id": f"{case}:1", "application_id": case}
    return {"_id": case, "number": f"DK-431230-2025-{n:06d}", "open": False}


def main() -> None:
    """Print both times and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    old = Policy.load(POLICY)
    new = old.changed({FILE: old.texts[FILE].replace("individual = 30_000_000", "individual = 10_000_000")})
    as_of = changed_from(old, new)
    with tempfile.TemporaryDirectory() as folder:
        mongod = start_mongod(Path(folder))
        try:
            with world("loans", mongod.url, "bench_", Path(folder)) as here:
                MongoUnits(here.db, None).put(*units())
                wiring = wire(here.settings)
                fill(here, wiring, count)
                began = time.process_time(), time.perf_counter()
                cases = list(filed(wiring.worker, date.min, date.max, SYSTEM))
                read = time.process_time() - began[0], time.perf_counter() - began[1]
                began = time.process_time(), time.perf_counter()
                found = simulate(cases, old, new, as_of)
                judged = time.process_time() - began[0]
                wiring.frame.close()
        finally:
            mongod.close()
    print(f"{len(cases):,} read and opened: {read[0]:.1f} s of processor, {read[1]:.1f} s by the clock")
    print(f"judged under both: {judged:.1f} s of processor; {len(found.flips):,} flip")
    print(f"ratio of reading to judging {read[0] / judged:.2f}")


if __name__ == "__main__":
    main()
