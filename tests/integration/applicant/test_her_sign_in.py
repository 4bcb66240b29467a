"""She signs in by phone: known and unknown numbers, wrong codes, new devices, one phone of two women."""

from dataclasses import replace

import pytest

from services.applicant.usecases.account.limits_in_force import LimitsInForce
from shared.access import Kind
from shared.ids import new_id
from shared.settings import Env
from tests.builders.world import an_officer
from tests.integration.applicant.signing import COUNTY, PHONE, ROOT, Browser, Doors, errors, later


def ask(browser: Browser, phone: str = PHONE, **more: str):
    return browser.post("/applicant/sign-in", phone=phone, **more)


def prove(doors: Doors, browser: Browser, phone: str = PHONE, **more: str):
    ask(browser, phone, **more)
    return browser.post("/applicant/sign-in/code", code=doors.code())


def signed_in(doors: Doors, browser: Browser):
    _, six = doors.woman()
    prove(doors, browser)
    return browser.post("/applicant/sign-in/six", six=six)


def test_a_known_and_an_unknown_number_are_answered_alike(doors):
    doors.woman()
    answers = [ask(doors.browser(), phone) for phone in (PHONE, "13911112222")]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(303, "/applicant/sign-in/code")] * 2
    assert answers[0].text == answers[1].text


def test_a_blocked_number_is_answered_like_any_other_and_gets_nothing(doors):
    officer = Browser(doors.world.as_(an_officer("county_officer", (ROOT, COUNTY))))
    values = {"phone": PHONE, "what": "block", "reason": "她说没有登记过"}
    assert officer.post("/applicant/messages/blocks", **{**values, "reason": ""}).status_code == 422
    assert officer.post("/applicant/messages/blocks", **values).status_code == 303
    assert PHONE not in str(list(doors.world.db.blocked_numbers.find()))
    browser = doors.browser()
    assert ask(browser).headers["Location"] == "/applicant/sign-in/code"
    assert doors.texts() == []
    later(doors, 61)
    assert officer.post("/applicant/messages/blocks", **{**values, "what": "lift"}).status_code == 303
    ask(browser)
    assert [one["to"] for one in doors.texts()] == [PHONE]


def test_a_new_device_asks_for_the_last_six_before_anything_is_shown(doors):
    person_id, six = doors.woman()
    browser = doors.browser()
    answer = prove(doors, browser, back="/loans/me")
    assert answer.headers["Location"] == "/applicant/sign-in/six"
    page = browser.get("/applicant/sign-in/six")
    assert "龙" not in page.text
    wrong = browser.post("/applicant/sign-in/six", six="000000")
    assert wrong.status_code == 422
    answer = browser.post("/applicant/sign-in/six", six=six.lower())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/loans/me")
    woman = doors.who(browser)
    assert (woman.kind, woman.id, woman.posts, woman.strong) == (Kind.WOMAN, person_id, (), True)
    assert doors.world.db.audit.count_documents({"e.act": "sign_in", "e.person_ids": person_id}) == 1


def test_the_same_device_is_not_asked_again_until_the_number_rested_for_a_year(doors):
    browser = doors.browser()
    signed_in(doors, browser)
    later(doors, 61)
    assert prove(doors, browser).headers["Location"] == "/applicant/me"
    later(doors, 61)
    doors.world.db.persons.update_many({}, [{"$set": {"used_at": {"$subtract": ["$used_at", 366 * 86_400_000]}}}])
    assert prove(doors, browser).headers["Location"] == "/applicant/sign-in/six"


def test_somebody_who_is_not_registered_goes_on_to_registering_with_the_number_she_proved(doors):
    browser = doors.browser()
    assert prove(doors, browser, "13911112222").headers["Location"] == "/applicant/sign-in/six"
    assert browser.post("/applicant/sign-in/six", six="123456").status_code == 422
    answer = browser.post("/applicant/sign-in/register")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/applicant/register")


def test_nobody_registers_without_having_proved_a_number(doors):
    browser = doors.browser()
    assert browser.post("/applicant/sign-in/register").headers["Location"] == "/applicant/sign-in?again=1"
    ask(browser)
    assert browser.post("/applicant/sign-in/register").headers["Location"] == "/applicant/sign-in/code"


def test_the_sixth_try_finds_the_code_dead(doors):
    browser = doors.browser()
    ask(browser)
    right = doors.code()
    wrong = "111111" if right != "111111" else "222222"
    said = [errors(browser.post("/applicant/sign-in/code", code=wrong))[0] for _ in range(5)]
    assert said[:4] != [said[4]] * 4
    answer = browser.post("/applicant/sign-in/code", code=right)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/applicant/sign-in?again=1")
    assert doors.who(browser) is None


def test_what_cannot_be_a_code_costs_no_try(doors):
    browser = doors.browser()
    ask(browser)
    for typed in ("", "12345", "1234567", "abcdef", "{'$gt': ''}", "1" * 500):
        assert browser.post("/applicant/sign-in/code", code=typed).status_code == 422
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in doors.code())
    assert browser.post("/applicant/sign-in/code", code=f"{wide[:3]} {wide[3:]}").status_code == 303


def test_a_code_is_over_after_five_minutes(doors):
    browser = doors.browser()
    ask(browser)
    code = doors.code()
    later(doors, 301)
    assert browser.post("/applicant/sign-in/code", code=code).status_code == 422


def test_the_code_of_one_browser_does_not_open_another_and_a_forged_cookie_nothing(doors):
    first, second = doors.browser(), doors.browser()
    ask(first)
    code = doors.code()
    ask(second, "13911112222")
    assert second.post("/applicant/sign-in/code", code=code).status_code == 422
    stolen = first.cookie("__Host-code").split(".")[0]
    for cookie in (stolen, f"{stolen}.", f"{stolen}.{'0' * 64}", "x", "", "." * 300):
        thief = doors.browser()
        thief.client.set_cookie("__Host-code", cookie, domain="localhost")
        answer = thief.post("/applicant/sign-in/code", code=code)
        assert answer.headers["Location"] == "/applicant/sign-in?again=1"


def test_a_code_works_once(doors):
    _, six = doors.woman()
    browser = doors.browser()
    ask(browser)
    cookie, code = browser.cookie("__Host-code"), doors.code()
    browser.post("/applicant/sign-in/code", code=code)
    browser.post("/applicant/sign-in/six", six=six)
    browser.client.set_cookie("__Host-code", cookie, domain="localhost")
    for path, values in (("code", {"code": code}), ("six", {"six": six}), ("who", {"who": "0"}), ("register", {})):
        answer = browser.post(f"/applicant/sign-in/{path}", **values)
        assert answer.headers["Location"].startswith("/applicant/sign-in")


def test_two_women_on_one_phone_are_told_apart_by_their_numbers_and_on_a_known_device_choose(doors):
    first, six_of_first = doors.woman("龙凤英", sequence="000")
    second, six_of_second = doors.woman("吴秀兰", sequence="001")
    assert six_of_first != six_of_second
    browser = doors.browser()
    for person_id, six in ((first, six_of_first), (second, six_of_second)):
        prove(doors, browser)
        if browser.get("/applicant/sign-in/six").status_code == 302 or person_id == second:
            other = doors.browser()
            later(doors, 61)
            prove(doors, other)
            other.post("/applicant/sign-in/six", six=six)
            assert doors.who(other).id == person_id
        else:
            browser.post("/applicant/sign-in/six", six=six)
            assert doors.who(browser).id == person_id
        later(doors, 61)
    device = doors.world.db.devices
    device.update_many({}, {"$addToSet": {"known": {"$each": [first, second]}}})
    assert prove(doors, browser).headers["Location"] == "/applicant/sign-in/who"
    page = browser.get("/applicant/sign-in/who").text
    assert "龙*英" in page
    assert "吴*兰" in page
    assert "凤" not in page
    for typed in ("2", "-1", "x", ""):
        assert browser.post("/applicant/sign-in/who", who=typed).status_code in (404, 422)
    assert browser.post("/applicant/sign-in/who", who="1").status_code == 303
    assert doors.who(browser).id in {first, second}


def test_pressing_twice_sends_one_code(doors):
    browser = doors.browser()
    key = new_id()
    answers = [browser.client.post("/applicant/sign-in", data={"_once": key, "phone": PHONE}) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert [one["key"] for one in doors.texts()] == ["code"]
    assert browser.post("/applicant/sign-in/code", code=doors.code()).status_code == 303


def test_a_number_gets_one_code_a_minute_five_an_hour_and_ten_a_day(doors):
    answers = []
    for _ in range(7):
        answers.append(ask(doors.browser()).status_code)
        later(doors, 61)
    assert answers == [303] * 5 + [429] * 2
    assert ask(doors.browser()).status_code == 429
    for _ in range(5):
        later(doors, 3600)
        ask(doors.browser())
    later(doors, 3600)
    assert doors.world.db.messages.count_documents({}) == 10
    assert ask(doors.browser()).status_code == 429


@pytest.mark.parametrize(("header", "most"), [("ip", 20), ("device", 10)])
def test_an_address_gets_twenty_an_hour_and_a_device_ten_a_day(doors, monkeypatch, header, most):
    kept = LimitsInForce.__call__
    monkeypatch.setattr(
        LimitsInForce, "__call__", lambda self: kept(LimitsInForce(self.policy, self.clock, relaxed=False))
    )
    one = doors.browser()
    codes = [ask(one if header == "device" else doors.browser(), f"139{n:08d}").status_code for n in range(most + 1)]
    assert codes == [303] * most + [429]


def test_when_the_hour_of_the_whole_system_is_used_up_messages_are_held_and_somebody_is_called(
    doors, monkeypatch, caplog
):
    real = LimitsInForce.__call__

    def tight(self):
        limits = real(self)
        return replace(limits, code=replace(limits.code, system_hour=1))

    monkeypatch.setattr(LimitsInForce, "__call__", tight)
    for phone in ("13911112222", "13911113333"):
        ask(doors.browser(), phone)
    assert len(doors.texts()) == 1
    assert sorted(row["state"] for row in doors.world.db.messages.find()) == ["held", "sent"]
    assert any(line.levelname == "CRITICAL" for line in caplog.records)


def test_no_number_stands_anywhere_in_clear_and_no_code_anywhere_but_on_the_phone(doors):
    browser = doors.browser()
    signed_in(doors, browser)
    code = doors.code()
    for name in doors.world.db.list_collection_names():
        for row in doors.world.db[name].find():
            assert PHONE not in str(row)
            assert f"'{code}'" not in str(row)


def test_a_challenge_is_forgotten_a_day_later_with_its_key(doors):
    from services.applicant.storage.challenges import FORGET  # noqa: PLC0415
    from shared.jobs.job import Jobs  # noqa: PLC0415
    from shared.jobs.loop import JobLoop  # noqa: PLC0415

    ask(doors.browser())
    doors.work()
    db = doors.world.db
    [row] = db.challenges.find()
    assert db["keys"].find_one({"_id": row["_id"]})
    db.jobs.update_many({"kind": FORGET}, [{"$set": {"due_at": {"$subtract": ["$due_at", 86_400_000]}}}])
    JobLoop(Jobs(db), {FORGET: doors.wiring.errands.doors.forget_challenge}, doors.wiring.frame.clock).once()
    assert db.challenges.count_documents({}) == db["keys"].count_documents({"_id": row["_id"]}) == 0


def test_her_session_ends_after_two_hours_without_use(doors):
    browser = doors.browser()
    signed_in(doors, browser)
    rows = doors.world.db.sessions
    rows.update_many({}, [{"$set": {"seen_at": {"$subtract": ["$seen_at", 119 * 60_000]}}}])
    assert doors.who(browser).kind is Kind.WOMAN
    rows.update_many({}, [{"$set": {"seen_at": {"$subtract": ["$seen_at", 121 * 60_000]}}}])
    assert doors.who(browser).kind is Kind.NOBODY


def test_production_never_shows_a_code(doors):
    settings = replace(doors.world.settings, env=Env.PRODUCTION, sms_backend="http", sms_url="http://127.0.0.1:9/send")
    with doors.with_settings(settings) as strict:
        browser = strict.browser()
        ask(browser)
        challenge = strict.world.db.challenges.find_one()["_id"]
        code = strict.wiring.errands.doors.hers.codes.code(challenge)
        page = browser.get("/applicant/sign-in/code")
        assert page.status_code == 200
        assert code not in page.text + str(page.headers)
        assert "演示" not in page.text
        assert errors(browser.post("/applicant/sign-in/code", code="000000" if code != "000000" else "111111"))
        assert strict.texts() == []
