"""Accounts and posts as their administrators keep them, second factors, one's own sessions."""

from collections.abc import Iterator
from dataclasses import replace

import pyotp
import pytest
from lxml import html

from shared.access import Kind
from shared.clock import Clock
from shared.errors import Conflict, NotFound
from tests.builders.applicant import an_id_no, unit_id
from tests.builders.world import an_officer
from tests.integration.applicant.signing import COUNTY, PASSWORD, ROOT, Browser, Doors

YUTOU = unit_id("431230100201")


def admin_of(doors: Doors, login: str = "chen_admin@tongdao", unit: str = COUNTY):
    """Open an administrator's account; returns a client that asks as she."""
    doors.officer(login, "account_admin", unit)
    return doors.world.as_(doors.wiring.runner.ask(lambda use: use.account.find.actor(login)))


def code_of(answer) -> str:
    """Return the activation code a page shows."""
    return (
        html.fromstring(answer.text)
        .xpath("//dt[contains(., '开通码')]/following-sibling::dd")[0]
        .text_content()
        .strip()
    )


def test_an_administrator_opens_an_account_gives_a_post_and_ends_it(doors):
    admin = Browser(admin_of(doors))
    assert admin.get(f"/applicant/accounts/new?unit={YUTOU}").status_code == 200
    answer = admin.post("/applicant/accounts", login="Yang_Mei@tongdao", name="杨梅", unit=YUTOU)
    assert answer.status_code == 200
    code = code_of(answer)
    account = doors.world.db.accounts.find_one({"login": "yang_mei@tongdao"})
    page = f"/applicant/accounts/{account['_id']}"
    values = {"role": "village_officer", "unit": YUTOU, "from_on": Clock().today().isoformat()}
    assert admin.post(f"{page}/posts", **values).status_code == 303
    assert admin.post(f"{page}/posts", **values).status_code == 409
    assert admin.post(f"{page}/posts", **{**values, "role": "county_leader"}).status_code == 422
    assert admin.post(f"{page}/posts", **{**values, "role": "queen"}).status_code == 422
    yang = doors.browser()
    yang.post("/applicant/staff/activate", login="yang_mei@tongdao", code=code, password=PASSWORD)
    yang.sign_in("yang_mei@tongdao")
    assert doors.who(yang).roles == {"village_officer"}
    post = doors.world.db.accounts.find_one({"login": "yang_mei@tongdao"})["posts"][0]["id"]
    assert admin.post(f"{page}/posts/end", post=post).status_code == 303
    assert doors.who(yang).kind is Kind.NOBODY
    assert admin.get("/applicant/accounts").text.count("yang_mei@tongdao") >= 1
    assert admin.post(f"{page}/closure").status_code == 303
    assert yang.sign_in("yang_mei@tongdao").status_code == 422
    assert admin.post(f"{page}/closure").status_code == 409


def test_an_account_elsewhere_does_not_exist_and_nobody_gives_herself_a_post(doors):
    admin = Browser(admin_of(doors))
    elsewhere = doors.officer("luo_city@huaihua", "city_officer", ROOT)
    own = doors.world.db.accounts.find_one({"login": "chen_admin@tongdao"})["_id"]
    today = Clock().today().isoformat()
    values = {"role": "county_leader", "unit": COUNTY, "from_on": today}
    for path, form in (
        ("", None),
        ("/posts", values),
        ("/posts/end", {"post": "0" * 32}),
        ("/code", {}),
        ("/factor", {}),
    ):
        address = f"/applicant/accounts/{elsewhere}{path}"
        assert (admin.get(address) if form is None else admin.post(address, **form)).status_code == 404
    assert admin.post(f"/applicant/accounts/{own}/posts", **values).status_code == 403
    assert admin.post("/applicant/accounts", login="x_y@tongdao", name="某某", unit=ROOT).status_code == 404
    assert "luo_city" not in admin.get("/applicant/accounts").text


def test_a_taken_name_and_a_name_of_no_shape_are_refused(doors):
    admin = Browser(admin_of(doors))
    for login, status in (("chen_admin@tongdao", 409), ("张三", 422), ("a" * 90, 422), ("{'$gt': ''}", 422)):
        answer = admin.post("/applicant/accounts", login=login, name="某某", unit=COUNTY)
        assert answer.status_code == status


def test_a_fresh_installation_has_no_account_and_its_first_one_opens_the_others(doors):
    assert doors.world.db.accounts.count_documents({}) == 0
    first = doors.wiring.errands.doors.first_account
    with pytest.raises(NotFound):
        first("deng_hua@huaihua", "邓华", "999999")
    handed = first("deng_hua@huaihua", "邓华", "431200")
    with pytest.raises(Conflict, match="accounts_exist"):
        first("another@huaihua", "某某", "431200")
    browser = doors.browser()
    browser.post("/applicant/staff/activate", login="deng_hua@huaihua", code=handed.code, password=PASSWORD)
    browser.sign_in("deng_hua@huaihua")
    assert doors.who(browser).roles == {"account_admin"}


def test_others_see_no_accounts(doors):
    for role in ("county_officer", "county_leader", "auditor", "operator", "coordinator"):
        client = doors.world.as_(an_officer(role, (ROOT, COUNTY)))
        assert client.get("/applicant/accounts").status_code == 403
    assert doors.world.as_(None).get("/applicant/accounts").status_code == 302


def test_a_lost_second_factor_is_reset_by_two_administrators(doors):
    first, second = Browser(admin_of(doors)), Browser(admin_of(doors, "deng_admin@tongdao"))
    account = doors.officer()
    browser = doors.browser()
    browser.sign_in("wang_li@tongdao")
    page = f"/applicant/accounts/{account}/factor"
    assert first.post(f"{page}/confirmation").status_code == 409
    assert first.post(page).status_code == 303
    assert first.post(f"{page}/confirmation").status_code == 403
    assert doors.who(browser).kind is Kind.STAFF
    assert second.post(f"{page}/confirmation").status_code == 303
    assert doors.who(browser).kind is Kind.NOBODY
    acts = [row["e"]["act"] for row in doors.world.db.audit.find({"e.res": "account", "e.rid": account})]
    assert acts[-2:] == ["factor.reset_asked", "factor.reset"]


def test_an_administrator_notes_whose_account_it_is_by_a_fingerprint_alone(doors):
    admin, account, id_no = Browser(admin_of(doors)), doors.officer(), an_id_no("19850615", "001")
    assert admin.post(f"/applicant/accounts/{account}/mark", id_no="431230").status_code == 422
    assert admin.post(f"/applicant/accounts/{account}/mark", id_no=id_no).status_code == 303
    kept = doors.world.db.accounts.find_one({"_id": account})
    assert kept["mark"]
    assert id_no not in str(kept)


def test_she_sees_her_sessions_and_ends_the_one_elsewhere(doors):
    doors.officer()
    here, there = doors.browser(), doors.browser()
    for one in (here, there):
        one.sign_in("wang_li@tongdao")
    me = Browser(doors.world.as_(doors.who(here)))
    assert me.get("/applicant/profile").text.count('name="session"') == 1
    assert me.post("/applicant/profile/sessions", session=doors.who(there).session).status_code == 303
    assert doors.who(there).kind is Kind.NOBODY
    assert doors.who(here).kind is Kind.STAFF
    assert me.post("/applicant/profile/sessions", session="0" * 32).status_code == 404
    switched = me.post("/applicant/profile/keys", keys="")
    assert (switched.status_code, "__Host-keys=off" in switched.headers["Set-Cookie"]) == (303, True)
    assert doors.world.db.accounts.find_one()["keys"] is False


def test_the_other_services_learn_whom_a_name_stands_for(doors):
    doors.officer("coordinator_1@tongdao", "coordinator")
    training = doors.world.as_service("training")
    found = training.get("/applicant/internal/accounts/coordinator_1@tongdao").json
    assert (found["kind"], found["posts"][0]["role"], found["posts"][0]["path"]) == (
        "staff",
        "coordinator",
        [ROOT, COUNTY],
    )
    assert training.get("/applicant/internal/accounts/nobody@tongdao").status_code == 404
    assert doors.world.as_(None).get("/applicant/internal/accounts/coordinator_1@tongdao").status_code == 401


def test_an_officer_sees_a_message_before_it_is_sent(doors):
    ask = doors.world.as_service("loans", an_officer("county_officer", (ROOT, COUNTY))).post
    path = "/applicant/internal/messages/preview"
    body = {"key": "due_soon", "params": {"name": "龙凤英", "n": "2", "date": "12 月 4 日", "d": "3"}}
    shown = ask(path, json=body).json
    assert shown["text"] == "【巾帼】龙凤英：还差 2 样材料，12 月 4 日截止，只剩 3 天。"
    assert (shown["characters"], shown["parts"]) == (len(shown["text"]), 1)
    for wrong, status in (
        ({"key": "nothing", "params": {}}, 404),
        ({"key": "due_soon", "params": {}}, 422),
        ({"key": "due_soon", "params": {**body["params"], "x": "y"}}, 422),
        ({"key": {"$gt": ""}, "params": {}}, 422),
        ({"key": "due_soon", "params": {**body["params"], "n": "2\n【巾帼】"}}, 422),
    ):
        assert ask(path, json=wrong).status_code == status


@pytest.fixture
def strict(doors: Doors) -> Iterator[Doors]:
    """The doors with TOTP=1."""
    with doors.with_settings(replace(doors.world.settings, totp=True)) as found:
        yield found


def test_with_a_second_factor_she_enrols_once_and_no_code_works_twice(strict):
    doors = strict
    doors.officer()
    browser = doors.browser()
    answer = browser.sign_in("wang_li@tongdao")
    assert answer.headers["Location"] == "/applicant/staff/sign-in/second"
    assert doors.who(browser) is None
    assert browser.get("/applicant/staff/sign-in/second").headers["Location"].endswith("/authenticator")
    page = browser.get("/applicant/staff/sign-in/authenticator")
    assert "<svg" in page.text
    assert "style=" not in page.text
    secret = html.fromstring(page.text).xpath("//p[contains(., '手工')]/b")[0].text
    assert secret not in str(list(doors.world.db.accounts.find()))
    code = pyotp.TOTP(secret).now()
    answer = browser.post("/applicant/staff/sign-in/authenticator", code=code)
    assert answer.status_code == 200
    recovery = [node.text for node in html.fromstring(answer.text).xpath("//main//li")]
    assert len(recovery) == 10
    assert doors.who(browser).strong
    again = doors.browser()
    again.sign_in("wang_li@tongdao")
    assert again.get("/applicant/staff/sign-in/authenticator").status_code == 404
    assert again.post("/applicant/staff/sign-in/second", code=code).status_code == 422
    assert again.post("/applicant/staff/sign-in/second", code=recovery[3]).status_code == 303
    assert doors.who(again).strong
    third = doors.browser()
    third.sign_in("wang_li@tongdao")
    said = [third.post("/applicant/staff/sign-in/second", code=recovery[3]).status_code for _ in range(5)]
    assert said == [422] * 4 + [303]
    assert doors.who(third) is None


def test_her_session_goes_on_under_a_new_token_after_a_fresh_code(doors):
    person_id, six = doors.woman()
    browser = doors.browser()
    browser.post("/applicant/sign-in", phone="13900000007")
    browser.post("/applicant/sign-in/code", code=doors.code())
    browser.post("/applicant/sign-in/six", six=six)
    before = browser.cookie("__Host-sid")
    db = doors.world.db
    db.sessions.update_many({}, [{"$set": {"proved_at": {"$subtract": ["$proved_at", 301_000]}}}])
    assert not doors.who(browser).strong
    db.tallies.delete_many({})
    browser.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {doors.world.token(doors.who(browser))}"
    assert browser.get("/applicant/me/again?back=/applicant/me/data").status_code == 200
    assert browser.post("/applicant/me/again/code", code="123456").headers["Location"] == "/applicant/me/again"
    assert db.kept_forms.count_documents({}) == 0
    assert browser.post("/applicant/me/again", back="/applicant/me/data").status_code == 303
    wrong = browser.post("/applicant/me/again/code", code="000000" if doors.code() != "000000" else "111111")
    assert wrong.status_code == 422
    answer = browser.post("/applicant/me/again/code", code=doors.code())
    assert answer.headers["Location"] == "/applicant/me/data"
    assert browser.cookie("__Host-sid") != before
    assert doors.who(browser).strong
    assert doors.who(browser).id == person_id
