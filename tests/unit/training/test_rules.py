"""What is marked when a woman comes into a class."""

from datetime import date

import pytest

from services.training.domain.rules import Before, age_from, age_warnings, band_warnings, lifetime_warnings
from services.training.domain.terms import terms_on
from tests.builders.training import POLICIES, TERMS

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
    assert band_warnings({"age": "under_18"}) == ["age_to_check"]
    assert band_warnings({"age": "18_35"}) == band_warnings({}) == []


def test_the_fourth_training_since_2024_is_marked():
    three = [Before(f"c{n}", date(2024, 1, 1)) for n in range(3)]
    assert lifetime_warnings(three, TERMS, "new") == ["lifetime_limit"]
    assert lifetime_warnings(three[:2], TERMS, "new") == []
    assert lifetime_warnings([*three[:2], Before("c9", date(2023, 12, 31))], TERMS, "new") == []
    assert lifetime_warnings(three, TERMS, "c1") == [], "the class itself does not count against itself"
    before = terms_on(POLICIES, date(2023, 6, 1), "431230")
    assert lifetime_warnings(three, before, "new") == []
