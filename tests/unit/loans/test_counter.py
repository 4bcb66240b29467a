"""Counter-guarantee at the guarantee desk: what may be chosen, what is refused, and nobody stands for two loans."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.loans.domain.application import Application, Ask
from services.loans.domain.counter import Choices, wrong
from services.loans.domain.draft import Step
from services.loans.domain.near import Near
from services.loans.domain.review import Finding, Outcome
from services.loans.errands.hand_in import HandIn
from services.loans.usecases.desk.standing import Standing, Stood
from services.loans.web.desk_forms import guarantee_form
from shared.errors import Invalid, Refused
from shared.policy import Version
from tests.builders.loans import FAMILY, TERMS, at_desk, officer
from tests.unit.loans.judge.judged import RULES
from tests.unit.loans.world import LoansWorld

WAN = 1_000_000
HANGZHOU, BEIJING, TONGDAO = "330100", "110105", "431230"
FIT = {"insured_months": 12, "income_fen": 15 * WAN, "to_retirement_months": 36}


def version(place: str = TONGDAO, on: str = "2026-11-24") -> Version:
    return RULES.on(date.fromisoformat(on), place, "loan")


def a_case(amount_fen: int = 15 * WAN, **family: Any) -> Application:
    case = at_desk("guarantee")
    case.ask = Ask(amount_fen, 36)
    for entry in case.case.entries:
        entry.finding.facts.pop("amount_fen", None)  # type: ignore[attr-defined]
    case.draft = case.draft.with_answers(Step.FAMILY, FAMILY | family, TERMS)
    return case


def refused(case: Application, rule: Version, **facts: Any) -> dict[str, list[str]]:
    return {name: [one.slug for one in all_] for name, all_ in wrong(case, rule, facts).items()}


def test_what_may_be_chosen_is_what_the_policy_of_her_day_knows():
    found = Choices.of(a_case(), version())
    assert found.types == (
        "person", "joint", "property", "pledge", "enterprise", "land_right", "credit_village", "exempt",
    )  # fmt: skip
    assert "AMOUNT" not in found.reasons
    assert "HONOUR" in found.reasons
    assert found.numbers == ()
    assert Choices.of(a_case(10 * WAN), version()).reasons[0] == "AMOUNT"
    assert Choices.of(a_case(10 * WAN + 1), version()).reasons[0] != "AMOUNT"
    assert Choices.of(a_case(), version(HANGZHOU)).numbers == ("insured_months", "income_fen", "to_retirement_months")
    early = Choices.of(a_case(), version(BEIJING, "2005-01-01"))
    assert early.reasons == ()
    assert "exempt" not in early.types


def test_the_form_offers_only_what_may_be_chosen_and_the_next_one_is_whole_again():
    small = guarantee_form(Choices(("person",), (), ()))
    assert [code for code, _ in small.fields["counter"].metadata["ui"].options()] == ["person"]
    assert "insured_months" not in small.fields
    whole = guarantee_form(Choices.of(a_case(), version(HANGZHOU)))
    assert len(whole.fields["counter"].metadata["ui"].options()) == 8
    assert "insured_months" in whole.fields


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"counter": "exempt", "exempt_reason": "HONOUR"}, {}),
        ({"counter": "exempt"}, {"exempt_reason": ["required"]}),
        ({"counter": "exempt", "exempt_reason": "AMOUNT"}, {"exempt_reason": ["not_exempt"]}),
        ({"counter": "exempt", "exempt_reason": "JOINT_FIVE"}, {"exempt_reason": ["not_exempt"]}),
        ({"counter": "gold"}, {"counter": ["not_listed"]}),
        ({}, {"counter": ["not_listed"]}),
        ({"counter": "pledge", "worth_fen": 90 * WAN}, {}),
        ({"counter": "person"}, {}),
    ],
)
def test_an_exemption_has_a_reason_of_the_policy(facts: dict[str, Any], fields: dict[str, list[str]]):
    assert refused(a_case(), version(), **facts) == fields


def test_up_to_the_exempt_sum_the_amount_is_reason_enough_and_one_fen_more_is_not():
    small = {"counter": "exempt", "exempt_reason": "AMOUNT"}
    assert refused(a_case(10 * WAN), version(), **small) == {}
    assert refused(a_case(10 * WAN + 1), version(), **small) == {"exempt_reason": ["not_exempt"]}


def test_the_amount_alone_frees_no_enterprise():
    firm = a_case(10 * WAN)
    firm.ask = Ask(10 * WAN, 24, "enterprise")
    small = {"counter": "exempt", "exempt_reason": "AMOUNT"}
    assert refused(firm, version(), **small) == {"exempt_reason": ["not_exempt"]}
    assert refused(firm, version(), counter="exempt", exempt_reason="HONOUR") == {}


def test_no_more_is_asked_for_than_the_part_of_the_loan_that_a_place_says():
    hunan = version(TONGDAO, "2012-06-01")
    assert hunan.values["counter_guarantee"]["size_permille"] == 300
    assert refused(a_case(10 * WAN), hunan, counter="pledge", worth_fen=3 * WAN) == {}
    assert refused(a_case(10 * WAN), hunan, counter="pledge", worth_fen=3 * WAN + 1) == {
        "worth_fen": ["counter_too_much"]
    }


@pytest.mark.parametrize(
    ("family", "numbers", "fields"),
    [
        ({}, FIT, {}),
        ({}, FIT | {"insured_months": 11}, {"counter": ["guarantor_not_fit"]}),
        ({}, FIT | {"income_fen": 15 * WAN - 1}, {"counter": ["guarantor_not_fit"]}),
        ({}, FIT | {"to_retirement_months": 35}, {"counter": ["guarantor_not_fit"]}),
        ({"guarantor_relation": "spouse"}, FIT, {"counter": ["guarantor_not_fit"]}),
        ({"guarantor_relation": "partner"}, FIT, {"counter": ["guarantor_not_fit"]}),
        ({"guarantor_busy": "yes"}, FIT, {"counter": ["guarantor_not_fit"]}),
        ({"guarantor_overdue": "yes"}, FIT, {"counter": ["guarantor_not_fit"]}),
        ({"guarantee": "property"}, FIT, {"counter": ["no_guarantor_named"]}),
    ],
)
def test_a_guarantor_passes_the_tests_of_the_place(
    family: dict[str, Any], numbers: dict[str, int], fields: dict[str, list[str]]
):
    assert refused(a_case(**family), version(HANGZHOU), counter="person", **numbers) == fields


@pytest.mark.parametrize(("guarantors", "fields"), [(1, {}), (2, {"counter": ["guarantors_too_few"]})])
def test_where_a_place_asks_for_two_one_is_too_few_and_the_number_is_said(
    guarantors: int, fields: dict[str, list[str]]
):
    rule = version()
    rule = replace(
        rule, values=rule.values | {"counter_guarantee": rule.values["counter_guarantee"] | {"guarantors": guarantors}}
    )
    assert refused(a_case(), rule, counter="person") == fields
    assert not fields or wrong(a_case(), rule, {"counter": "person"})["counter"][0].facts == {"needed": 2}


MARK = "f" * 8


def standing(*stood: Stood) -> tuple[LoansWorld, Standing, Application]:
    world, case = LoansWorld(), a_case()
    case.near = Near(stands=(MARK,))
    world.guarantors.stood[MARK] = {f"{n:032x}": one for n, one in enumerate(stood, 50)}
    return world, Standing(world.guarantors, world.terms, world.guards), case


@pytest.mark.parametrize(
    ("stood", "slug"),
    [
        (Stood("DK-1", live=True, overdue=False), "guarantor_stands_elsewhere"),
        (Stood("DK-1", live=True, overdue=True), "guarantor_tainted"),
        (Stood("DK-1", live=False, overdue=True), "guarantor_tainted"),
    ],
)
def test_who_stands_for_another_loan_or_stood_for_a_late_one_is_refused_with_its_number(stood: Stood, slug: str):
    world, ask, case = standing(stood)
    with pytest.raises(Refused, match=slug) as why:
        ask(case, {"counter": "person"})
    assert why.value.facts["number"] == "DK-1"
    assert world.guards.touched == [f"guarantor:{MARK}"]


def test_husband_and_wife_stand_for_one_loan_between_them_and_are_guarded_in_one_order():
    wife = "0" * 8
    world, ask, case = standing()
    case.near = Near(stands=(MARK, wife))
    ask(case, {"counter": "person"})
    assert world.guards.touched == [f"guarantor:{wife}", f"guarantor:{MARK}"]
    world.guarantors.stood[wife] = {"e" * 32: Stood("DK-2", live=True, overdue=False)}
    with pytest.raises(Refused, match="guarantor_stands_elsewhere"):
        ask(case, {"counter": "person"})
    world.guarantors.stood[wife] = {"e" * 32: Stood("DK-2", live=False, overdue=True)}
    with pytest.raises(Refused, match="guarantor_tainted"):
        ask(case, {"counter": "person"})


class Applicant:
    """Answers with a mark for each number it is asked about."""

    def post(self, _where: str, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        marks = ["mark of hers", *(f"mark of {one}" for one in asked["kin"])]
        codes: dict[str, Any] = {"groups": [], "barred": [], "enterprises": [], "asked_at": "2026-11-24T02:00:00+00:00"}
        return {"birth_month": "1985-06", "sex": "female", "marks": marks} | codes


@pytest.mark.parametrize(
    ("family", "stands"),
    [
        ({}, ()),
        ({"guarantor_id_no": "g"}, ("mark of g",)),
        ({"guarantor_id_no": "g", "guarantor_spouse_id_no": "s", "spouse_id_no": "h"}, ("mark of g", "mark of s")),
    ],
)
def test_who_stands_for_her_is_told_by_fingerprint_apart_from_her_own_people(
    family: dict[str, str], stands: tuple[str, ...]
):
    applicant: Any = Applicant()
    told = HandIn(applicant, applicant, applicant).told(a_case(**family), by=officer(a_case().case.step))
    assert told is not None
    assert told.stands == stands
    assert set(told.marks) == {"mark of hers", *(f"mark of {one}" for one in family.values())}


def test_who_stood_for_a_loan_that_ended_well_may_stand_again_and_property_asks_nobody():
    _, ask, case = standing(Stood("DK-1", live=False, overdue=False))
    ask(case, {"counter": "person"})
    world, ask, case = standing(Stood("DK-1", live=True, overdue=True))
    ask(case, {"counter": "property"})
    case.near = Near()
    ask(case, {"counter": "person"})
    assert world.guards.touched == []


def test_the_same_guarantor_named_again_for_the_same_case_does_not_stand_in_its_own_way():
    world, ask, case = standing()
    world.guarantors.stood[MARK] = {case.id: Stood(case.number, live=True, overdue=False)}
    ask(case, {"counter": "person"})


def test_the_desk_asks_before_it_prepares_and_again_before_the_second_hand_makes_it_so():
    world, _, case = standing(Stood("DK-1", live=True, overdue=False))
    world.applications.add(case)
    finding = Finding(Outcome.PASSED, "可以", {"counter": "person"})
    with pytest.raises(Refused, match="guarantor_stands_elsewhere"):
        world.desk.decide(case.id, finding, by=officer(case.case.step))
    with pytest.raises(Invalid):
        world.desk.decide(case.id, Finding(Outcome.PASSED, "可以", {"counter": "exempt"}), by=officer(case.case.step))
