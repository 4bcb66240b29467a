"""Which papers are wanted of her, and what may be done with photos of them."""

import pytest

from services.loans.domain.draft import Draft, Step
from services.loans.domain.papers import Case, PaperList
from shared.errors import Conflict, NotFound, Refused
from tests.builders.loan_rules import RULES
from tests.builders.loans import BUSINESS, DAY, PATH, SHEETS, TERMS
from tests.builders.world import an_officer
from tests.unit.loans.front_world import HER, NEEDED, OTHER, FrontWorld

LISTED = PaperList.of(RULES.on(DAY, "431230", "papers").values)


@pytest.fixture
def world() -> FrontWorld:
    return FrontWorld()


def draft(**changes: object) -> Draft:
    found = Draft()
    for step, answers in SHEETS.items():
        known = {name: value for name, value in changes.items() if name in answers}
        found = found.with_answers(step, answers | known, TERMS)
    return found


def codes(**changes: object) -> set[str]:
    return {one.code for one in LISTED.needed(Case(draft(**changes), 10_000_000))}


def test_which_papers_must_be_there_goes_by_her_answers():
    assert codes() == set(NEEDED)
    assert codes(licence="yes") == {*NEEDED, "licence"} - {"trade_proof"}
    assert codes(married="no") == set(NEEDED) - {"spouse_consent"}
    assert codes(guarantee="property") == set(NEEDED) - {"guarantor"}
    assert codes(amount_fen=10_000_000) == set(NEEDED) - {"guarantor"}
    assert codes(form="partner") == {*NEEDED, "partners", "partner_consent"}
    firm = {*NEEDED, "charter", "staff", "accounts", "tax"}
    assert codes(form="enterprise") == firm
    of_two = draft().with_answers(Step.BUSINESS, BUSINESS | {"form": "enterprise", "heads": 2}, TERMS)
    kinds = {one.code for one in LISTED.needed(Case(of_two, 10_000_000))}
    assert kinds == {*firm, "partners", "partner_consent"}


def test_before_anything_is_answered_only_what_everybody_brings_is_asked():
    assert {one.code for one in LISTED.needed(Case(Draft(), 0))} == {"id_card", "premises"}


def test_what_may_be_left_out_is_shown_and_not_asked():
    shown = {kind.code: must for kind, must in LISTED.wanted(Case(draft(), 0))}
    assert shown["flow"] is False
    assert shown["id_card"] is True
    assert "charter" not in shown


def test_every_reason_asks_for_papers_and_pages_that_exist():
    kinds = {one.code for one in LISTED.kinds}
    for asks in LISTED.asks.values():
        assert set(asks.papers) <= kinds
        assert set(asks.pages) <= {"who", "business", "enterprise", "partner", "family"}
    assert LISTED.ask("X99").papers == ()


def test_she_adds_photos_up_to_the_number_of_that_sort_and_takes_one_away(world: FrontWorld):
    begun = world.do.start(HER.id, by=HER)
    first = world.paper.add(begun.id, "id_card", b"1", by=HER)
    world.paper.add(begun.id, "id_card", b"2", by=HER)
    with pytest.raises(Refused, match="papers_full"):
        world.paper.add(begun.id, "id_card", b"3", by=HER)
    world.paper.remove(begun.id, first.id, by=HER)
    assert [world.papers.content(one) for one in world.paper.find.of(begun.id, by=HER)] == [b"2"]
    assert f"papers:{begun.id}" in world.guards.touched


def test_a_sort_that_is_not_on_the_list_is_not_there(world: FrontWorld):
    begun = world.do.start(HER.id, by=HER)
    with pytest.raises(NotFound, match="paper_not_found"):
        world.paper.add(begun.id, "zz", b"1", by=HER)


def test_nobody_else_adds_sees_or_takes_away_her_papers(world: FrontWorld):
    begun = world.do.start(HER.id, by=HER)
    paper = world.paper.add(begun.id, "id_card", b"1", by=HER)
    for ask in (
        lambda: world.paper.add(begun.id, "id_card", b"2", by=OTHER),
        lambda: world.paper.find.content(begun.id, paper.id, by=OTHER),
        lambda: world.paper.remove(begun.id, paper.id, by=OTHER),
    ):
        with pytest.raises(NotFound, match="application_not_found"):
            ask()


def test_an_officer_in_scope_sees_a_picture_and_that_is_kept(world: FrontWorld):
    begun = world.do.start(HER.id, by=HER)
    paper = world.paper.add(begun.id, "id_card", b"1", by=HER)
    assert world.paper.find.content(begun.id, paper.id, by=HER) == b"1"
    assert world.ledger.deeds == []
    assert world.paper.find.content(begun.id, paper.id, by=an_officer("county_officer", PATH[:2])) == b"1"
    assert [(deed.act, deed.reason) for _, deed in world.ledger.deeds] == [("paper.read", "id_card")]


def test_the_village_officer_photographs_for_her_and_that_is_kept(world: FrontWorld):
    begun = world.do.start(HER.id, by=HER)
    world.paper.add(begun.id, "id_card", b"1", by=an_officer("village_officer", PATH))
    assert [deed.act for _, deed in world.ledger.deeds] == ["paper.add_for_her"]


def test_after_handing_in_papers_stay_as_they_are(world: FrontWorld):
    handed_in = world.handed_in()
    paper = world.paper.find.of(handed_in.id, by=HER)[0]
    with pytest.raises(Conflict, match="papers_closed"):
        world.paper.add(handed_in.id, "flow", b"1", by=HER)
    with pytest.raises(Conflict, match="papers_closed"):
        world.paper.remove(handed_in.id, paper.id, by=HER)
