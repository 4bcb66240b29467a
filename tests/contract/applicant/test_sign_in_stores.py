"""What keeps accounts, sessions, challenges and counters behaves alike in memory and in MongoDB."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from services.applicant.domain.account import Activation, Factor
from services.applicant.domain.challenge import Challenge, Purpose, State
from services.applicant.domain.limits import Failures
from services.applicant.domain.session import DatedPost, Session
from services.applicant.storage import accounts, challenges, devices, sessions, tallies
from services.applicant.storage.accounts import MongoAccounts
from services.applicant.storage.challenges import MongoChallenges
from services.applicant.storage.devices import MongoDevices
from services.applicant.storage.due import Due
from services.applicant.storage.sessions import MongoSessions
from services.applicant.storage.tallies import MongoTallies
from shared.access import SYSTEM, Kind, Post, Scope
from shared.errors import NotFound, Stale
from shared.jobs.job import Jobs
from shared.storage.vault import BlindIndex, Vault, WrappingKeys
from tests.builders.accounts import COUNTY, ROOT, a_post, an_account
from tests.fakes.accounts import (
    MONDAY,
    MemoryAccounts,
    MemoryChallenges,
    MemoryDevices,
    MemorySessions,
    MemoryTallies,
)


@dataclass
class Stores:
    """The stores of one kind."""

    accounts: Any
    sessions: Any
    challenges: Any
    tallies: Any
    devices: Any


@pytest.fixture(params=["memory", "mongo"])
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Both kinds."""
    if request.param == "memory":
        yield Stores(MemoryAccounts(), MemorySessions(), MemoryChallenges(), MemoryTallies(), MemoryDevices())
        return
    db = request.getfixturevalue("database")
    for one in (accounts, challenges, devices, sessions, tallies):
        one.indexes(db)
    vault = Vault(db, "applicant", WrappingKeys({1: b"k" * 32}))
    with db.client.start_session() as session, session.start_transaction():
        yield Stores(
            MongoAccounts(db, session, vault),
            MongoSessions(db, session),
            MongoChallenges(db, session, vault, Due(Jobs(db), session)),
            MongoTallies(db, session, BlindIndex(b"i" * 32)),
            MongoDevices(db, session),
        )


def a_session(number: int, **changes: object) -> Session:
    at = MONDAY + timedelta(minutes=number)
    post = DatedPost("p1", Post("county_officer", COUNTY, (ROOT, COUNTY), "federation", "通道"), at.date())
    values = {
        "id": f"s{number}", "token": f"t{number}".encode(), "kind": Kind.STAFF, "subject": "a1", "started_at": at,
        "seen_at": at, "ends_at": at + timedelta(hours=10), "name": "王丽", "posts": (post,), "proved_at": at,
        "agent": "Chrome · Windows", "before": ("s0",), **changes,
    }  # fmt: skip
    return Session(**values)  # type: ignore[arg-type]


def test_an_account_comes_back_as_it_was_kept_and_only_inside_the_scope(stores):
    account = an_account(
        activation=Activation(b"code", MONDAY),
        factor=Factor("SECRET", True, 7, ("h0", "")),
        posts=(a_post(), a_post("p2", until_on=MONDAY.date())),
    )
    stores.accounts.add(account)
    assert stores.accounts.get(SYSTEM, account.id) == account
    assert stores.accounts.with_login(account.login) == account
    assert stores.accounts.with_login("nobody") is None
    assert stores.accounts.get(Scope(frozenset({ROOT})), account.id) == account
    for scope in (Scope(frozenset()), Scope(frozenset({"elsewhere"}))):
        with pytest.raises(NotFound):
            stores.accounts.get(scope, account.id)


def test_who_saves_second_is_told_so(stores):
    stores.accounts.add(an_account())
    first, second = (stores.accounts.get(SYSTEM, an_account().id) for _ in range(2))
    first.name = "王莉"
    stores.accounts.save(first)
    with pytest.raises(Stale):
        stores.accounts.save(second)
    assert stores.accounts.get(SYSTEM, first.id).name == "王莉"


def test_accounts_are_listed_by_name_page_by_page_inside_the_scope(stores):
    for login in ("c_c", "a_a", "b_b"):
        stores.accounts.add(an_account(login))
    stores.accounts.add(an_account("d_d", scope=("elsewhere",)))
    county = Scope(frozenset({COUNTY}))
    assert [one.login for one in stores.accounts.below(county, None, 2)] == ["a_a", "b_b"]
    assert [one.login for one in stores.accounts.below(county, "b_b", 2)] == ["c_c"]


def test_a_session_comes_back_by_its_token_and_those_of_one_person_newest_first(stores):
    first, second = a_session(1), a_session(2)
    for session in (first, second, a_session(3, subject="a2")):
        stores.sessions.add(session)
    assert stores.sessions.by_token(b"t1") == first
    assert stores.sessions.by_token(b"none") is None
    assert stores.sessions.of("a1") == [second, first]
    ended = replace(second, ended_at=MONDAY + timedelta(minutes=5))
    stores.sessions.save(ended)
    assert stores.sessions.of("a1") == [first]
    assert stores.sessions.lately("a1", MONDAY + timedelta(minutes=4)) == [ended]
    assert stores.sessions.lately("a1", MONDAY) == [ended, first]


def test_use_is_noted_when_it_was_last_noted_before_and_never_after_the_end(stores):
    stores.sessions.add(a_session(1))
    stores.sessions.add(a_session(2, ended_at=MONDAY))
    late = MONDAY + timedelta(hours=1)
    for session_id in ("s1", "s2"):
        stores.sessions.touch(session_id, late, MONDAY)
    assert stores.sessions.by_token(b"t1").seen_at == MONDAY + timedelta(minutes=1)
    for session_id in ("s1", "s2"):
        stores.sessions.touch(session_id, late, late)
    assert stores.sessions.by_token(b"t1").seen_at == late
    assert stores.sessions.by_token(b"t2").seen_at == MONDAY + timedelta(minutes=2)


def test_a_challenge_comes_back_and_is_forgotten(stores):
    challenge = Challenge(
        "c1", Purpose.SIGN_IN, MONDAY, "13900000007", "w1", "/x", "d1", State.RECOGNISED, 2, 1, ("w1",)
    )
    stores.challenges.add(challenge)
    assert stores.challenges.get("c1") == challenge
    other = stores.challenges.get("c1")
    challenge.finish()
    stores.challenges.save(challenge)
    with pytest.raises(Stale):
        stores.challenges.save(other)
    assert stores.challenges.get("c1").state is State.DONE
    stores.challenges.forget("c1")
    assert stores.challenges.get("c1") is None


def test_a_window_begins_with_its_first_hit_and_another_after_it(stores):
    minute = timedelta(minutes=1)
    at = [MONDAY + timedelta(seconds=second) for second in (0, 59, 60, 61)]
    found = [stores.tallies.hit("code", "139", minute, now) for now in at]
    assert found == [(1, at[0]), (2, at[0]), (1, at[2]), (2, at[2])]
    assert stores.tallies.hit("code", "138", minute, at[0]) == (1, at[0])
    assert stores.tallies.hit("other", "139", minute, at[0]) == (1, at[0])


def test_failures_are_kept_and_forgotten(stores):
    assert stores.tallies.failures("staff", "wang") == Failures()
    stores.tallies.keep("staff", "wang", Failures(3, MONDAY, MONDAY))
    assert stores.tallies.failures("staff", "wang") == Failures(3, MONDAY, MONDAY)
    stores.tallies.forget("staff", "wang")
    assert stores.tallies.failures("staff", "wang") == Failures()


def test_a_device_knows_whom_it_saw_and_no_device_nobody(stores):
    for device in ("d1", ""):
        stores.devices.remember(device, "w1", MONDAY)
    assert stores.devices.knows("d1", "w1")
    assert not stores.devices.knows("d1", "w2")
    assert not stores.devices.knows("d2", "w1")
    assert not stores.devices.knows("", "w1")
