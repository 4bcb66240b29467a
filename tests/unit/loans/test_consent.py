"""Husband and guarantor say yes or no on their own phones, and what they said counts."""

from datetime import UTC, datetime

import pytest

from services.loans.domain.consent import Action, State
from services.loans.domain.draft import Step
from services.loans.domain.hand_in import CONSENTS
from services.loans.usecases.consent import ConsentUseCases
from services.loans.usecases.consent.answer import Answer
from services.loans.usecases.consent.ask import Ask
from shared.errors import Conflict, NotFound, Refused
from tests.builders.loans import FAMILY, SHEETS, finding, leader, officer
from tests.unit.loans.front_world import HER, NEEDED, OTHER, TOLD, FrontWorld

PHONES = {"spouse_phone": "13800000001", "guarantor_phone": "13800000002"}
LINK = b"a link"


@pytest.fixture
def world() -> FrontWorld:
    return FrontWorld()


def use(world: FrontWorld) -> ConsentUseCases:
    kept = world.consents
    return ConsentUseCases(
        Ask(world.applications, kept, world.terms, world.clock), Answer(world.applications, kept, world.clock), kept
    )


def drafted(world: FrontWorld, papers: tuple[str, ...] = NEEDED, **family: str) -> str:
    begun = world.do.start(HER.id, by=HER)
    world.do.fill.several(begun.id, SHEETS | {Step.FAMILY: {**FAMILY, **PHONES, **family}}, by=HER)
    for kind in papers:
        world.paper.add(begun.id, kind, b"picture", by=HER)
    return begun.id


def test_her_husbands_yes_by_phone_stands_in_place_of_the_signed_letter(world: FrontWorld):
    draft = drafted(world, tuple(kind for kind in NEEDED if kind != "spouse_consent"))
    with pytest.raises(Refused, match="not_complete"):
        world.hand.submit(draft, TOLD, CONSENTS, by=HER)
    use(world).ask(draft, "spouse", LINK, by=HER)
    with pytest.raises(Refused, match="not_complete"):
        world.hand.submit(draft, TOLD, CONSENTS, by=HER)
    said = use(world).answer(LINK, Action.AGREE, "石 建军")
    assert (said.state, said.answered_on) == (State.AGREED, world.clock.today())
    assert world.hand.submit(draft, TOLD, CONSENTS, by=HER).state.value == "in_review"


def test_only_who_knows_the_name_she_wrote_can_answer_and_only_once(world: FrontWorld):
    draft = drafted(world)
    use(world).ask(draft, "spouse", LINK, by=HER)
    with pytest.raises(Refused, match="consent_name"):
        use(world).answer(LINK, Action.AGREE, "石建")
    use(world).answer(LINK, Action.REFUSE, "石建军")
    with pytest.raises(Conflict, match="not_in_this_state"):
        use(world).answer(LINK, Action.AGREE, "石建军")
    with pytest.raises(NotFound, match="consent_not_found"):
        use(world).answer(b"another", Action.AGREE, "石建军")


def test_a_no_keeps_her_from_handing_in_until_he_says_yes_to_a_new_link(world: FrontWorld):
    draft = drafted(world)
    use(world).ask(draft, "spouse", LINK, by=HER)
    use(world).answer(LINK, Action.REFUSE, "石建军")
    with pytest.raises(Refused, match="family_refused"):
        world.hand.submit(draft, TOLD, CONSENTS, by=HER)
    use(world).ask(draft, "spouse", b"new", by=HER)
    with pytest.raises(NotFound):
        use(world).answer(LINK, Action.AGREE, "石建军")
    use(world).answer(b"new", Action.AGREE, "石建军")
    assert world.hand.submit(draft, TOLD, CONSENTS, by=HER).state.value == "in_review"
    with pytest.raises(Refused, match="consent_given"):
        use(world).ask(draft, "spouse", b"again", by=HER)


def test_a_link_is_good_for_the_countys_days_and_no_longer(world: FrontWorld):
    draft = drafted(world)
    asked = use(world).ask(draft, "guarantor", LINK, by=HER)
    assert (asked.until_on - asked.asked_on).days == 7
    world.at(datetime(2026, 12, 2, 2, tzinfo=UTC))
    assert asked.standing(world.clock.today()) == "expired"
    with pytest.raises(Refused, match="consent_expired"):
        use(world).answer(LINK, Action.AGREE, "杨秀英")


def test_the_guarantee_desk_waits_for_a_guarantor_who_was_asked_by_phone(world: FrontWorld):
    draft = drafted(world)
    use(world).ask(draft, "guarantor", LINK, by=HER)
    world.hand.submit(draft, TOLD, CONSENTS, by=HER)
    while (step := world.applications.rows[draft].case.step).act != "guarantee":
        world.desk.decide(draft, finding(step), by=officer(step))
        if step.hands > 1:
            world.desk.second.confirm(draft, by=leader(step))
    with pytest.raises(Refused, match="guarantor_not_agreed"):
        world.desk.decide(draft, finding(step), by=officer(step))
    use(world).answer(LINK, Action.AGREE, "杨秀英")
    assert world.desk.decide(draft, finding(step), by=officer(step)).case.proposal is not None


@pytest.mark.parametrize("family", [{"married": "no"}, {"spouse_phone": ""}])
def test_nobody_is_asked_without_a_phone_and_only_she_asks(world: FrontWorld, family: dict[str, str]):
    draft = drafted(world, **family)
    with pytest.raises(Refused, match="consent_no_phone"):
        use(world).ask(draft, "spouse", LINK, by=HER)
    with pytest.raises(NotFound):
        use(world).ask(draft, "guarantor", LINK, by=OTHER)
    assert world.consents.rows == []


def test_an_answer_that_crosses_another_is_stale(world: FrontWorld):
    draft = drafted(world)
    use(world).ask(draft, "spouse", LINK, by=HER)
    mine = world.consents.with_mark(LINK)
    use(world).answer(LINK, Action.AGREE, "石建军")
    assert mine is not None
    mine.state = State.REFUSED
    with pytest.raises(Exception, match="changed_meanwhile"):
        world.consents.save(mine)
