"""Registering, amending, consenting, revealing and the tree, with everything in memory."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from services.applicant.domain.consent import REGISTRATION
from services.applicant.domain.unit import OFFICES, Kind, Plan
from services.applicant.usecases.person.amend import Amend, Changes
from services.applicant.usecases.person.check_rows import CheckRows
from services.applicant.usecases.person.consent import Consenting
from services.applicant.usecases.person.draft import Drafting
from services.applicant.usecases.person.find import Find as FindPersons
from services.applicant.usecases.person.find import kind_of
from services.applicant.usecases.person.label import Labels, place_of
from services.applicant.usecases.person.register import Admit, Answers, Register
from services.applicant.usecases.person.register_row import RegisterRow
from services.applicant.usecases.person.reveal import Reveal
from services.applicant.usecases.ports import Search
from services.applicant.usecases.unit.change import Close, Move, Rename
from services.applicant.usecases.unit.find import Find
from services.applicant.usecases.unit.found import Found, office_plans
from services.applicant.usecases.unit.open_below import OpenBelow
from shared.access import SYSTEM, Actor
from shared.access import Kind as Who
from shared.clock import FixedClock
from shared.errors import Conflict, Invalid, NotFound, Refused, Stale
from tests.builders.applicant import TODAY, a_row, a_tree, an_id_no, unit_id
from tests.builders.world import an_officer
from tests.fakes.applicant import (
    MemoryConsents,
    MemoryDrafts,
    MemoryPersons,
    MemoryUnits,
    NoGuards,
    NotedDeeds,
    Told,
    TwoNotices,
)
from tests.fakes.messages import WantedMessages

CLOCK = FixedClock(datetime(2026, 3, 2, 4, tzinfo=UTC))
ROOT, COUNTY, TOWN, VILLAGE = (unit_id(code) for code in ("431200", "431230", "431230100", "431230100201"))
PATH = (ROOT, COUNTY, TOWN, VILLAGE)
OFFICER = an_officer("village_officer", PATH)
COUNTY_OFFICER = an_officer("county_officer", PATH[:2])
NEIGHBOUR = an_officer("village_officer", (*PATH[:2], unit_id("431230101"), unit_id("431230101201")))
TRAINING = Actor("svc:training", Who.SERVICE, on_behalf_of=an_officer("coordinator", PATH[:2]))
ANSWERS = Answers("龙凤英", an_id_no(), "13900000007", "70", "rural", COUNTY, "双江镇芋头村", (), (REGISTRATION,))


class World:
    """Every use case over the same memory."""

    def __init__(self) -> None:
        self.told, self.guards, self.deeds = Told(), NoGuards(), NotedDeeds()
        self.units, self.persons = MemoryUnits(self.told), MemoryPersons(self.told)
        self.consents, self.messages = MemoryConsents(), WantedMessages()
        self.units.add(a_tree())
        self.told.messages.clear()
        self.places = Find(self.units)
        admit = Admit(self.persons, self.consents, TwoNotices(), self.guards, CLOCK)
        self.register = Register(admit, self.places, self.deeds, self.messages)
        self.row = RegisterRow(admit, self.places, self.units, self.deeds, self.messages)
        self.check = CheckRows(self.persons, self.places)
        self.find = FindPersons(self.persons, self.units, self.consents, self.deeds, self.deeds)
        self.labels = Labels(self.persons, self.units)
        self.reveal = Reveal(self.persons, self.deeds)
        self.amend = Amend(self.persons, self.places, self.guards, self.deeds, CLOCK)
        self.consent = Consenting(self.consents, TwoNotices(), CLOCK)
        self.open = OpenBelow(self.units, self.guards, self.deeds, CLOCK)
        self.close = Close(self.units, self.guards, self.deeds, CLOCK)
        self.rename = Rename(self.units, self.deeds)
        self.move = Move(self.units, self.persons, self.guards, self.deeds, CLOCK)


@pytest.fixture
def world() -> World:
    return World()


def test_she_registers_herself_once(world: World) -> None:
    person = world.register.by_herself(ANSWERS)
    assert (person.origin.channel, person.origin.by, person.path) == ("self", person.id, PATH)
    assert world.told.types() == ["applicant.person.registered.v1"]
    [consent] = world.consents.rows
    assert (consent.purpose, consent.given_by, consent.channel) == (REGISTRATION, person.id, "self")
    assert world.messages.wanted == [], "she knows that she registered"
    with pytest.raises(Conflict, match="registered_already") as refused:
        world.register.by_herself(replace(ANSWERS, phone="13900000001"))
    assert refused.value.facts == {}, "nothing is told of who holds the number"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": "", "id_no": "1"}, {"name", "id_no"}),
        ({"phone": "1"}, {"phone"}),
        ({"place": "双江镇芋头"}, {"place"}),
        ({"place": "城关乡"}, {"place"}),
        ({"consents": ()}, {"consent_registration"}),
        ({"consents": ("news",)}, {"consent_registration"}),
    ],
)
def test_everything_wrong_is_told_at_once_and_nothing_written(world: World, changes: Any, fields: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        world.register.by_herself(replace(ANSWERS, **changes))
    assert set(refused.value.fields) == fields
    assert world.persons.rows == {}


def test_a_suggested_place_is_told_to_be_typed_again(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.register.check_place(COUNTY, "双江镇芋头")
    [problem] = refused.value.fields["place"]
    assert (problem.slug, problem.facts["suggestion"]) == ("place_not_as_written", "双江镇芋头村")
    with pytest.raises(NotFound):
        world.register.check_place(TOWN, "双江镇")


def test_an_officer_registers_in_her_place_and_the_woman_is_told(world: World) -> None:
    person = world.register.for_her(ANSWERS, by=OFFICER)
    assert (person.origin.channel, person.origin.by) == ("officer", OFFICER.id)
    assert world.messages.wanted == [("welcome", "13900000007", {"name": "龙凤英", "office": "通道县妇联"})]
    assert [deed.act for deed in world.deeds.deeds] == ["person.register_for_her"]
    with pytest.raises(Conflict, match="registered_here") as inside:
        world.register.for_her(ANSWERS, by=COUNTY_OFFICER)
    assert inside.value.facts == {"person_id": person.id}
    with pytest.raises(Conflict, match="registered_already"):
        world.register.for_her(replace(ANSWERS, place="县溪镇恭城村"), by=NEIGHBOUR)
    with pytest.raises(NotFound, match="place_not_yours"):
        world.register.for_her(replace(ANSWERS, id_no=an_id_no(sequence="002")), by=NEIGHBOUR)


def test_no_message_goes_to_a_landline(world: World) -> None:
    world.register.for_her(replace(ANSWERS, phone="0745-8622345"), by=OFFICER)
    assert world.messages.wanted == []


def test_a_row_registers_once_and_leaves_her_own_data_alone(world: World) -> None:
    first = world.row(COUNTY, a_row(), None, by=TRAINING)
    again = world.row(COUNTY, a_row(phone="13911111111"), None, by=TRAINING)
    assert (first.created, again.created, again.person.details.phone) == (True, False, "13900000007")
    assert first.person.origin.by == TRAINING.on_behalf_of.id


def test_a_row_takes_the_place_that_was_chosen_or_the_township(world: World) -> None:
    town = world.row(COUNTY, a_row(place="双江镇芋头"), None, by=TRAINING).person
    assert (town.unit, town.origin.looks) == (TOWN, ("place_not_as_written",))
    chosen = world.row(COUNTY, a_row(id_no=an_id_no(sequence="002"), place="双江镇芋头"), VILLAGE, by=TRAINING).person
    assert chosen.unit == VILLAGE
    other = a_row(id_no=an_id_no(sequence="004"))
    with pytest.raises(Refused, match="place_elsewhere"):
        world.row(COUNTY, other, ROOT, by=TRAINING)
    with pytest.raises(Invalid):
        world.row(COUNTY, a_row(phone=""), None, by=TRAINING)


def test_rows_are_checked_and_registered_inside_the_askers_county_only(world: World) -> None:
    stranger = replace(TRAINING, on_behalf_of=an_officer("coordinator", (ROOT, "9" * 32)))
    wrong_role = replace(TRAINING, on_behalf_of=an_officer("bank_officer", PATH[:2]))
    for by in (stranger, wrong_role, NEIGHBOUR):
        with pytest.raises(NotFound):
            world.check(COUNTY, [a_row()], TODAY, by=by)
        with pytest.raises(NotFound):
            world.row(COUNTY, a_row(), None, by=by)
    world.row(COUNTY, a_row(), None, by=TRAINING)
    assert [one.known for one in world.check(COUNTY, [a_row()], TODAY, by=TRAINING)] == [True]


def test_a_look_up_stays_in_the_place_and_is_written_down(world: World) -> None:
    her = world.register.by_herself(ANSWERS)
    found = world.find.search("龙凤英", by=OFFICER)
    assert ([one.id for one in found.persons], found.after) == ([her.id], None)
    assert world.find.search("龙凤英", by=NEIGHBOUR).persons == []
    assert [(deed.act, deed.fields) for deed in world.deeds.deeds] == [("person.search", ["name"])] * 2
    assert world.find.search("LFY", by=OFFICER, kind=Search.INITIALS).persons == found.persons
    for typed in ("", "龙", "007"):
        with pytest.raises(Refused, match="nothing_to_search"):
            world.find.search(typed, by=OFFICER, kind=Search.PHONE_LAST4 if typed == "007" else None)


def test_an_old_number_of_15_digits_finds_its_woman(world: World) -> None:
    her = world.register.by_herself(ANSWERS)
    old = an_id_no()[:6] + an_id_no()[8:17]
    assert [one.id for one in world.find.search(old, by=OFFICER).persons] == [her.id]


def test_a_list_is_cut_at_a_unit_of_ones_own(world: World) -> None:
    her = world.register.by_herself(ANSWERS)
    world.register.by_herself(replace(ANSWERS, id_no=an_id_no(sequence="002"), place="县溪镇"))
    assert [one.id for one in world.find.in_scope(TOWN, None, 9, by=COUNTY_OFFICER).persons] == [her.id]
    page = world.find.in_scope(None, None, 1, by=COUNTY_OFFICER)
    assert len(page.persons) == 1
    assert len(world.find.in_scope(None, page.after, 1, by=COUNTY_OFFICER).persons) == 1
    with pytest.raises(NotFound):
        world.find.in_scope(TOWN, None, 9, by=NEIGHBOUR)


def test_one_womans_page_and_card_are_for_her_place_and_herself(world: World) -> None:
    her = world.register.by_herself(ANSWERS)
    found = world.find.one(her.id, by=OFFICER)
    assert ([unit.title for unit in found.units][-2:], len(found.consents)) == (["双江镇", "芋头村"], 1)
    assert world.find.own(her.id).person.id == her.id
    assert world.find.card(her.id, by=Actor("svc:loans", Who.SERVICE)).seq == 1
    for ask in (world.find.one, world.find.card):
        with pytest.raises(NotFound):
            ask(her.id, by=NEIGHBOUR)


def test_labels_are_whole_for_those_whose_woman_she_is(world: World) -> None:
    her = world.register.by_herself(ANSWERS)
    names = {
        who: world.labels([her.id], by=by)[her.id].name
        for who, by in (
            ("officer", OFFICER),
            ("neighbour", NEIGHBOUR),
            ("she", Actor(her.id, Who.WOMAN)),
            ("another", Actor("b" * 32, Who.WOMAN)),
            ("bank", an_officer("bank_officer", PATH[:2])),
            ("service", Actor("svc:training", Who.SERVICE)),
        )
    }
    whole = {who for who, name in names.items() if name == "龙凤英"}
    assert whole == {"officer", "she"}
    assert {names[who] for who in names if who not in whole} == {"龙*英"}
    assert place_of(her, {}) == ""


def test_a_number_is_shown_only_when_that_is_written_down(world: World) -> None:
    her = world.register.by_herself(ANSWERS)
    assert world.reveal(her.id, "phone", "打给她说开班", by=OFFICER) == "13900000007"
    assert world.deeds.deeds[-1].reason == "打给她说开班"
    for field, reason, slug in (("name", "核对证书", "no_such_field"), ("id_no", " 看 ", "reason_missing")):
        with pytest.raises(Refused, match=slug):
            world.reveal(her.id, field, reason, by=OFFICER)
    with pytest.raises(NotFound):
        world.reveal(her.id, "phone", "打给她说开班", by=NEIGHBOUR)
    world.deeds.broken = True
    with pytest.raises(OSError, match="audit"):
        world.reveal(her.id, "phone", "打给她说开班", by=OFFICER)


def test_an_officer_amends_with_a_reason_and_she_without(world: World) -> None:
    her = world.register.by_herself(ANSWERS)
    with pytest.raises(Refused, match="reason_missing"):
        world.amend(her.id, Changes(0, education="60"), by=OFFICER)
    with pytest.raises(NotFound):
        world.amend(her.id, Changes(0, education="60", reason="拿来了毕业证"), by=NEIGHBOUR)
    changed = world.amend(her.id, Changes(0, education="60", phone="13900000009", reason="拿来了毕业证"), by=OFFICER)
    assert (changed.details.education, changed.details.phone, changed.seq) == ("60", "13900000009", 2)
    assert world.deeds.deeds[-1].fields == ["phone", "education"]
    she = Actor(her.id, Who.WOMAN)
    with pytest.raises(Stale):
        world.amend(her.id, Changes(0, hukou="urban"), by=she)
    with pytest.raises(Refused, match="phone_at_the_counter"):
        world.amend(her.id, Changes(1, phone="13900000001"), by=she)
    with pytest.raises(Refused, match="nothing_changed"):
        world.amend(her.id, Changes(1, hukou="rural"), by=she)
    with pytest.raises(NotFound):
        world.amend(her.id, Changes(1, hukou="urban"), by=Actor("b" * 32, Who.WOMAN))
    with pytest.raises(Invalid):
        world.amend(her.id, Changes(1, county=COUNTY, place="城关乡"), by=she)
    with pytest.raises(Invalid):
        world.amend(her.id, Changes(1, phone="1", reason="换了号码"), by=OFFICER)
    moved = world.amend(her.id, Changes(1, county=COUNTY, place="双江镇塘冲村", groups=("VET",)), by=she)
    assert (moved.unit, moved.details.groups) == (unit_id("431230100202"), ("VET",))


def test_she_gives_and_takes_back_what_she_likes(world: World) -> None:
    her = world.register.by_herself(ANSWERS)
    given = world.consent.give(her.id, "news")
    with pytest.raises(Conflict, match="consent_given"):
        world.consent.give(her.id, "news")
    with pytest.raises(NotFound):
        world.consent.give(her.id, "everything")
    assert world.consent.withdraw(her.id, given.id).withdrawn_at == CLOCK.now()
    assert world.consent.give(her.id, "news").id != given.id
    with pytest.raises(NotFound):
        world.consent.withdraw("b" * 32, given.id)


def test_a_draft_grows_step_by_step() -> None:
    drafts = Drafting(MemoryDrafts())
    assert drafts.keep("c", {"name": "龙凤英"}) == "c"
    drafts.keep("c", {"place": "双江镇"})
    assert drafts.read("c") == {"name": "龙凤英", "place": "双江镇"}
    drafts.drop("c")
    assert drafts.read("c") == {}


def test_a_county_officer_opens_renames_and_closes_below_her_county(world: World) -> None:
    made = world.open(TOWN, Plan(Kind.FEDERATION, " 新  寨村 ", "431230100299"), by=COUNTY_OFFICER)
    assert (made.title, made.path) == ("新 寨村", (*PATH[:3], made.id))
    assert world.rename(made.id, "新寨社区", by=COUNTY_OFFICER).title == "新寨社区"
    assert world.close(made.id, by=COUNTY_OFFICER).closed_on == TODAY
    assert world.told.types() == ["applicant.unit.opened.v1", "applicant.unit.opened.v1", "applicant.unit.closed.v1"]
    with pytest.raises(Refused, match="unit_has_open_below"):
        world.close(TOWN, by=COUNTY_OFFICER)
    for by in (OFFICER, an_officer("county_officer", (ROOT, "9" * 32))):
        with pytest.raises(NotFound):
            world.rename(VILLAGE, "x村", by=by)


@pytest.mark.parametrize(
    ("plan", "slug"),
    [
        (Plan(Kind.FEDERATION, "错村", "431230101299"), "division_elsewhere"),
        (Plan(Kind.FEDERATION, "错村", "x"), "not_a_division"),
        (Plan(Kind.HR, "人社站"), "office_needs_county"),
    ],
)
def test_what_does_not_belong_there_is_refused(world: World, plan: Plan, slug: str) -> None:
    with pytest.raises(Refused, match=slug):
        world.open(TOWN, plan, by=COUNTY_OFFICER)


def test_a_federation_without_a_place_hangs_under_its_county(world: World) -> None:
    made = world.open(COUNTY, Plan(Kind.FEDERATION, "民族市场妇联"), by=COUNTY_OFFICER)
    assert (made.division, made.path) == (None, (*PATH[:2], made.id))
    with pytest.raises(Refused, match="not_a_division"):
        world.open(COUNTY, Plan(Kind.HR, "人社局", "431230"), by=COUNTY_OFFICER)


def test_an_empty_village_moves_and_one_with_women_stays(world: World) -> None:
    other = unit_id("431230101")
    moved = world.move(unit_id("431230100202"), other, by=COUNTY_OFFICER)
    assert moved.path == (*PATH[:2], other, moved.id)
    assert world.told.types() == ["applicant.unit.moved.v1"]
    world.register.by_herself(ANSWERS)
    with pytest.raises(Refused, match="unit_has_women"):
        world.move(VILLAGE, other, by=COUNTY_OFFICER)
    with pytest.raises(Refused, match="unit_has_open_below"):
        world.move(TOWN, other, by=COUNTY_OFFICER)


def test_the_tree_is_read_from_ones_own_post_down(world: World) -> None:
    assert [unit.id for unit in world.places.tops(by=OFFICER)] == [VILLAGE]
    branch = world.places.branch(TOWN, by=COUNTY_OFFICER)
    assert ([unit.id for unit in branch.above], len(branch.children)) == ([ROOT, COUNTY], 4)
    assert [unit.id for unit in world.places.named(COUNTY, "芋", by=COUNTY_OFFICER)] == [VILLAGE]
    assert [unit.id for unit in world.places.counties()] == [COUNTY]
    assert [unit.id for unit in world.places.roots()] == [ROOT]
    assert world.places.get(TOWN).title == "双江镇"
    assert set(world.places.some([TOWN])) == {TOWN}
    with pytest.raises(NotFound):
        world.places.branch(TOWN, by=OFFICER)


def test_setting_up_again_adds_only_what_is_missing(world: World) -> None:
    found = Found(world.units, CLOCK)
    assert found.root(Plan(Kind.FEDERATION, "怀化市", "431200")).id == ROOT
    county = Plan(Kind.FEDERATION, "通道侗族自治县", "431230")
    new = [Plan(Kind.FEDERATION, "双江镇", "431230100"), Plan(Kind.FEDERATION, "新寨村", "431230100299")]
    assert found.county(county, new, office_plans("通道")) == 1 + len(OFFICES)
    assert found.county(county, new, office_plans("通道")) == 0
    assert world.places.office(COUNTY, Kind.BANK).title == "通道农村商业银行"
    assert world.places.of_division("431230100299").path[:3] == PATH[:3]
    with pytest.raises(NotFound):
        found.county(Plan(Kind.FEDERATION, "凤凰县", "433123"), [], [])
    with pytest.raises(NotFound):
        world.places.office(TOWN, Kind.BANK)
    with pytest.raises(NotFound):
        world.places.of_division("999999")


def test_a_root_is_set_up_where_there_is_none() -> None:
    units = MemoryUnits()
    root = Found(units, CLOCK).root(Plan(Kind.FEDERATION, "怀化市", "431200"))
    assert units.tops(SYSTEM) == [root]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        (an_id_no(), Search.ID_NO),
        ("431230850615000", Search.ID_NO),
        ("+86 139 0000 0007", Search.PHONE),
        ("0745-8622345", Search.PHONE),
        ("0007", Search.PHONE_LAST4),
        ("lfy", Search.INITIALS),
        ("龙凤英", Search.NAME),
    ],
)
def test_what_was_typed_tells_what_it_is(typed: str, kind: Search) -> None:
    assert kind_of(typed) is kind


def test_a_phone_finds_all_who_share_it(world: World) -> None:
    two = [world.register.by_herself(replace(ANSWERS, id_no=an_id_no(sequence=one))).id for one in ("000", "002")]
    assert {one.id for one in world.find.search("139-0000-0007", by=OFFICER).persons} == set(two)
