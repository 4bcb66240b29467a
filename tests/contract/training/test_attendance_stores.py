"""Scans and the sheets of some hands: what the memory does, the real stores do too."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.training.domain.attendance import Mark, Sheet, Tick
from services.training.domain.check_in import CheckIn
from services.training.storage import indexes
from services.training.storage.attendance import MongoSheets
from services.training.storage.check_ins import MongoCheckIns
from shared.storage.mongo import transaction
from tests.builders.training import NOW, PATH
from tests.fakes.training import Memory

Do = Callable[[Callable[[Any], Any]], Any]


class Real:
    """The Mongo stores of one transaction, by the names the memory has."""

    def __init__(self, db: Any, session: Any) -> None:
        self.check_ins = MongoCheckIns(db, session)
        self.sheets = MongoSheets(db, session)


@pytest.fixture(params=["memory", "mongo"])
def do(request: pytest.FixtureRequest) -> Do:
    """Run a step on the stores, in one transaction where there are any."""
    if request.param == "memory":
        memory = Memory()
        return lambda step: step(memory)
    database = request.getfixturevalue("furnished")(indexes.ensure)
    return lambda step: transaction(database.client, lambda session: step(Real(database, session)), deadline=20)


def test_the_first_scan_of_a_woman_counts_and_all_are_found_in_the_order_they_came(do: Do):
    def scan(session: str, place: str, minute: int) -> CheckIn:
        return CheckIn(session, place, "c", PATH, NOW + timedelta(minutes=minute), f"phone {minute}")

    late, early, other = scan("s", "a", 5), scan("s", "b", 1), scan("t", "a", 9)
    for one in (late, early, scan("s", "a", 7), other):
        do(lambda it, one=one: it.check_ins.add(one))
    assert do(lambda it: it.check_ins.of_session("s")) == [early, late]
    assert do(lambda it: it.check_ins.of_class("c")) == [early, late, other]
    assert do(lambda it: it.check_ins.of_session("x")) == do(lambda it: it.check_ins.of_class("x")) == []


def test_the_sheets_of_some_hands_are_found_about_a_time(do: Do):
    def sheet(name: str, by: str, minutes: int) -> Sheet:
        return Sheet(name, "c", PATH, 180, {"e": Tick(Mark.PRESENT)}, by, NOW + timedelta(minutes=minutes))

    for one in (
        sheet("s1", "t", 0),
        sheet("s2", "u", 0),
        sheet("s3", "t", -15),
        sheet("s4", "t", 16),
        sheet("s5", "v", 0),
    ):
        do(lambda it, one=one: it.sheets.add(one))
    found = do(lambda it: it.sheets.by_hands({"t", "u"}, NOW, NOW))
    assert sorted(one.id for one in found) == ["s1", "s2", "s3"]
