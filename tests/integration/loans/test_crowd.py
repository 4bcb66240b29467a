"""A crowd of officers on one long queue, in two processes' worth of runners: no case twice, none lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from services.loans.domain.review import Finding, Outcome
from services.loans.wiring import Wiring, wire
from shared.ids import new_id
from shared.running import Asker, Once
from tests.builders import desks
from tests.builders.loans import PATH
from tests.builders.world import World, an_officer

CASES, OFFICERS, DECIDE = 2000, 200, 16
REJECTION = Finding(Outcome.REJECTED, "不实", reasons=("X09",))


@pytest.fixture
def wirings(loans: World) -> Iterator[list[Wiring]]:
    found = [wire(loans.settings) for _ in range(2)]
    yield found
    for one in found:
        one.frame.close()


def long_queue(loans: World, wiring: Wiring) -> list[str]:
    """Lay copies of one case on the county's desk, twenty due each day; return ids by due day."""
    case_id = desks.walked(wiring.runner, desks.handed_in(wiring.runner), to="recommend").id
    row = loans.db.applications.find_one({"_id": case_id})
    assert row is not None
    first = date.fromisoformat(row["desk"]["due_on"])
    copies = []
    for n in range(1, CASES):
        due = {**row["desk"], "due_on": (first + timedelta(days=n // 20)).isoformat()}
        number = f"DK-431230-2026-{n + 1000:06d}"
        copies.append({**row, "_id": new_id(), "number": number, "desk": due, "open": False})
    loans.db.applications.drop_index("one_open_each")  # the copies are all one woman's, whose key opens them
    loans.db.applications.insert_many(copies)
    whole = sorted([row, *copies], key=lambda one: (one["desk"]["due_on"], one["_id"]))
    return [one["_id"] for one in whole]


def test_a_crowd_takes_the_oldest_of_two_thousand_and_no_case_is_taken_or_decided_twice_or_lost(
    loans: World, wirings: list[Wiring]
):
    order = long_queue(loans, wirings[0])
    at_once = Barrier(OFFICERS)
    crowd = [an_officer("county_officer", PATH[:2], name=f"officer {n}") for n in range(OFFICERS)]

    def take(n: int) -> str:
        asker, worker = Asker(crowd[n], f"{n:032x}"), wirings[n % 2].worker
        at_once.wait()
        once = Once(crowd[n].id, new_id(), "")
        return worker.together(once, asker, lambda use, some: use.desk.claim.next_each(some), hot=PATH[1]).resource_id

    with ThreadPoolExecutor(OFFICERS) as pool:
        taken = list(pool.map(take, range(OFFICERS)))
    assert len(set(taken)) == OFFICERS
    assert set(taken) == set(order[:OFFICERS])
    claimed = loans.db.audit.find({"e.act": "case.claim"})
    asked = [(row["e"]["actor"], row["e"]["rid"], row["e"]["request"]) for row in claimed]
    assert sorted(asked) == sorted((crowd[n].id, taken[n], f"{n:032x}") for n in range(OFFICERS))

    def decide(n: int) -> None:
        wirings[n % 2].worker.run(lambda use: use.desk.decide(taken[n], REJECTION, by=crowd[n]))

    few = range(0, OFFICERS, 8)
    with ThreadPoolExecutor(DECIDE) as pool:
        list(pool.map(decide, few))
    proposed = loans.db.applications.count_documents({"desk.list": "proposed"})
    assert proposed == len(few)
    assert loans.db.applications.count_documents({"desk.list": "open"}) == CASES - len(few)
    held = loans.db.applications.count_documents({"claim.by": {"$exists": True}})
    assert held == OFFICERS - len(few)
