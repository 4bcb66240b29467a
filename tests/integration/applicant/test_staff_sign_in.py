"""Officers at the door: right and wrong passwords, posts that end, sessions that are ended."""

import pytest

from services.applicant.usecases.account.posts import Term
from shared.access import Kind
from tests.integration.applicant.signing import COUNTY, PASSWORD, Browser, Doors, errors

LOGIN = "wang_li@tongdao"


@pytest.fixture
def inside(doors: Doors) -> Browser:
    """A browser whose officer is signed in."""
    doors.officer(LOGIN)
    browser = doors.browser()
    assert browser.sign_in(LOGIN).status_code == 303
    return browser


def test_a_right_password_leads_to_her_work_and_the_edge_knows_her_for_one_service_at_a_time(doors, inside):
    officer = doors.who(inside, "loans")
    assert (officer.kind, officer.name, officer.roles) == (Kind.STAFF, "王丽", {"county_officer"})
    assert officer.posts[0].path[-1] == COUNTY
    assert not officer.strong
    assert inside.get("/_identity?audience=nobody").headers["X-Identity"] == ""
    token = inside.get("/_identity?audience=loans").headers["X-Identity"]
    assert (
        doors.world.app.test_client()
        .get("/applicant/my-work", headers={"Authorization": f"Bearer {token}"})
        .status_code
        == 302
    )


@pytest.mark.parametrize("login", [LOGIN, "nobody@tongdao"])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(doors, login):
    doors.officer(LOGIN)
    answer = doors.browser().sign_in(login, "another password altogether")
    assert answer.status_code == 422
    [said] = errors(answer)
    assert "9" in said or said == "errors.sign_in_wrong"
    assert login in answer.text
    assert "another password" not in answer.text
    assert "__Host-sid" not in answer.headers.get("Set-Cookie", "")


def test_after_ten_failures_the_account_rests_but_not_for_a_browser_the_officer_used_before(doors, inside):
    stranger = doors.browser()
    rows = doors.world.db.tallies
    for _ in range(10):
        assert stranger.sign_in(LOGIN, "wrong wrong wrong").status_code in (422, 429)
        rows.update_many({"last_at": {"$exists": True}}, [{"$set": {"last_at": {"$subtract": ["$last_at", 9000]}}}])
    answer = stranger.sign_in(LOGIN)
    assert answer.status_code == 429
    assert inside.sign_in(LOGIN).status_code == 303
    assert doors.world.db.audit.count_documents({"e.act": "account.locked"}) == 1


def test_the_fourth_failure_in_a_row_makes_the_next_try_wait(doors):
    doors.officer(LOGIN)
    browser = doors.browser()
    codes = [browser.sign_in(LOGIN, "wrong wrong wrong").status_code for _ in range(4)]
    assert codes == [422, 422, 422, 429]


def test_only_paths_of_ours_are_followed_after_signing_in(doors):
    doors.officer(LOGIN)
    for back, to in {"/loans/applications?state=draft": None, "//evil.example/x": "/applicant/my-work"}.items():
        assert doors.browser().sign_in(LOGIN, back=back).headers["Location"] == (to or back)


def test_each_sign_in_has_a_new_token_and_signing_out_ends_it_for_every_copy(doors, inside):
    first = inside.cookie("__Host-sid")
    assert first is not None
    assert len(first) >= 43
    assert first not in str(list(doors.world.db.sessions.find()))
    inside.sign_in(LOGIN)
    second = inside.cookie("__Host-sid")
    assert first != second
    thief = doors.browser()
    thief.client.set_cookie("__Host-sid", first, domain="localhost")
    assert doors.who(thief) is None or doors.who(thief).kind is Kind.NOBODY
    thief.client.set_cookie("__Host-sid", second, domain="localhost")
    assert doors.who(thief).kind is Kind.STAFF
    answer = inside.post("/applicant/sign-out")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"cache", "storage"')
    assert doors.who(thief).kind is Kind.NOBODY


def test_the_cookie_is_for_this_host_alone_and_not_for_scripts(doors):
    doors.officer(LOGIN)
    answer = doors.browser().sign_in(LOGIN)
    [cookie] = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("__Host-sid")]
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert "Max-Age" not in cookie


def test_ending_a_post_ends_her_sessions_at_once(doors, inside):
    account = doors.world.db.accounts.find_one({"login": LOGIN})
    doors.officer("chen_admin@tongdao", "account_admin")
    admin = doors.browser()
    admin.sign_in("chen_admin@tongdao")
    by = doors.who(admin)
    doors.run(lambda use: use.account.end_post(account["_id"], account["posts"][0]["id"], by=by))
    assert doors.who(inside).kind is Kind.NOBODY
    assert doors.who(inside).session
    inside.sign_in(LOGIN)
    assert doors.who(inside).roles == frozenset()


def test_a_new_post_is_felt_without_signing_in_again(doors, inside):
    account = doors.world.db.accounts.find_one({"login": LOGIN})
    doors.officer("chen_admin@tongdao", "account_admin")
    by = doors.wiring.runner.ask(lambda use: use.account.find.actor("chen_admin@tongdao"))
    today = doors.wiring.frame.clock.today()
    doors.run(lambda use: use.account.give_post(account["_id"], "county_leader", COUNTY, Term(today), by=by))
    assert doors.who(inside).roles == {"county_officer", "county_leader"}


def test_a_session_ends_by_itself_after_half_an_hour_without_use(doors, inside):
    rows = doors.world.db.sessions
    rows.update_many({}, [{"$set": {"seen_at": {"$subtract": ["$seen_at", 31 * 60_000]}}}])
    assert doors.who(inside).kind is Kind.NOBODY
    rows.update_many({}, [{"$set": {"seen_at": {"$subtract": ["$seen_at", 30 * 60_000]}}}])
    assert doors.who(inside) is None


def test_use_is_noted_at_most_once_a_minute(doors, inside):
    rows = doors.world.db.sessions
    before = rows.find_one()["seen_at"]
    doors.who(inside)
    assert rows.find_one()["seen_at"] == before
    rows.update_many({}, [{"$set": {"seen_at": {"$subtract": ["$seen_at", 90_000]}}}])
    doors.who(inside)
    assert rows.find_one()["seen_at"] >= before


def test_a_new_account_is_opened_by_its_code_once(doors):
    doors.officer("chen_admin@tongdao", "account_admin")
    by = doors.wiring.runner.ask(lambda use: use.account.find.actor("chen_admin@tongdao"))
    handed = doors.run(lambda use: use.account.open("li_na@tongdao", "李娜", COUNTY, by=by))
    browser = doors.browser()
    values = {"login": "li_na@tongdao", "code": f"{handed.code[:5]}-{handed.code[5:].lower()}", "password": PASSWORD}
    assert browser.post("/applicant/staff/activate", **{**values, "password": "too short"}).status_code == 422
    assert (
        browser.post("/applicant/staff/activate", **{**values, "password": "tongdao-fulian-12338"}).status_code == 422
    )
    assert browser.post("/applicant/staff/activate", **{**values, "code": "AAAAA-AAAAA"}).status_code == 422
    assert browser.post("/applicant/staff/activate", **values).status_code == 303
    assert browser.sign_in("li_na@tongdao").status_code == 303
    assert browser.post("/applicant/staff/activate", **values).status_code == 422
    assert handed.code not in str(list(doors.world.db.accounts.find()))


def test_who_it_is_costs_one_read(doors, inside):
    db = doors.world.db
    db.command("profile", 2)
    assert doors.who(inside).kind is Kind.STAFF
    db.command("profile", 0)
    asked = [row["ns"].partition(".")[2] for row in db["system.profile"].find({"op": {"$ne": "command"}})]
    asked += [row["ns"] for row in db["system.profile"].find({"op": "command", "command.profile": {"$exists": False}})]
    db.drop_collection("system.profile")
    assert asked == ["sessions"]
