"""What is tried again, and what an error may say of itself."""

import threading

import pytest
from pymongo.errors import AutoReconnect, DuplicateKeyError

from shared.errors import Refused, Stale, Unavailable
from shared.events.patience import STALE_TRIES, Stopped, patient, where


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
