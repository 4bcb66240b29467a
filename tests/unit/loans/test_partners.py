"""Several who borrow together: their pages, what is asked of each, what of it is a fact for the rules."""

from typing import Any

import pytest

from services.loans.domain.draft import Draft, Partner, Step
from services.loans.domain.judge import EarlierLoan, Guarantor, OtherLoan, Person
from services.loans.storage import draft_rows
from services.loans.web.form_pages import asked_again, left, pages_of
from shared.errors import Invalid, NotFound, Refused, Stale
from tests.builders.applicant import an_id_no
from tests.builders.loans import BUSINESS, FAMILY, SHEETS, TERMS
from tests.unit.loans.front_world import CONSENTS, HER, TOLD, FrontWorld

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
            loans_before=(EarlierLoan(None, overdue=True),),
            other_loans=(OtherLoan("other", 500_000),),
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


def test_she_fills_a_partners_page_and_hands_in_only_when_all_are_there():
    world = FrontWorld()
    begun = world.drafted()
    world.do.fill(begun.id, Step.BUSINESS, BUSINESS | {"form": "partner", "heads": 2}, by=HER)
    world.paper.add(begun.id, "partners", b"picture", by=HER)
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
    world.paper.add(begun.id, "partners", b"picture", by=HER)
    world.do.fill.partner(begun.id, 1, PARTNER | {"standing": "PUBLIC_SERVANT", "id_no": an_id_no("19500101")}, by=HER)
    with pytest.raises(Refused, match="not_eligible") as refused:
        world.hand.submit(begun.id, TOLD, CONSENTS, by=HER)
    assert refused.value.facts["reasons"] == ("age", "barred")
