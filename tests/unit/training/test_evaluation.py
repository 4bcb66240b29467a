"""What women say of a class: once each, counted so that nobody can be recognised, shown from five answers on."""

from datetime import timedelta

import pytest

from services.training.domain.enrolment import Enrolment, Origin
from services.training.domain.enrolment import State as SeatState
from services.training.domain.evaluation import Answer, EvaluationRule, Tally
from services.training.domain.training_class import State, TrainingClass
from services.training.events.outbound import to_message
from shared.errors import Conflict, NotFound, Refused
from shared.ids import new_id
from tests.builders.training import DAY, NOW, PATH, a_class, a_coordinator
from tests.builders.world import a_woman, an_officer
from tests.fakes.training import Memory
from tests.unit.training.memory_site import Site
from tests.unit.training.test_overview import held

RULE = EvaluationRule(("content", "use"), ("sell", "home"), days=30, shown_from=5)
ITEMS = ("content", "teacher", "place", "use", "organiser")
ASKED = {**dict.fromkeys(ITEMS, "4"), "plan": "sell"}


def over(women: int = 6, ended: int = 1) -> tuple[Memory, TrainingClass, list[Enrolment]]:
    """Return a class in its exam whose lessons ended some days ago, with its women."""
    here, one = Memory(), held(State.EXAM, DAY - timedelta(days=20), DAY - timedelta(days=ended))
    here.classes.add(one)
    places = [
        Enrolment(new_id(), f"{n:032x}", one.id, PATH, Origin("self", "x", NOW), SeatState.ELIGIBLE)
        for n in range(women)
    ]
    for place in places:
        here.enrolments.add(place)
    return here, one, places


@pytest.mark.parametrize(
    ("state", "ended", "asked"),
    [
        (State.RUNNING, 0, True),
        (State.RUNNING, -1, False),
        (State.EXAM, 1, True),
        (State.CLOSED, 30, True),
        (State.CLOSED, 31, False),
        (State.CANCELLED, 1, False),
    ],
)
def test_a_woman_is_asked_from_the_last_lesson_on_for_thirty_days(state: State, ended: int, asked: bool):
    one = held(state, DAY - timedelta(days=40), DAY - timedelta(days=ended))
    assert RULE.open(one, DAY) is asked


def test_who_dropped_out_is_not_asked():
    one = held(State.EXAM, DAY - timedelta(days=40), DAY)
    place = Enrolment(new_id(), "9" * 32, one.id, PATH, Origin("self", "x", NOW), SeatState.DROPPED)
    assert not RULE.wanted(place, one, DAY)


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"content": 5}, "sell"),
        Answer({"content": 5, "use": 5, "more": 5}, "sell"),
        Answer({"content": 5, "use": 6}, "sell"),
        Answer({"content": 5, "use": 0}, "sell"),
        Answer({"content": 5, "use": 5}, "fly"),
    ],
)
def test_an_answer_is_one_of_the_choices_to_each_question_or_nothing_is_counted(answer: Answer):
    tally = Tally("k", PATH)
    with pytest.raises(Refused, match="evaluation_incomplete"):
        tally.add(answer, RULE)
    assert (tally.answers, tally.points) == (0, {})


def test_sums_are_shown_from_five_answers_on_with_the_mean_to_a_tenth():
    tally = Tally("k", PATH)
    for n, points in enumerate((5, 5, 4, 2), 1):
        tally.add(Answer({"content": points, "use": 3}, "sell"), RULE)
        assert (tally.answers, tally.shown(RULE)) == (n, False)
    assert tally.tenths("content") == 40
    tally.add(Answer({"content": 3, "use": 3}, "home"), RULE)
    assert tally.shown(RULE)
    assert (tally.tenths("content"), tally.tenths("use"), tally.tenths("never asked")) == (38, 30, 0)
    assert (tally.points["content"][5], tally.plans["sell"], tally.plans["home"]) == (2, 4, 1)


def test_nothing_that_is_kept_joins_an_answer_to_a_woman():
    here, one, (first, *_) = over()
    said = Answer(dict.fromkeys(ITEMS, 2), "not_yet")
    here.use.evaluation.answer(first.id, said, by=a_woman(first.person_id))
    kept = repr(here.evaluations.rows)
    assert first.id not in kept
    assert first.person_id not in kept
    with pytest.raises(Conflict, match="evaluated_already"):
        here.use.evaluation.answer(first.id, said, by=a_woman(first.person_id))
    assert here.evaluations.rows[one.id].answers == 1


def test_the_day_after_the_lessons_everybody_who_has_not_answered_is_asked_on_her_phone():
    here, one, (first, *others) = over(women=3)
    here.use.evaluation.answer(first.id, Answer(dict.fromkeys(ITEMS, 5), "sell"), by=a_woman(first.person_id))
    here.enrolments.told.clear()
    job = object()
    here.use.evaluation.ask(one.id, job)
    told = here.enrolments.told
    assert [it.seat.enrolment_id for it in told] == [place.id for place in others]
    assert {(it.until, it.on) for it in told} == {(one.plan.ends_on + timedelta(days=30), DAY)}
    assert {to_message(it).type for it in told} == {"training.enrolment.opinion-asked.v1"}
    assert here.noted.finished == [job]
    late, gone, _ = over(ended=31)
    late.use.evaluation.ask(gone.id, job)
    assert late.enrolments.told == []


def test_another_woman_does_not_answer_for_her_nor_anybody_too_late():
    here, _, (first, second, *_) = over()
    said = Answer(dict.fromkeys(ITEMS, 5), "sell")
    with pytest.raises(NotFound):
        here.use.evaluation.answer(first.id, said, by=a_woman(second.person_id))
    late, _, (her, *_) = over(ended=31)
    with pytest.raises(Conflict, match="evaluation_closed"):
        late.use.evaluation.answer(her.id, said, by=a_woman(her.person_id))


def test_her_home_asks_her_once_and_the_class_page_shows_sums_from_five_on():
    here, one, places = over()
    site, by = Site(here), a_coordinator()
    for n, place in enumerate(places[:5]):
        her, where = a_woman(place.person_id), f"/training/me/enrolments/{place.id}/evaluation"
        assert f'href="{where}"' in site.get("/training/me", her).text
        assert "老师教得好不好" in site.get(where, her).text
        page = site.get(f"/training/classes/{one.id}", by).text
        assert f"{n} 人答了，全班 6 人" in page
        assert "满 5 人答了才显示" in page
        assert "Enrolment(" not in site.get(where, her).text
        assert [site.post(where, her, _once=f"{n:032x}", **ASKED).status_code for _ in range(2)] == [303, 303]
        assert site.post(where, her, **ASKED).status_code == 409
        assert f"evaluation:{one.id}" in here.noted.touched
        assert f'href="{where}"' not in site.get("/training/me", her).text
        assert site.get(where, her).status_code == 409
    page = site.get(f"/training/classes/{one.id}", by).text
    assert "<b>4.0</b>" in page
    assert "满 5 人答了才显示" not in page


def test_a_page_with_a_question_left_open_says_so_and_counts_nothing():
    here, _, (first, *_) = over()
    site, her = Site(here), a_woman(first.person_id)
    answer = site.post(f"/training/me/enrolments/{first.id}/evaluation", her, **{**ASKED, "use": ""})
    assert answer.status_code == 422
    assert here.evaluations.rows == {}
    officer = site.get(f"/training/me/enrolments/{first.id}/evaluation", an_officer("coordinator", PATH))
    assert officer.status_code == 403


def test_a_class_that_is_still_taught_has_no_word_of_it():
    here, one = Memory(), a_class(state=State.RUNNING)
    here.classes.add(one)
    assert "学员怎么说" not in Site(here).get(f"/training/classes/{one.id}", a_coordinator()).text
