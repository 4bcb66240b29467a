"""She hands in: complete, agreed to, eligible; and after a return again, under the day she first applied."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.loans.domain.application import Application, State
from services.loans.domain.draft import Draft, Step
from services.loans.domain.hand_in import CONSENTS, facts_of
from services.loans.domain.news import ApplicationResubmitted, ApplicationSubmitted
from services.loans.domain.review import Asked, Finding, Outcome
from shared.errors import Conflict, NotFound, Refused
from tests.builders.loans import FAMILY, NEED, OFFICER, PATH, SHEETS
from tests.builders.world import an_officer
from tests.unit.loans.front_world import HER, OTHER, TOLD, FrontWorld


@pytest.fixture
def world() -> FrontWorld:
    return FrontWorld()


def returned(world: FrontWorld, *reasons: str) -> Application:
    """Return her application as a desk sent it back on the 26th."""
    found = world.handed_in()
    world.at(datetime(2026, 11, 26, 2, tzinfo=UTC))
    asked = Asked(reasons, "请补", date(2026, 11, 26), date(2026, 12, 10))
    found.return_to_her(asked, Finding(Outcome.RETURNED, reasons=reasons), by=OFFICER)
    world.applications.save(found)
    world.applications.told.clear()
    return world.do.find.one(found.id, by=HER)


def test_she_hands_in_what_is_complete_and_it_lies_at_the_first_desk(world: FrontWorld):
    found = world.handed_in()
    assert (found.state, found.case.desk, found.asked.amount_fen) == (State.IN_REVIEW, "village", 15_000_000)
    assert found.verdict is not None
    assert (found.verdict.policy_id, found.applied_on) == ("N2023", date(2026, 11, 24))
    assert [type(one) for one in world.applications.told][-1] is ApplicationSubmitted
    kept = world.hand_ins.of(found.id)
    assert [(one.round, one.consents, one.told) for one in kept] == [(1, CONSENTS, TOLD)]
    assert kept[0].answers["need.uses"] == ["equipment", "stock"]
    assert f"person:{HER.id}" in world.guards.touched


def test_what_is_not_complete_is_not_taken_and_says_how_much_lacks(world: FrontWorld):
    begun = world.do.start(HER.id, by=HER)
    world.do.fill(begun.id, Step.NEED, dict(NEED), by=HER)
    with pytest.raises(Refused, match="not_complete") as refused:
        world.hand.submit(begun.id, TOLD, CONSENTS, by=HER)
    assert refused.value.facts == {"pages": 4, "papers": 2}


def test_without_every_consent_nothing_is_handed_in(world: FrontWorld):
    begun = world.drafted()
    with pytest.raises(Refused, match="consent_missing"):
        world.hand.submit(begun.id, TOLD, CONSENTS[:2], by=HER)
    assert world.do.find.one(begun.id, by=HER).state is State.DRAFT


def test_who_is_not_eligible_hears_what_is_not_met_and_nothing_is_handed_in(world: FrontWorld):
    begun = world.drafted()
    with pytest.raises(Refused, match="not_eligible") as refused:
        world.hand.submit(begun.id, replace(TOLD, birth_month="1960-01", groups=()), CONSENTS, by=HER)
    assert refused.value.facts["reasons"] == ("in_group", "age")
    assert world.hand_ins.rows == []


def test_who_is_kept_out_may_let_it_be_known_until_she_hands_in(world: FrontWorld):
    begun, old = world.drafted(), replace(TOLD, birth_month="1960-01")
    with pytest.raises(Conflict, match="may_hand_in"):
        world.hand.keep_try(begun.id, TOLD, by=HER)
    with pytest.raises(NotFound, match="application_not_found"):
        world.hand.keep_try(begun.id, old, by=OTHER)
    for _ in range(2):
        assert world.hand.keep_try(begun.id, old, by=HER) == ("age",)
    today = world.clock.today()
    assert (len(world.hand_ins.rows), world.hand.known.tried_on(begun.id)) == (1, today)
    assert world.hand_ins.first_between(today, today) == {begun.id: today}
    assert world.hand_ins.of(begun.id) == []
    assert world.do.find.one(begun.id, by=HER).state is State.DRAFT
    world.hand.submit(begun.id, TOLD, CONSENTS, by=HER)
    assert [one.round for one in world.hand_ins.rows] == [1]
    with pytest.raises(Conflict, match="not_in_this_state"):
        world.hand.keep_try(begun.id, old, by=HER)


def test_a_draft_that_lacks_something_is_not_kept_as_a_try(world: FrontWorld):
    begun = world.do.start(HER.id, by=HER)
    with pytest.raises(Refused, match="not_complete"):
        world.hand.keep_try(begun.id, TOLD, by=HER)


def test_without_an_answer_of_applicant_what_it_would_tell_is_unknown_and_passes_on(world: FrontWorld):
    found = world.hand.submit(world.drafted().id, None, CONSENTS, by=HER)
    assert found.verdict is not None
    assert [one.slug for one in found.verdict.unknown] == ["in_group", "age"]
    assert world.hand.known(found.id) is None


def test_a_desk_may_read_what_applicant_told_when_she_handed_in(world: FrontWorld):
    assert world.hand.known(world.handed_in().id) == TOLD


def test_nobody_hands_in_for_another_woman_not_even_her_village_officer(world: FrontWorld):
    begun = world.drafted()
    for by in (OTHER, an_officer("village_officer", PATH)):
        with pytest.raises(NotFound, match="application_not_found"):
            world.hand.submit(begun.id, TOLD, CONSENTS, by=by)


def test_a_second_hand_in_of_the_same_draft_is_refused(world: FrontWorld):
    found = world.handed_in()
    with pytest.raises(Conflict, match="not_in_this_state"):
        world.hand.submit(found.id, TOLD, CONSENTS, by=HER)
    with pytest.raises(Conflict, match="not_in_this_state"):
        world.hand.resubmit(found.id, TOLD, CONSENTS, by=HER)


def test_after_a_return_she_adds_what_is_asked_and_goes_on_at_the_desk_that_waited(world: FrontWorld):
    waiting = returned(world, "R07", "R08")
    assert world.paper.find.still_asked(waiting) == ["R07"]
    with pytest.raises(Refused, match="still_missing"):
        world.hand.resubmit(waiting.id, TOLD, CONSENTS, by=HER)
    world.paper.add(waiting.id, "spouse_consent", b"again", by=HER)
    world.do.fill(waiting.id, Step.NEED, NEED | {"amount_fen": 12_000_000}, by=HER)
    world.do.fill(waiting.id, Step.FAMILY, FAMILY | {"guarantor_name": "吴秀兰"}, by=HER)
    found = world.hand.resubmit(waiting.id, TOLD, CONSENTS, by=HER)
    assert (found.state, found.case.desk, found.case.round) == (State.IN_REVIEW, "village", 2)
    assert found.asked.amount_fen == 12_000_000
    assert [type(one) for one in world.applications.told] == [ApplicationResubmitted]
    changed = found.case.entries[-1].finding.facts
    assert changed["papers"] == ("spouse_consent",)
    assert (changed["need.amount_fen"], changed["need.amount_fen.before"]) == (12_000_000, 15_000_000)
    assert changed["family.guarantor_name.before"] == "杨秀英"


def test_a_resubmission_has_its_own_verdict_under_the_day_she_first_applied(world: FrontWorld):
    waiting = returned(world, "R08")
    found = world.hand.resubmit(waiting.id, None, CONSENTS, by=HER)
    days = [(one.applied_on, one.judged_on) for one in found.verdicts]
    assert days == [(date(2026, 11, 24), date(2026, 11, 24)), (date(2026, 11, 24), date(2026, 11, 26))]
    assert found.verdicts[1].unknown == (), "what applicant told the first time still counts"


def test_what_came_for_an_earlier_hand_in_stays_and_what_is_new_may_go_again(world: FrontWorld):
    waiting = returned(world, "R07")
    old = world.paper.find.of(waiting.id, by=HER)[0]
    with pytest.raises(Conflict, match="paper_handed_in"):
        world.paper.remove(waiting.id, old.id, by=HER)
    new = world.paper.add(waiting.id, "spouse_consent", b"again", by=HER)
    world.paper.remove(waiting.id, new.id, by=HER)
    assert world.paper.find.still_asked(world.do.find.one(waiting.id, by=HER)) == ["R07"]


def test_what_she_says_and_what_is_told_bars_her_together():
    draft = Draft().with_answers(Step.WHO, SHEETS[Step.WHO] | {"standing": "STUDENT"}, None)  # type: ignore[arg-type]
    assert facts_of(draft, replace(TOLD, barred=("SALARIED",))).barred == ("STUDENT", "SALARIED")
    assert facts_of(Draft(), TOLD).barred is None
    assert facts_of(draft, None).birth_month is None
