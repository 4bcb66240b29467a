"""She does not wait for Kafka to see what she has just done."""

from datetime import date

from services.applicant.domain.fresh_road import Own, freshened, steps_done
from services.applicant.domain.journey import Stage, fold
from tests.builders import journey as made

OWN = Own(tuple(made.PATH), date(2026, 11, 2), "self")
TOLD = {
    "enrolment_id": "a" * 32,
    "class_id": f"c{'a' * 31}",
    "course": "HW-DJ1",
    "title": "侗锦织造（初级）1 班",
    "state": "enrolled",
    "starts_on": "2026-12-01",
    "ends_on": "2026-12-20",
    "minutes": 2835,
    "since": "2026-11-10",
}


def test_before_anything_was_heard_her_own_record_says_that_she_is_registered() -> None:
    row = freshened(None, OWN, [])
    assert row["stages"]["registered"]["on"] == "2026-11-02"
    assert steps_done(row) == (0,)


def test_a_place_that_training_tells_is_a_step_at_once() -> None:
    row = freshened(None, OWN, [TOLD])
    assert row["stages"]["enrolled"]["on"] == "2026-11-10"
    assert steps_done(row) == (0, 1)


def test_what_kafka_brings_later_changes_nothing_of_it() -> None:
    heard = fold(fold(None, *made.registered()), *made.place("enrolled", on="2026-11-10"))
    assert freshened(heard, OWN, [TOLD]) == heard


def test_a_place_given_back_a_moment_ago_is_gone_at_once() -> None:
    heard = fold(fold(None, *made.registered()), *made.place("enrolled"))
    assert steps_done(freshened(heard, OWN, [{**TOLD, "state": "dropped"}])) == (0,)


def test_a_state_that_is_no_place_says_nothing() -> None:
    assert steps_done(freshened(None, OWN, [{**TOLD, "state": "applied", "since": None}])) == (0,)


def test_the_band_leaves_open_what_she_has_left_out() -> None:
    row = fold(fold(None, *made.registered()), *made.reached(Stage.APPLIED))
    assert steps_done(row) == (0, 3)
    assert steps_done({}) == ()
