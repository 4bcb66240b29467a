"""Identity numbers, GB 11643-1999."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applicant.domain import id_number
from shared.id_number import IdNumber
from tests.builders.applicant import an_id_no

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(1927, 1, 1), TODAY - timedelta(days=17 * 366))
NUMBERS = st.builds(
    lambda area, born, sequence: an_id_no(f"{born:%Y%m%d}", f"{sequence * 2:03d}", f"{area:06d}"),
    st.integers(110101, 659999),
    DAYS,
    st.integers(0, 499),
)


def slugs(typed: str) -> list[str]:
    return [finding.slug for finding in id_number.read(typed, TODAY).findings]


@pytest.mark.parametrize(
    "text", ["11010519491231002X", "431230198506150003", "433031197503080006", "43312219881120000X"]
)
def test_numbers_of_the_standard_and_of_huaihua_before_1998_are_read(text: str) -> None:
    found = id_number.read(text, TODAY)
    assert (found.value, found.findings) == (IdNumber(text), ())


@given(NUMBERS)
def test_every_well_made_number_of_a_woman_is_read(text: str) -> None:
    found = id_number.read(text, TODAY)
    assert (found.value, found.findings) == (IdNumber(text), ())


@given(
    NUMBERS, st.sampled_from((str, str.lower, lambda t: f" {t[:6]} {t[6:14]} {t[14:]} ", lambda t: f"{t[:6]}-{t[6:]}"))
)
def test_the_way_it_is_typed_makes_no_other_number(text: str, way) -> None:
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    for typed in (way(text), way(text).translate(wide), f"\u200b{way(text)}\n"):
        assert id_number.read(typed, TODAY).value == IdNumber(text)


@given(NUMBERS, st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_never_passes(text: str, at: int, digit: str) -> None:
    wrong = text[:at] + digit + text[at + 1 :]
    assert wrong == text or id_number.read(wrong, TODAY).value is None


@given(NUMBERS, st.integers(0, 16))
def test_two_neighbours_exchanged_never_pass(text: str, at: int) -> None:
    wrong = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    assert wrong == text or id_number.read(wrong, TODAY).value is None


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    found = id_number.read(typed, TODAY)
    assert (found.value is None) == any(finding.level == "error" for finding in found.findings)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("", "id_missing"),
        ("　", "id_missing"),
        ("43123019850615000", "id_too_short"),
        ("4312301985061500031", "id_too_long"),
        ("43123019850615OOO3", "id_characters"),
        ("4312301985X6150003", "id_characters"),
        ("431230198506150004", "id_check_digit"),
        ("431230196802300006", "id_no_such_day"),
        ("431230190002290009", "id_no_such_day"),
        ("4.3123019990407e+17", "id_as_excel_number"),
        ("4.31224E+17", "id_as_excel_number"),
        ("431230850615000", "id_old_form"),
        (an_id_no(area="810000"), "id_out_of_scope"),
        (an_id_no("20990101"), "id_born_later"),
    ],
)
def test_what_is_wrong_has_its_own_sentence(typed: str, slug: str) -> None:
    found = id_number.read(typed, TODAY)
    assert (found.value, slugs(typed)) == (None, [slug])


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (an_id_no(sequence="001"), "id_says_male"),
        (an_id_no("20101125"), "age_under_16"),
        (an_id_no("19260101"), None),
        (an_id_no("19250101"), "age_over_100"),
        ("440524188001010014", "age_over_100"),
    ],
)
def test_sex_and_age_only_ask_for_a_look(text: str, slug: str | None) -> None:
    assert id_number.read(text, TODAY).value == IdNumber(text)
    assert (slug in slugs(text)) if slug else slugs(text) == []


@pytest.mark.parametrize(("born", "age"), [("20081124", 18), ("20081125", 17), ("20080229", 18), ("19850615", 41)])
def test_full_years_are_counted_to_the_day(born: str, age: int) -> None:
    assert id_number.age_on(IdNumber(an_id_no(born)).born_on, TODAY) == age


@given(NUMBERS)
def test_the_old_form_of_a_number_widens_to_itself(text: str) -> None:
    if text[6:8] == "19":
        assert id_number.widen(text[:6] + text[8:17]) == text
