"""The internal API as training and loans ask it."""

import pytest

from shared.access import Actor
from tests.builders.applicant import an_id_no, unit_id
from tests.builders.world import World, a_woman, an_officer
from tests.integration.applicant.conftest import Place

COUNTY = unit_id("431230")
COORDINATOR = an_officer("coordinator", (unit_id("431200"), COUNTY))
ROW = {
    "row": 4,
    "name": "龙凤英",
    "sex": "女",
    "education": "初中",
    "age": "40",
    "id_no": an_id_no(),
    "phone": "13900000007",
    "place": "双江镇芋头村",
    "hukou": "农业",
    "groups": "脱贫人口",
    "remark": "",
}
CHECKS = "/applicant/internal/persons/checks"


@pytest.fixture
def applicant_api(service: Place) -> World:
    """The service of this module, emptied of everything but its tree."""
    service.empty()
    return service.world


def ask(api: World, path: str, body: object, by: Actor | None = COORDINATOR):
    return api.as_service("training", by).post(path, json=body)


def test_a_roster_is_checked_in_one_question(applicant_api: World) -> None:
    rows = [ROW, {**ROW, "row": 5}, {**ROW, "row": 6, "id_no": "4.3123019990407e+17", "place": "双江镇芋头"}]
    answer = ask(applicant_api, CHECKS, {"unit": COUNTY, "as_of": "2026-03-02", "rows": rows})
    assert answer.status_code == 200
    first, second, third = answer.json["rows"]
    assert first == {
        "row": 4,
        "verdict": "accept",
        "known": False,
        "place": {"unit_id": unit_id("431230100201"), "title": "双江镇芋头村", "exact": True},
        "problems": [],
    }
    assert second["problems"] == [
        {"field": "id_no", "slug": "id_twice", "facts": {"row": 4}, "suggestion": None, "level": "error"}
    ]
    assert [(one["slug"], one["suggestion"]) for one in third["problems"]] == [
        ("id_as_excel_number", None),
        ("place_not_as_written", "双江镇芋头村"),
    ]


def test_a_row_is_registered_once_and_answers_with_the_card(applicant_api: World) -> None:
    body = {"unit": COUNTY, "row": ROW, "place_unit": None, "channel": "roster"}
    first, again = (ask(applicant_api, "/applicant/internal/persons", body) for _ in range(2))
    assert (first.status_code, first.json["created"], again.json["created"]) == (200, True, False)
    card = first.json["card"]
    assert card == again.json["card"]
    assert set(card) == {"person_id", "org_path", "bands", "seq"}
    assert card["seq"] == 1
    assert card["org_path"][1] == COUNTY
    found = applicant_api.as_service("training").get(f"/applicant/internal/persons/{card['person_id']}/card")
    assert found.json == card
    labels = ask(applicant_api, "/applicant/internal/labels", {"ids": [card["person_id"]]}).json["labels"]
    assert labels[card["person_id"]]["name"] == "龙凤英"


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"unit": {"$gt": ""}, "as_of": "2026-03-02", "rows": [ROW]},
        {"unit": COUNTY, "as_of": "2026-13-02", "rows": [ROW]},
        {"unit": COUNTY, "as_of": "2026-03-02", "rows": []},
        {"unit": COUNTY, "as_of": "2026-03-02", "rows": [{**ROW, "name": {"$gt": ""}}]},
        {"unit": COUNTY, "as_of": "2026-03-02", "rows": [{**ROW, "name": "龙" * 300}]},
        {"unit": COUNTY, "as_of": "2026-03-02", "rows": [{**ROW, "row": 0}]},
        {"unit": COUNTY, "as_of": "2026-03-02", "rows": [{**ROW, "age": 40}]},
        {"unit": COUNTY, "as_of": "2026-03-02", "rows": [{**ROW, "$where": "1"}]},
        {"unit": COUNTY, "as_of": "2026-03-02", "rows": [ROW], "extra": 1},
    ],
)
def test_what_is_no_roster_is_refused_with_nothing_written(applicant_api: World, body: object) -> None:
    before = applicant_api.checksum()
    answer = ask(applicant_api, CHECKS, body)
    assert 400 <= answer.status_code < 500
    assert answer.json["slug"]
    assert applicant_api.checksum() == before


def test_nobody_but_training_registers_rows(applicant_api: World) -> None:
    body = {"unit": COUNTY, "row": ROW, "place_unit": None}
    assert applicant_api.as_service("loans").post("/applicant/internal/persons", json=body).status_code == 403
    assert applicant_api.as_(a_woman()).post("/applicant/internal/persons", json=body).status_code == 403
    assert applicant_api.as_(None).post("/applicant/internal/persons", json=body).status_code == 401
    elsewhere = an_officer("coordinator", (unit_id("431200"), "9" * 32))
    assert ask(applicant_api, "/applicant/internal/persons", body, elsewhere).status_code == 404
    village = an_officer("village_officer", (unit_id("431200"), COUNTY))
    assert ask(applicant_api, "/applicant/internal/persons", body, village).status_code == 404
    assert applicant_api.db.persons.count_documents({}) == 0


def test_units_are_told_to_services(applicant_api: World) -> None:
    found = applicant_api.as_service("training").get(f"/applicant/internal/units/{COUNTY}").json
    assert (found["title"], found["level"], found["division"], found["closed_on"]) == (
        "通道侗族自治县",
        4,
        "431230",
        None,
    )
    assert applicant_api.as_service("training").get("/applicant/internal/units/divisions/431230").json == found
    assert applicant_api.as_service("training").get("/applicant/internal/units/divisions/999999").status_code == 404
    assert applicant_api.as_(COORDINATOR).get(f"/applicant/internal/units/{COUNTY}").status_code == 403


def facts(api: World, person_id: str, by: Actor | None = None, purpose: str = "judge"):
    address = f"/applicant/internal/persons/{person_id}/facts"
    return api.as_service("loans", by).post(address, json={"purpose": purpose})


def test_her_facts_are_told_to_each_service_for_its_own_purpose_and_written_down(
    service: Place, applicant_api: World
) -> None:
    her = service.a_registered()
    answer = facts(applicant_api, her)
    assert answer.status_code == 200
    told = answer.json
    assert told.pop("asked_at").startswith("20")
    assert told.pop("org_path")[1] == COUNTY
    assert all(len(mark) == 32 for mark in told.pop("marks"))  # of her own number, and of no other
    assert told == {
        "birth_month": "1985-06",
        "sex": "female",
        "groups": ["POVERTY_OUT"],
        "hukou": "rural",
        "barred": [],
        "enterprises": [],
    }
    row = applicant_api.db.audit.find_one({"e.act": "person.facts"})["e"]
    assert (row["person_ids"], row["reason"], row["actor"]) == ([her], "judge", "svc:loans")
    assert facts(applicant_api, her, purpose="curiosity").status_code == 422
    training, address = applicant_api.as_service("training"), f"/applicant/internal/persons/{her}/facts"
    assert training.post(address, json={"purpose": "judge"}).status_code == 403
    assert training.post(address, json={"purpose": "enrol"}).json["birth_month"] == "1985-06"


def test_an_office_of_her_county_asks_for_her_facts_and_one_of_another_county_does_not(
    service: Place, applicant_api: World
) -> None:
    her = service.a_registered()
    here = an_officer("hr_officer", (unit_id("431200"), COUNTY, "9" * 32))
    elsewhere = an_officer("hr_officer", (unit_id("431200"), unit_id("431229"), "8" * 32))
    assert facts(applicant_api, her, here).status_code == 200
    assert facts(applicant_api, her, elsewhere).status_code == 404
    assert facts(applicant_api, her, a_woman(her)).status_code == 200
    assert facts(applicant_api, her, a_woman()).status_code == 404


def test_who_holds_her_case_is_told_her_name_and_phone_and_one_row_is_written_for_each_lease(
    service: Place, applicant_api: World
) -> None:
    her = service.a_registered()
    here = an_officer("hr_officer", (unit_id("431200"), COUNTY, "9" * 32))
    elsewhere = an_officer("hr_officer", (unit_id("431200"), unit_id("431229"), "8" * 32))

    def asked(by: Actor, lease: str):
        body = {"person_id": her, "case": "DK-431230-2026-000001", "lease": lease}
        return applicant_api.as_service("loans", by).post("/applicant/internal/labels/case", json=body)

    for lease in ("lease-01", "lease-01", "lease-02"):
        told = asked(here, lease).json
        assert (told["masked"], "*" in told["name"], "*" in told["phone"], "*" in told["id_no"]) == (
            False,
            False,
            False,
            True,
        )
    rows = [row["e"] for row in applicant_api.db.audit.find({"e.act": "person.case"})]
    assert [(row["person_ids"], row["reason"]) for row in rows] == [([her], "DK-431230-2026-000001")] * 2
    assert asked(elsewhere, "lease-03").status_code == 404
