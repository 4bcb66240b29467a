"""Places as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applicant.domain.places import Gazetteer
from services.applicant.domain.unit import Kind, Plan
from tests.builders.applicant import TODAY, a_gazetteer, a_tree, unit_id

PLACES = a_gazetteer()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("双江镇芋头村", "双江镇芋头村"),
        ("双江镇", "双江镇"),
        ("湖南省怀化市通道侗族自治县双江镇芋头村", "双江镇芋头村"),
        ("怀化市通道县双江镇芋头村", "双江镇芋头村"),
        ("通道双江镇 芋头村", "双江镇芋头村"),
        ("湖南怀化通道大高坪苗族乡", "大高坪苗族乡"),
        ("双江镇芋头村3组", "双江镇芋头村"),
        ("双江镇芋头村第八组12号", "双江镇芋头村"),
        ("双江镇城中社区", "双江镇城中社区"),
        ("地连林场", "通道县地连林场"),
        ("通道县地连林场", "通道县地连林场"),
    ],
)
def test_a_place_written_out_is_exact(typed: str, title: str) -> None:
    found = PLACES.find(typed)
    assert found.value is not None
    assert (found.value.title, found.value.exact, found.findings) == (title, True, ())


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("双江镇芋头", "双江镇芋头村"),
        ("双江芋头村", "双江镇芋头村"),
        ("芋头村", "双江镇芋头村"),
        ("芋头", "双江镇芋头村"),
        ("通道县高步村", "坪坦乡高步村"),
        ("双江镇芋头存", "双江镇芋头村"),
        ("坪坦乡阳兰村", "坪坦乡阳烂村"),
        ("双江", "双江镇"),
    ],
)
def test_a_place_nearly_written_is_suggested(typed: str, title: str) -> None:
    found = PLACES.find(typed)
    assert found.value is not None
    assert (found.value.title, found.value.exact) == (title, False)
    assert [(one.slug, one.level.value, one.suggestion) for one in found.findings] == [
        ("place_not_as_written", "warn", title)
    ]


def test_a_village_nobody_knows_suggests_its_township() -> None:
    found = PLACES.find("双江镇没有村")
    assert found.value is not None
    assert (found.value.unit_id, found.findings[0].slug) == (unit_id("431230100"), "village_unknown")


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("", "place_missing"),
        ("城关乡", "place_unknown"),
        ("贵州省黎平县双江镇芋头村", "place_unknown"),
        ("靖州县", "place_unknown"),
        ("x", "place_unknown"),
        ("$gt", "place_unknown"),
        ("1组", "place_unknown"),
    ],
)
def test_what_lies_nowhere_in_the_county_is_an_error(typed: str, slug: str) -> None:
    found = PLACES.find(typed)
    assert (found.value, [one.slug for one in found.findings]) == (None, [slug])


def test_a_name_that_two_villages_share_needs_its_township() -> None:
    tree = a_tree()
    again = next(unit for unit in tree if unit.title == "县溪镇")
    tree.append(again.open_below("f" * 32, Plan(Kind.FEDERATION, "芋头村"), TODAY))
    places = Gazetteer(tree[1], tree[2:])
    assert [one.slug for one in places.find("芋头村").findings] == ["place_several"]
    assert places.find("县溪镇芋头村").value is not None


def test_a_closed_village_is_no_place() -> None:
    tree = a_tree()
    next(unit for unit in tree if unit.title == "芋头村").close(TODAY, open_below=0)
    assert [one.slug for one in Gazetteer(tree[1], tree[2:]).find("双江镇芋头村").findings] != []


@given(st.sampled_from([unit for unit in a_tree()[2:]]))
def test_every_unit_is_found_by_its_own_title(unit) -> None:
    title = PLACES.at(unit).title
    for written in (title, f"湖南省怀化市通道侗族自治县{title}", f"通道县{title}", " ".join(title)):
        found = PLACES.find(written).value
        assert found is not None
        assert (found.unit_id, found.exact) == (unit.id, True)


@given(st.text(max_size=30))
def test_no_text_breaks_it_or_is_taken_as_exact_by_accident(typed: str) -> None:
    found = PLACES.find(typed)
    assert (found.value is None) == any(one.level == "error" for one in found.findings)


def test_a_town_that_is_called_like_its_county_keeps_its_name() -> None:
    root = a_tree()[0]
    county = root.open_below("c" * 32, Plan(Kind.FEDERATION, "中方县", "431221"), TODAY)
    town = county.open_below("d" * 32, Plan(Kind.FEDERATION, "中方镇", "431221100"), TODAY)
    village = town.open_below("e" * 32, Plan(Kind.FEDERATION, "顺福村", "431221100201"), TODAY)
    places = Gazetteer(county, [town, village], ("怀化市",))
    for written in ("中方镇顺福村", "中方县中方镇顺福村", "怀化中方中方镇顺福村"):
        found = places.find(written).value
        assert found is not None
        assert (found.title, found.exact) == ("中方镇顺福村", True)
