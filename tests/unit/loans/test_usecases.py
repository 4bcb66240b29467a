"""Who may begin, fill, see and take back an application, and what is told of it."""

from datetime import date

import pytest

from services.loans.domain.draft import Step
from services.loans.domain.news import ApplicationStarted, ApplicationWithdrawn
from shared.access import Actor, Kind
from shared.errors import Conflict, Invalid, NotFound, Stale, Unavailable
from tests.builders.loans import CITY, COUNTY, ELSEWHERE, NEED, PATH, VILLAGE, a_card, an_application, units
from tests.builders.world import a_woman, an_officer
from tests.fakes.replica import a_replica
from tests.unit.loans.world import LoansWorld

HER = a_woman("a" * 32)
OTHER = a_woman("b" * 32)


@pytest.fixture
def world() -> LoansWorld:
    return LoansWorld()


def test_she_begins_with_the_first_number_of_her_county_and_year(world: LoansWorld):
    begun = world.do.start(HER.id, by=HER)
    assert begun.number == "DK-431230-2026-000001"
    assert world.applications.told == [ApplicationStarted(begun.id, HER.id, PATH, "self", date(2026, 11, 24))]
    assert world.guards.touched == [f"person:{HER.id}"]
    assert world.ledger.deeds == []


def test_a_second_open_application_is_refused_with_the_number_of_the_first(world: LoansWorld):
    world.do.start(HER.id, by=HER)
    with pytest.raises(Conflict, match="application_open") as refused:
        world.do.start(HER.id, by=HER)
    assert refused.value.facts["number"] == "DK-431230-2026-000001"


def test_after_taking_one_back_she_may_begin_again_with_the_next_number(world: LoansWorld):
    first = world.do.start(HER.id, by=HER)
    world.do.withdraw(first.id, by=HER)
    assert world.do.start(HER.id, by=HER).number == "DK-431230-2026-000002"
    assert [type(news) for news in world.applications.told] == [
        ApplicationStarted,
        ApplicationWithdrawn,
        ApplicationStarted,
    ]


def test_nobody_begins_for_another_woman(world: LoansWorld):
    with pytest.raises(NotFound, match="person_not_found"):
        world.do.start(HER.id, by=OTHER)


def test_a_village_officer_begins_for_a_woman_of_her_village_and_it_is_kept(world: LoansWorld):
    officer = an_officer("village_officer", PATH)
    begun = world.do.start(HER.id, by=officer)
    assert begun.origin.channel == "officer"
    assert begun.origin.started_by == officer.id
    assert [(by, deed.act) for by, deed in world.ledger.deeds] == [(officer.id, "application.start_for_her")]


@pytest.mark.parametrize(
    "officer", [an_officer("village_officer", (CITY, COUNTY, "9" * 32)), an_officer("county_officer", PATH[:2])]
)
def test_an_officer_of_another_village_or_another_post_begins_nothing(world: LoansWorld, officer: Actor):
    with pytest.raises(NotFound, match="person_not_found"):
        world.do.start(HER.id, by=officer)


def test_before_the_county_is_known_she_is_asked_to_come_again():
    world = LoansWorld(replica=a_replica([], [a_card()]))
    with pytest.raises(Unavailable, match="county_not_known_yet"):
        world.do.start(HER.id, by=HER)


def test_a_sheet_is_stored_and_the_version_moves(world: LoansWorld):
    begun = world.do.start(HER.id, by=HER)
    after = world.do.fill(begun.id, Step.NEED, dict(NEED), by=HER, seen=0)
    assert (after.draft.need.amount_fen, after.version) == (15_000_000, 1)


def test_a_sheet_made_from_an_older_version_is_stale(world: LoansWorld):
    begun = world.do.start(HER.id, by=HER)
    world.do.fill(begun.id, Step.NEED, dict(NEED), by=HER)
    with pytest.raises(Stale, match="changed_meanwhile"):
        world.do.fill(begun.id, Step.NEED, dict(NEED), by=HER, seen=0)


def test_the_ceiling_in_force_at_her_place_bounds_the_draft(world: LoansWorld):
    begun = world.do.start(HER.id, by=HER)
    with pytest.raises(Invalid):
        world.do.fill(begun.id, Step.NEED, {"amount_fen": 30_000_001}, by=HER)


def test_the_village_officer_fills_it_for_her_and_that_is_kept(world: LoansWorld):
    begun = world.do.start(HER.id, by=HER)
    world.do.fill(begun.id, Step.NEED, dict(NEED), by=an_officer("village_officer", PATH))
    assert [deed.act for _, deed in world.ledger.deeds] == ["application.fill_for_her"]


def test_another_womans_application_does_not_exist(world: LoansWorld):
    begun = world.do.start(HER.id, by=HER)
    for ask in (world.do.find.one, world.do.withdraw):
        with pytest.raises(NotFound, match="application_not_found"):
            ask(begun.id, by=OTHER)


def test_no_officer_takes_it_back_for_her(world: LoansWorld):
    begun = world.do.start(HER.id, by=HER)
    with pytest.raises(NotFound):
        world.do.withdraw(begun.id, by=an_officer("village_officer", PATH))


def test_officers_see_the_drafts_of_their_own_units(world: LoansWorld):
    begun = world.do.start(HER.id, by=HER)
    inside, outside = an_officer("county_officer", PATH[:2]), an_officer("county_officer", ELSEWHERE)
    assert [one.id for one in world.do.find.drafts(by=inside)] == [begun.id]
    assert world.do.find.drafts(by=outside) == []
    assert world.do.find.one(begun.id, by=inside).number == begun.number


def test_a_long_list_goes_on_after_the_last_one_shown(world: LoansWorld):
    for n in range(1, 4):
        world.applications.add(an_application(person_id=f"{n:032x}", number=n))
    officer = an_officer("county_officer", PATH[:2])
    first = world.do.find.drafts(by=officer, limit=2)
    assert [one.number[-1] for one in first] == ["3", "2"]
    assert [one.number[-1] for one in world.do.find.drafts(by=officer, after=first[-1].id, limit=2)] == ["1"]


def test_a_service_sees_for_itself_everything_and_for_an_end_user_only_hers(world: LoansWorld):
    begun = world.do.start(HER.id, by=HER)
    alone = Actor("svc:applicant", Kind.SERVICE)
    for_other = Actor("svc:applicant", Kind.SERVICE, on_behalf_of=OTHER)
    for_her = Actor("svc:applicant", Kind.SERVICE, on_behalf_of=HER)
    assert [one.id for one in world.do.find.hers(HER.id, by=alone)] == [begun.id]
    assert [one.id for one in world.do.find.hers(HER.id, by=for_her)] == [begun.id]
    assert world.do.find.hers(HER.id, by=for_other) == []


def test_a_place_is_told_by_the_last_unit_that_is_known(world: LoansWorld):
    begun = world.do.start(HER.id, by=HER)
    assert world.do.find.places([begun]) == {begun.id: "芋头村"}
    del world.replica.units.rows[VILLAGE]  # type: ignore[attr-defined]
    assert world.do.find.places([begun]) == {begun.id: "双江镇"}
    world.replica.units.rows.clear()  # type: ignore[attr-defined]
    assert world.do.find.places([begun]) == {begun.id: ""}


def test_the_policy_of_a_county_on_a_day_is_found_or_nothing_is_in_force(world: LoansWorld):
    assert [unit.division for unit in world.terms.counties()] == ["431229", "431230"]
    found = world.terms.in_force("431230", None)
    assert (found.version.id, found.place and found.place.title, found.day) == (
        "N2023",
        "通道侗族自治县",
        date(2026, 11, 24),
    )
    assert world.terms.in_force(None, date(2023, 10, 1)).place is None
    with pytest.raises(NotFound, match="no_policy"):
        world.terms.in_force(None, date(2002, 12, 23))


def test_a_place_without_a_known_county_gets_the_national_terms(world: LoansWorld):
    assert world.terms(("f" * 32,)).ceiling_fen == 30_000_000
    assert len(units()) == 9
