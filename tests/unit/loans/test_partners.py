"""Several who borrow together: their pages, what is asked of each, what of it is a fact for the rules."""

from dataclasses import replace
from typing import Any

import pytest

from services.loans.domain.application import Application, State
from services.loans.domain.consent import Action, asked_of
from services.loans.domain.draft import Draft, Partner, Step
from services.loans.domain.judge import EarlierLoan, Guarantor, OtherLoan, Person
from services.loans.domain.near import Near
from services.loans.errands.hand_in import HandIn
from services.loans.storage import draft_rows
from services.loans.web.form_pages import asked_again, left, pages_of
from shared.access import Actor
from shared.errors import Invalid, NotFound, Refused, Stale
from shared.ids import new_id
from tests.builders.applicant import an_id_no
from tests.builders.loans import BUSINESS, FAMILY, SHEETS, TERMS
from tests.unit.loans.front_world import CONSENTS, HER, OTHER, TOLD, FrontWorld
from tests.unit.loans.test_consent import use

PARTNER: dict[str, Any] = {
    "name": "杨满妹",
    "id_no": an_id_no("19900101"),
    "phone": "13800000001",
    "share_permille": 300,
    "group": "RETURNEE",
    "standing": "none",
    "loans_before": 0,
    "consumer_loans_fen": 0,
    "other_loans_fen": 0,
}

SECOND = {"name": "潘冬妹", "id_no": an_id_no("19910101"), "phone": "13800000003"}


def drafted(heads: int = 3, **changes: Any) -> Draft:
    draft = Draft()
    for step, answers in (SHEETS | {Step.BUSINESS: BUSINESS | {"form": "partner", "heads": heads, **changes}}).items():
        draft = draft.with_answers(step, dict(answers), TERMS)
    return draft


def test_there_is_a_page_for_each_of_the_others_and_all_must_be_filled():
    draft = drafted(3)
    assert [one.slug for one in pages_of(draft)] == ["who", "business", "partner-1", "partner-2", "family"]
    assert draft.unfinished_partners() == [1, 2]
    assert [one.slug for one in left(draft)] == ["partner-1", "partner-2"]
    filled = draft.with_partner(2, dict(PARTNER))
    assert filled.unfinished_partners() == [1]
    assert [one.slug for one in asked_again(["partner"], filled)] == ["partner-1", "partner-2"]


def test_an_enterprise_that_belongs_to_several_has_its_own_page_and_theirs():
    firm = drafted(2, form="enterprise", uscc="91431230MA0000007Q")
    pages = ["who", "business", "enterprise", "partner-1", "family"]
    assert [one.slug for one in pages_of(firm)] == pages
    assert firm.with_partner(1, dict(PARTNER)).facts().partners
    alone = firm.with_answers(Step.BUSINESS, BUSINESS | {"form": "enterprise", "uscc": "91431230MA0000007Q"}, TERMS)
    assert [one.slug for one in pages_of(alone)] == ["who", "business", "enterprise", "family"]


def test_who_does_not_borrow_with_others_has_no_page_for_them():
    alone = drafted(3, form="individual")
    assert alone.unfinished_partners() == []
    with pytest.raises(NotFound):
        alone.with_partner(1, dict(PARTNER))
    with pytest.raises(NotFound):
        drafted(3).with_partner(3, dict(PARTNER))


def test_what_is_known_of_partners_who_are_no_longer_named_is_not_kept():
    draft = drafted(3).with_partner(1, dict(PARTNER)).with_partner(2, PARTNER | {"id_no": an_id_no(sequence="002")})
    fewer = draft.with_answers(Step.BUSINESS, BUSINESS | {"form": "partner", "heads": 2}, TERMS)
    assert len(fewer.partners) == 1
    assert draft.with_answers(Step.BUSINESS, BUSINESS | {"form": "individual"}, TERMS).partners == ()


def test_nobody_is_a_partner_twice_and_something_of_the_business_stays_hers():
    draft = drafted(3).with_partner(1, PARTNER | {"share_permille": 600})
    with pytest.raises(Invalid) as wrong:
        draft.with_partner(2, PARTNER | {"share_permille": 400})
    assert [one.slug for one in wrong.value.fields["id_no"]] == ["partner_twice"]
    assert [(one.slug, one.facts) for one in wrong.value.fields["share_percent"]] == [
        ("shares_above_whole", {"most": 39})
    ]
    assert draft.with_partner(2, PARTNER | {"id_no": an_id_no(sequence="002"), "share_permille": 390})
    assert draft.with_partner(1, PARTNER | {"share_permille": 990})


def test_what_is_said_of_a_partner_is_what_the_rules_ask_of_a_person():
    said = {"standing": "STUDENT", "loans_before": 1, "before_settled": "no", "before_overdue": "yes"}
    draft = drafted(2).with_partner(1, PARTNER | said | {"other_loans_fen": 500_000})
    facts = draft.facts()
    assert (facts.form, facts.heads, facts.together) == ("partner", 2, 2)
    assert facts.partners == (
        Person(
            birth_month="1990-01",
            sex="female",
            groups=("RETURNEE",),
            loans_before=(EarlierLoan(None, overdue=True, running=True),),
            other_loans=(OtherLoan("other", 500_000, "self"),),
            barred=("STUDENT",),
        ),
    )
    assert drafted(2).facts().partners == (Person(),)
    assert drafted(2).with_partner(1, PARTNER | {"group": "none"}).facts().partners[0].groups == ()  # type: ignore[index]
    assert Draft().facts().partners is None


def test_a_guarantor_with_the_number_of_a_partner_or_of_her_husband_is_one_whatever_was_ticked():
    draft = drafted(2).with_partner(1, dict(PARTNER))
    same = draft.with_answers(Step.FAMILY, FAMILY | {"guarantor_id_no": PARTNER["id_no"]}, TERMS)
    assert same.facts().guarantors == (Guarantor("partner", busy=False, tainted=False),)
    husband = FAMILY | {"guarantor_id_no": an_id_no("19800101", "001"), "spouse_id_no": an_id_no("19800101", "001")}
    assert draft.with_answers(Step.FAMILY, husband, TERMS).facts().guarantors == (Guarantor("spouse", False, False),)


def test_names_and_numbers_of_partners_are_stored_sealed_and_come_back():
    draft = drafted(2).with_partner(1, dict(PARTNER))
    clear, texts = draft_rows.clear(draft), draft_rows.sealed(draft)
    assert PARTNER["id_no"] not in str(clear)
    assert PARTNER["name"] not in str(clear)
    assert PARTNER["phone"] not in str(clear)
    assert draft_rows.read(clear, texts) == draft
    assert draft_rows.read(clear, {}).partners[0] == Partner(
        **{name: value for name, value in PARTNER.items() if name not in ("name", "id_no", "phone")}
    )


def signed(world: FrontWorld, case_id: str, *kinds: str) -> None:
    for kind in kinds or ("partners", "partner_consent"):
        world.paper.add(case_id, kind, b"picture", by=HER)


def two_of_them(world: FrontWorld, *kinds: str) -> str:
    begun = world.drafted().id
    world.do.fill(begun, Step.BUSINESS, BUSINESS | {"form": "partner", "heads": 3}, by=HER)
    world.do.fill.partner(begun, 1, dict(PARTNER), by=HER)
    world.do.fill.partner(begun, 2, PARTNER | SECOND, by=HER)
    signed(world, begun, *kinds)
    return begun


def test_all_partners_yes_by_their_own_phones_stands_in_place_of_the_signed_letter():
    world = FrontWorld()
    draft, ask = two_of_them(world, "partners"), use(world)
    assert asked_of(world.applications.rows[draft].draft)[-2:] == ["partner-1", "partner-2"]
    for who, link, name in (("partner-1", b"1", "杨满妹"), ("partner-2", b"2", "潘冬妹")):
        with pytest.raises(Refused, match="not_complete") as early:
            world.hand.submit(draft, TOLD, CONSENTS, by=HER)
        assert early.value.facts == {"pages": 0, "papers": 1}
        ask.ask(draft, who, link, by=HER)
        ask.answer(link, Action.AGREE, name)
    assert world.hand.submit(draft, TOLD, CONSENTS, by=HER).state.value == "in_review"


def test_a_partner_who_says_no_keeps_her_from_handing_in():
    world = FrontWorld()
    draft = two_of_them(world)
    use(world).ask(draft, "partner-2", b"2", by=HER)
    use(world).answer(b"2", Action.REFUSE, "潘冬妹")
    with pytest.raises(Refused, match="family_refused"):
        world.hand.submit(draft, TOLD, CONSENTS, by=HER)


def test_what_a_partner_said_does_not_stand_for_who_is_named_in_his_place():
    world = FrontWorld()
    draft, ask = two_of_them(world, "partners"), use(world)
    for who, link, name in (("partner-1", b"1", "杨满妹"), ("partner-2", b"2", "潘冬妹")):
        ask.ask(draft, who, link, by=HER)
        ask.answer(link, Action.AGREE, name)
    world.do.fill.partner(draft, 2, PARTNER | SECOND | {"share_permille": 200}, by=HER)
    assert set(ask.of.of(draft)) == {"partner-1", "partner-2"}
    world.do.fill.partner(draft, 2, PARTNER | SECOND | {"name": "别的人"}, by=HER)
    assert set(ask.of.of(draft)) == {"partner-1"}
    with pytest.raises(NotFound, match="consent_not_found"):
        ask.answer.find(b"2")
    world.do.fill(draft, Step.BUSINESS, BUSINESS | {"form": "individual"}, by=HER)
    assert ask.of.of(draft) == {}


def test_who_borrows_with_an_open_application_hands_in_no_other_and_joins_no_other():
    world = FrontWorld()
    mine, his, third = "1" * 32, "2" * 32, "3" * 32
    first = world.hand.submit(two_of_them(world), replace(TOLD, marks=(mine, his), partners=(his,)), CONSENTS, by=HER)
    hers = handed_over(world, first)
    for marks, partners in (((his,), ()), ((third, his), (his,)), ((third, mine), (mine,))):
        with pytest.raises(Refused, match="borrows_elsewhere") as refused:
            world.hand.submit(hers, replace(TOLD, marks=marks, partners=partners), CONSENTS, by=OTHER)
        assert refused.value.facts == {"number": first.number}
    world.applications.rows[first.id].state = State.WITHDRAWN
    told = replace(TOLD, marks=(third, his), partners=(his,))
    assert world.hand.submit(hers, told, CONSENTS, by=OTHER).near.borrowers == (third, his)


def test_who_has_not_paid_back_a_loan_hands_in_nothing_whatever_she_says_of_earlier_loans():
    world = FrontWorld(owed={HER.id: "JJ-1"})
    draft = world.drafted()
    for told in (TOLD, None):
        with pytest.raises(Refused, match="borrows_elsewhere") as refused:
            world.hand.submit(draft.id, told, CONSENTS, by=HER)
        assert refused.value.facts == {"number": "JJ-1"}
    world.owed.clear()
    assert world.hand.submit(draft.id, TOLD, CONSENTS, by=HER).state is State.IN_REVIEW


def test_her_husband_and_who_stands_for_her_may_borrow_themselves():
    world = FrontWorld()
    first = world.hand.submit(two_of_them(world), replace(TOLD, marks=("1" * 32, "2" * 32)), CONSENTS, by=HER)
    hers = handed_over(world, first)
    assert world.hand.submit(hers, replace(TOLD, marks=("2" * 32,)), CONSENTS, by=OTHER).near.borrowers == ("2" * 32,)


class Fingerprints:
    """Applicant, as far as it tells fingerprints: the last digits of each number, hers first."""

    def post(self, _path: str, asked: dict[str, Any], *, by: Actor) -> dict[str, Any]:  # as Peer has it
        person = {"birth_month": "1988-04", "sex": "female", "groups": [], "barred": [], "enterprises": []}
        return person | {
            "asked_at": "2026-11-24T02:00:00+00:00",
            "marks": ["hers", *(one[-8:] for one in asked["kin"])],
        }


@pytest.mark.parametrize("stands", [an_id_no("19700101"), PARTNER["id_no"], None])
def test_applicant_tells_who_borrows_and_who_stands_for_them_apart(stands: str | None):
    world = FrontWorld()
    draft = two_of_them(world)
    world.do.fill(draft, Step.FAMILY, FAMILY | {"guarantor_id_no": stands}, by=HER)
    applicant: Any = Fingerprints()
    told = HandIn(applicant, applicant, applicant).told(world.applications.rows[draft], by=HER)
    assert told is not None
    assert told.partners == (PARTNER["id_no"][-8:], SECOND["id_no"][-8:])
    assert told.stands == ((stands[-8:],) if stands else ())
    assert Near().told(told.marks, told.stands, told.partners).borrowers == ("hers", *told.partners)


def handed_over(world: FrontWorld, like: Application) -> str:
    """Return a complete draft of another woman: the same answers and papers."""
    other = Application(new_id(), "DK-431230-2026-000099", replace(like.origin, person_id=OTHER.id), draft=like.draft)
    world.applications.add(other)
    for paper in world.papers.of(like.id):
        world.papers.add(replace(paper, id=new_id(), application_id=other.id, person_id=OTHER.id), b"picture")
    return other.id


def test_she_fills_a_partners_page_and_hands_in_only_when_all_are_there():
    world = FrontWorld()
    begun = world.drafted()
    world.do.fill(begun.id, Step.BUSINESS, BUSINESS | {"form": "partner", "heads": 2}, by=HER)
    signed(world, begun.id)
    with pytest.raises(Refused, match="not_complete") as early:
        world.hand.submit(begun.id, TOLD, CONSENTS, by=HER)
    assert early.value.facts == {"pages": 1, "papers": 0}
    stored = world.do.fill.partner(begun.id, 1, dict(PARTNER), by=HER)
    with pytest.raises(Stale):
        world.do.fill.partner(begun.id, 1, dict(PARTNER), by=HER, seen=stored.version - 1)
    handed_in = world.hand.submit(begun.id, TOLD, CONSENTS, by=HER)
    assert handed_in.asked.form == "partner"
    assert {one.partner for one in handed_in.verdict.criteria} == {0, 1}  # type: ignore[union-attr]
    assert world.hand_ins.rows[-1].answers["partner.1.name"] == "杨满妹"


def test_a_partner_who_does_not_fit_keeps_all_of_them_from_handing_in():
    world = FrontWorld()
    begun = world.drafted()
    world.do.fill(begun.id, Step.BUSINESS, BUSINESS | {"form": "partner", "heads": 2}, by=HER)
    signed(world, begun.id)
    world.do.fill.partner(begun.id, 1, PARTNER | {"standing": "PUBLIC_SERVANT", "id_no": an_id_no("19500101")}, by=HER)
    with pytest.raises(Refused, match="not_eligible") as refused:
        world.hand.submit(begun.id, TOLD, CONSENTS, by=HER)
    assert refused.value.facts["reasons"] == ("age", "barred")
