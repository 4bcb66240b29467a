"""Passwords, codes, authenticators and cookies: what they promise, whatever is typed."""

import threading
import time
from datetime import UTC, datetime

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask

from shared.errors import Unavailable
from shared.web.identity import cookies
from shared.web.identity.codes import Codes, fingerprint
from shared.web.identity.otp import Otp
from shared.web.identity.passwords import AT_ONCE, Passwords

CODES = Codes(b"k" * 32)
NOW = datetime(2026, 11, 23, 2, 0, 10, tzinfo=UTC)


def test_a_password_is_kept_as_argon2id_at_the_cost_we_chose():
    passwords = Passwords()
    stored = passwords.hash("seven looms by the river")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.fits(stored, "seven looms by the river")
    assert not passwords.fits(stored, "Seven looms by the river")
    assert not passwords.outdated(stored)
    assert passwords.outdated(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("x"))


@pytest.mark.parametrize("stored", ["", "x", "$argon2id$v=19$broken"])
def test_nothing_fits_where_nothing_usable_is_stored(stored):
    assert not Passwords().fits(stored, "nobody has this password")


def test_an_unknown_name_takes_as_long_as_a_known_one():
    passwords = Passwords()
    stored = passwords.hash("seven looms by the river")
    passwords.fits("", "warm up")
    times = {}
    for name in (stored, ""):
        began = time.process_time()
        for _ in range(3):
            passwords.fits(name, "another password here")
        times[name] = time.process_time() - began
    assert 0.5 < times[""] / times[stored] < 2


def test_more_than_four_at_once_wait_and_are_then_told_to_come_again(monkeypatch):
    monkeypatch.setattr("shared.web.identity.passwords.PATIENCE", 0.05)
    held, over = threading.Semaphore(0), threading.Event()

    class Slow(PasswordHasher):
        def hash(self, password, *, salt=None):
            held.release()
            over.wait(10)
            return "hash"

    passwords = Passwords(Slow())
    busy = [threading.Thread(target=passwords.hash, args=("x",)) for _ in range(AT_ONCE)]
    for one in busy:
        one.start()
        held.acquire(timeout=10)
    with pytest.raises(Unavailable, match="too_many_sign_ins"):
        passwords.hash("x")
    over.set()
    for one in busy:
        one.join()
    assert passwords.hash("x") == "hash"


def test_the_six_digits_of_a_challenge_are_its_own_and_spread_evenly():
    codes = [CODES.code(f"{n:032x}") for n in range(3000)]
    assert codes == [CODES.code(f"{n:032x}") for n in range(3000)]
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    assert len(set(codes)) > 2980
    firsts = [sum(code[0] == str(digit) for code in codes) for digit in range(10)]
    assert max(firsts) < 2 * min(firsts)
    assert CODES.code("a" * 32) != Codes(b"j" * 32).code("a" * 32)
    assert CODES.code("a" * 32) not in CODES.bound("a" * 32)


def test_tokens_are_256_bits_and_never_the_same():
    tokens = {CODES.token() for _ in range(10_000)}
    assert len(tokens) == 10_000
    assert all(len(one) == 43 for one in tokens)
    one = tokens.pop()
    assert len(fingerprint(one)) == 32
    assert one.encode() not in fingerprint(one)


def test_a_code_of_the_authenticator_is_good_for_its_step_and_one_on_each_side():
    otp = Otp()
    secret = otp.new_secret()
    here = int(NOW.timestamp()) // 30
    found = {away: otp.step(secret, pyotp.TOTP(secret).generate_otp(here + away), NOW) for away in range(-3, 4)}
    assert found == {-3: None, -2: None, -1: here - 1, 0: here, 1: here + 1, 2: None, 3: None}
    assert otp.step(secret, "", NOW) is None


def test_the_picture_for_an_authenticator_has_no_style_and_no_script():
    otp = Otp()
    picture = otp.picture("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "wang_li@tongdao")
    assert picture.startswith("<svg")
    assert "style" not in picture
    assert "<script" not in picture
    assert "secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" in otp.address(
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "wang_li@tongdao"
    )


def test_a_cookie_that_cannot_be_ours_is_not_read():
    with Flask("x").test_request_context(headers={"Cookie": f"__Host-sid={'a' * 201}; __Host-code=ok"}):
        assert cookies.get(cookies.SESSION) == ""
        assert cookies.get(cookies.CHALLENGE) == "ok"
        assert cookies.get(cookies.DEVICE) == ""
