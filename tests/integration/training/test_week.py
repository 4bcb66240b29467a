"""The timetable of a city on a real database, and how much it asks of it."""

from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from typing import Any

from services.training.domain.session import Session, Slot
from services.training.domain.training_class import State
from services.training.usecases import UseCases
from shared.ids import new_id
from tests.builders.training import CITY, COUNTY, ELSEWHERE, PATH, ROOM, TEACHERS, School, a_class
from tests.builders.world import an_officer

MONDAY = date(2026, 12, 14)
CLASSES = 40


def fill(use: UseCases, numbers: Iterable[int] = range(CLASSES), state: State = State.ENROLLING) -> None:
    """Put so many classes of two counties into one week, ten sessions each."""
    for n in numbers:
        one = a_class(state=state, enrolled=1)
        one.plan = type(one.plan)(**{**_fields(one.plan), "number": f"PX-431230-2026-{n + 1:04d}", "path": _path(n)})
        use.training_class.find.classes.add(one)
        slots = [
            Slot(MONDAY + timedelta(days=day), time(hour, 0), time(hour + 3, 0), 135)
            for day in range(5)
            for hour in (8, 14)
        ]
        sessions = [Session(new_id(), one.id, slot, ROOM, TEACHERS[:1]) for slot in slots]
        use.training_class.find.sessions.add(sessions, one.plan.path)


def questions(here: School, question: Callable[[UseCases], Any]) -> tuple[Any, list[str]]:
    """Return an answer, and the collection of each question to the database that it took."""
    here.db.command("profile", 2)
    answer = here.ask(question)
    here.db.command("profile", 0)
    asked = [
        row["ns"].partition(".")[2]
        for row in here.db["system.profile"].find({"op": {"$in": ["query", "command", "getmore"]}})
        if not row["ns"].endswith(("$cmd", "system.profile")) and "profile" not in row.get("command", {})
    ]
    here.db.drop_collection("system.profile")
    return answer, asked


def _fields(plan: Any) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in plan.__slots__}


def _path(n: int) -> tuple[str, ...]:
    return ELSEWHERE if n % 2 else PATH


def test_the_week_of_a_city_with_40_classes_asks_the_database_three_times(here: School) -> None:
    here.run(fill)
    leader = an_officer("city_leader", (CITY,))
    week, asked = questions(here, lambda use: use.timetable.week(MONDAY, by=leader))
    print(f"{len(week.sessions)} sessions of {CLASSES} classes: {len(asked)} queries {asked}")  # noqa: T201  # issue 5
    assert len(week.sessions) == CLASSES * 10
    assert len({one.number for one in week.sessions}) == CLASSES
    assert set(week.units) == {COUNTY, ELSEWHERE[-1]}
    assert sorted(asked) == ["resources", "sessions", "units"] or len(asked) <= 3


def test_the_overview_of_a_city_asks_as_often_for_40_classes_as_for_two(here: School) -> None:
    leader = an_officer("city_leader", (CITY,))
    counted = []
    for numbers in (range(2), range(2, CLASSES)):
        here.run(lambda use, some=numbers: fill(use, some, State.RUNNING))
        found, asked = questions(here, lambda use: use.overview(by=leader))
        counted.append(asked)
        assert found.counts == {State.RUNNING: numbers.stop}
        assert len({one.klass.id for one in found.tasks if one.klass}) == numbers.stop
    print(f"{CLASSES} running classes: {len(counted[1])} queries {counted[1]}")  # noqa: T201  # issue 5
    assert counted[0] == counted[1]
    assert len(counted[1]) <= 18
