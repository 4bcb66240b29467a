"""Classes on a real database: numbers, steps, and that nothing is in two places at one time."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from itertools import combinations

import pytest

from services.training.domain.moving import Wanted
from services.training.domain.session import overlap
from services.training.usecases import UseCases
from services.training.usecases.enrolment.enrol import Coming
from shared.access import SYSTEM, Actor, Kind
from shared.clock import Clock
from shared.errors import Conflict, NotFound, Problem, Refused, Stale
from tests.builders.training import COUNTY, ELSEWHERE, LOOMS, ROOM, TEACHERS, School, a_coordinator, a_reviewer, filed

MONDAY = date(2026, 12, 14)
YEAR = Clock().today().year


def test_a_class_of_63_lessons_is_planned_over_nine_days_with_its_looms_and_teachers(here: School) -> None:
    planned = here.plan(48, starts_on=MONDAY)
    sessions = here.ask(lambda use: use.training_class.find.sessions_of([planned.id]))
    assert planned.plan.number == f"PX-431230-{YEAR}-0001"
    assert (len(sessions), sum(one.slot.minutes for one in sessions)) == (18, 63 * 45)
    assert {one.room for one in sessions} == {ROOM}
    assert {one.equipment for one in sessions} == {(LOOMS,)}
    assert {one.teachers for one in sessions} == {tuple(sorted(TEACHERS))}
    assert (planned.plan.starts_on, planned.plan.ends_on) == (MONDAY, date(2026, 12, 24))
    [told] = here.events("training.class.planned.v1")
    assert (told["minutes"], told["capacity"], told["org_path"][-1]) == (2835, 48, COUNTY)


def test_numbers_have_no_gaps_when_a_plan_fails(here: School) -> None:
    here.plan(20, "HW-BZ")
    with pytest.raises(Refused):
        here.plan(51, "HW-BZ")
    with pytest.raises(Conflict):
        here.plan(20, starts_on=here.plan(20, "HW-DL", starts_on=MONDAY).plan.starts_on, room=ROOM, teachers=TEACHERS)
    numbers = [here.plan(20, "HW-BZ").plan.number for _ in range(2)]
    assert numbers == [f"PX-431230-{YEAR}-0003", f"PX-431230-{YEAR}-0004"]


def test_a_taken_room_names_the_other_class_and_three_free_days(here: School) -> None:
    first = here.plan(48, starts_on=MONDAY)
    with pytest.raises(Conflict) as refused:
        here.plan(48, starts_on=MONDAY, room=ROOM)
    assert refused.value.slug == "room_taken"
    assert refused.value.facts["number"] == first.plan.number
    assert len(str(refused.value.facts["free"]).split("、")) == 3


def test_without_a_day_the_first_free_monday_is_taken(here: School) -> None:
    days = [here.plan(48).plan.starts_on for _ in range(2)]
    assert days[0].weekday() == days[1].weekday() == 0
    assert (days[1] - days[0]).days >= 7


@pytest.mark.parametrize("held", ["room", "teacher", "equipment"])
def test_two_plans_at_one_moment_do_not_share_anything(here: School, held: str) -> None:
    """Write skew: both read that it is free, both would commit; the guard lets one of them."""
    wishes = {
        "room": [
            {"course": "HW-DL", "room": ROOM, "teachers": TEACHERS[:1]},
            {"course": "HW-BZ", "room": ROOM, "teachers": TEACHERS[1:2]},
        ],
        "teacher": [
            {"course": "HW-DL", "room": ROOM, "teachers": TEACHERS[:1]},
            {"course": "HW-BZ", "room": "b" * 32, "teachers": TEACHERS[:1]},
        ],
        "equipment": [{"course": "HW-DJ1", "teachers": TEACHERS[:1]}, {"course": "HW-DJ2", "teachers": TEACHERS[1:2]}],
    }[held]
    barrier = threading.Barrier(2)

    def plan(wish: dict) -> str:
        barrier.wait()
        try:
            return here.plan(10, starts_on=MONDAY, **wish).id
        except Problem as problem:
            return problem.slug

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(plan, wishes))
    assert here.db.classes.count_documents({}) == 1, ends
    taken: set[tuple[str, str, int]] = set()
    for session in here.db.sessions.find():
        for need in session["needs"]:
            assert (need, session["on"], session["begins"]) not in taken
            taken.add((need, session["on"], session["begins"]))


def test_who_files_does_not_approve_even_past_the_rules(here: School) -> None:
    both = a_coordinator("9" * 32)
    one = here.plan(by=both).id
    here.run(lambda use: filed(use, one, by=both))
    with pytest.raises(Refused, match="same_person"):
        here.run(lambda use: use.training_class.step.approve(one, by=a_reviewer("9" * 32)))

    def forced(use):  # as if the rule had been forgotten
        found = here.class_(one)
        found.hands.approved_by = both.id
        use.training_class.find.classes.save(found)

    with pytest.raises(Stale):
        here.run(forced)
    here.run(lambda use: use.training_class.step.approve(one, by=a_reviewer()))
    assert [here.db.audit.count_documents({"e.act": act}) for act in ("class.plan", "class.file", "class.approve")] == [
        1
    ] * 3


def test_nobody_acts_on_another_countys_class(here: School) -> None:
    one = here.plan().id
    stranger = a_coordinator(path=ELSEWHERE)
    with pytest.raises(NotFound, match="class_not_found"):
        here.run(lambda use: filed(use, one, by=stranger))
    with pytest.raises(NotFound, match="class_not_found"):
        here.run(lambda use: use.training_class.call_off.empty(one, by=stranger))
    with pytest.raises(NotFound, match="unit_not_found"):
        here.plan(by=a_coordinator(path=ELSEWHERE))


def test_a_class_called_off_frees_its_room(here: School) -> None:
    coordinator = a_coordinator()
    one = here.plan(starts_on=MONDAY, by=coordinator).id
    here.run(lambda use: use.training_class.call_off.empty(one, by=coordinator))
    assert here.plan(starts_on=MONDAY).plan.starts_on == MONDAY


def test_two_sessions_moved_at_one_moment_to_one_room_and_a_woman_who_enrols_meanwhile(here: School) -> None:
    """Two coordinators move into the same free hour, while she enrols in both classes: one of each wins."""
    by = a_coordinator()
    weeks = (MONDAY, MONDAY + timedelta(weeks=3))
    classes = [
        here.opened(10, "HW-BZ", starts_on=day, room=ROOM, teachers=TEACHERS[n : n + 1]) for n, day in enumerate(weeks)
    ]
    card = here.woman()
    her = Actor(card.person_id, Kind.WOMAN)
    goal = Wanted(MONDAY + timedelta(weeks=6), time(9, 0), reason="停电")
    firsts = [here.ask(lambda use, one=one: use.training_class.find.sessions_of([one.id]))[0] for one in classes]
    barrier = threading.Barrier(4)

    def at_once(work: Callable[[UseCases], object]) -> str:
        barrier.wait()
        try:
            here.run(work)
        except Problem as problem:
            return problem.slug
        return "done"

    works = [lambda use, one=one: use.training_class.move(one.id, goal, by=by) for one in firsts]
    works += [
        lambda use, one=one: use.enrolment.enrol(one.id, Coming(her.id, "self", SYSTEM), by=her) for one in classes
    ]
    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(at_once, works))
    assert ends[:2].count("done") == 1, ends
    assert {"room_taken", "trainee_taken"} & set(ends[:2])
    hers = [one.class_id for one in here.ask(lambda use: use.enrolment.find.hers(her.id, by=her)) if one.live]
    slots = [one.slot for one in here.ask(lambda use: use.training_class.find.sessions_of(hers))]
    assert not [pair for pair in combinations(slots, 2) if overlap(*pair)], "she is in one place at a time"
    told = here.events("training.enrolment.moved.v1")
    assert [one["person_id"] for one in told] in ([], [her.id])
