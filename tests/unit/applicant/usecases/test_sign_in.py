"""Signing in as use cases, in memory: who is let in, what is counted, which sessions end."""

from dataclasses import replace

import pytest

from services.applicant.domain.account import Activation, Factor, State
from services.applicant.domain.challenge import Answer, Challenge
from services.applicant.usecases.account.begin_staff import crowd, network
from services.applicant.usecases.account.limits_in_force import LimitsInForce
from services.applicant.usecases.account.opening import Opened
from services.applicant.usecases.account.ports import Origin
from services.applicant.usecases.account.posts import Term
from shared.access import NOBODY, SYSTEM, Actor, Kind
from shared.errors import Conflict, Denied, Invalid, NotFound, Refused, TooMany, Unknown
from tests.builders.accounts import COUNTY, OFFICER, POLICY, ROOT, VILLAGE, SignIn, a_post, an_account, an_admin, limits

HERE = Origin("10.0.0.7", "phone-1", "微信 · Android")
HERS = "13900000007"
SYSTEM_ITSELF = Actor("svc:applicant", Kind.SERVICE)


@pytest.fixture
def door() -> SignIn:
    """Sign-in with one officer and one woman."""
    made = SignIn()
    made.accounts.add(an_account(posts=(a_post(),)))
    made.people.rows["w1"] = ("龙凤英", HERS, "431230198506150007")
    return made


def enter(door: SignIn, origin: Origin = HERE) -> Opened:
    door.use.begin_staff(OFFICER, origin)
    opened = door.use.enter_staff(OFFICER, origin)
    assert isinstance(opened, Opened)
    return opened


def proved(door: SignIn, phone: str = HERS, origin: Origin = HERE) -> Challenge:
    challenge = door.use.ask_code(phone, origin)
    return door.use.prove_code(challenge.id, door.secrets.code(challenge.id), origin).challenge


# ---- officers --------------------------------------------------------------------------------------------------------


def test_a_try_is_counted_before_it_is_judged_and_taken_back_when_it_was_right(door):
    assert door.use.begin_staff(OFFICER, HERE).left == 9
    assert door.use.begin_staff(OFFICER, HERE).left == 8
    door.use.enter_staff(OFFICER, HERE)
    assert door.use.begin_staff(OFFICER, HERE).left == 9
    assert door.tallies.failures("staff_ip", "10.0.0.0/24").count == 2


@pytest.mark.parametrize("state", [State.NEW, State.CLOSED])
def test_an_account_that_is_not_in_use_and_an_unknown_name_have_no_hash_to_fit(door, state):
    door.accounts.add(an_account(state=state))
    assert door.use.begin_staff(OFFICER, HERE).hash == ""
    assert door.use.begin_staff("nobody", HERE).hash == ""


def test_a_hundred_tries_at_once_are_ten(door):
    for _ in range(3):
        door.use.begin_staff(OFFICER, HERE)
    with pytest.raises(TooMany, match="wait_a_little"):
        door.use.begin_staff(OFFICER, HERE)
    while door.tallies.failures("staff", OFFICER).count < 10:
        door.clock.pass_(seconds=9)
        door.use.begin_staff(OFFICER, HERE)
    with pytest.raises(TooMany, match="locked_for_now") as refusal:
        door.use.begin_staff(OFFICER, HERE)
    assert refusal.value.facts == {"seconds": 900, "minutes": 15}
    assert ("", "account.locked", f"id-{OFFICER}") in door.ledger.deeds


def test_a_browser_she_used_before_has_a_count_of_its_own(door):
    enter(door)
    for _ in range(3):
        door.use.begin_staff(OFFICER, Origin("192.0.2.1", "thief"))
    with pytest.raises(TooMany):
        door.use.begin_staff(OFFICER, Origin("192.0.2.1", "thief"))
    assert door.use.begin_staff(OFFICER, HERE).left == 9


def test_addresses_are_counted_in_blocks():
    assert [network(ip) for ip in ("10.1.2.3", "10.1.2.200", "2001:db8:0:ab::1", "unix")] == [
        "10.1.2.0/24", "10.1.2.0/24", "2001:db8::/56", "unix",
    ]  # fmt: skip


def test_whoever_switched_shortcut_keys_off_has_none_at_the_next_sign_in_either(door):
    account = door.accounts.with_login(OFFICER)
    for wanted in (True, False):
        account.keys = wanted
        door.accounts.save(account)
        door.use.begin_staff(OFFICER, HERE)
        assert door.use.enter_staff(OFFICER, HERE).keys is wanted


def test_an_older_hash_is_replaced_on_the_way_in(door):
    door.use.begin_staff(OFFICER, HERE)
    door.use.enter_staff(OFFICER, HERE, fresh_hash="fresh")
    assert door.accounts.with_login(OFFICER).password == "fresh"
    with pytest.raises(Conflict):
        door.use.enter_staff("nobody", HERE)


def test_the_session_carries_posts_and_ends_the_one_this_browser_had(door):
    first = enter(door)
    actor = door.use.identify(first.token).actor
    assert (actor.roles, actor.posts[0].path, actor.strong) == ({"county_officer"}, (ROOT, COUNTY), False)
    second = enter(door, replace(HERE, token=first.token))
    assert door.use.identify(first.token).actor.kind is Kind.NOBODY
    assert second.session.before == (first.session.id,)
    assert door.use.identify(second.token).actor.before == (first.session.id,)


def test_nobody_is_known_by_an_unknown_token_and_an_old_session_is_forgotten(door):
    assert door.use.identify("x").actor == NOBODY
    token = enter(door).token
    door.clock.pass_(minutes=46)
    assert door.use.identify(token).session is None


def test_use_is_noted_once_a_minute(door):
    opened = enter(door)
    assert not door.use.identify(opened.token).note
    door.clock.pass_(minutes=1)
    assert door.use.identify(opened.token).note
    door.use.identify.note(opened.session.id)
    assert door.sessions.rows[opened.session.id].seen_at == door.clock.at
    door.clock.pass_(seconds=10)
    door.use.identify.note(opened.session.id)
    assert door.sessions.rows[opened.session.id].seen_at != door.clock.at


def test_signing_out_ends_this_session_and_is_harmless_without_one(door):
    token = enter(door).token
    door.use.sessions.sign_out(token)
    door.use.sessions.sign_out(token)
    door.use.sessions.sign_out("")
    assert [deed[1] for deed in door.ledger.deeds] == ["sign_in", "sign_out"]


def test_she_ends_her_own_sessions_and_no_other(door):
    opened = enter(door)
    enter(door)
    me = door.use.identify(opened.token).actor
    assert len(door.use.sessions(me)) == 2
    with pytest.raises(NotFound):
        door.use.sessions.end(opened.session.id, by=Actor("another", Kind.STAFF))
    door.use.sessions.end(opened.session.id, by=me)
    assert opened.session.id not in [one.id for one in door.use.sessions(me)]


def with_factor(door: SignIn) -> str:
    door.second = True
    door.use.begin_staff(OFFICER, HERE)
    challenge = door.use.enter_staff(OFFICER, HERE)
    assert isinstance(challenge, Challenge)
    return challenge.id


def test_the_first_time_an_officer_enrols_and_her_secret_stays_until_it_is_confirmed(door):
    challenge_id = with_factor(door)
    second = door.use.second_factor
    assert second.login(challenge_id) == OFFICER
    assert second.prepare(challenge_id, "one") == second.prepare(challenge_id, "two") == "one"
    wrong = second.enrol(challenge_id, "wrong", HERE, recovery=())
    assert (wrong.tried.answer, wrong.opened) == (Answer.WRONG, None)
    right = second.enrol(challenge_id, "100", HERE, recovery=("h0", "h1"))
    assert right.opened.session.proved_at == door.clock.at
    assert door.accounts.with_login(OFFICER).factor == Factor("one", True, 100, ("h0", "h1"))
    with pytest.raises(Unknown):
        second.prepare(with_factor(door), "three")


def test_a_code_of_the_authenticator_and_a_recovery_code_work_once(door):
    door.accounts.add(an_account(factor=Factor("one", True, 100, ("h0", "h1"))))
    second = door.use.second_factor
    for code, used, right in (
        ("100", None, False),
        ("101", None, True),
        ("101", None, False),
        ("", 1, True),
        ("", 1, False),
    ):
        door.clock.pass_(minutes=1)
        done = second(with_factor(door), code, HERE, used=used)
        assert (done.opened is not None) is right
    assert second.factor(with_factor(door)).recovery == ("h0", "")


def test_a_factor_that_was_not_set_up_opens_nothing(door):
    assert door.use.second_factor(with_factor(door), "5", HERE).opened is None
    for challenge_id in ("none", proved(door).id):
        with pytest.raises(Unknown):
            door.use.second_factor.factor(challenge_id)


def test_an_unknown_name_is_refused_like_a_wrong_code(door):
    for login in ("nobody", OFFICER):
        with pytest.raises(Refused, match="activation_wrong"):
            door.use.activate(login, "ABCDE-00000", "hash")


def test_an_office_behind_one_address_waits_for_nobody_until_fifty_failures(door):
    for number in range(50):
        door.use.begin_staff(f"somebody_{number}", HERE)
    with pytest.raises(TooMany, match="locked_for_now"):
        door.use.begin_staff(OFFICER, HERE)
    door.use.begin_staff(OFFICER, Origin("192.0.2.1"))


# ---- accounts --------------------------------------------------------------------------------------------------------


def test_an_account_is_opened_with_a_code_that_sets_its_password_once(door):
    handed = door.use.open("li_na", "李娜", COUNTY, by=an_admin())
    assert not door.use.find.none()
    assert SignIn().use.find.none()
    assert door.use.find.free("li_nb")
    assert not door.use.find.free("li_na")
    with pytest.raises(NotFound):
        door.use.find.actor("li_na")
    door.use.activate("li_na", f"{handed.code[:5]}-{handed.code[5:].lower()}", "hash-2")
    assert door.use.find.actor("li_na").name == "李娜"
    again = door.use.open.renew(handed.account.id, by=an_admin())
    assert door.accounts.with_login("li_na").password == "hash-2"
    assert again.code != handed.code


def test_nothing_is_opened_or_changed_outside_the_administrators_units(door):
    elsewhere = an_admin("luo", "f" * 32, (ROOT, "f" * 32))
    account = door.accounts.with_login(OFFICER)
    for act in (
        lambda: door.use.open("x_y", "某某", COUNTY, by=elsewhere),
        lambda: door.use.open.renew(account.id, by=elsewhere),
        lambda: door.use.give_post(account.id, "county_leader", COUNTY, Term(door.clock.today()), by=elsewhere),
        lambda: door.use.end_post(account.id, "p1", by=elsewhere),
        lambda: door.use.reset_factor.ask(account.id, by=elsewhere),
        lambda: door.use.find(account.id, by=elsewhere),
    ):
        with pytest.raises(NotFound):
            act()
    assert door.use.find.page(None, 10, by=elsewhere) == []
    assert [one.login for one in door.use.find.page(None, 10, by=an_admin())] == [OFFICER]
    assert door.use.find(account.id, by=an_admin()).id == account.id


def test_a_given_post_is_felt_in_sessions_that_live_and_an_ended_one_ends_them(door):
    token, admin = enter(door).token, an_admin()
    account_id = f"id-{OFFICER}"
    door.use.give_post(account_id, "county_leader", COUNTY, Term(door.clock.today()), by=admin)
    assert door.use.identify(token).actor.roles == {"county_officer", "county_leader"}
    later = door.clock.today().replace(day=30)
    door.use.end_post(account_id, "p1", later, by=admin)
    assert door.use.identify(token).actor.roles == {"county_officer", "county_leader"}
    second = door.accounts.with_login(OFFICER).posts[1].id
    door.use.end_post(account_id, second, by=admin)
    assert door.use.identify(token).actor.kind is Kind.NOBODY


def test_a_role_is_given_where_it_belongs_and_never_to_oneself(door):
    admin, term = an_admin(), Term(door.clock.today())
    with pytest.raises(Refused, match="role_not_here"):
        door.use.give_post(f"id-{OFFICER}", "village_officer", COUNTY, term, by=admin)
    door.use.give_post(f"id-{OFFICER}", "village_officer", VILLAGE, term, by=SYSTEM_ITSELF)
    door.accounts.add(an_account("chen", id=admin.id))
    with pytest.raises(Denied):
        door.use.give_post(admin.id, "county_leader", COUNTY, term, by=admin)


def test_two_administrators_take_a_second_factor_away_and_every_session_ends(door):
    token = enter(door).token
    reset, account_id = door.use.reset_factor, f"id-{OFFICER}"
    reset.ask(account_id, by=an_admin("chen"))
    with pytest.raises(Denied):
        reset.confirm(account_id, by=an_admin("chen"))
    reset.confirm(account_id, by=an_admin("deng"))
    assert door.use.identify(token).actor.kind is Kind.NOBODY
    door.accounts.add(an_account("chen", id="id-chen"))
    with pytest.raises(Denied):
        reset.ask("id-chen", by=an_admin("chen"))


def test_a_closed_account_lets_nobody_in_and_ends_its_sessions(door):
    token, account_id = enter(door).token, f"id-{OFFICER}"
    door.accounts.add(an_account("chen", id="id-chen"))
    with pytest.raises(Denied):
        door.use.close("id-chen", by=an_admin("chen"))
    door.use.close(account_id, by=an_admin())
    assert door.use.identify(token).actor.kind is Kind.NOBODY
    assert door.use.begin_staff(OFFICER, HERE).hash == ""
    for again in (door.use.close, door.use.open.renew):
        with pytest.raises(Conflict):
            again(account_id, by=an_admin())


def test_people_behind_one_address_wait_at_one_lock():
    assert crowd(Origin("10.0.0.7")) == crowd(Origin("10.0.0.200", "another"))
    assert len({crowd(Origin(f"10.{n}.0.7")) for n in range(2000)}) == 64


def test_she_switches_her_shortcut_keys(door):
    me = door.use.identify(enter(door).token).actor
    door.use.find.prefer(False, by=me)
    assert door.use.find.own(me).keys is False


def test_a_renewed_code_leaves_the_second_factor_alone(door):
    door.accounts.add(an_account(factor=Factor("one", True)))
    door.use.open.renew(f"id-{OFFICER}", by=an_admin())
    assert door.accounts.get(SYSTEM, f"id-{OFFICER}").factor == Factor("one", True)
    assert isinstance(door.accounts.get(SYSTEM, f"id-{OFFICER}").activation, Activation)


# ---- women -----------------------------------------------------------------------------------------------------------


def test_a_code_is_promised_to_any_number_and_nobody_is_looked_up(door):
    door.use.ask_code(HERS, HERE)
    door.use.ask_code("13911112222", Origin("10.0.0.8"))
    assert door.messages.wanted == [("code", HERS, {}), ("code", "13911112222", {})]


def test_a_second_code_within_the_minute_waits(door):
    door.use.ask_code(HERS, HERE)
    door.clock.pass_(seconds=40)
    with pytest.raises(TooMany) as refusal:
        door.use.ask_code(HERS, Origin("192.0.2.9"))
    assert refusal.value.facts == {"seconds": 20, "minutes": 1}
    assert len(door.messages.wanted) == 1


def test_a_new_device_asks_for_the_last_six_and_then_knows_her_for_a_year(door):
    challenge = proved(door)
    assert challenge.candidates == ()
    assert door.use.prove_code.second(challenge.id, "000000").tried.answer is Answer.WRONG
    assert door.use.prove_code.second(challenge.id, "150007").challenge.candidates == ("w1",)
    opened = door.use.enter_woman(challenge.id, 0, HERE)
    woman = door.use.identify(opened.token).actor
    assert (woman.id, woman.kind, woman.strong) == ("w1", Kind.WOMAN, True)
    door.clock.pass_(days=365)
    assert proved(door).candidates == ("w1",)
    door.clock.pass_(days=366)
    assert proved(door).candidates == ()


def test_a_number_that_nobody_has_is_told_like_a_wrong_answer(door):
    challenge = proved(door, "13911112222")
    assert door.use.prove_code.second(challenge.id, "150007").tried.answer is Answer.WRONG


def test_those_recognised_are_listed_by_masked_names(door):
    door.people.rows["w2"] = ("吴秀兰", HERS, "431230198506150015")
    for one in ("w1", "w2"):
        door.devices.remember("phone-1", one, door.clock.at)
        door.people.touch(one, door.clock.at)
    challenge = proved(door)
    assert door.use.prove_code.greetings(challenge.id) == ["龙*英", "吴*兰"]
    assert door.use.enter_woman(challenge.id, 1, HERE).session.subject == "w2"
    with pytest.raises(Unknown):
        door.use.enter_woman(challenge.id, 1, HERE)


def test_who_has_just_registered_goes_in_with_the_number_she_proved(door):
    challenge = proved(door, "13911112222")
    assert door.use.enter_woman.registered(challenge.id, "w9", HERE).session.subject == "w9"
    assert door.devices.knows("phone-1", "w9")
    with pytest.raises(Unknown):
        door.use.enter_woman.registered(challenge.id, "w9", HERE)


def test_a_number_proved_an_hour_ago_registers_nobody(door):
    challenge = proved(door)
    door.clock.pass_(hours=1)
    for late in (challenge.id, "none"):
        with pytest.raises(Unknown):
            door.use.prove_code.proved(late)


def test_an_officers_challenge_is_no_womans(door):
    with pytest.raises(Unknown):
        door.use.prove_code(with_factor(door), "000000", HERE)


def test_a_fresh_code_gives_her_session_a_new_token(door):
    challenge = proved(door)
    door.use.prove_code.second(challenge.id, "150007")
    opened = door.use.enter_woman(challenge.id, 0, HERE)
    door.clock.pass_(minutes=10)
    woman = door.use.identify(opened.token).actor
    assert not woman.strong
    asked = door.use.ask_code.step_up("w1", HERE, back="/x")
    assert asked.phone == HERS
    code, up = door.secrets.code(asked.id), door.use.enter_woman.step_up
    with pytest.raises(Unknown):
        up(asked.id, code, Actor("w2", Kind.WOMAN), opened.token)
    judged, none = up(asked.id, "wrong", woman, opened.token)
    assert (judged.tried.left, none) == (4, None)
    _, fresh = up(asked.id, code, woman, opened.token)
    assert door.use.identify(opened.token).actor == NOBODY
    assert door.use.identify(fresh.token).actor.strong
    again = door.use.ask_code.step_up("w1", HERE) if door.clock.pass_(minutes=1) is None else None
    with pytest.raises(Unknown):
        up(again.id, door.secrets.code(again.id), woman, opened.token)


def test_a_challenge_is_forgotten_with_its_job(door):
    challenge = proved(door)
    door.use.forget(challenge.id, "job")
    assert (door.challenges.get(challenge.id), door.due.finished) == (None, ["job"])


def test_limits_are_those_of_the_day_and_relaxed_where_many_share(door):
    assert LimitsInForce(POLICY, door.clock, relaxed=False)() == limits()
    assert LimitsInForce(POLICY, door.clock, relaxed=True)() == limits().relaxed()


# ---- keeping off the files of one's own family ----------------------------------------------------------------------


def test_an_officers_id_number_is_kept_as_a_fingerprint_that_her_sessions_carry_at_once(door):
    opened, account = enter(door), door.accounts.with_login(OFFICER)
    door.use.mark(account.id, " 431230198506150046 ", by=an_admin())
    kept = door.accounts.with_login(OFFICER).mark
    assert door.use.identify(opened.token).actor.mark == kept
    assert enter(door).session.mark == kept


def test_a_wrong_id_number_is_refused_and_nothing_is_kept(door):
    with pytest.raises(Invalid):
        door.use.mark(door.accounts.with_login(OFFICER).id, "431230198506150001", by=an_admin())
    assert door.accounts.with_login(OFFICER).mark == ""
