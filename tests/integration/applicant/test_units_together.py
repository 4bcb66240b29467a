"""Rules over more than one document of the tree hold when two officers act at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

from services.applicant.domain.unit import Kind, Plan
from services.applicant.usecases import UseCases
from shared.access import Actor
from shared.access import Kind as Who
from shared.errors import Conflict, Problem
from tests.builders.applicant import a_row, unit_id
from tests.builders.world import an_officer
from tests.integration.applicant.conftest import Applicant

ROOT, COUNTY, TOWN, VILLAGE = (unit_id(code) for code in ("431200", "431230", "431230101", "431230101201"))
OFFICER = an_officer("county_officer", (ROOT, COUNTY))
SERVICE = Actor("svc:training", Who.SERVICE)


def while_closing(applicant: Applicant, unit: str, act: Callable[[UseCases], Any]) -> Problem | None:
    """Close a unit, and let somebody else act between its last write and its commit; return her refusal."""
    closing, begun, found = threading.Event(), threading.Event(), []

    def close(use: UseCases) -> None:
        use.unit.close(unit, by=OFFICER)
        closing.set()
        begun.wait(5)

    def other() -> None:
        closing.wait(5)
        threading.Timer(0.3, begun.set).start()  # long enough for her transaction to meet the other's guard
        try:
            applicant.runner.run(act)
        except Problem as problem:
            found.append(problem)

    thread = threading.Thread(target=other)
    thread.start()
    applicant.runner.run(close)
    thread.join()
    return found[0] if found else None


def test_nobody_is_registered_in_a_village_that_is_being_closed(applicant: Applicant) -> None:
    row = a_row(place="县溪镇恭城村")
    refusal = while_closing(applicant, VILLAGE, lambda use: use.person.register_row(COUNTY, row, VILLAGE, by=SERVICE))
    assert refusal is not None
    assert applicant.db.persons.count_documents({}) == 0
    assert applicant.events("applicant.person.registered.v1") == []


def test_nothing_is_opened_below_a_unit_that_is_being_closed(applicant: Applicant) -> None:
    for village in (VILLAGE, unit_id("431230101202")):
        applicant.runner.run(lambda use, one=village: use.unit.close(one, by=OFFICER))
    plan = Plan(Kind.FEDERATION, "新寨村", "431230101299")
    refusal = while_closing(applicant, TOWN, lambda use: use.unit.open_below(TOWN, plan, by=OFFICER))
    assert isinstance(refusal, Conflict)
    assert refusal.slug == "unit_closed"
    assert applicant.db.units.count_documents({"parent": TOWN, "closed_on": None}) == 0


def test_a_village_does_not_move_away_from_under_a_woman(applicant: Applicant) -> None:
    moving, begun = threading.Event(), threading.Event()

    def move(use: UseCases) -> None:
        use.unit.move(VILLAGE, unit_id("431230100"), by=OFFICER)
        moving.set()
        begun.wait(5)

    def register() -> None:
        moving.wait(5)
        threading.Timer(0.3, begun.set).start()
        row = a_row(place="县溪镇恭城村")
        applicant.runner.run(lambda use: use.person.register_row(COUNTY, row, VILLAGE, by=SERVICE))

    thread = threading.Thread(target=register)
    thread.start()
    applicant.runner.run(move)
    thread.join()
    [person] = applicant.db.persons.find()
    assert person["path"] == applicant.db.units.find_one({"_id": VILLAGE})["path"]


def test_two_officers_open_one_village_once(applicant: Applicant) -> None:
    ready, results = threading.Barrier(3), []

    def open_it() -> None:
        ready.wait()
        try:
            applicant.runner.run(
                lambda use: use.unit.open_below(TOWN, Plan(Kind.FEDERATION, "新寨村", "431230101299"), by=OFFICER)
            )
            results.append("opened")
        except Conflict as problem:
            results.append(problem.slug)

    threads = [threading.Thread(target=open_it) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count("opened") == 1
    assert set(results) <= {"opened", "division_taken", "unit_title_taken"}
