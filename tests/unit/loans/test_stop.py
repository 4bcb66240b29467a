"""One desk where a case lies: what waits there for a second hand, who voted, how long it has lain."""

from dataclasses import replace
from datetime import date

import pytest

from services.loans.domain.desk_clock import DeskClock
from services.loans.domain.stop import Finding, Hand, Outcome, Proposal, Stop, Vote
from shared.errors import Conflict, Refused

DAY = date(2026, 11, 24)
ZHANG, LI = Hand("1" * 32, "张敏", "county_officer"), Hand("2" * 32, "李红", "county_leader")
PROPOSAL = Proposal(Finding(Outcome.PASSED), ZHANG, DAY)


def a_stop(**known: int) -> Stop:
    return Stop(0, DeskClock(DAY, 5), DAY, **known)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (replace(ZHANG, name="张"), True),
        (LI, False),
        (replace(LI, mark="f"), False),
    ],
)
def test_a_hand_is_known_by_its_account(other: Hand, same: bool):
    assert ZHANG.same(other) is same


def test_one_person_with_two_accounts_is_known_by_the_fingerprint_and_none_is_no_fingerprint():
    assert replace(ZHANG, mark="f").same(replace(LI, mark="f"))
    assert not replace(ZHANG, mark="f").same(replace(LI, mark="e"))
    assert not ZHANG.same(LI)


def test_a_case_that_has_just_come_has_nothing_behind_it():
    stop = a_stop()
    assert (stop.before, stop.proposal, stop.votes, stop.since, stop.fresh) == (0, None, (), 0, True)
    assert stop == replace(stop, fresh=False)  # what was done since it was read is not what it is


@pytest.mark.parametrize(("before", "days"), [(0, 3), (1, 2), (4, 0)])
def test_the_days_at_a_desk_are_those_of_the_clock_since_it_came(before: int, days: int):
    assert a_stop(before=before).days(date(2026, 11, 27)) == days


def test_what_one_hand_prepared_waits_for_another_and_nothing_is_prepared_beside_it():
    stop = a_stop()
    with pytest.raises(Conflict, match="nothing_to_confirm"):
        stop.prepared(LI)
    stop.fresh = False
    stop.propose(PROPOSAL)
    assert stop.fresh
    with pytest.raises(Conflict, match="waits_for_second_hand"):
        stop.propose(PROPOSAL)
    with pytest.raises(Refused, match="own_proposal"):
        stop.prepared(ZHANG)
    assert stop.prepared(LI) is PROPOSAL


def test_a_member_votes_once_and_after_all_is_forgotten_the_work_begins_anew():
    stop, vote = a_stop(), Vote(ZHANG, yes=True, text="同意", on=DAY)
    stop.propose(PROPOSAL)
    stop.vote(vote)
    with pytest.raises(Conflict, match="voted"):
        stop.vote(replace(vote, yes=False))
    stop.vote(replace(vote, by=LI))
    assert [one.by for one in stop.votes] == [ZHANG, LI]
    stop.fresh = False
    stop.clear()
    assert (stop.proposal, stop.votes, stop.fresh) == (None, (), True)
