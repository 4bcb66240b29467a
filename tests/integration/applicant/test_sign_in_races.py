"""Many at one door at once: no more tries than allowed, and a right answer opens it once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.integration.applicant.signing import PHONE, Doors

TWENTY = 20


def at_once(doors: Doors, cookie: str, path: str, **values: str) -> Counter[tuple[int, str]]:
    """Post the same form from twenty copies of one browser at once; returns how often each answer came."""

    def one(_number: int) -> tuple[int, str]:
        copy = doors.browser()
        copy.client.set_cookie("__Host-code", cookie, domain="localhost")
        answer = copy.post(path, **values)
        return answer.status_code, answer.headers.get("Location", "")

    with ThreadPoolExecutor(TWENTY) as pool:
        return Counter(pool.map(one, range(TWENTY)))


def asked(doors: Doors) -> tuple[str, str]:
    browser = doors.browser()
    browser.post("/applicant/sign-in", phone=PHONE)
    return browser.cookie("__Host-code"), doors.code()


def test_twenty_wrong_codes_at_once_are_five_tries(doors):
    cookie, code = asked(doors)
    at_once(doors, cookie, "/applicant/sign-in/code", code="000000" if code != "000000" else "111111")
    [row] = doors.world.db.challenges.find()
    assert row["tries"] <= 5
    assert row["state"] in ("sent", "dead")
    if row["state"] == "sent":
        assert row["tries"] < 5


def test_one_right_code_twenty_times_opens_one_session(doors):
    person_id, _six = doors.woman()
    cookie, code = asked(doors)
    browser = doors.browser()
    browser.client.set_cookie("__Host-code", cookie, domain="localhost")
    browser.post("/applicant/sign-in/code", code=code)
    doors.world.db.challenges.update_many({}, {"$set": {"state": "recognised", "candidates": [person_id]}})
    answers = at_once(doors, cookie, "/applicant/sign-in/who", who="0")
    assert answers[303, "/applicant/me"] == 1
    assert doors.world.db.sessions.count_documents({}) == 1


def test_thirty_passwords_at_once_are_judged_no_more_than_the_account_allows(doors):
    doors.officer()
    with ThreadPoolExecutor(TWENTY) as pool:
        codes = Counter(
            pool.map(lambda n: doors.browser().sign_in("wang_li@tongdao", f"wrong {n} wrong").status_code, range(30))
        )
    assert codes[422] <= 10
    assert set(codes) <= {422, 429, 503}
