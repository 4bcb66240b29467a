"""What was written down wrong is put right: points once entered, the book of a class in its exam; with what follows."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.attendance import Share, Tick
from services.training.domain.enrolment import MOVES, Action, Enrolment, Origin
from services.training.domain.enrolment import State as SeatState
from services.training.domain.news import ClassClosed, Corrected, Heads
from services.training.domain.points import Correction, Score, put_right
from services.training.domain.session import Session
from services.training.domain.standard import ExamRule
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.attendance.take import Why
from services.training.usecases.exam.correct import Right
from shared.errors import Conflict, NotFound, Refused, Stale
from shared.machine import move
from tests.builders.training import DAY, NOW, PATH, a_class
from tests.builders.world import an_officer
from tests.fakes.training import Memory
from tests.unit.training.memory_site import Site
from tests.unit.training.test_to_the_certificate import (
    AWAY,
    BY,
    HERE,
    REVIEWER,
    STRANGER,
    TEACHER,
    certified,
    examined,
    identities,
    places,
    revoked,
    running,
)

WHY = "抄成绩单抄错了行"


@pytest.fixture
def here() -> Memory:
    return Memory()


def right(theory: int, practice: int, number: int = 1, reason: str = WHY) -> Right:
    return Right(number, theory, practice, reason)


def scored(here: Memory, *points: tuple[int, int]) -> tuple[TrainingClass, list[Enrolment]]:
    """Return a class in its exam whose first women have these points."""
    one = examined(here)
    women = places(here, one)
    here.use.exam.score(one.id, {place.id: both for place, both in zip(women, points, strict=False)}, by=BY)
    return one, places(here, one)


def told(here: Memory) -> list[tuple[bool, bool | None, bool]]:
    found = [news for news in here.enrolments.told if isinstance(news, Corrected)]
    return [(news.eligible, news.passed, news.changed) for news in found]


# -- points ---------------------------------------------------------------------------------------------------------


def test_points_put_right_decide_anew_and_what_stood_there_stays_with_its_reason(here: Memory):
    _, (first, second, _) = scored(here, (95, 90), (30, 80))
    assert here.use.exam.correct(first.id, right(59, 90), by=BY).state is SeatState.FAILED
    assert here.use.exam.correct(second.id, right(80, 80), by=BY).state is SeatState.PASSED
    [said] = here.enrolments.get(first.id).corrections
    assert (said.was, said.theory, said.reason, said.by) == ((95, 90), 59, WHY, BY.id)
    [score] = here.enrolments.get(first.id).scores
    assert (score.theory, score.on, score.by) == (59, first.scores[0].on, BY.id)
    assert told(here) == [(True, False, True), (True, True, True)]
    by, deed = here.noted.deeds[-1]
    assert (by, deed.act, deed.person_ids, deed.reason) == (BY.id, "exam.correct", (second.person_id,), WHY)
    assert (deed.facts["was"], deed.facts["now"]) == ([30, 80], [80, 80])


def test_points_that_change_nothing_of_the_result_say_so(here: Memory):
    _, (first, *_) = scored(here, (95, 90))
    assert here.use.exam.correct(first.id, right(90, 95), by=BY).state is SeatState.PASSED
    assert told(here) == [(True, True, False)]


def test_whoever_failed_by_a_slip_of_the_pen_is_among_those_who_get_a_paper(here: Memory):
    one, (first, second, third) = scored(here, (80, 90), (30, 80), (10, 10))
    here.use.exam.correct(second.id, right(80, 80), by=BY)
    here.use.exam.correct(first.id, right(20, 90), by=BY)
    [made] = here.use.certificate.issue(one.id, identities(here, one), by=REVIEWER)
    assert made.person_id == second.person_id
    closed = here.use.training_class.finish.close(one.id, by=BY)
    assert closed.state == "closed"
    states = {place.id: place.state for place in places(here, one)}
    assert (states[first.id], states[third.id]) == (SeatState.FAILED, SeatState.FAILED)


def test_who_put_points_right_gives_out_no_paper_for_them(here: Memory):
    one, (first, *_) = scored(here, (80, 30))
    both = an_officer("coordinator", PATH, actor_id=REVIEWER.id)
    here.use.exam.correct(first.id, right(80, 80), by=both)
    with pytest.raises(Refused, match="same_person"):
        here.use.certificate.issue(one.id, identities(here, one), by=REVIEWER)


def test_an_earlier_try_that_was_enough_counts_after_all(here: Memory):
    one, (first, *_) = scored(here, (50, 80))
    here.use.exam.score(one.id, {first.id: (40, 40)}, by=BY)
    assert here.use.exam.correct(first.id, right(60, 80, number=1), by=BY).state is SeatState.PASSED
    assert here.use.exam.correct(first.id, right(45, 40, number=2), by=BY).state is SeatState.PASSED
    with pytest.raises(NotFound, match="try_not_found"):
        here.use.exam.correct(first.id, right(80, 80, number=3), by=BY)


@pytest.mark.parametrize(
    ("said", "slug"), [(right(95, 90), "nothing_changed"), (right(95, 91, reason="  错 "), "reason_missing")]
)
def test_a_correction_changes_something_and_says_why(here: Memory, said: Right, slug: str):
    _, (first, *_) = scored(here, (95, 90))
    with pytest.raises((Conflict, Refused), match=slug):
        here.use.exam.correct(first.id, said, by=BY)


def test_an_old_page_another_county_and_other_roles_put_nothing_right(here: Memory):
    _, (first, second, _) = scored(here, (95, 90))
    with pytest.raises(Stale):
        here.use.exam.correct(first.id, replace(right(59, 90), version=first.version - 1), by=BY)
    for who in (STRANGER, TEACHER, REVIEWER):
        with pytest.raises(NotFound):
            here.use.exam.correct(first.id, right(59, 90), by=who)
    with pytest.raises(NotFound, match="try_not_found"):
        here.use.exam.correct(second.id, right(59, 90), by=BY)


def test_points_of_a_class_that_still_runs_are_not_there_to_put_right(here: Memory):
    one = running(here)
    with pytest.raises(Conflict, match="class_not_examined"):
        here.use.exam.correct(places(here, one)[0].id, right(59, 90), by=BY)


def test_with_a_paper_out_points_change_only_where_she_passes_all_the_same(here: Memory):
    one = certified(here)
    first, *_ = places(here, one)
    with pytest.raises(Conflict, match="certificate_stands"):
        here.use.exam.correct(first.id, right(59, 90), by=BY)
    assert here.use.exam.correct(first.id, right(60, 90), by=BY).state is SeatState.CERTIFIED
    [paper] = [one for one in here.use.certificate.find.of_class(one.id, by=BY) if one.person_id == first.person_id]
    assert paper.state == "valid"


@pytest.mark.parametrize(("points", "state"), [((59, 90), SeatState.FAILED), ((61, 90), SeatState.PASSED)])
def test_after_a_revocation_for_wrong_points_the_right_ones_decide_in_a_closed_class_too(
    here: Memory, points: tuple[int, int], state: SeatState
):
    one = certified(here)
    here.use.training_class.finish.close(one.id, by=BY)
    [paper, *_] = here.use.certificate.find.of_class(one.id, by=BY)
    revoked(here, paper.id, "scores_wrong")
    place_id = str(paper.source.enrolment_id)
    assert here.use.exam.correct(place_id, right(*points), by=BY).state is state


def test_who_cheated_is_not_made_to_have_passed_by_a_correction(here: Memory):
    one = certified(here)
    [paper, *_] = here.use.certificate.find.of_class(one.id, by=BY)
    revoked(here, paper.id, "cheated")
    with pytest.raises(Conflict, match="try_void"):
        here.use.exam.correct(str(paper.source.enrolment_id), right(100, 100), by=BY)
    again = here.use.exam.score(one.id, {str(paper.source.enrolment_id): (70, 70)}, by=BY)
    assert {place.state for place in places(here, again)} == {SeatState.PASSED, SeatState.CERTIFIED}


def test_what_the_closing_sheet_told_is_not_changed_afterwards(here: Memory):
    one, (first, second, third) = scored(here, (80, 90), (50, 90), (80, 90))
    here.use.certificate.issue(one.id, identities(here, one), by=REVIEWER)
    here.use.training_class.finish.close(one.id, by=BY)
    with pytest.raises(Conflict, match="result_closed"):
        here.use.exam.correct(second.id, right(70, 90), by=BY)
    assert here.use.exam.correct(second.id, right(51, 90), by=BY).state is SeatState.FAILED
    assert here.use.exam.correct(first.id, right(81, 90), by=BY).state is SeatState.CERTIFIED
    assert here.enrolments.get(third.id).corrections == ()


# -- the book of a class in its exam -----------------------------------------------------------------------------------


def book(here: Memory, one: TrainingClass, tick: Tick, place: Enrolment, **said: Any) -> None:
    """Put right what a woman's row says wherever it is otherwise; `said` goes with each sheet."""
    wrong = [session for session in here.sessions.of_classes([one.id]) if _tick(here, session, place) != tick]
    for session in wrong:
        here.use.attendance.take.said(session.id, {place.id: tick}, Why("点错了人", **said), by=TEACHER)


def _tick(here: Memory, session: Session, place: Enrolment) -> Tick:
    sheet = here.sheets.get(session.id)
    assert sheet is not None
    return sheet.ticks[place.id]


def test_who_was_there_after_all_may_be_examined_and_who_was_not_may_not(here: Memory):
    one = examined(here, 3, {1: AWAY})
    first, second, _ = places(here, one)
    book(here, one, HERE, second, sure=True)
    book(here, one, AWAY, first, sure=True)
    states = [place.state for place in places(here, one)]
    assert states == [SeatState.SHORT, SeatState.ELIGIBLE, SeatState.ELIGIBLE]
    assert [place.minutes for place in places(here, one)] == [0, 49 * 45, 49 * 45]
    assert told(here) == [(True, None, True), (False, None, True)]
    with pytest.raises(NotFound, match="enrolment_not_found"):
        here.use.exam.score(one.id, {first.id: (90, 90)}, by=BY)
    _, deed = here.noted.deeds[-1]
    assert (deed.act, deed.person_ids, deed.reason) == ("attendance.correct", (first.person_id,), "点错了人")


def test_what_follows_is_said_before_anything_is_stored(here: Memory):
    one = examined(here, 1)
    [her] = places(here, one)
    with pytest.raises(Refused, match="standing_changes") as refused:
        book(here, one, AWAY, her)
    assert refused.value.facts["changes"] == [(her.id, "eligible", "short")]
    stored, sheets = here.enrolments.get(her.id), here.sheets.of_class(one.id)
    away = [sheet for sheet in sheets if sheet.ticks[her.id] == AWAY]
    assert stored.state is SeatState.ELIGIBLE
    assert stored.minutes == 49 * 45 - sum(sheet.minutes for sheet in away)
    assert here.use.attendance.find.hers(stored, one).enough


def test_points_of_who_falls_short_wait_unused_and_count_again_with_her_hours(here: Memory):
    one, (first, second, third) = scored(here, (80, 90), (20, 90), (80, 90))
    book(here, one, AWAY, first, sure=True)
    book(here, one, AWAY, second, sure=True)
    assert [place.state for place in places(here, one)] == [SeatState.SHORT, SeatState.SHORT, SeatState.PASSED]
    with pytest.raises(Conflict, match="not_in_this_state"):
        here.use.exam.correct(second.id, right(80, 90), by=BY)
    [made] = here.use.certificate.issue(one.id, identities(here, one), by=REVIEWER)
    assert made.person_id == third.person_id
    for place in (first, second):
        book(here, one, HERE, place, sure=True)
    assert [place.state for place in places(here, one)] == [SeatState.PASSED, SeatState.FAILED, SeatState.CERTIFIED]
    assert [score.theory for score in here.enrolments.get(first.id).scores] == [80]
    assert told(here) == [(False, None, True), (False, None, True), (True, True, True), (True, False, True)]


def test_a_closing_sheet_counts_as_examined_only_who_may_be(here: Memory):
    one, (first, *_) = scored(here, (80, 90), (80, 90), (80, 90))
    book(here, one, AWAY, first, sure=True)
    here.use.certificate.issue(one.id, identities(here, one), by=REVIEWER)
    here.use.training_class.finish.close(one.id, by=BY)
    [closed] = [news for news in here.classes.told if isinstance(news, ClassClosed)]
    assert closed.heads == Heads(enrolled=3, attended=2, examined=2, passed=2, certified=2)


def test_a_paper_that_is_out_is_revoked_before_its_hours_are_taken_away(here: Memory):
    one = certified(here)
    first, *_ = places(here, one)
    with pytest.raises(Conflict, match="certificate_stands"):
        book(here, one, AWAY, first, sure=True)
    assert here.enrolments.get(first.id).state is SeatState.CERTIFIED
    [paper] = [it for it in here.use.certificate.find.of_class(one.id, by=BY) if it.person_id == first.person_id]
    revoked(here, paper.id)
    book(here, one, AWAY, first, sure=True)
    assert here.enrolments.get(first.id).state is SeatState.SHORT


def test_a_paper_revoked_for_cheating_does_not_come_back_by_way_of_the_book(here: Memory):
    one = certified(here)
    first, *_ = places(here, one)
    [paper] = [it for it in here.use.certificate.find.of_class(one.id, by=BY) if it.person_id == first.person_id]
    revoked(here, paper.id, "cheated")
    for tick in (AWAY, HERE):
        book(here, one, tick, first, sure=True)
    assert here.enrolments.get(first.id).state is SeatState.FAILED


def test_the_book_of_a_closed_class_and_an_old_page_change_nothing(here: Memory):
    one, (first, *_) = scored(here, (20, 20), (20, 20), (20, 20))
    [session, *_] = here.sessions.of_classes([one.id])
    late = Why("点错了人", version=7, sure=True)
    with pytest.raises(Stale):
        here.use.attendance.take.said(session.id, {first.id: AWAY}, late, by=TEACHER)
    here.use.training_class.finish.close(one.id, by=BY)
    with pytest.raises(Conflict, match="class_not_running"):
        here.use.attendance.take.said(session.id, {first.id: AWAY}, Why("点错了人", sure=True), by=TEACHER)


@given(
    least=st.integers(1, 100),
    steps=st.lists(st.integers(0, 100), min_size=1, max_size=6),
    scores=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=2),
)
def test_wherever_corrections_of_the_book_lead_she_stands_as_her_hours_and_points_say(
    least: int, steps: list[int], scores: list[tuple[int, int]]
):
    rule, klass = ExamRule(60, 60, 2), a_class(state=State.EXAM)
    her = Enrolment("1" * 32, "2" * 32, klass.id, PATH, Origin("self", "u", NOW), SeatState.ENROLLED)
    her.counted(klass, 100, least, today=DAY)
    for theory, practice in scores:
        her.examined(klass, Score(theory, practice, DAY, "u"), rule)
        if her.state is SeatState.PASSED:
            break
    for minutes in steps:
        her.recounted(klass, Share(minutes, 100, 0, least), rule, today=DAY)
        passed = any(min(one.theory, one.practice) >= 60 for one in her.scores)
        after = SeatState.PASSED if passed else SeatState.FAILED if her.scores else SeatState.ELIGIBLE
        assert her.state is (after if minutes >= least else SeatState.SHORT)
        assert her.minutes == minutes


@given(
    tries=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=3),
    number=st.integers(1, 3),
    points=st.tuples(st.integers(0, 100), st.integers(0, 100)),
)
def test_a_correction_touches_one_try_and_can_be_taken_back(
    tries: list[tuple[int, int]], number: int, points: tuple[int, int]
):
    scores, number = tuple(Score(*both, DAY, "u") for both in tries), min(number, len(tries))
    if points == tries[number - 1]:
        return
    changed, said = put_right(scores, Correction(number, *points, WHY, "v", NOW))
    assert [one for n, one in enumerate(changed, 1) if n != number] == [
        one for n, one in enumerate(scores, 1) if n != number
    ]
    back, _ = put_right(changed, Correction(number, *said.was, WHY, "v", NOW))
    assert back == scores
    rule = ExamRule(60, 60, 3)
    assert changed[number - 1].passed(rule) == (min(points) >= 60)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("state", SeatState)
def test_a_place_makes_the_moves_of_its_table_and_no_other(state: SeatState, action: Action):
    if (state, action) in MOVES:
        assert move(MOVES, state, action) in SeatState
    else:
        with pytest.raises(Conflict, match="not_in_this_state"):
            move(MOVES, state, action)


def test_the_page_says_who_would_stand_how_and_stores_it_once_that_is_meant(here: Memory):
    one = examined(here)
    first, *_ = places(here, one)
    *before, last = here.sessions.of_classes([one.id])[:3]
    for session in before:
        here.use.attendance.take.said(session.id, {first.id: AWAY}, Why("点错了人"), by=TEACHER)
    web, where = Site(here, {first.person_id: "龙秀英"}), f"/training/sessions/{last.id}/attendance"
    marks = {f"mark_{place.id}": "present" for place in places(here, one)} | {f"mark_{first.id}": "absent"}
    said = {**marks, "reason": "点错了人", "version": "0"}
    asked = web.post(where, TEACHER, **said)
    assert asked.status_code == 422
    assert all(words in asked.text for words in ("这样改以后", "现在可以考试", "学时不够", "看过了，就这样改"))
    assert web.post(where, TEACHER, **said, sure="true").status_code == 303
    assert here.enrolments.get(first.id).state is SeatState.SHORT
    assert web.post(where, TEACHER, **said, sure="true").status_code == 409


def test_the_page_of_her_points_shows_tries_and_corrections_and_refuses_in_place(here: Memory):
    one, (first, *_) = scored(here, (80, 90))
    web, where = Site(here, {first.person_id: "龙秀英"}), f"/training/enrolments/{first.id}/points"
    form = {"number": "1", "theory": "80", "practice": "90", "reason": WHY, "version": str(first.version)}
    assert "没有改动" in web.post(where, BY, **form).text
    assert web.post(where, BY, **form | {"theory": "8"}).location == f"/training/classes/{one.id}/exam"
    page = web.get(where, BY).text
    assert all(words in page for words in ("改龙秀英的成绩", "80 / 90", "8 / 90", WHY, "没考过"))
    assert web.post(where, BY, **form | {"theory": "81"}).status_code == 409
    assert "改成绩" in web.get(f"/training/classes/{one.id}/exam", BY).text
    assert "改成绩" not in web.get(f"/training/classes/{one.id}/exam", REVIEWER).text
