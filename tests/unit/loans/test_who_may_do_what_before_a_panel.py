"""A case before the leading group: every standing of its vote × every command × every role and member."""

from collections.abc import Callable, Iterator

import pytest

from services.loans.domain.application import Application, State
from services.loans.domain.review import Finding, Outcome
from services.loans.usecases.desk.send_back import Words
from shared.access import Actor
from shared.errors import Conflict, NotFound, Problem, Refused
from tests.builders.loans import OTHER_COUNTY, at_office
from tests.builders.world import a_woman
from tests.unit.loans.test_side_by_side import GROUP, NO, YES, on_panel, voter
from tests.unit.loans.test_who_may_do_what_to_an_application import everybody
from tests.unit.loans.world import LoansWorld

Act = Callable[[LoansWorld, str, Actor], object]
VOTES: dict[str, tuple[Finding, ...]] = {"none": (), "yes": (YES,), "no": (NO,), "a tie": (YES, NO)}
ENDED = {"agreed": ((YES, YES), State.APPROVED), "refused": ((NO, NO), State.REJECTED)}
COMMANDS: dict[str, Act] = {
    "yes": lambda world, one, by: world.desk.decide(one, YES, by=by),
    "no": lambda world, one, by: world.desk.decide(one, NO, by=by),
    "return": lambda world, one, by: world.desk.send_back(one, ["R07"], Words(), by=by),
    "confirm": lambda world, one, by: world.desk.second.confirm(one, by=by),
    "hand_back": lambda world, one, by: world.desk.second.hand_back(one, "再看看", by=by),
}
SECOND_HAND = ("confirm", "hand_back")


def after(votes: tuple[Finding, ...]) -> tuple[LoansWorld, Application]:
    """Return a case on which the first members have voted so."""
    world, made = LoansWorld(), on_panel()
    world.applications.add(made)
    for number, one in enumerate(votes, 1):
        world.desk.decide(made.id, one, by=voter(number))
    return world, world.applications.rows[made.id]


def tried(name: str, votes: tuple[Finding, ...], by: Actor) -> tuple[Problem | None, Application, bool]:
    """Return the refusal, the case after it, and whether anything of it was written."""
    world, found = after(votes)
    try:
        COMMANDS[name](world, found.id, by)
    except Problem as problem:
        return problem, world.applications.rows[found.id], world.applications.rows[found.id] is not found
    return None, world.applications.rows[found.id], world.applications.rows[found.id] is not found


def others() -> Iterator[Actor]:
    """Yield everybody else: each other role, a woman, a member of another county's group."""
    yield from (by for role, by in everybody() if role != "panel_member")
    yield from (at_office(role, GROUP) for role, _ in everybody() if role != "panel_member")
    yield from (a_woman("a" * 32), at_office("panel_member", OTHER_COUNTY))


@pytest.mark.parametrize("votes", VOTES)
@pytest.mark.parametrize("name", COMMANDS)
def test_whoever_is_no_member_neither_votes_nor_sends_back_nor_confirms(name: str, votes: str):
    for by in others():
        problem, _, written = tried(name, VOTES[votes], by)
        assert problem is not None, by
        assert not written


@pytest.mark.parametrize("votes", VOTES)
@pytest.mark.parametrize("name", ["yes", "no"])
def test_each_member_votes_once_while_nothing_is_decided(name: str, votes: str):
    cast = VOTES[votes]
    for number in (1, 2, 3):
        problem, found, written = tried(name, cast, voter(number))
        if number <= len(cast):
            assert isinstance(problem, Conflict)
            assert (problem.slug, written) == ("voted", False)
            continue
        said = [*cast, {"yes": YES, "no": NO}[name]]
        yes, no = (sum(one.outcome is outcome for one in said) for outcome in (Outcome.PASSED, Outcome.REJECTED))
        ends = State.APPROVED if yes > 1 else State.REJECTED if no > 1 else State.IN_REVIEW
        assert (problem, found.state, written) == (None, ends, True)


@pytest.mark.parametrize("votes", VOTES)
@pytest.mark.parametrize("name", SECOND_HAND)
def test_a_vote_has_no_second_hand(name: str, votes: str):
    for number in (1, 2, 3):
        problem, _, written = tried(name, VOTES[votes], voter(number))
        assert isinstance(problem, Refused), problem
        assert (problem.slug, written) == ("not_your_desk", False)


@pytest.mark.parametrize("votes", VOTES)
def test_any_member_may_send_it_back_and_what_was_voted_until_then_counts_no_more(votes: str):
    for number in (1, 2, 3):
        problem, found, written = tried("return", VOTES[votes], voter(number))
        assert (problem, found.state, written) == (None, State.RETURNED, True)
        assert [stop.votes for stop in found.case.stops] == [()]


@pytest.mark.parametrize("ended", ENDED)
@pytest.mark.parametrize("name", COMMANDS)
def test_once_it_is_decided_no_member_changes_it(name: str, ended: str):
    votes, state = ENDED[ended]
    for number in (1, 2, 3):
        problem, found, written = tried(name, votes, voter(number))
        assert isinstance(problem, Conflict | NotFound | Refused), problem
        assert (found.state, written) == (state, False)
