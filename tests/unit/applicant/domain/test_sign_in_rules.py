"""Sessions, challenges, failures, accounts and passwords as rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applicant.domain import account as accounts
from services.applicant.domain import challenge as challenges
from services.applicant.domain.account import Activation
from services.applicant.domain.challenge import Answer, Challenge, Purpose, State
from services.applicant.domain.limits import NO_LIMIT, Failures
from services.applicant.domain.password import check_password
from services.applicant.domain.post_rules import check_place
from services.applicant.domain.session import DatedPost, Session
from shared.access import Kind, Post
from shared.errors import Conflict, Denied, NotFound, Refused
from shared.machine import move
from tests.builders.accounts import COUNTY, a_post, an_account, limits
from tests.fakes.accounts import MONDAY

LIMITS = limits()
TODAY = date(2026, 11, 23)


def a_session(kind: Kind = Kind.STAFF, **changes: object) -> Session:
    life = timedelta(hours=10 if kind is Kind.STAFF else 24)
    values = {
        "id": "s1", "token": b"t", "kind": kind, "subject": "a1", "started_at": MONDAY, "seen_at": MONDAY,
        "ends_at": MONDAY + life, **changes,
    }  # fmt: skip
    return Session(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "idle"), [(Kind.STAFF, 30), (Kind.WOMAN, 120)])
def test_a_session_is_over_after_its_idle_time_to_the_minute(kind, idle):
    session = a_session(kind)
    assert session.alive(MONDAY + timedelta(minutes=idle, seconds=-1), LIMITS.session)
    assert not session.alive(MONDAY + timedelta(minutes=idle), LIMITS.session)


def test_a_session_in_use_is_over_after_its_longest_life():
    session = a_session(seen_at=MONDAY + timedelta(hours=9, minutes=59))
    assert session.alive(MONDAY + timedelta(hours=9, minutes=59, seconds=59), LIMITS.session)
    assert not session.alive(MONDAY + timedelta(hours=10), LIMITS.session)


def test_the_end_of_a_session_is_remembered_for_fifteen_minutes():
    session = a_session().ended(MONDAY + timedelta(minutes=5), LIMITS.session)
    minutes = {m: session.just_over(MONDAY + timedelta(minutes=m), LIMITS.session) for m in (4, 5, 19, 20)}
    assert minutes == {4: False, 5: True, 19: True, 20: False}


def test_ending_a_session_that_had_ended_by_itself_does_not_lengthen_it():
    late = MONDAY + timedelta(hours=3)
    assert a_session().ended(late, LIMITS.session).ended_at == MONDAY + timedelta(minutes=30)


def test_a_post_whose_last_day_is_over_gives_nothing_in_a_session_that_lives():
    post = Post("county_officer", COUNTY)
    session = a_session(
        posts=(DatedPost("p1", post, TODAY), DatedPost("p2", post), DatedPost("p3", post, date(2026, 11, 22)))
    )
    assert len(session.actor(MONDAY, TODAY, LIMITS.session).posts) == 2
    assert len(session.actor(MONDAY, date(2026, 11, 24), LIMITS.session).posts) == 1


def test_a_womans_code_is_strong_for_five_minutes_and_an_officers_factor_for_the_session():
    late = MONDAY + timedelta(minutes=5, seconds=1)
    assert a_session(Kind.WOMAN, proved_at=MONDAY).actor(MONDAY + timedelta(minutes=5), TODAY, LIMITS.session).strong
    assert not a_session(Kind.WOMAN, proved_at=MONDAY).actor(late, TODAY, LIMITS.session).strong
    assert a_session(proved_at=MONDAY).actor(late, TODAY, LIMITS.session).strong
    assert not a_session().actor(late, TODAY, LIMITS.session).strong


def a_challenge(state: State = State.SENT) -> Challenge:
    return Challenge("c1", Purpose.SIGN_IN, MONDAY, "13900000007", state=state)


@given(st.lists(st.booleans(), max_size=8))
def test_no_order_of_tries_opens_a_challenge_after_five_wrong_ones(tries):
    challenge, wrong = a_challenge(), 0
    for right in tries:
        if challenge.state is not State.SENT:
            with pytest.raises(Conflict):
                challenge.code(right, MONDAY, LIMITS.code)
            continue
        tried = challenge.code(right, MONDAY, LIMITS.code)
        wrong += not right
        assert tried.answer is (Answer.RIGHT if right else Answer.DEAD if wrong == 5 else Answer.WRONG)
        assert tried.left == (5 - wrong - 1 if right else 5 - wrong)
    assert (challenge.state is State.PROVED) == any(tries[:5])


def test_a_code_is_over_after_five_minutes_whatever_is_typed():
    challenge = a_challenge()
    assert challenge.code(True, MONDAY + timedelta(minutes=5), LIMITS.code).answer is Answer.EXPIRED
    assert challenge.state is State.SENT
    assert challenge.code(True, MONDAY + timedelta(minutes=4, seconds=59), LIMITS.code).answer is Answer.RIGHT


def test_the_second_question_has_its_own_five_tries_and_ends_with_the_hour():
    challenge = a_challenge(State.PROVED)
    assert challenge.second([], MONDAY + timedelta(hours=1), LIMITS.code).answer is Answer.EXPIRED
    answers = [challenge.second([], MONDAY, LIMITS.code).answer for _ in range(5)]
    assert answers == [Answer.WRONG] * 4 + [Answer.DEAD]
    assert challenge.state is State.DEAD


def test_only_one_of_those_recognised_can_be_chosen():
    challenge = a_challenge(State.PROVED)
    with pytest.raises(Conflict):
        challenge.choose(0)
    challenge.known_here(["a", "b"])
    assert challenge.choose(1) == "b"
    for index in (-1, 2):
        with pytest.raises(NotFound):
            challenge.choose(index)
    challenge.finish()
    with pytest.raises(Conflict):
        challenge.finish()


@pytest.mark.parametrize("machine", [challenges, accounts])
def test_every_state_takes_every_action_or_refuses_it_by_name(machine):
    for state in machine.State:
        for action in machine.Action:
            if (state, action) in machine.MOVES:
                assert move(machine.MOVES, state, action) in machine.State
            else:
                with pytest.raises(Conflict, match="not_in_this_state"):
                    move(machine.MOVES, state, action)


def test_the_waits_after_failures_grow_and_ten_in_a_quarter_of_an_hour_lock():
    failures, now, waits = Failures(), MONDAY, []
    for _ in range(10):
        failures = failures.one_more(now, LIMITS.staff, 10)
        waits.append(int(failures.wait(now, LIMITS.staff).total_seconds()))
        now += timedelta(seconds=10)
    assert waits == [0, 0, 1, 2, 4, 8, 8, 8, 8, 900]
    assert failures.wait(now + timedelta(minutes=15), LIMITS.staff) == timedelta()
    assert Failures().wait(now, LIMITS.staff) == timedelta()
    assert failures.one_more(now + timedelta(minutes=15), LIMITS.staff, 10).count == 1


def test_failures_of_this_morning_do_not_count_in_the_afternoon():
    failures = Failures(9, MONDAY, MONDAY)
    assert failures.one_more(MONDAY + timedelta(minutes=16), LIMITS.staff, 10).count == 1


def test_local_mode_relaxes_only_what_many_people_share():
    relaxed = LIMITS.relaxed()
    assert (relaxed.code.ip_hour, relaxed.code.device_day, relaxed.staff.ip_lock_after) == (NO_LIMIT,) * 3
    assert (relaxed.code.phone_hour, relaxed.code.tries, relaxed.staff.lock_after) == (5, 5, 10)


def test_an_activation_code_works_once_and_for_a_day():
    account = an_account(state=accounts.State.NEW, password="")
    account.renew(Activation(b"code", MONDAY + timedelta(hours=24)))
    for code, now in ((b"other", MONDAY), (b"code", MONDAY + timedelta(hours=24))):
        with pytest.raises(Refused, match="activation_wrong"):
            account.activate(code, "hash", now)
    account.activate(b"code", "hash", MONDAY)
    with pytest.raises(Refused, match="activation_wrong"):
        account.activate(b"code", "hash", MONDAY)
    assert account.state is accounts.State.ACTIVE


def test_posts_are_given_once_and_end_with_a_last_day():
    account = an_account()
    account.give(a_post())
    for wrong, kind in (
        (a_post("p2"), Conflict),
        (a_post("p2", "queen"), Refused),
        (a_post("p2", "county_leader", until_on=date(2020, 1, 1)), Refused),
    ):
        with pytest.raises(kind):
            account.give(wrong)
    account.end("p1", TODAY)
    assert [post.in_force(day) for post in account.posts for day in (TODAY, date(2026, 11, 24))] == [True, False]
    account.end("p1", date(2026, 11, 20))
    for post_id, last_on in (("p1", date(2026, 12, 1)), ("p9", TODAY)):
        with pytest.raises(NotFound):
            account.end(post_id, last_on)
    account.give(a_post("p2", from_on=date(2026, 11, 21)))
    assert [post.id for post in account.in_force(TODAY)] == ["p2"]


def test_nobody_holds_more_posts_than_a_token_can_carry():
    account = an_account()
    for number in range(accounts.MOST_POSTS):
        account.give(a_post(f"p{number}", unit=f"{number:032d}"))
    with pytest.raises(Refused, match="too_many_posts"):
        account.give(a_post("more"))
    account.end("p0", date(2026, 11, 20))
    account.give(a_post("more", from_on=TODAY))


def test_a_second_factor_is_taken_away_by_two():
    account = an_account()
    with pytest.raises(Conflict):
        account.confirm_reset("x")
    account.ask_reset("chen")
    for who in ("chen", account.id):
        with pytest.raises(Denied):
            account.confirm_reset(who)
    account.confirm_reset("deng")
    assert account.reset_asked_by == ""


@pytest.mark.parametrize(
    "login", ["", "a", "Wang", "王丽", "wang li", "wang@", "@tongdao", "wang@tong@dao", "a" * 41, "wang\n"]
)
def test_a_name_of_no_shape_is_refused(login):
    with pytest.raises(Refused, match="login_shape"):
        an_account(login)


@pytest.mark.parametrize(
    ("role", "kind", "level", "fits"),
    [
        ("village_officer", "federation", 6, True),
        ("village_officer", "federation", 5, False),
        ("county_leader", "federation", 4, True),
        ("county_leader", "hr", 4, False),
        ("hr_officer", "hr", 4, True),
        ("hr_officer", "federation", 4, False),
        ("coordinator", "school", 4, True),
        ("coordinator", "federation", 4, True),
        ("coordinator", "bank", 4, False),
        ("inspector", "federation", 3, True),
        ("auditor", "bank", 4, True),
        ("queen", "federation", 4, False),
    ],
)
def test_a_role_is_held_only_where_it_belongs(role, kind, level, fits):
    post = a_post(role=role, unit_kind=kind)
    if fits:
        check_place(post, level)
    else:
        with pytest.raises(Refused):
            check_place(post, level)


@pytest.mark.parametrize(
    "password",
    [
        "seven looms by the river",
        "门前一棵老樟树，门后一条河",
        "correct horse battery staple",
        "x9#kQ2!mLp7z",
        "a" * 5 + "bcdefghijklm",
        "z" * 100 + "wyxvutsr",
        "吊脚楼上的灯还亮着呢呢呢",
        "Rain-on-the-drum-tower",
    ],
)
def test_a_long_password_of_any_signs_is_taken(password):
    check_password(password, "wang_li@tongdao")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevenchars",
        "x" * 129,
        "aaaaaaaaaaaa",
        "123456789012",
        "password1234",
        "Password123456!",
        "qwertyqwerty",
        "13900000007ab",
        "431230198506150007",
        "tongdao123456",
        "TongDao-FuLian",
        "妇联妇联妇联妇联妇联妇联",
        "jinguo2026jinguo",
        "wang_li@tongdao",
        "wanglitongdao1",
        "huaihua12338",
        "111111111111a",
        "admin-admin-admin",
        "woaini5201314",
        "abcabcabcabc",
        "letmein123456",
        "88888888888888",
    ],
)
def test_what_everybody_tries_first_is_refused(password):
    with pytest.raises(Refused):
        check_password(password, "wang_li@tongdao")
