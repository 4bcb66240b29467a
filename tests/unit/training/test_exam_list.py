"""The list of an exam: made by a job on its morning, without who cannot reach the hours, handed over by a person."""

import io
from datetime import timedelta

import openpyxl
import pytest

from services.training.domain.exam_list import ExamList
from services.training.domain.training_class import State
from services.training.usecases.exam_day import LIST, due_on
from services.training.usecases.training_class.move import Wanted
from shared.errors import Conflict, NotFound, Refused
from tests.builders.training import DAY, PATH
from tests.fakes.training import Memory
from tests.unit.training.memory_site import Site
from tests.unit.training.test_to_the_certificate import AWAY, BY, REVIEWER, STRANGER, at, places, running, taught


def morning(here: Memory, one, before: int = 0) -> None:
    """Go to the day of a class's list, or some days before it."""
    day = due_on(here.use.catalogue, one) - timedelta(days=before)
    at(here, here.clock.now() + timedelta(days=(day - here.clock.today()).days))


def test_a_class_that_begins_promises_its_list_for_the_morning_a_week_before_its_last_day():
    here = Memory()
    one = running(here)
    due = here.noted.promised[LIST, one.id]
    assert (due.date(), due.hour) == (one.plan.ends_on - timedelta(days=7), 8)


def test_the_job_lists_who_can_still_be_examined_in_the_order_of_their_numbers():
    here = Memory()
    one = running(here)
    taught(here, one, {1: AWAY})
    morning(here, one)
    here.use.exam.lists.run(one.id, "job")
    first, away, last = sorted(place.id for place in places(here, one))
    made = here.exam_lists.rows[one.id]
    assert (made.places, made.made_on, made.handed) == ((first, last), here.clock.today(), None)
    assert away not in made.places
    here.use.exam.lists.run(one.id, "again")
    assert here.noted.finished[-2:] == ["job", "again"]
    assert here.exam_lists.rows[one.id].version == made.version


def test_a_class_that_was_put_off_gets_a_new_day_instead_of_a_list():
    here = Memory()
    one = running(here)
    morning(here, one, before=1)
    here.noted.promised.clear()
    here.use.exam.lists.run(one.id, "job")
    assert here.exam_lists.rows == {}
    assert here.noted.promised[LIST, one.id].date() == due_on(here.use.catalogue, one)


def test_moving_the_last_lesson_of_a_running_class_moves_the_promise():
    here = Memory()
    one = running(here)
    last = here.sessions.of_classes([one.id])[-1]
    here.use.training_class.move(
        last.id, Wanted(last.slot.on + timedelta(days=7), last.slot.begins, reason="停电"), by=BY
    )
    later = here.classes.rows[one.id]
    assert later.plan.ends_on > one.plan.ends_on
    assert here.noted.promised[LIST, one.id].date() == later.plan.ends_on - timedelta(days=7)


def test_a_job_for_a_class_that_no_longer_runs_ends_without_a_list():
    here = Memory()
    one = running(here)
    taught(here, one)
    here.use.training_class.finish.examine(one.id, by=BY)
    here.use.exam.lists.run(one.id, "job")
    assert (here.exam_lists.rows, here.noted.finished[-1]) == ({}, "job")


def test_what_the_tester_has_is_not_made_again_and_an_empty_list_is_not_handed_over():
    one = ExamList("k", PATH, (), DAY)
    with pytest.raises(Refused, match="exam_list_empty"):
        one.hand_over(by="c", today=DAY)
    one.make_again(["a"], DAY + timedelta(days=1))
    one.hand_over(by="c", today=DAY)
    assert (one.places, one.made_on, one.handed.on) == (("a",), DAY + timedelta(days=1), DAY)
    for again in (lambda: one.hand_over(by="c", today=DAY), lambda: one.make_again([], DAY)):
        with pytest.raises(Conflict, match="exam_list_handed"):
            again()


def test_the_coordinator_makes_it_herself_and_the_to_do_goes_away_once_the_tester_has_it():
    here = Memory()
    one = running(here)
    lists = here.use.exam.lists
    with pytest.raises(NotFound, match="exam_list_not_made"):
        lists.hand_over(one.id, by=BY)
    with pytest.raises(NotFound):
        lists.make(one.id, by=STRANGER)
    lists.make(one.id, by=BY)
    lists.make(one.id, by=BY)
    [waiting] = here.use.exam.lists.to_hand_over(by=BY)
    assert (waiting.klass.id, waiting.late) == (one.id, waiting.due_on < here.clock.today())
    here.use.exam.lists.hand_over(one.id, by=BY)
    assert here.use.exam.lists.to_hand_over(by=BY) == []
    assert [deed.act for _, deed in here.noted.deeds][-3:] == ["exam_list.make"] * 2 + ["exam_list.hand_over"]
    planned = here.classes.rows[one.id]
    planned.state = State.EXAM
    with pytest.raises(Conflict, match="class_not_running"):
        lists.make(one.id, by=BY)


def test_the_page_makes_it_gives_it_as_a_workbook_and_notes_who_has_it():
    here = Memory()
    one = running(here)
    names = {place.person_id: f"龙秀{n}" for n, place in enumerate(places(here, one), 1)}
    site, where = Site(here, names), f"/training/classes/{one.id}"
    assert "现在就做" in site.get(where, BY).text
    assert site.post(f"{where}/exam-list", REVIEWER).status_code == 403
    assert site.post(f"{where}/exam-list", BY).status_code == 303
    assert "考试名单没交" in site.get("/training/my-work", BY).text
    book = openpyxl.load_workbook(io.BytesIO(site.get(f"{where}/forms/exam.xlsx", BY).data))
    cells = [str(cell.value) for row in book["考试名单"].iter_rows() for cell in row if cell.value]
    assert set(names.values()) <= set(cells)
    assert f"{one.plan.number}-01" in cells
    assert site.post(f"{where}/exam-list/delivery", BY).status_code == 303
    page = site.get(where, BY).text
    assert "交了" in page
    assert "现在就做" not in page
    assert site.post(f"{where}/exam-list", BY).status_code == 409
    assert "考试名单没交" not in site.get("/training/my-work", BY).text
