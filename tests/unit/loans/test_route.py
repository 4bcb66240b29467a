"""The road of an application: which desks open together, which open next for whom, and which roads cannot be gone."""

from dataclasses import replace

import pytest

from services.loans.domain.route import Limits, Route, Step

PLAIN = Step("county", "verify", 1, 5, "1" * 32, "county_officer")
BESIDE = replace(PLAIN, beside=True)
LARGE = replace(PLAIN, from_fen=20_000_000)
PANEL = replace(PLAIN, seats=3, quorum=2)


def road(*steps: Step) -> Route:
    return Route("R", steps)


def test_a_step_of_which_nothing_else_is_said_stands_alone_and_is_for_everybody():
    assert (PLAIN.goes_on, PLAIN.beside, PLAIN.from_fen) == (False, False, 0)
    assert (PLAIN.seats, PLAIN.quorum, PLAIN.majority) == (0, 0, 500)
    assert PLAIN.seconds == ()
    assert replace(PLAIN, leader="county_leader", also="visitor").seconds == ("county_leader", "visitor")


def test_where_a_county_says_nothing_she_has_these_days_and_rounds():
    assert Limits() == Limits(returned_days=30, approved_days=60, rounds=3, appeal_days=15)


def test_desks_beside_one_another_open_together():
    route = road(PLAIN, PLAIN, BESIDE, PLAIN)
    assert route.groups == [[0], [1, 2], [3]]
    assert [route.beside(at) for at in range(4)] == [[0], [1, 2], [1, 2], [3]]
    assert [route.behind(at, 0) for at in range(4)] == [[1, 2], [3], [3], []]
    assert [road(*steps).first for steps in ((PLAIN, LARGE), (PANEL, PLAIN))] == [PLAIN, PANEL]


def test_a_first_desk_that_is_said_to_stand_beside_stands_alone():
    assert road(BESIDE, PLAIN).groups == [[0], [1]]


@pytest.mark.parametrize(("fen", "behind"), [(19_999_999, [2]), (20_000_000, [1]), (20_000_001, [1])])
def test_a_desk_for_large_loans_is_left_out_for_who_asks_for_less(fen: int, behind: list[int]):
    assert road(PLAIN, LARGE, PLAIN).behind(0, fen) == behind
    assert road(PLAIN, LARGE).behind(0, 1) == []


@pytest.mark.parametrize(
    "steps",
    [
        (PLAIN, BESIDE, BESIDE),
        (LARGE, PLAIN),
        (PLAIN, replace(PANEL, quorum=0)),
        (PLAIN, replace(PANEL, quorum=4)),
    ],
)
def test_a_road_that_cannot_be_gone_is_refused(steps: tuple[Step, ...]):
    with pytest.raises(ValueError, match="R: "):
        road(*steps)


@pytest.mark.parametrize("steps", [(PLAIN, BESIDE, PLAIN), (PLAIN, LARGE), (PLAIN, PANEL),
                                   (PLAIN, replace(PANEL, quorum=1)), (PLAIN, replace(PANEL, quorum=3))])  # fmt: skip
def test_any_other_road_is_gone(steps: tuple[Step, ...]):
    assert road(*steps).steps == steps
