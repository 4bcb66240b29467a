"""Spot checks: who is drawn, what is noted, and what the page says."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.spot_check import Answer, CheckRule, draw
from shared.errors import Conflict, NotFound, Refused
from tests.builders.training import ELSEWHERE
from tests.builders.world import an_officer
from tests.fakes.training import Memory
from tests.unit.training.memory_site import Site
from tests.unit.training.test_to_the_certificate import BY, REVIEWER, places, running

RULE = CheckRule(100, 1)


@given(st.sets(st.text("0123456789abcdef", min_size=4, max_size=8), max_size=60), st.text(max_size=8))
def test_a_tenth_is_drawn_and_anybody_draws_the_same_from_the_same_seed(women: set[str], seed: str):
    drawn = draw(seed, women, RULE)
    assert len(drawn) == len(set(drawn)) == -(-len(women) // 10)
    assert set(drawn) <= women
    assert draw(seed, sorted(women, reverse=True), RULE) == drawn


def test_a_class_is_drawn_once_while_it_runs_or_after_by_a_reviewer_of_the_place():
    here = Memory()
    one = running(here)
    with pytest.raises(NotFound, match="not_drawn_yet"):
        here.use.spot_check.visit(one.id, here.clock.today(), 1, "", by=REVIEWER)
    with pytest.raises(NotFound, match="class_not_found"):
        here.use.spot_check.draw(one.id, by=an_officer("training_reviewer", ELSEWHERE))
    check = here.use.spot_check.draw(one.id, by=REVIEWER)
    assert (check.seed, len(check.drawn)) == (f"{one.plan.number}|{here.clock.today()}", 1)
    with pytest.raises(Conflict, match="drawn_already"):
        here.use.spot_check.draw(one.id, by=REVIEWER)
    here.classes.rows[one.id].state = type(one.state).ENROLLING
    here.checks.rows.clear()
    with pytest.raises(Conflict, match="class_not_running"):
        here.use.spot_check.draw(one.id, by=REVIEWER)


def test_who_does_not_answer_is_called_again_and_what_she_said_stands():
    here = Memory()
    one = running(here)
    [her] = here.use.spot_check.draw(one.id, by=REVIEWER).drawn
    call = here.use.spot_check.call
    assert call(one.id, her, Answer.NO_ANSWER, by=REVIEWER).open_calls() == 1
    assert call(one.id, her, Answer.WAS_NOT, by=REVIEWER).open_calls() == 0
    with pytest.raises(Conflict, match="called_already"):
        call(one.id, her, Answer.WAS_THERE, by=REVIEWER)
    other = next(place.id for place in places(here, one) if place.id != her)
    with pytest.raises(NotFound, match="enrolment_not_found"):
        call(one.id, other, Answer.WAS_THERE, by=REVIEWER)


def test_a_visit_counts_who_is_there_and_not_tomorrow():
    here = Memory()
    one = running(here)
    here.use.spot_check.draw(one.id, by=REVIEWER)
    today = here.clock.today()
    with pytest.raises(Refused, match="day_to_come"):
        here.use.spot_check.visit(one.id, today + timedelta(1), 1, "", by=REVIEWER)
    with pytest.raises(Refused, match="more_than_expected"):
        here.use.spot_check.visit(one.id, today, 4, "", by=REVIEWER)
    visit = here.use.spot_check.visit(one.id, today, 2, "少一人", by=REVIEWER).visits[0]
    assert (visit.there, visit.expected) == (2, 3)


def test_the_page_shows_the_seed_the_calls_and_the_visits():
    here = Memory()
    one = running(here)
    web, where = Site(here), f"/training/classes/{one.id}/checks"
    assert "抽出要问的人" in web.get(where, REVIEWER).text
    assert "抽出要问的人" not in web.get(where, BY).text
    assert web.post(where, REVIEWER).status_code == 303
    [her] = here.checks.rows[one.id].drawn
    assert one.plan.number in web.get(where, BY).text
    assert web.post(f"{where}/calls/{her}", REVIEWER, answer="perhaps").status_code == 422
    assert web.post(f"{where}/calls/{her}", REVIEWER, answer="was_there").status_code == 303
    empty = web.post(f"{where}/visits", REVIEWER, on="", there="x")
    assert (empty.status_code, empty.text.count('class="error-text"')) == (422, 2)
    today = here.clock.today().isoformat()
    assert web.post(f"{where}/visits", REVIEWER, on=today, there="3", note="都在织").status_code == 303
    page = web.get(where, BY).text
    assert all(words in page for words in ("在上课", "都在织", "还差 0 人"))
