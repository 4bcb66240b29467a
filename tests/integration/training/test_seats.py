"""Seats on a real database: never one too many, whoever races."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from services.training.domain.enrolment import Enrolment, State
from services.training.usecases.enrolment.enrol import Coming
from shared.access import SYSTEM, Actor, Kind
from shared.errors import Conflict, NotFound, Problem
from shared.replica import Card
from tests.builders.training import School, a_coordinator


def ask(here: School, class_id: str, card: Card, *, hot: bool = True) -> Enrolment:
    by = Actor(card.person_id, Kind.WOMAN)
    coming = Coming(card.person_id, "self", SYSTEM)
    name = f"class:{class_id}" if hot else None
    return here.run(lambda use: use.enrolment.enrol(class_id, coming, by=by), hot=name)


def test_of_200_women_who_ask_for_30_places_exactly_30_have_one_and_the_rest_wait_in_order(here: School) -> None:
    one = here.opened(30, "HW-BZ")
    cards = [here.woman() for _ in range(200)]
    barrier = threading.Barrier(16)

    def asks(share: list[Card]) -> None:
        barrier.wait()
        for card in share:
            ask(here, one.id, card)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(asks, [cards[n::16] for n in range(16)]))
    after = here.class_(one.id)
    assert (after.seats.enrolled, after.seats.waiting, after.seats.last_rank) == (30, 170, 170)
    assert here.db.enrolments.count_documents({"class_id": one.id, "state": "enrolled"}) == 30
    ranks = [row["rank"] for row in here.db.enrolments.find({"state": "waitlisted"}).sort("rank", 1)]
    assert ranks == list(range(1, 171))
    assert len(here.events("training.enrolment.enrolled.v1")) == 30
    assert len(here.events("training.enrolment.waitlisted.v1")) == 170


def test_without_the_lock_of_this_process_the_class_still_holds(here: School) -> None:
    one = here.opened(3, "HW-BZ")
    cards = [here.woman() for _ in range(8)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda card: ask(here, one.id, card, hot=False), cards))
    assert sorted(place.state for place in found) == [State.ENROLLED] * 3 + [State.WAITLISTED] * 5
    assert sorted(place.rank for place in found if place.rank) == [1, 2, 3, 4, 5]


def test_a_woman_is_once_in_a_class_however_often_she_asks_at_once(here: School) -> None:
    one, card = here.opened(30, "HW-BZ"), here.woman()

    def asks(_: int) -> str:
        try:
            return ask(here, one.id, card, hot=False).state.value
        except Problem as problem:
            return problem.slug

    with ThreadPoolExecutor(4) as pool:
        ends = sorted(pool.map(asks, range(4)))
    assert ends == ["already_in_class"] * 3 + ["enrolled"]
    assert here.class_(one.id).seats.enrolled == 1


def test_a_woman_is_not_in_two_classes_at_one_time_even_when_she_asks_for_both_at_once(here: School) -> None:
    teachers = {"HW-BZ": ("d" * 32, "e" * 32), "HW-DL": ("f" * 32, "0" * 32)}
    monday = here.opened(20, "HW-BZ", teachers=teachers["HW-BZ"], room="a" * 32)
    same = here.opened(20, "HW-DL", teachers=teachers["HW-DL"], room="b" * 32, starts_on=monday.plan.starts_on)
    card = here.woman()
    barrier = threading.Barrier(2)

    def asks(class_id: str) -> str:
        barrier.wait()
        try:
            return ask(here, class_id, card).state.value
        except Problem as problem:
            return problem.slug

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(asks, [monday.id, same.id])) == ["enrolled", "in_another_class"]
    later = here.opened(20, "HW-DL")
    assert ask(here, later.id, card).state is State.ENROLLED


def test_a_freed_seat_goes_to_the_first_who_waits_and_she_may_come_again(here: School) -> None:
    one, coordinator = here.opened(1, "HW-BZ"), a_coordinator()
    first, second, third = (here.woman() for _ in range(3))
    had, waits, waits_too = (ask(here, one.id, card) for card in (first, second, third))
    rank = lambda place: here.ask(lambda use: use.enrolment.find.rank(use.enrolment.find.enrolments.get(place.id)))  # noqa: E731
    assert (rank(had), rank(waits), rank(waits_too)) == (None, 1, 2)
    with pytest.raises(Conflict, match="class_full"):
        here.run(lambda use: use.enrolment.admit(one.id, by=coordinator))
    her = Actor(first.person_id, Kind.WOMAN)
    here.run(lambda use: use.enrolment.drop(had.id, reason="ill", by=her))
    assert here.run(lambda use: use.enrolment.admit(one.id, by=coordinator)).person_id == second.person_id
    assert (rank(waits_too), here.class_(one.id).seats.enrolled) == (1, 1)
    assert ask(here, one.id, first).state is State.WAITLISTED
    assert [told["reason"] for told in here.events("training.enrolment.dropped.v1")] == ["by_herself"]


def test_she_cannot_give_back_another_womans_place(here: School) -> None:
    place = ask(here, here.opened(5, "HW-BZ").id, here.woman())
    with pytest.raises(NotFound, match="enrolment_not_found"):
        here.run(lambda use: use.enrolment.drop(place.id, reason="ill", by=Actor("0" * 32, Kind.WOMAN)))


def test_a_fourth_training_since_2024_and_a_young_woman_are_marked_not_refused(here: School) -> None:
    card = here.woman(age="under_18")
    mondays = [date(2026, 12, 14) + timedelta(weeks=2 * n) for n in range(4)]
    places = [ask(here, here.opened(5, "HW-BZ", starts_on=monday).id, card) for monday in mondays]
    assert [place.origin.warnings for place in places] == [("age_to_check",)] * 3 + [("age_to_check", "lifetime_limit")]


def test_nobody_comes_into_a_class_that_is_not_open(here: School) -> None:
    with pytest.raises(Conflict, match="class_not_open"):
        ask(here, here.plan(5, "HW-BZ").id, here.woman())
