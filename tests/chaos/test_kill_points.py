"""Nothing is lost, nothing happens twice, order is kept, whoever is killed or frozen and whenever."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos import report
from tests.chaos.campaign import KINDS, Point, Result, begin, points, suffer
from tests.chaos.checks import CHECKS, Facts
from tests.chaos.stand import Stand
from tests.stack.servers import Broker, Mongod

SEED = 20261124
COUNT = 51
CHOSEN = (("relay", "mark"), ("relay", "zombie"), ("consumer", "save"), ("consumer", "kill"), ("jobs", "done"))
SERVERS = (("mongod", "kill"), ("broker", "kill"))


@pytest.fixture
def stand(mongod: Mongod, kafka: Broker, tmp_path: Path) -> Iterator[Stand]:
    """A stand on the run's servers."""
    stand = Stand(mongod, kafka, tmp_path)
    yield stand
    stand.close()


def said(**changes: object) -> Facts:
    whole: dict[str, object] = {
        "acknowledged": frozenset({("w", n) for n in range(1, 7)}),
        "cases": {"w": 6},
        "said": {"w": [1, 2, 3, 4, 5, 6]},
        "heard": {"w": [1, 2, 3, 4, 5, 6]},
        "letters": {"w-5": 1},
    }
    return Facts(**whole | changes)  # type: ignore[arg-type]


def findings(facts: Facts) -> set[str]:
    return {name for name, check in CHECKS.items() if check(facts)}


def test_each_check_finds_what_it_is_for_and_nothing_when_all_is_well() -> None:
    assert findings(said()) == set()
    assert findings(said(heard={"w": [1, 2, 4, 5, 6]})) == {"nothing lost"}
    assert findings(said(said={"w": [1, 2, 3, 4, 5]})) == {"nothing lost", "nothing twice"}
    assert findings(said(letters={})) == {"nothing lost"}
    assert findings(said(heard={"w": [1, 2, 3, 3, 4, 5, 6]})) == {"nothing twice"}
    assert findings(said(letters={"w-5": 2})) == {"nothing twice"}
    assert findings(said(heard={"w": [1, 3, 2, 4, 5, 6]})) == {"order kept"}
    assert findings(said(books="unequal")) == {"books equal"}


def test_a_campaign_is_decided_by_its_seed_and_meets_every_kind_of_fault() -> None:
    assert points(1, 60) == points(1, 60)
    assert points(1, 60) != points(2, 60)
    assert {(point.target, point.fault) for point in points(SEED, COUNT)} == set(KINDS)


@pytest.mark.chaos
def test_a_selection_of_faults_leaves_everything_whole(stand: Stand) -> None:
    begin(stand)
    drawn = {(point.target, point.fault): point for point in reversed(points(SEED, COUNT))}
    for kind in (*CHOSEN, *SERVERS):
        result = suffer(stand, drawn[kind])
        assert result.failed == {}, f"{drawn[kind]}\n{stand.tail()}"
        assert result.events > 20


@pytest.mark.chaos
def test_a_planted_bug_is_found_on_the_running_stand(stand: Stand) -> None:
    assert report.BUGS["swapped"] in planted(stand, "swapped").failed


@pytest.mark.slow_chaos
def test_the_whole_campaign_leaves_everything_whole(stand: Stand) -> None:
    begin(stand)
    results: list[Result] = []
    for point in points(SEED, COUNT):
        results.append(suffer(stand, point))
        report.progress(results[-1])
        if "comes to rest" in results[-1].failed:
            break
    bugs = {}
    for bug in report.BUGS:
        other = Stand(stand.mongod, stand.broker, stand.folder / bug)
        bugs[bug] = planted(other, bug)
        other.close()
    report.write(SEED, results, bugs)
    assert [result for result in results if result.failed] == []
    assert len(results) == COUNT
    assert all(report.BUGS[bug] in result.failed for bug, result in bugs.items())


def planted(stand: Stand, bug: str) -> Result:
    """Run a short load on a stand whose processes carry the bug."""
    stand.bug, stand.patience = bug, 15.0
    begin(stand)
    for _ in range(4):
        stand.acknowledged.add(("w0", stand.service.say("w0")))
    return suffer(stand, Point(0, "relay", "kill", 0.3, 1.0, 1))
