"""A title on its road: every state and action, two hands, days by working days, what is told of it."""

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applicant.domain.criteria import judge, known_of, months_between, unknown, unmet
from services.applicant.domain.enterprise import Report, Source
from services.applicant.domain.nomination import (
    MOVES,
    ON_THE_ROAD,
    OPEN,
    TWO_HANDS,
    Action,
    Holder,
    Nomination,
    State,
    shifted,
)
from shared.errors import Conflict, Refused
from shared.machine import move
from tests.builders.titles import (
    LEADER,
    OFFICER,
    PATH,
    TODAY,
    an_enterprise,
    checked,
    figures,
    nominated,
    noticed,
    proposal,
    recognised,
    step,
    terms,
)


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_every_state_knows_what_may_follow(state: State, action: Action) -> None:
    if (state, action) in MOVES:
        assert move(MOVES, state, action) in State
    else:
        with pytest.raises(Conflict):
            move(MOVES, state, action)


def test_what_is_over_is_over() -> None:
    ended = {State.REFUSED, State.REVOKED, State.EXPIRED}
    assert {state for state, _ in MOVES} == set(OPEN)
    assert ended.isdisjoint(OPEN)
    assert set(MOVES.values()) >= ended


def test_the_whole_road_is_told_step_by_step() -> None:
    one = Nomination.begin("n" * 32, Holder("p" * 32, "e" * 32, PATH), terms(), step("nominate"))
    one.check({}, step("check"))
    one.propose(proposal(), ())
    one.confirm(step("confirm", LEADER), terms())
    one.recognise("FZ-431230-2026-0001", "c0de", terms(), step("recognise", on=date(2026, 3, 10)))
    assert [news.word for news in one.news] == ["nominated", "noticed", "recognised"]
    assert one.news[1].facts == {"until": "2026-03-09"}  # five working days after Monday 2 March
    assert one.news[2].facts == {
        "number": "FZ-431230-2026-0001",
        "valid_until": "2029-03-09",
        "origin": "system",
    }
    assert [one.what for one in one.steps] == ["nominate", "check", "propose_publish", "confirm", "recognise"]


def test_a_title_for_enterprises_needs_one_and_a_womans_own_does_not() -> None:
    holder = Holder("p" * 32, None, PATH)
    with pytest.raises(Refused, match="title_needs_enterprise"):
        Nomination.begin("n" * 32, holder, terms(), step("nominate"))
    assert Nomination.begin("n" * 32, holder, terms(kind="person"), step("nominate")).state is State.NOMINATED


def test_nobody_confirms_what_she_proposed() -> None:
    one = checked()
    one.propose(proposal(by=OFFICER), ())
    with pytest.raises(Refused, match="same_person"):
        one.confirm(step("confirm", OFFICER), terms())
    assert (one.state, one.proposal is not None) == (State.CHECKED, True)


def test_a_second_proposal_waits_for_the_first() -> None:
    one = checked()
    one.propose(proposal(Action.REFUSE, reason="papers"), ())
    with pytest.raises(Conflict, match="proposed_already"):
        one.propose(proposal(), ())
    one.hand_back(step("hand_back", LEADER))
    one.propose(proposal(), ())
    assert one.proposal is not None


@pytest.mark.parametrize(
    "act", [lambda one: one.confirm(step("x", LEADER), terms()), lambda one: one.hand_back(step("x"))]
)
def test_without_a_proposal_there_is_nothing_to_confirm(act: Callable[[Nomination], object]) -> None:
    with pytest.raises(Conflict, match="nothing_proposed"):
        act(checked())


def test_only_what_meets_every_condition_is_hung_out() -> None:
    one = checked()
    open_ = judge(terms().criteria, {"households": 25}, {})
    with pytest.raises(Refused, match="criteria_open"):
        one.propose(proposal(), open_)
    with pytest.raises(Refused, match="criteria_unmet"):
        one.propose(proposal(), judge(terms().criteria, {"households": 19}, {"profit_by_trade": True}))
    good = judge(terms().criteria, {"households": 20}, {"profit_by_trade": True})
    one.propose(proposal(), good)
    assert one.verdict == good


def test_what_the_county_refuses_needs_no_condition_met() -> None:
    one = checked()
    one.propose(proposal(Action.REFUSE, reason="criteria"), judge(terms().criteria, {"households": 1}, {}))
    one.confirm(step("confirm", LEADER), terms())
    assert (one.state, one.news[-1].word, one.news[-1].facts) == (State.REFUSED, "refused", {"reason": "criteria"})


def test_an_objection_takes_the_notice_down() -> None:
    one = noticed()
    one.disturb(step("object", reason="objection"))
    assert (one.state, one.until) == (State.CHECKED, None)


def test_a_watched_title_is_cleared_or_revoked_by_two_and_runs_out_like_any_other() -> None:
    def watched() -> Nomination:
        one = recognised()
        one.watch(date(2026, 6, 2), step("watch", reason="safety"))
        return one

    one = watched()
    assert (one.news[-1].word, one.news[-1].facts) == ("watched", {"reason": "safety", "until": "2026-06-02"})
    one.propose(proposal(Action.CLEAR), ())
    one.confirm(step("confirm", LEADER), terms())
    assert (one.state, one.until, one.news[-1].word) == (State.RECOGNISED, None, "cleared")
    one = watched()
    one.propose(proposal(Action.REVOKE, reason="safety"), ())
    one.confirm(step("confirm", LEADER), terms())
    assert (one.state, one.news[-1].word, one.news[-1].facts) == (State.REVOKED, "revoked", {"reason": "safety"})
    one = watched()
    one.expire(step("expire"))
    assert (one.state, one.news[-1].word) == (State.EXPIRED, "expired")


def test_what_comes_from_a_ledger_says_so_and_was_never_nominated() -> None:
    one = Nomination.begin("n" * 32, Holder("p" * 32, "e" * 32, PATH), terms(), step("take_over"))
    one.take_over("县妇〔2023〕5号-2", "c0de", date(2026, 12, 31), step("take_over", on=date(2024, 1, 1)))
    assert [news.word for news in one.news] == ["recognised"]
    assert one.news[0].facts["origin"] == "ledger"
    assert one.news[0].on == date(2024, 1, 1)


def test_only_two_hands_decide_what_ends_or_begins_a_title() -> None:
    assert {Action.PUBLISH, Action.REFUSE, Action.REVOKE, Action.CLEAR} == TWO_HANDS
    assert State.NOTICED in ON_THE_ROAD


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 60))
def test_some_months_later_is_never_another_month(day: date, months: int) -> None:
    later = shifted(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or later.day >= 28


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 5), 3, date(2027, 3, 5)),
        (date(2028, 2, 29), 36, date(2031, 2, 28)),
    ],
)
def test_the_last_of_a_shorter_month_stands_for_a_day_it_does_not_have(day: date, months: int, after: date) -> None:
    assert shifted(day, months) == after


def test_what_nobody_keeps_is_unknown_until_it_was_seen_and_a_kept_fact_is_not_overruled() -> None:
    criteria = terms().criteria
    lines = judge(criteria, {}, {})
    assert (unknown(lines), unmet(lines)) == (["households", "profit_by_trade"], [])
    seen = judge(criteria, {"households": 19}, {"households": True, "profit_by_trade": False})
    assert (unknown(seen), unmet(seen)) == ([], ["households", "profit_by_trade"])


def test_facts_come_from_the_latest_report_and_her_number_is_no_proof_against_her() -> None:
    one = an_enterprise()
    assert known_of(one, woman=False, defaulted=False, today=TODAY) == {
        "woman_head": None,
        "no_default": 1,
        "months": 70,
        "women_equity": 1000,
    }
    one.reports.append(_report())
    known = known_of(one, woman=True, defaulted=True, today=TODAY)
    assert (known["woman_head"], known["no_default"], known["women_share"]) == (1, 0, 900)
    assert known_of(None, woman=True, defaulted=False, today=TODAY) == {"woman_head": 1, "no_default": 1}


def _report() -> Report:
    return Report(2025, Source.REPORT, figures(), TODAY, "her")


def test_months_are_full_months() -> None:
    assert months_between(date(2025, 3, 3), TODAY) == 11
    assert months_between(date(2025, 3, 2), TODAY) == 12


def test_nothing_is_nominated_twice_by_the_checker() -> None:
    one = nominated()
    one.check({"profit_by_trade": False}, step("check"))
    with pytest.raises(Conflict):
        one.check({}, step("check"))
