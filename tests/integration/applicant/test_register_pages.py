"""A woman registers herself on a phone: three steps after the code, nothing typed is lost, nothing is told."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.access import Kind
from shared.ids import new_id
from tests.builders.applicant import an_id_no, unit_id
from tests.integration.applicant.signing import PHONE, Browser, Doors

START = "/applicant/register"
WHO = {"name": "龙 凤英", "id_no": an_id_no().lower(), "education": "70"}
PLACE = {"county": unit_id("431230"), "place": "双江镇芋头村", "hukou": "rural"}


@pytest.fixture
def phone(doors: Doors) -> Browser:
    """Return a browser whose number is proved and that nobody is registered with."""
    browser = doors.browser()
    assert browser.post("/applicant/sign-in", phone=PHONE).location.endswith("/code")
    assert browser.post("/applicant/sign-in/code", code=doors.code()).location.endswith("/six")
    assert browser.post("/applicant/sign-in/register").location == START
    return browser


def fill(browser: Browser, **changes: str) -> None:
    assert browser.post(START, **{**WHO, **changes}).location == f"{START}/place"
    assert browser.post(f"{START}/place", **PLACE, groups="POVERTY_OUT").location == f"{START}/check"


def agree(browser: Browser, key: str | None = None) -> Any:
    return browser.client.post(f"{START}/check", data={"_once": key or new_id(), "consent_registration": "true"})


def test_three_steps_lead_in(doors: Doors, phone: Browser) -> None:
    assert "妇联收您的姓名" in phone.get(START).text, "the notice stands before the first field"
    fill(phone)
    page = phone.get(f"{START}/check").text
    for shown in (
        "龙凤英",
        an_id_no(),
        "初中",
        "双江镇芋头村",
        "农业",
        "脱贫人口",
        "139****0007",
    ):
        assert shown in page
    assert " checked" not in page, "no consent is ticked beforehand"
    assert agree(phone).location == f"{START}/done"
    assert "龙凤英" in doors.world.as_(doors.who(phone)).get(f"{START}/done").text
    [person] = doors.world.db.persons.find()
    assert (person["origin"]["channel"], person["path"][-1]) == ("self", unit_id("431230100201"))
    who = doors.who(phone)
    assert (who.kind, who.id) == (Kind.WOMAN, person["_id"])
    assert doors.world.db.drafts.count_documents({}) == 0
    assert [one["purpose"] for one in doors.world.db.consents.find()] == ["registration"]


def test_what_was_typed_is_still_there_and_sealed(doors: Doors, phone: Browser) -> None:
    fill(phone)
    assert "龙 凤英" in phone.get(START).text
    assert "双江镇芋头村" in phone.get(f"{START}/place").text
    rows = "".join(str(row) for row in doors.world.db.drafts.find())
    assert "凤英" not in rows
    assert an_id_no()[6:14] not in rows


def test_a_step_that_was_skipped_is_asked_first(phone: Browser) -> None:
    assert phone.get(f"{START}/check").location == START
    phone.post(START, **WHO)
    assert phone.get(f"{START}/check").location == f"{START}/place"
    assert agree(phone).location == f"{START}/place"


def test_pressing_twice_registers_once(doors: Doors, phone: Browser) -> None:
    fill(phone)
    key = new_id()
    assert agree(phone, key).location == f"{START}/done"
    assert agree(phone, key).location in (f"{START}/done", "/applicant/sign-in?again=1")
    assert doors.world.db.persons.count_documents({}) == 1


def test_a_number_that_is_taken_tells_nothing_and_leads_to_the_village(doors: Doors, phone: Browser) -> None:
    doors.woman(phone="13911111111")
    fill(phone)
    answer = agree(phone)
    assert answer.status_code == 409
    assert "村妇联" in answer.text
    assert "13911111111" not in answer.text
    assert "登记过" not in answer.text
    assert doors.world.db.persons.count_documents({}) == 1


def test_without_the_consent_nobody_is_registered(doors: Doors, phone: Browser) -> None:
    fill(phone)
    answer = phone.post(f"{START}/check", consent_news="true")
    assert answer.status_code == 422
    assert doors.world.db.persons.count_documents({}) == 0


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ("", {"id_no": an_id_no()[:17]}),
        ("", {"id_no": {"$gt": ""}}),
        ("", {"name": ""}),
        ("", {"name": "x" * 3000}),
        ("", {"education": "99"}),
        ("", {"phone": "13911111111"}),
        ("/place", {"place": "双江镇芋头"}),
        ("/place", {"place": "城关乡"}),
        ("/place", {"county": "f" * 32}),
        ("/place", {"county": unit_id("431230100")}),
        ("/place", {"hukou": "$ne"}),
        ("/place", {"role": "admin"}),
    ],
)
def test_a_wrong_answer_is_told_and_what_was_typed_stays(phone: Browser, step: str, wrong: dict[str, Any]) -> None:
    fields = {name: str(value) for name, value in {**(PLACE if step else WHO), **wrong}.items()}
    answer = phone.post(f"{START}{step}", **fields)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    kept = "双江镇" if step else ("龙 凤英" if "name" not in wrong else an_id_no().lower())
    assert kept in answer.text or wrong.get("place") == "城关乡"


def test_without_a_proved_number_the_way_leads_to_the_sign_in(doors: Doors) -> None:
    client: FlaskClient = doors.world.as_(None)
    for path in ("", "/place", "/check"):
        assert client.get(f"{START}{path}").location.startswith("/applicant/sign-in")
        assert client.post(f"{START}{path}", data={"_once": new_id(), **WHO}).location.startswith("/applicant/sign-in")
    assert client.get(f"{START}/done").location.startswith("/applicant")


def test_the_pages_stay_small(phone: Browser) -> None:
    fill(phone)
    for path in ("", "/place", "/check"):
        assert len(phone.get(f"{START}{path}").data) < 20_000
