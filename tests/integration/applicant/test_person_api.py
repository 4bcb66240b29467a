"""The JSON side of persons and units for officers."""

import pytest

from shared.access import Actor
from shared.ids import new_id
from tests.builders.applicant import an_id_no, unit_id
from tests.builders.world import a_woman, an_officer
from tests.integration.applicant.conftest import Place

API = "/applicant/api/v1/persons"
PATH = (unit_id("431200"), unit_id("431230"), unit_id("431230100"), unit_id("431230100201"))
OFFICER = an_officer("village_officer", PATH)
ELSEWHERE = an_officer("village_officer", (*PATH[:2], unit_id("431230101"), unit_id("431230101201")))
NEW = {
    "name": "龙凤英",
    "id_no": an_id_no(),
    "phone": "13900000007",
    "education": "70",
    "county": PATH[1],
    "place": "双江镇芋头村",
    "hukou": "rural",
    "groups": ["POVERTY_OUT"],
    "consents": ["registration"],
}


@pytest.fixture
def place(service: Place) -> Place:
    """The service of this module, emptied of everything but its tree."""
    service.empty()
    return service


def send(place: Place, path: str, body: object, by: Actor = OFFICER, key: str | None = None):
    headers = {"Idempotency-Key": key or new_id()}
    return place.world.as_(by).post(f"{API}{path}", json=body, headers=headers)


def test_an_officer_registers_once_however_often_it_is_sent(place: Place) -> None:
    key = new_id()
    first, again = (send(place, "", NEW, key=key) for _ in range(2))
    assert (first.status_code, again.json) == (201, first.json)
    assert first.json["phone"] == "139****0007"
    assert (first.json["channel"], first.json["looks"]) == ("officer", [])
    other = send(place, "", {**NEW, "name": "龙凤"}, key=key)
    assert (other.status_code, other.json["slug"]) == (422, "key_reused")
    assert send(place, "", NEW).json["slug"] == "registered_here"


def test_she_is_looked_up_listed_and_revealed(place: Place) -> None:
    her = send(place, "", NEW).json["person_id"]
    assert [one["person_id"] for one in send(place, "/searches", {"typed": "0007"}).json["items"]] == [her]
    assert send(place, "/searches", {"typed": "0007"}, ELSEWHERE).json["items"] == []
    listing = place.world.as_(OFFICER).get(f"{API}?page_size=1").json
    assert ([one["person_id"] for one in listing["items"]], listing["after"]) == ([her], None)
    assert place.world.as_(ELSEWHERE).get(f"{API}/{her}").status_code == 404
    shown = send(place, f"/{her}/reveals", {"field": "id_no", "reason": "核对证书"})
    assert shown.json == {"field": "id_no", "value": an_id_no()}
    assert shown.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", {**NEW, "name": {"$gt": ""}}),
        ("", {**NEW, "id_no": an_id_no()[:17]}),
        ("", {**NEW, "education": "99"}),
        ("", {**NEW, "county": {"$ne": None}}),
        ("", {**NEW, "groups": "POVERTY_OUT"}),
        ("", {**NEW, "consents": []}),
        ("", {**NEW, "place": "城关乡"}),
        ("", {**NEW, "channel": "self"}),
        ("", [NEW]),
        ("/searches", {"typed": ""}),
        ("/searches", {"typed": {"$regex": "."}}),
        ("/searches", {"typed": "x" * 101}),
        ("/searches", {}),
    ],
)
def test_bad_values_are_refused_with_nothing_written(place: Place, path: str, body: object) -> None:
    before = place.world.checksum()
    answer = send(place, path, body)
    assert 400 <= answer.status_code < 500
    assert answer.content_type.startswith("application/problem+json")
    assert place.world.checksum() == before


@pytest.mark.parametrize(
    "query", ["after=x", "page_size=0", "page_size=201", "unit=x", "name=龙凤英", "after=1&after=2"]
)
def test_a_strange_query_is_refused(place: Place, query: str) -> None:
    assert 400 <= place.world.as_(OFFICER).get(f"{API}?{query}").status_code < 500


def test_a_woman_lists_nobody(place: Place) -> None:
    assert place.world.as_(a_woman()).get(API).status_code == 403
    assert place.world.as_(None).get(API).status_code == 401


def test_the_tree_is_read_inside_ones_own_part(place: Place) -> None:
    county = an_officer("county_officer", PATH[:2])
    found = place.world.as_(county).get(f"/applicant/api/v1/units/{PATH[2]}").json
    assert [unit["title"] for unit in found["above"]] == ["怀化市", "通道侗族自治县"]
    assert "芋头村" in [unit["title"] for unit in found["children"]]
    named = place.world.as_(county).get(f"/applicant/api/v1/units?county={PATH[1]}&title=芋头").json["items"]
    assert [unit["title"] for unit in named] == ["芋头村"]
    assert place.world.as_(county).get(f"/applicant/api/v1/units?county={PATH[1]}&title=.*").json["items"] == []
    assert place.world.as_(ELSEWHERE).get(f"/applicant/api/v1/units/{PATH[2]}").status_code == 404
