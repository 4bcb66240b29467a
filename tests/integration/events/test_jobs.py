"""Due work on a real mongod."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from shared.access import Actor, Kind
from shared.clock import FixedClock
from shared.errors import NotFound, Refused, Stale, Unavailable
from shared.jobs.failed import FailedJobs
from shared.jobs.job import HELD_FOR, Job, Jobs
from shared.jobs.loop import JobLoop
from shared.storage.mongo import transaction
from tests.integration.events.world import World

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
ANNA, BERTA = Actor("a1", Kind.STAFF), Actor("b1", Kind.STAFF)


def finishing(world: World, effect=lambda session, job: None):
    """Return a handler that counts its effects in the transaction that finishes the job."""

    def handle(job: Job) -> None:
        def work(session) -> None:
            world.db.heard.update_one({"_id": job.key}, {"$inc": {"done": 1}}, upsert=True, session=session)
            effect(session, job)
            Jobs(world.db).done(session, job)

        transaction(world.client, work)

    return handle


def loop(world: World, handler, now: datetime = NOON, **settings) -> JobLoop:
    return JobLoop(Jobs(world.db), {"letter": handler}, FixedClock(now), **settings)


def done(world: World) -> dict[str, int]:
    return {row["_id"]: row["done"] for row in world.db.heard.find()}


def test_work_is_done_when_it_is_due_and_not_before(world: World) -> None:
    Jobs(world.db).add(None, "letter", "k1", NOON + timedelta(days=3))
    early, late = loop(world, finishing(world)), loop(world, finishing(world), NOON + timedelta(days=3))
    assert not early.once()
    assert late.once()
    assert not late.once()
    assert done(world) == {"k1": 1}


def test_the_same_promise_twice_is_one_promise_with_the_newer_day(world: World) -> None:
    jobs = Jobs(world.db)
    jobs.add(None, "letter", "k1", NOON)
    jobs.add(None, "letter", "k1", NOON + timedelta(days=1), {"n": 2})
    assert not loop(world, finishing(world)).once()
    assert jobs.take("me", NOON + timedelta(days=1)).payload == {"n": 2}


def test_who_plays_past_days_runs_its_own_promises_until_it_hands_them_over(world: World) -> None:
    mark = HELD_FOR.set("city")
    Jobs(world.db).add(None, "letter", "k1", NOON)
    HELD_FOR.reset(mark)
    assert not loop(world, finishing(world)).once()
    mark = HELD_FOR.set("city")
    Jobs(world.db).add(None, "letter", "k2", NOON)
    assert loop(world, finishing(world)).once()
    HELD_FOR.reset(mark)
    assert Jobs(world.db).hand_over("city") == 1
    assert loop(world, finishing(world)).once()
    assert done(world) == {"k1": 1, "k2": 1}


def test_a_promise_in_an_aborted_transaction_was_never_made(world: World) -> None:
    def change(session) -> None:
        Jobs(world.db).add(session, "letter", "k1", NOON)
        raise KeyError

    with pytest.raises(KeyError):
        transaction(world.client, change)
    assert world.db.jobs.count_documents({}) == 0


def test_work_that_fails_is_tried_again_after_a_rest_and_set_aside_after_the_last_time(world: World) -> None:
    def fails(_job: Job) -> None:
        raise KeyError("x")

    Jobs(world.db).add(None, "letter", "k1", NOON)
    runner = loop(world, fails, attempts=2)
    assert runner.once()
    assert not runner.once()
    world.db.jobs.update_one({}, {"$set": {"until": NOON}})
    assert runner.once()
    [row] = FailedJobs(world.db, None).list()
    assert (row.type, row.stream, row.attempts, row.reason) == ("letter", "k1", 2, "failed")
    assert row.error.startswith("KeyError at ")
    assert Jobs(world.db).trouble(None, "letter", "k1") == "failed"
    assert Jobs(world.db).trouble(None, "letter", "k2") == "gone"
    assert not runner.once()


def test_a_server_that_is_away_never_uses_up_the_attempts(world: World) -> None:
    def away(_job: Job) -> None:
        raise Unavailable("applicant_unavailable")

    Jobs(world.db).add(None, "letter", "k1", NOON)
    runner, jobs = loop(world, away, attempts=1), Jobs(world.db)
    assert jobs.trouble(None, "letter", "k1") == ""
    for _ in range(3):
        assert runner.once()
        assert jobs.trouble(None, "letter", "k1") == "away"
        world.db.jobs.update_one({}, {"$set": {"until": NOON}})
    assert FailedJobs(world.db, None).list() == []


def test_a_failed_job_is_replayed_by_one_person_and_given_up_by_two(world: World) -> None:
    Jobs(world.db).add(None, "unknown", "k1", NOON)
    loop(world, finishing(world), attempts=1).once()
    [row] = FailedJobs(world.db, None).list()

    def act(verb):
        return transaction(world.client, lambda s: verb(FailedJobs(world.db, s)))

    act(lambda jobs: jobs.replay(row.id, by=ANNA))
    loop(world, finishing(world), attempts=1).once()
    act(lambda jobs: jobs.ask_skip(row.id, by=ANNA, reason="no longer wanted"))
    with pytest.raises(Refused, match="same_person"):
        act(lambda jobs: jobs.confirm_skip(row.id, by=ANNA))
    act(lambda jobs: jobs.confirm_skip(row.id, by=BERTA))
    with pytest.raises(NotFound):
        act(lambda jobs: jobs.replay(row.id, by=ANNA))
    assert world.db.audit.count_documents({}) == 3


def test_a_runner_that_lost_its_lease_undoes_its_work(world: World) -> None:
    jobs = Jobs(world.db)
    jobs.add(None, "letter", "k1", NOON)
    slow = jobs.take("slow", NOON, lease=0.0)
    time.sleep(0.01)
    assert loop(world, finishing(world)).once()
    with pytest.raises(Stale, match="job_taken_over"):
        finishing(world)(slow)
    assert done(world) == {"k1": 1}


def test_the_lease_of_long_work_is_kept_while_it_runs(world: World) -> None:
    def long(job: Job) -> None:
        time.sleep(2.5)
        finishing(world)(job)

    Jobs(world.db).add(None, "letter", "k1", NOON)
    slow = threading.Thread(target=loop(world, long, lease=1.5).once)
    slow.start()
    time.sleep(2.0)
    assert Jobs(world.db).take("thief", NOON) is None
    slow.join()
    assert done(world) == {"k1": 1}


def test_work_asked_for_again_while_it_runs_is_done_once_more(world: World) -> None:
    def asked_again(_session, job: Job) -> None:
        if job.asked == 1:
            Jobs(world.db).add(None, "letter", job.key, NOON)

    def handle(job: Job) -> None:
        asked_again(None, job)
        finishing(world)(job)

    Jobs(world.db).add(None, "letter", "k1", NOON)
    runner = loop(world, handle)
    assert [runner.once(), runner.once(), runner.once()] == [True, True, False]
    assert done(world) == {"k1": 2}


def test_work_that_promises_itself_for_tomorrow_needs_no_other_end(world: World) -> None:
    def nightly(job: Job) -> None:
        tomorrow = job.due_at + timedelta(days=1)
        transaction(world.client, lambda session: Jobs(world.db).add(session, "letter", job.key, tomorrow))

    Jobs(world.db).add(None, "letter", "count", NOON)
    runner = loop(world, nightly)
    assert [runner.once(), runner.once()] == [True, False]
    assert Jobs(world.db).take("me", NOON + timedelta(days=1)).attempts == 1


def test_a_handler_that_forgets_to_finish_is_a_failure(world: World) -> None:
    Jobs(world.db).add(None, "letter", "k1", NOON)
    loop(world, lambda _job: None, attempts=1).once()
    [row] = FailedJobs(world.db, None).list()
    assert row.error.startswith("NotFinished")


def test_two_loops_do_each_job_once(world: World) -> None:
    for n in range(40):
        Jobs(world.db).add(None, "letter", f"k{n}", NOON)

    def run(runner: JobLoop) -> None:
        while runner.once():
            pass

    threads = [threading.Thread(target=run, args=(loop(world, finishing(world)),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done(world) == {f"k{n}": 1 for n in range(40)}


def test_finishing_outside_the_transaction_of_the_work_is_refused(world: World) -> None:
    jobs = Jobs(world.db)
    jobs.add(None, "letter", "k1", NOON)
    job = jobs.take("me", NOON)
    with world.client.start_session() as session, pytest.raises(RuntimeError):
        jobs.done(session, job)


def test_the_same_promise_made_by_many_at_once_is_one_promise(world: World) -> None:
    ready = threading.Barrier(6)

    def promise() -> None:
        ready.wait()
        transaction(world.client, lambda session: Jobs(world.db).add(session, "letter", "k1", NOON), deadline=20)

    threads = [threading.Thread(target=promise) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row["asked"] for row in world.db.jobs.find()] == [6]


def test_a_promise_taken_back_while_it_runs_undoes_the_work(world: World) -> None:
    def taken_back(job: Job) -> None:
        assert Jobs(world.db).cancel(None, "letter", job.key)
        finishing(world)(job)

    Jobs(world.db).add(None, "letter", "k1", NOON)
    assert loop(world, taken_back).once()
    assert done(world) == {}
    assert world.db.jobs.count_documents({}) == 0
