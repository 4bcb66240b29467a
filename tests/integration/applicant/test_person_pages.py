"""Officers' pages about women, and hers about herself, on a real database."""

import re

import pytest

from services.applicant.errands.follow_merged import FollowMerged
from services.applicant.usecases.unit import merge
from services.applicant.usecases.unit.merge import FOLLOW
from shared.access import Actor, Kind
from shared.ids import new_id
from shared.jobs.job import Jobs
from shared.jobs.loop import JobLoop
from tests.builders.applicant import a_row, an_id_no, unit_id
from tests.builders.world import a_woman, an_officer
from tests.integration.applicant.conftest import Place

COUNTY, TOWN, VILLAGE = unit_id("431230"), unit_id("431230100"), unit_id("431230100201")
PATH = (unit_id("431200"), COUNTY, TOWN, VILLAGE)
OFFICER = an_officer("village_officer", PATH, name="杨桂花")
COUNTY_OFFICER = an_officer("county_officer", PATH[:2])
ELSEWHERE = an_officer("village_officer", (*PATH[:2], unit_id("431230101"), unit_id("431230101201")))
NEW = {
    "name": "龙凤英",
    "id_no": an_id_no(),
    "phone": "13900000007",
    "education": "70",
    "county": COUNTY,
    "place": "双江镇芋头村",
    "hukou": "rural",
    "groups": "POVERTY_OUT",
    "consent_registration": "true",
}


@pytest.fixture
def place(service: Place) -> Place:
    """The service of this module, emptied of everything but its tree."""
    service.empty()
    return service


def test_an_officer_registers_a_woman_with_her_consent_and_a_message_to_her_phone(place: Place) -> None:
    key = new_id()
    answer, again = (place.post("/applicant/persons/new", OFFICER, key=key, **NEW) for _ in range(2))
    assert (answer.status_code, answer.location) == (303, again.location)
    [person] = place.world.db.persons.find()
    assert (person["origin"]["channel"], person["path"]) == ("officer", list(PATH))
    [consent] = place.world.db.consents.find()
    assert (consent["purpose"], consent["channel"], consent["given_by"]) == ("registration", "officer", OFFICER.id)
    assert place.world.db.jobs.count_documents({"kind": "send_message"}) == 1
    assert place.world.db.audit.count_documents({"e.act": "person.register_for_her"}) == 1
    page = place.get(answer.location, OFFICER).text
    assert "龙凤英" in page
    assert "139****0007" in page
    assert an_id_no() not in page


def test_registering_again_leads_to_her_page_inside_the_place_and_tells_nothing_outside(place: Place) -> None:
    her = place.a_registered()
    answer = place.post("/applicant/persons/new", OFFICER, **NEW)
    assert (answer.status_code, answer.location) == (303, f"/applicant/persons/{her}?said=there")
    outside = place.post("/applicant/persons/new", ELSEWHERE, **{**NEW, "place": "县溪镇恭城村"})
    assert outside.status_code == 409
    assert her not in outside.text
    assert "村妇联" in outside.text


def test_without_her_consent_nobody_is_registered(place: Place) -> None:
    answer = place.post("/applicant/persons/new", OFFICER, **{**NEW, "consent_registration": ""})
    assert answer.status_code == 422
    assert "龙凤英" in answer.text
    assert place.world.db.persons.count_documents({}) == 0


def test_an_officer_registers_only_in_her_own_place(place: Place) -> None:
    answer = place.post("/applicant/persons/new", OFFICER, **{**NEW, "place": "县溪镇恭城村"})
    assert answer.status_code == 404
    assert place.world.db.persons.count_documents({}) == 0


def test_a_look_up_shows_her_inside_and_nobody_outside(place: Place) -> None:
    her = place.a_registered()
    found = place.post("/applicant/persons/search", OFFICER, typed="龙凤英")
    assert f"/applicant/persons/{her}" in found.text
    missed = place.post("/applicant/persons/search", ELSEWHERE, typed="龙凤英")
    assert missed.status_code == 200
    assert her not in missed.text
    assert place.get(f"/applicant/persons/{her}", ELSEWHERE).status_code == 404


def test_the_list_goes_on_from_page_to_page(place: Place) -> None:
    for n in range(52):
        place.a_registered(a_row(id_no=an_id_no(f"1985{1 + n // 26:02d}{1 + n % 26:02d}")))
    first = place.get("/applicant/persons", COUNTY_OFFICER).text
    after = re.search(r'href="\?(after=[^"]+)"', first)
    assert after is not None
    second = place.get(f"/applicant/persons?{after[1]}", COUNTY_OFFICER).text
    ids = [re.findall(r'/applicant/persons/([0-9a-f]{32})"', page) for page in (first, second)]
    assert [len(found) for found in ids] == [50, 2]
    assert not set(ids[0]) & set(ids[1])
    assert "/applicant/persons/" in place.get(f"/applicant/persons?unit={TOWN}", COUNTY_OFFICER).text
    assert place.get(f"/applicant/persons?unit={TOWN}", ELSEWHERE).status_code == 404


def test_a_number_is_shown_in_full_for_a_reason_that_is_kept(place: Place) -> None:
    her = place.a_registered()
    page = place.post(f"/applicant/persons/{her}/reveals", OFFICER, field="id_no", reason="核对证书")
    assert an_id_no() in page.text
    assert page.headers["Refresh"].startswith("30;")
    assert page.headers["Cache-Control"] == "no-store"
    [row] = place.world.db.audit.find({"e.act": "person.reveal"})
    assert (row["e"]["person_ids"], row["e"]["fields"], row["e"]["reason"]) == ([her], ["id_no"], "核对证书")
    assert "核对证书" in place.get(f"/applicant/persons/{her}", COUNTY_OFFICER).text
    hers = place.get("/applicant/me/data", Actor(her, Kind.WOMAN, session=new_id())).text
    assert "核对证书" in hers


@pytest.mark.parametrize(
    "fields", [{"field": "id_no"}, {"field": "name", "reason": "核对证书"}, {"field": "id_no", "reason": "看"}]
)
def test_without_a_reason_nothing_is_shown(place: Place, fields: dict[str, str]) -> None:
    her = place.a_registered()
    page = place.post(f"/applicant/persons/{her}/reveals", OFFICER, **fields)
    assert page.status_code == 422
    assert an_id_no() not in page.text
    assert place.world.db.audit.count_documents({"e.act": "person.reveal"}) == 0


def test_a_number_is_not_shown_when_the_audit_cannot_be_written(place: Place) -> None:
    her = place.a_registered()
    rule = {"$jsonSchema": {"properties": {"e": {"properties": {"act": {"not": {"enum": ["person.reveal"]}}}}}}}
    place.world.db.command("collMod", "audit", validator=rule)
    page = place.post(f"/applicant/persons/{her}/reveals", OFFICER, field="id_no", reason="核对证书")
    assert page.status_code == 500
    assert an_id_no() not in page.text


def test_an_officer_amends_with_a_reason_and_it_is_told(place: Place) -> None:
    her = place.a_registered()
    fields = {"version": "0", "education": "60", "hukou": "rural", "place": "双江镇塘冲村", "phone": "13900000008"}
    assert place.post(f"/applicant/persons/{her}/amendment", OFFICER, **fields).status_code == 422
    answer = place.post(f"/applicant/persons/{her}/amendment", OFFICER, reason="她拿来了毕业证", **fields)
    assert answer.status_code == 303
    [row] = place.world.db.outbox.find({"type": "applicant.person.amended.v1"})
    assert (row["seq"], row["data"]["bands"]["education"]) == (2, "60")
    assert row["data"]["org_path"][-1] == unit_id("431230100202")
    stale = place.post(f"/applicant/persons/{her}/amendment", COUNTY_OFFICER, reason="再改一次看看", **fields)
    assert stale.status_code == 409
    assert place.get(f"/applicant/persons/{her}", OFFICER).status_code == 404, "she lives in another village now"


def test_she_sees_what_is_kept_and_takes_a_consent_back(place: Place) -> None:
    her = Actor(place.a_registered(), Kind.WOMAN, session=new_id())
    page = place.get("/applicant/me/data", her).text
    assert "龙凤英" in page
    assert an_id_no() not in page
    assert place.post("/applicant/me/data/consents", her, purpose="news").status_code == 303
    given = place.world.db.consents.find_one({"purpose": "news"})
    assert place.post("/applicant/me/data/withdrawals", a_woman(), consent=given["_id"]).status_code == 404
    assert place.post("/applicant/me/data/withdrawals", her, consent=given["_id"]).status_code == 303
    assert place.post("/applicant/me/data/withdrawals", her, consent=given["_id"]).status_code == 409
    must = place.world.db.consents.find_one({"purpose": "registration"})
    assert place.post("/applicant/me/data/withdrawals", her, consent=must["_id"]).status_code == 422


def test_she_amends_herself_but_not_her_phone(place: Place) -> None:
    her = Actor(place.a_registered(), Kind.WOMAN, session=new_id())
    fields = {"version": "0", "education": "60", "hukou": "urban", "place": "双江镇芋头村"}
    assert place.post("/applicant/me/data/amendment", her, phone="13900000009", **fields).status_code == 422
    assert place.post("/applicant/me/data/amendment", her, **fields).location == "/applicant/me/data?said=amended"
    again = place.post("/applicant/me/data/amendment", her, **{**fields, "version": "1"})
    assert again.status_code == 422
    assert place.world.db.outbox.count_documents({"type": "applicant.person.amended.v1"}) == 1


BAD = [{"$gt": ""}, "x" * 5000, "龙\x00英", "\u202e1", "<script>alert(1)</script>", "9" * 40]


@pytest.mark.parametrize("value", BAD, ids=str)
@pytest.mark.parametrize(
    "field", ["name", "id_no", "phone", "place", "county", "education", "hukou", "groups", "_once"]
)
def test_bad_values_are_refused_with_nothing_written_and_the_form_kept(place: Place, field: str, value: object) -> None:
    before = place.world.checksum()
    fields = {**NEW, field: str(value)}
    answer = place.world.as_(OFFICER).post("/applicant/persons/new", data={"_once": new_id(), **fields})
    assert 400 <= answer.status_code < 500
    assert "<script>alert" not in answer.text
    if field not in ("_once",):
        assert "13900000007" in answer.text or field == "phone"
    assert place.world.checksum() == before


@pytest.mark.parametrize(
    ("path", "by"),
    [
        ("/applicant/persons/new", OFFICER),
        ("/applicant/persons/search", OFFICER),
        ("/applicant/me/data/consents", a_woman()),
        (f"/applicant/units/{COUNTY}/below", COUNTY_OFFICER),
    ],
)
def test_unknown_fields_and_parameters_are_refused(place: Place, path: str, by: Actor) -> None:
    before = place.world.checksum()
    assert 400 <= place.post(path, by, role="city_leader").status_code < 500
    assert place.world.checksum() == before


@pytest.mark.parametrize("query", ["unit=x", "after=x", "page=2", "unit=$gt", "after=2026-01-01.{$gt}"])
def test_what_is_no_list_is_refused(place: Place, query: str) -> None:
    assert place.get(f"/applicant/persons?{query}", OFFICER).status_code == 400


@pytest.mark.parametrize("role", ["bank_officer", "hr_officer", "auditor", "operator", "teacher", "inspector"])
def test_who_has_no_business_with_women_sees_no_page(place: Place, role: str) -> None:
    her, who = place.a_registered(), an_officer(role, PATH[:2])
    for path in ("", "/search", "/new", f"/{her}", f"/{her}/reveals?field=phone", f"/{her}/amendment"):
        assert place.get(f"/applicant/persons{path}", who).status_code == 403


def test_nobody_gets_in_without_signing_in(place: Place) -> None:
    answer = place.get("/applicant/persons", None)
    assert answer.status_code == 302
    assert "/applicant/staff/sign-in" in answer.location
    assert "/applicant/sign-in" in place.get("/applicant/me/data", None).location


def test_an_officer_reads_the_tree_opens_renames_and_closes_a_village(place: Place) -> None:
    page = place.get(f"/applicant/units/{TOWN}", COUNTY_OFFICER).text
    assert "芋头村" in page
    fields = {"kind": "federation", "title": "新寨村", "division": "431230100299"}
    opened = place.post(f"/applicant/units/{TOWN}/below", COUNTY_OFFICER, **fields)
    assert opened.status_code == 303
    assert place.post(f"/applicant/units/{TOWN}/below", COUNTY_OFFICER, **fields).status_code == 409
    village = place.world.db.units.find_one({"title": "新寨村"})
    assert place.post(f"/applicant/units/{village['_id']}/title", COUNTY_OFFICER, title="新寨社区").status_code == 303
    assert place.post(f"/applicant/units/{village['_id']}/closure", COUNTY_OFFICER).status_code == 303
    assert place.post(f"/applicant/units/{village['_id']}/closure", COUNTY_OFFICER).status_code == 409
    assert place.post(f"/applicant/units/{TOWN}/closure", COUNTY_OFFICER).status_code == 422
    told = [row["data"] for row in place.world.db.outbox.find({"subject": village["_id"]}).sort("seq")]
    assert [data.get("title") for data in told] == ["新寨村", "新寨社区", None]
    assert "closed_on" in told[2]


def test_a_village_goes_on_in_another_and_its_women_follow_while_what_was_counted_stays(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "AT_ONCE", 1)  # the rest is promised anew
    her, db = place.a_registered(), place.world.db
    old = db.persons.find_one({"_id": her})["scope"][-1]
    page = place.get(f"/applicant/units/{old}/closure", COUNTY_OFFICER).text
    beside = db.units.find_one({"parent": TOWN, "closed_on": None, "_id": {"$ne": old}})
    assert all(words in page for words in ("并入哪个村", beside["title"]))
    assert place.post(f"/applicant/units/{old}/closure", COUNTY_OFFICER, into="0" * 32).status_code == 422
    merged = place.post(f"/applicant/units/{old}/closure", COUNTY_OFFICER, into=beside["_id"])
    assert merged.location.endswith("said=merged")
    assert "并好了" in place.get(merged.location, COUNTY_OFFICER).text
    db.jobs.delete_many({"kind": {"$ne": FOLLOW}})  # the message that she was registered
    loop = JobLoop(Jobs(db), {FOLLOW: FollowMerged(place.runner)}, place.base.frame.clock)
    assert loop.once()
    assert db.jobs.count_documents({"kind": FOLLOW, "key": old}) == 1
    assert loop.once()
    assert db.persons.find_one({"_id": her})["scope"][-1] == beside["_id"]
    assert not db.jobs.count_documents({"kind": FOLLOW})
    told = [row["type"] for row in db.outbox.find({"subject": old}).sort("seq", -1).limit(2)]
    assert told == ["applicant.unit.merged.v1", "applicant.unit.closed.v1"]
    registered = db.outbox.find_one({"type": "applicant.person.registered.v1", "subject": her})
    assert registered["data"]["org_path"][-1] == old


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"kind": "federation", "title": "错村", "division": "431230101299"}, 422),
        ({"kind": "federation", "title": "错村", "division": "43123010029"}, 422),
        ({"kind": "hr", "title": "人社站"}, 422),
        ({"kind": "$gt", "title": "错村"}, 422),
        ({"kind": "federation", "title": " "}, 422),
        ({"kind": "federation", "title": "芋头村"}, 409),
    ],
)
def test_what_cannot_stand_in_the_tree_is_refused(place: Place, fields: dict[str, str], status: int) -> None:
    assert place.post(f"/applicant/units/{TOWN}/below", COUNTY_OFFICER, **fields).status_code == status


def test_the_tree_of_another_county_is_not_hers_to_change(place: Place) -> None:
    stranger = an_officer("county_officer", (PATH[0], "9" * 32))
    assert place.post(f"/applicant/units/{TOWN}/below", stranger, kind="federation", title="新寨村").status_code == 404
    assert place.post(f"/applicant/units/{TOWN}/below", OFFICER, kind="federation", title="新寨村").status_code == 403


def test_a_city_officer_registers_and_a_coordinator_is_not_offered_to(place: Place) -> None:
    city = an_officer("city_officer", PATH[:1])
    page = place.get("/applicant/persons/new", city).text
    assert COUNTY in page
    assert place.post("/applicant/persons/new", city, **NEW).status_code == 303
    coordinator = an_officer("coordinator", PATH[:2])
    found = place.post("/applicant/persons/search", coordinator, typed="谁也没有")
    assert found.status_code == 200
    assert "/applicant/persons/new" not in found.text
    assert place.get("/applicant/persons/new", coordinator).status_code == 403
