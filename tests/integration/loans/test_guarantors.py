"""One person stands for one loan, however many desks agree at the same moment, on a real database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from services.loans.domain.application import Application
from services.loans.domain.review import Finding, Outcome
from services.loans.usecases import UseCases
from services.loans.wiring import Wiring
from shared.access import SYSTEM
from shared.errors import Refused
from tests.builders.desks import handed_in
from tests.builders.loans import DAY, OFFICER
from tests.builders.world import World

MARK, WIFE = "f" * 32, "0" * 32
STANDS = {"counter": "person"}


def guaranteed(use: UseCases, case_id: str, *stands: str) -> str:
    """What the guarantee desk does as far as it concerns the guarantor: ask, write down, save, in one transaction."""
    applications = use.application.start.applications
    found = applications.get(SYSTEM, case_id)
    found.near = replace(found.near, stands=stands)
    use.desk.decide.standing(found, STANDS)
    found.guarantee = f"DB-{case_id}"
    found.case.note(Finding(Outcome.PASSED, facts=STANDS), DAY, OFFICER)
    applications.save(found)
    return "stands"


@pytest.mark.parametrize("writers", [2, 16])
def test_of_many_who_name_the_same_guarantor_or_his_wife_at_once_one_gets_them(
    loans: World, wiring: Wiring, writers: int
):
    cases, together = [handed_in(wiring.worker) for _ in range(writers)], Barrier(writers)
    named = {one: (MARK, WIFE) if n % 2 else (WIFE,) for n, one in enumerate(cases)}

    def agree(case_id: str) -> str:
        together.wait()
        try:
            return wiring.worker.run(lambda use: guaranteed(use, case_id, *named[case_id]))
        except Refused as refused:
            return refused.slug

    with ThreadPoolExecutor(writers) as pool:
        found = sorted(pool.map(agree, cases))
    assert found == ["guarantor_stands_elsewhere"] * (writers - 1) + ["stands"]
    assert loans.db.applications.count_documents({"stands": WIFE}) == 1
    [holder] = loans.db.applications.find({"stands": WIFE})
    wiring.worker.run(lambda use: use.desk.decide.standing(read(use, holder["_id"]), STANDS))
    wiring.worker.run(lambda use: end(use, holder["_id"]))
    free = next(one for one in cases if one != holder["_id"])
    assert wiring.worker.run(lambda use: guaranteed(use, free, MARK, WIFE)) == "stands"


def read(use: UseCases, case_id: str) -> Application:
    return use.application.start.applications.get(SYSTEM, case_id)


def end(use: UseCases, case_id: str) -> None:
    """Take a case back, by which its guarantor is free again."""
    applications = use.application.start.applications
    found = applications.get(SYSTEM, case_id)
    found.withdraw(today=DAY)
    applications.save(found)
