"""The federation of a city is set up from the division list."""

from typing import Any

import pytest

from services.applicant.errands.found_federation import FoundFederation
from services.applicant.usecases.unit.found import office_plans
from shared.errors import NotFound
from shared.regions import Level
from tests.integration.applicant.conftest import Applicant


def test_huaihua_has_its_13_county_units_towns_and_villages(bare: Applicant) -> None:
    found = FoundFederation(bare.runner)("431200")
    counties = list(bare.db.units.find({"level": int(Level.COUNTY), "kind": "federation"}).sort("division"))
    assert [row["division"] for row in counties] == [
        *("431202", "431221", "431222", "431223", "431224", "431225", "431226", "431227", "431228", "431229", "431230"),
        *("431271", "431281"),
    ]
    assert counties[-2]["title"] == "洪江管理区"
    tongdao = counties[10]
    towns = [row["title"] for row in bare.db.units.find({"parent": tongdao["_id"], "kind": "federation"})]
    assert (len(towns), "双江镇" in towns) == (13, True)
    offices = {row["kind"] for row in bare.db.units.find({"parent": tongdao["_id"], "kind": {"$ne": "federation"}})}
    assert offices == {plan.kind.value for plan in office_plans("")}
    village = bare.db.units.find_one({"title": "芋头村", "path": tongdao["_id"]})
    assert (village["division"], len(village["path"]), village["opened_on"]) == (
        "431230100212",
        4,
        bare.frame.clock.today().isoformat(),
    )
    assert bare.db.units.count_documents({}) == found == len(_told(bare))


def test_setting_up_twice_changes_nothing(bare: Applicant) -> None:
    found = FoundFederation(bare.runner)
    found("431200")
    before = bare.db.outbox.count_documents({})
    assert found("431200") == 0
    assert bare.db.outbox.count_documents({}) == before


def test_no_village_code_leaves_and_every_unit_is_told_after_its_parent(bare: Applicant) -> None:
    FoundFederation(bare.runner)("431200")
    told = _told(bare)
    assert {len(data["division"] or "") for data in told} == {0, 6, 9}
    known: set[str] = set()
    for data in told:
        assert data["parent_id"] is None or data["parent_id"] in known
        known.add(data["unit_id"])


def _told(bare: Applicant) -> list[dict[str, Any]]:
    together = bare.events("applicant.units.opened.v1")
    return [*bare.events("applicant.unit.opened.v1"), *(unit for data in together for unit in data["units"])]


@pytest.mark.parametrize("code", ["431230", "439900", "43120", "x"])
def test_what_is_no_city_is_not_set_up(bare: Applicant, code: str) -> None:
    with pytest.raises(NotFound):
        FoundFederation(bare.runner)(code)
    assert bare.db.units.count_documents({}) == 0
