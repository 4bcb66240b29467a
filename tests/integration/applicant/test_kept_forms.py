"""What she typed when her session had just ended waits for her, and for nobody else."""

from lxml import html

from shared.ids import new_id
from tests.integration.applicant.signing import Browser, Doors

LOGIN = "wang_li@tongdao"
FORM = "/applicant/profile/keys"
HALF_AN_HOUR = 31 * 60_000


def rest(doors: Doors, milliseconds: int = HALF_AN_HOUR) -> None:
    """Let every session lie unused for a while."""
    doors.world.db.sessions.update_many({}, [{"$set": {"seen_at": {"$subtract": ["$seen_at", milliseconds]}}}])


def through_the_edge(doors: Doors, browser: Browser) -> Browser:
    """Return the browser as the edge lets it through: with the token its session has now."""
    token = browser.get("/_identity?audience=applicant").headers["X-Identity"]
    browser.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return browser


def posted_too_late(doors: Doors) -> tuple[Browser, str, str]:
    """Return a browser whose form came too late, the address where it waits, and its key."""
    doors.officer(LOGIN)
    browser = doors.browser()
    browser.sign_in(LOGIN)
    rest(doors)
    key = new_id()
    answer = through_the_edge(doors, browser).client.post(FORM, data={"_once": key, "keys": ""})
    assert answer.status_code == 303
    door, _, kept = answer.headers["Location"].partition("?back=")
    assert door == "/applicant/staff/sign-in"
    return browser, kept, key


def test_it_is_given_back_after_signing_in_as_the_same_person(doors):
    browser, kept, key = posted_too_late(doors)
    answer = browser.sign_in(LOGIN, back=kept)
    assert answer.headers["Location"] == kept
    page = through_the_edge(doors, browser).get(kept)
    [form] = html.fromstring(page.text).xpath(f"//form[@action='{FORM}']")
    assert dict(form.fields) == {"_once": key, "keys": ""}
    assert browser.client.post(form.action, data=dict(form.fields)).status_code == 303
    assert doors.world.db.accounts.find_one({"login": LOGIN})["keys"] is False


def test_another_officer_on_the_same_desk_gets_nothing(doors):
    browser, kept, _ = posted_too_late(doors)
    doors.officer("chen_hong@tongdao")
    browser.sign_in("chen_hong@tongdao")
    assert through_the_edge(doors, browser).get(kept).status_code == 404


def test_it_is_gone_after_fifteen_minutes(doors):
    browser, kept, _ = posted_too_late(doors)
    browser.sign_in(LOGIN)
    doors.world.db.kept_forms.update_many({}, [{"$set": {"until": {"$subtract": ["$until", 15 * 60_000]}}}])
    assert through_the_edge(doors, browser).get(kept).status_code == 404


def test_nothing_is_kept_of_what_came_longer_after_or_without_a_session(doors):
    doors.officer(LOGIN)
    browser = doors.browser()
    assert browser.post(FORM, keys="").status_code == 401
    browser.sign_in(LOGIN)
    rest(doors, HALF_AN_HOUR + 15 * 60_000)
    assert through_the_edge(doors, browser).post(FORM, keys="").status_code == 401
    assert doors.world.db.kept_forms.count_documents({}) == 0


def test_it_lies_sealed_and_other_sites_cannot_make_us_keep_anything(doors):
    doors.officer(LOGIN)
    browser = doors.browser()
    browser.sign_in(LOGIN)
    rest(doors)
    through_the_edge(doors, browser)
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert browser.client.post(FORM, data={"keys": "龙凤英"}, headers=headers).status_code == 403
    assert doors.world.db.kept_forms.count_documents({}) == 0
    browser.post(FORM, keys="龙凤英")
    [row] = doors.world.db.kept_forms.find()
    assert "龙凤英" not in str(row)
    assert "龙凤英".encode() not in bytes(row["f"]["content"])


def test_htmx_is_led_to_the_sign_in_page_as_a_whole(doors):
    doors.officer(LOGIN)
    browser = doors.browser()
    browser.sign_in(LOGIN)
    rest(doors)
    answer = through_the_edge(doors, browser).client.post(FORM, data={"keys": ""}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"].startswith("/applicant/staff/sign-in?back=/applicant/kept/")
