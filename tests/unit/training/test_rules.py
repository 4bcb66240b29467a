"""What is marked when a woman comes into a class."""

from dataclasses import replace
from datetime import date

import pytest

from services.training.domain.rules import (
    REFUSALS,
    Before,
    Trained,
    age_from,
    age_on,
    age_warnings,
    band_warnings,
    refusal,
    training_warnings,
)
from services.training.domain.terms import terms_on
from tests.builders.training import POLICIES, TERMS, a_course

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("number", "age"),
    [
        ("43123019860302000X", 40),
        ("431230198603030007", 39),
        ("４３１２３０２００００１０７０００８", 26),
        ("431230 19790817 0002", 46),
        ("43123019790221000x", 47),
        ("431230196802300006", None),
        ("4.3123019990407e+17", None),
        ("", None),
        ("431230860302000", None),
    ],
)
def test_an_age_is_read_from_a_number_as_it_was_typed(number: str, age: int | None):
    assert age_from(number, DAY) == age


@pytest.mark.parametrize(("age", "says"), [(15, ["too_young"]), (16, []), (60, []), (61, ["too_old"]), (None, [])])
def test_sixteen_to_sixty_is_not_marked(age: int | None, says: list[str]):
    assert age_warnings(age, TERMS) == says


def test_a_band_that_does_not_tell_is_marked():
    assert band_warnings({"age": "under_18"}, TERMS) == ["age_to_check"]
    assert band_warnings({"age": "18_35"}, TERMS) == band_warnings({}, TERMS) == []


def test_where_only_some_groups_may_come_the_others_are_marked():
    some = replace(TERMS, groups=frozenset({"POVERTY_OUT", "UNEMP"}))
    assert band_warnings({"groups": ["UNEMP"]}, some) == []
    assert band_warnings({"groups": []}, some) == ["group_not_listed"]


def test_the_fourth_training_since_2024_is_marked():
    course = a_course("HW-DL")
    three = [Before(f"c{n}", date(2024, 1, 1)) for n in range(3)]
    assert training_warnings(three, course, TERMS) == ["lifetime_limit"]
    assert training_warnings(three[:2], course, TERMS) == []
    assert training_warnings([*three[:2], Before("c9", date(2023, 12, 31))], course, TERMS) == []
    before = terms_on(POLICIES, date(2023, 6, 1), "431230")
    assert training_warnings(three, course, before) == []


def test_the_same_skill_at_the_same_or_a_lower_level_is_marked_a_higher_one_is_not():
    def learnt(rank: int, day: date = date(2025, 3, 1)) -> list[Before]:
        return [Before("c", day, Trained("brocade", rank))]

    first, second = a_course("HW-DJ1"), a_course("HW-DJ2")
    assert (first.skill, first.rank, second.rank) == ("brocade", 1, 2)
    assert training_warnings(learnt(1), second, TERMS) == []
    assert training_warnings(learnt(1), first, TERMS) == training_warnings(learnt(2), first, TERMS) == ["same_trade"]
    assert training_warnings(learnt(1), a_course("HW-DL"), TERMS) == []
    assert training_warnings(learnt(1, date(2023, 12, 31)), first, TERMS) == [], "what was before 2024 does not count"
    assert training_warnings([Before("c", date(2025, 3, 1))], first, TERMS) == [], "what she did not finish neither"


def test_whoever_asks_by_herself_is_refused_with_the_document_of_the_rule():
    refused = refusal("lifetime_limit", TERMS)
    assert refused is not None
    assert (refused.slug, refused.facts) == ("trainee_over_limit", {"most": 3, "rule": TERMS.document})
    assert "16号" in TERMS.document
    assert refusal("age_to_check", TERMS) is None
    assert {slug for slug in REFUSALS if refusal(slug, TERMS)} == TERMS.refuses
    assert refusal("lifetime_limit", replace(TERMS, refuses=frozenset())) is None


@pytest.mark.parametrize(("born", "age"), [("1966-03", 60), ("1966-04", 59), ("2010-03", 16), ("2010-12", 15)])
def test_a_month_of_birth_tells_the_age_from_its_first_day_on(born: str, age: int):
    assert age_on(born, DAY) == age
