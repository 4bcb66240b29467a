"""Officers see the roads of their own women, and every number opens its list."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Some
from typing import Any

import pytest

from services.applicant.domain.journey import FUNNEL, Stage
from services.applicant.domain.unit import Kind, Unit
from services.applicant.usecases.journey.check import CheckCounters, CountersDiffer, Differing, night_after
from services.applicant.usecases.journey.find import FindHers, FindOne, ListBehind, Wanted
from services.applicant.usecases.journey.funnel import ReadFunnel
from services.applicant.usecases.journey.note import Note
from shared.access import SYSTEM, Actor, Post, Scope
from shared.access import Kind as Who
from shared.clock import SHANGHAI, FixedClock
from shared.errors import NotFound
from shared.regions import Level
from tests.builders import journey as made
from tests.fakes.journey import AT, MemoryJourneys
from tests.fakes.months import MemoryMonths

CLOCK = FixedClock(datetime(2026, 11, 24, 4, tzinfo=UTC))
TABLES = MemoryMonths()
OTHER = made.PATHS[1][1]
WOMEN = [f"{n:032x}" for n in range(100, 106)]


def unit(unit_id: str, title: str, path: list[str], kind: Kind = Kind.FEDERATION) -> Unit:
    parent = path[-2] if len(path) > 1 else None
    return Unit(unit_id, parent, tuple(path), kind, Level(len(path) + 2), title, None, date(2026, 1, 1))


@dataclass
class FewUnits:
    """Three levels, two counties, one office."""

    rows: list[Unit] = field(
        default_factory=lambda: [
            unit(made.CITY, "怀化市妇联", [made.CITY]),
            unit(made.COUNTY, "通道县妇联", [made.CITY, made.COUNTY]),
            unit(OTHER, "靖州县妇联", [made.CITY, OTHER]),
            unit("f" * 32, "通道县人社局", [made.CITY, "f" * 32], Kind.HR),
            unit(made.TOWN, "双江镇妇联", made.PATH[:3]),
        ]
    )

    def get(self, scope: Scope, unit_id: str) -> Unit:
        for one in self.rows:
            if one.id == unit_id and scope.holds(one.path):
                return one
        raise NotFound("unit_not_found")

    def some(self, unit_ids: Any) -> dict[str, Unit]:
        return {one.id: one for one in self.rows if one.id in set(unit_ids)}

    def children(self, unit_id: str) -> list[Unit]:
        return [one for one in self.rows if one.parent == unit_id]

    def tops(self, scope: Scope) -> list[Unit]:
        return [one for one in self.rows if one.id in (scope.units or ())]


def officer(*units: str, role: str = "county_officer") -> Actor:
    return Actor("a1", Who.STAFF, tuple(Post(role, one, tuple(made.PATH)) for one in units))


@pytest.fixture
def rows() -> MemoryJourneys:
    rows = MemoryJourneys()
    note = Note(rows)
    for n, woman in enumerate(WOMEN):
        note(woman, *made.registered(made.PATHS[n % 2], on="2026-11-02"))
    note(WOMEN[0], *made.place("enrolled", on="2026-11-10"))
    note(WOMEN[2], *made.place("enrolled", on="2026-11-10"))
    note(WOMEN[2], *made.amended(made.PATHS[1], on="2026-11-20"))
    return rows


def test_an_officer_sees_the_road_of_a_woman_of_her_units_with_what_comes_next(rows: MemoryJourneys) -> None:
    found = FindOne(rows, FewUnits(), CLOCK)(WOMEN[0], by=officer(made.COUNTY))
    assert found.row["stage"] == "enrolled"
    assert found.next.slug == "class_begins"
    assert found.titles[made.COUNTY] == "通道县妇联"


@pytest.mark.parametrize("by", [officer(OTHER), officer(), officer(made.COUNTY, role="bank_officer")])
def test_outside_an_officers_units_there_is_no_road(rows: MemoryJourneys, by: Actor) -> None:
    with pytest.raises(NotFound, match="journey_not_found"):
        FindOne(rows, FewUnits(), CLOCK)(WOMEN[0], by=by)


def test_every_cell_of_the_funnel_opens_a_list_of_its_length(rows: MemoryJourneys) -> None:
    by = officer(made.CITY, role="city_leader")
    read, behind = ReadFunnel(rows, FewUnits(), CLOCK), ListBehind(rows, FewUnits(), CLOCK)
    for month in ("now", "2026-11", "2026-10"):
        found = read(None, month, by=by)
        for part in (found.whole, *found.parts):
            for stage in FUNNEL:
                wanted = Wanted(part.unit.id, stage, month, limit=200)
                assert len(behind(wanted, by=by).rows) == part.counts[stage]


def test_the_funnel_of_a_place_is_that_of_the_places_below_it(rows: MemoryJourneys) -> None:
    found = ReadFunnel(rows, FewUnits(), CLOCK)(None, by=officer(made.CITY, role="inspector"))
    assert [part.unit.title for part in found.parts] == ["通道县妇联", "靖州县妇联"], "no office is a place"
    assert found.whole.counts[Stage.REGISTERED] == 6
    assert [part.counts[Stage.REGISTERED] for part in found.parts] == [2, 4]
    assert found.at == AT
    assert found.today == date(2026, 11, 24)


def test_a_place_is_reached_from_above_only_as_far_as_the_reader_may_look(rows: MemoryJourneys) -> None:
    read = ReadFunnel(rows, FewUnits(), CLOCK)
    assert [one.id for one in read(made.TOWN, by=officer(made.CITY)).above] == [made.CITY, made.COUNTY]
    assert read(made.COUNTY, by=officer(made.COUNTY)).above == []


@pytest.mark.parametrize("asked", [OTHER, "0" * 32, None])
def test_another_officers_numbers_do_not_exist(rows: MemoryJourneys, asked: str | None) -> None:
    by = officer(made.COUNTY) if asked else officer()
    with pytest.raises(NotFound, match="unit_not_found"):
        ReadFunnel(rows, FewUnits(), CLOCK)(asked, by=by)
    with pytest.raises(NotFound, match="unit_not_found"):
        ListBehind(rows, FewUnits(), CLOCK)(Wanted(asked), by=by)


def test_who_has_moved_away_is_on_the_old_list_and_cannot_be_opened_there(rows: MemoryJourneys) -> None:
    found = ListBehind(rows, FewUnits(), CLOCK)(Wanted(made.COUNTY, Stage.ENROLLED, "2026-11"), by=officer(made.COUNTY))
    assert [row["_id"] for row in found.rows] == [WOMEN[0], WOMEN[2]]
    assert found.open == {WOMEN[0]}


def test_a_list_goes_on_by_its_cursor(rows: MemoryJourneys) -> None:
    behind = ListBehind(rows, FewUnits(), CLOCK)
    first = behind(Wanted(limit=4), by=officer(made.CITY))
    assert first.after == WOMEN[3]
    rest = behind(Wanted(after=first.after or "", limit=4), by=officer(made.CITY))
    assert [row["_id"] for row in rest.rows] == WOMEN[4:]
    assert rest.after is None


def test_beside_a_list_stand_the_places_above_and_below_it(rows: MemoryJourneys) -> None:
    behind = ListBehind(rows, FewUnits(), CLOCK)
    assert [one.id for one in behind(Wanted(made.COUNTY), by=officer(made.CITY)).near] == [made.CITY, made.TOWN]
    assert [one.id for one in behind(Wanted(made.COUNTY), by=officer(made.COUNTY)).near] == [made.TOWN]


def test_a_counter_that_lies_is_named(rows: MemoryJourneys) -> None:
    check = CheckCounters(rows, rows, TABLES, TABLES, Promised(), CLOCK)
    assert check() == []
    cell = (made.COUNTY, "2026-11", "enrolled")
    rows.counted[cell] += 1
    assert check() == [Differing(cell, counted=3, rows=2)]


@dataclass
class Promised:
    """Due work, noted."""

    added: list[tuple[str, str, timedelta]] = field(default_factory=list)
    finished: list[object] = field(default_factory=list)

    def add(self, kind: str, key: str, after: timedelta) -> None:
        self.added.append((kind, key, after))

    def done(self, job: object) -> None:
        self.finished.append(job)


def test_the_nightly_check_promises_the_next_night(rows: MemoryJourneys) -> None:
    due = Promised()
    check = CheckCounters(rows, rows, TABLES, TABLES, due, CLOCK)
    check.tonight("job", check())
    assert due.finished == ["job"]
    assert due.added == [("check_counters", "nightly", timedelta(hours=15))], "from noon to three in Shanghai"


def test_a_difference_leaves_the_nightly_job_unfinished(rows: MemoryJourneys) -> None:
    due = Promised()
    rows.counted[made.COUNTY, "now", "titled"] = 1
    check = CheckCounters(rows, rows, TABLES, TABLES, due, CLOCK)
    with pytest.raises(CountersDiffer, match="1 cells"):
        check.tonight("job", check())
    assert due.added == due.finished == []


@pytest.mark.parametrize(("hour", "day"), [(18, 24), (19, 25), (20, 25)])
def test_the_night_is_the_next_three_oclock_in_shanghai(hour: int, day: int) -> None:
    now = datetime(2026, 11, 23, hour, tzinfo=UTC)
    assert night_after(now) == datetime(2026, 11, day, 3, tzinfo=SHANGHAI)


@dataclass
class OneWoman:
    """Persons, of whom there is one."""

    person: Any

    def get(self, scope: Scope, person_id: str) -> Any:
        assert scope == SYSTEM
        return self.person


def test_she_sees_her_own_before_anything_has_come_through_kafka() -> None:
    details, origin = Some(name="吴秀兰"), Some(on=date(2026, 11, 2), channel=Some(value="self"))
    person = Some(path=tuple(made.PATH), details=details, origin=origin)
    found = FindHers(MemoryJourneys(), OneWoman(person), FewUnits(), CLOCK)("b" * 32)
    assert found.row is None
    assert (found.name, found.place, found.own.channel) == ("吴秀兰", "通道县妇联", "self")
