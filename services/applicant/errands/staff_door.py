"""Staff sign in: passwords and recovery codes are checked here, outside any transaction, because that takes long."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from services.applicant.domain.challenge import Answer, Challenge
from services.applicant.domain.password import check_password
from services.applicant.usecases import UseCases
from services.applicant.usecases.account.begin_staff import crowd
from services.applicant.usecases.account.opening import Opened
from services.applicant.usecases.account.ports import Origin
from services.applicant.usecases.account.second_factor import Second
from shared.errors import Invalid, Refused, TooMany, Unknown
from shared.ids import public_code
from shared.running import Runs
from shared.web.identity.otp import Otp
from shared.web.identity.passwords import Passwords

RECOVERY_CODES = 10


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an officer needs to set up her authenticator."""

    secret: str
    picture: str


@dataclass(frozen=True, slots=True)
class StaffDoor:
    """The ways in for officers; `second_asked` tells whether the authenticator is asked for (TOTP=1)."""

    runs: Runs[UseCases]
    passwords: Passwords
    otp: Otp
    second_asked: bool

    def enter(self, login: str, password: str, origin: Origin) -> Opened | Challenge:
        """Return the session, or the challenge for the second factor.

        Raises Refused("sign_in_wrong") alike for a wrong name and a wrong password, TooMany while tries must wait.
        """
        begun = self.runs.run(lambda use: use.account.begin_staff(login, origin), hot=crowd(origin))
        plain = unicodedata.normalize("NFC", password)
        if not self.passwords.fits(begun.hash, plain):
            if begun.left <= 0:
                raise TooMany("locked_for_now", seconds=900, minutes=15)
            raise Invalid({"password": [Refused("sign_in_wrong", left=begun.left)]})
        fresh = self.passwords.hash(plain) if self.passwords.outdated(begun.hash) else ""
        return self.runs.run(lambda use: use.account.enter_staff(login, origin, fresh_hash=fresh), hot=crowd(origin))

    def second(self, challenge_id: str, code: str, origin: Origin) -> Opened:
        """Return the session after the second factor: six digits, or a recovery code such as 3-ABCDE-FGHJK."""
        used = self._recovery(challenge_id, code)
        return _opened(self.runs.run(lambda use: use.account.second_factor(challenge_id, code, origin, used=used)))

    def enrolment(self, challenge_id: str) -> Enrolment | None:
        """Return what to enrol, None when this account has its second factor already."""
        if self.runs.ask(lambda use: use.account.second_factor.factor(challenge_id)).confirmed:
            return None
        fresh = self.otp.new_secret()
        secret = self.runs.run(lambda use: use.account.second_factor.prepare(challenge_id, fresh))
        login = self.runs.ask(lambda use: use.account.second_factor.login(challenge_id))
        return Enrolment(secret, self.otp.picture(secret, login))

    def enrol(self, challenge_id: str, code: str, origin: Origin) -> tuple[Opened, Sequence[str]]:
        """Confirm the authenticator by its first code; returns the session and ten recovery codes to show once."""
        codes = [f"{place}-{public_code(5)}-{public_code(5)}" for place in range(RECOVERY_CODES)]
        hashes = tuple(self.passwords.hash(one) for one in codes)
        enrol = partial(self._enrol, challenge_id, code, origin, hashes)
        return _opened(self.runs.run(enrol)), codes

    def activate(self, login: str, code: str, password: str, origin: Origin) -> None:
        """Set a password by an activation code; tries are counted as for signing in."""
        try:
            check_password(password, login)
        except Refused as problem:
            raise Invalid({"password": [problem]}) from problem
        self.runs.run(lambda use: use.account.begin_staff(login, origin), hot=crowd(origin))
        stored = self.passwords.hash(unicodedata.normalize("NFC", password))
        self.runs.run(lambda use: use.account.activate(login, code, stored))

    def _enrol(self, challenge_id: str, code: str, origin: Origin, hashes: tuple[str, ...], use: UseCases) -> Second:
        return use.account.second_factor.enrol(challenge_id, code, origin, recovery=hashes)

    def _recovery(self, challenge_id: str, code: str) -> int | None:
        plain = code.strip().upper()
        if not (plain[:1].isdecimal() and plain[1:2] == "-"):
            return None
        place = int(plain[0])
        hashes = self.runs.ask(lambda use: use.account.second_factor.factor(challenge_id)).recovery
        fits = place < len(hashes) and self.passwords.fits(hashes[place], plain)
        return place if fits else None


def _opened(second: Second) -> Opened:
    if second.opened is not None:
        return second.opened
    match second.tried.answer:
        case Answer.WRONG:
            raise Invalid({"code": [Refused("second_wrong", left=second.tried.left)]})
        case _:
            raise Unknown("second_dead")
