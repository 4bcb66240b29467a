"""Both sides of the books, on a real mongod and over the wire."""

import threading
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY as FIGURES

from deploy.local import ports
from deploy.local.children import wait_for
from shared.clock import Clock, FixedClock
from shared.events.figures import Books, FiguresServer
from shared.events.health import Counts, counts, differing_streams, reconcile
from shared.jobs.job import Jobs
from tests.integration.events.world import REGISTRY, World


@pytest.fixture
def told(world: World) -> World:
    """Seven events of two women, all heard but the last of the second; nothing sent."""
    events = [world.say(f"w{n % 2}", n) for n in range(7)]
    world.consumer().applier(threading.Event(), REGISTRY).apply(events[:5] + events[6:])
    return world


def test_what_was_said_and_what_was_heard_are_counted_exactly(told: World) -> None:
    now = counts(told.db)
    assert (now.said, now.archived, now.unsent) == (7, 7, 7)
    assert now.heard["loans"]["/loans"].positions == 6
    difference = reconcile("/loans", "loans", now, now)
    assert difference is not None
    assert (difference.said, difference.heard) == (7, 6)
    assert differing_streams(told.db, told.db, "loans", "/loans") == [("w1", 3, 2)]


def test_a_consumer_that_never_heard_anything_differs_by_all(told: World) -> None:
    assert reconcile("/loans", "training", counts(told.db), Counts()) is not None


def test_the_counts_travel_as_json_and_a_newer_service_may_say_more(told: World) -> None:
    now = counts(told.db)
    assert Counts.from_json({**now.to_json(), "something_new": 1}) == now


def test_ages_are_of_what_waits_and_nought_when_nothing_does(told: World) -> None:
    Jobs(told.db).add(None, "letter", "k1", Clock.real_now() - timedelta(seconds=90))
    told.db.outbox.update_many({}, {"$set": {"at": Clock.real_now() - timedelta(seconds=120)}})
    now = counts(told.db)
    assert 119 <= now.oldest_unsent <= 125
    assert 89 <= now.oldest_due_job <= 95
    told.outbox.mark_sent([row["_id"] for row in told.db.outbox.find()])
    assert counts(told.db).oldest_unsent == 0


def test_prometheus_reads_the_books_and_healthz_tells_which_loop_has_ended(told: World) -> None:
    [port] = ports.free(1)
    stop, alive = threading.Event(), {"relay": True, "consumer": True}
    books = Books(told.db, FixedClock(Clock.real_now()))
    FIGURES.register(books)
    serving = threading.Thread(target=FiguresServer("127.0.0.1", port, lambda: alive).run, args=(stop,))
    serving.start()
    try:
        wait_for("the figures", lambda: ports.answers(port), 20)
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
        assert "jinguo_said 7.0" in page
        assert 'jinguo_heard{consumer="loans",source="/loans"} 6.0' in page
        assert "jinguo_events_dropped_total" in page
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").status == 200
        alive["relay"] = False
        with pytest.raises(urllib.error.HTTPError, match="503") as ended:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz")
        ended.value.close()
    finally:
        stop.set()
        serving.join()
        FIGURES.unregister(books)
