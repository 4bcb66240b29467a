"""What is tried again, and what an error may say of itself."""

import threading

import pytest
from pymongo.errors import AutoReconnect, DuplicateKeyError

from shared.errors import Refused, Stale, Unavailable
from shared.events.patience import STALE_TRIES, Stopped, patient, trail, where


def failing(times: int, error: Exception):
    left = [times]

    def work() -> str:
        left[0] -= 1
        if left[0] >= 0:
            raise error
        return "done"

    return work


@pytest.mark.parametrize("error", [Unavailable("database_unavailable"), AutoReconnect("x"), Stale("position_moved")])
def test_what_may_pass_by_itself_is_tried_again(error: Exception) -> None:
    assert patient(failing(3, error), threading.Event(), pause=0.001) == "done"


@pytest.mark.parametrize("error", [Refused("not_eligible"), KeyError("x"), DuplicateKeyError("x")])
def test_what_cannot_pass_comes_out_at_once(error: Exception) -> None:
    with pytest.raises(type(error)):
        patient(failing(1, error), threading.Event(), pause=0.001)


def test_whoever_is_always_slower_is_told_so_in_the_end() -> None:
    with pytest.raises(Stale):
        patient(failing(STALE_TRIES, Stale("position_moved")), threading.Event(), pause=0.0001)


def test_a_process_that_goes_down_does_not_try_again() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        patient(failing(1, Unavailable("database_unavailable")), stop)


def test_an_error_tells_its_kind_and_place_and_never_its_words() -> None:
    try:
        raise KeyError("龙英 13874500000")
    except KeyError as error:
        said = where(error)
    assert said.startswith("KeyError at shared/events/test_patience.py:")
    assert "1387" not in said
    assert where(Refused("not_eligible", name="龙英")) == "Refused(not_eligible)"


def test_a_whole_trail_tells_every_kind_and_place_and_never_a_word() -> None:
    try:
        try:
            int("431230199001011234x")
        except ValueError as first:
            raise ExceptionGroup("龙英", [KeyError("13874500000"), Refused("not_eligible", name="龙英")]) from first
    except ExceptionGroup as error:
        said = trail(error)
    text = "\n".join(said)
    for kind in ("ExceptionGroup", "ValueError", "KeyError", "Refused(not_eligible)"):
        assert kind in said
    assert "shared/events/test_patience.py:" in text
    assert "in test_a_whole_trail_tells_every_kind_and_place_and_never_a_word" in text
    assert not any(secret in text for secret in ("431230199001011234", "13874500000", "龙英"))


def test_an_error_that_leads_to_itself_is_told_once() -> None:
    first, second = KeyError(), ValueError()
    first.__context__, second.__context__ = second, first
    assert trail(first) == ["KeyError", "ValueError"]
