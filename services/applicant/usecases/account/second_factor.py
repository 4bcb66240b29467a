"""The second factor of an officer: six digits of her authenticator, once each, or a recovery code."""

from dataclasses import dataclass, replace

from services.applicant.domain.account import Account, Factor
from services.applicant.domain.challenge import Answer, Challenge, Purpose, Tried
from services.applicant.usecases.account.enter_staff import EnterStaff
from services.applicant.usecases.account.opening import Opened
from services.applicant.usecases.account.ports import Accounts, Challenges, Origin, SecretBox
from shared.access import SYSTEM
from shared.errors import Unknown


@dataclass(frozen=True, slots=True)
class Second:
    """What became of a try, and the session when it was right."""

    tried: Tried
    opened: Opened | None = None


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Asks, checks and enrols; the account is the one whose password was right minutes ago."""

    accounts: Accounts
    challenges: Challenges
    box: SecretBox
    enter: EnterStaff

    def factor(self, challenge_id: str) -> Factor:
        """Return the account's factor: unconfirmed means that she enrols now."""
        return self._account(self._challenge(challenge_id)).factor

    def login(self, challenge_id: str) -> str:
        """Return the sign-in name, for her authenticator."""
        return self._account(self._challenge(challenge_id)).login

    def prepare(self, challenge_id: str, secret: str) -> str:
        """Return the secret to enrol: the one that waits already, else this new one."""
        account = self._account(self._challenge(challenge_id))
        if account.factor.confirmed:
            raise Unknown("sign_in_first")
        if not account.factor.secret:
            account.factor = Factor(secret)
            self.accounts.save(account)
        return account.factor.secret

    def __call__(self, challenge_id: str, code: str, origin: Origin, *, used: int | None = None) -> Second:
        """Judge a code; `used` is the place of a recovery code that was found right."""
        challenge = self._challenge(challenge_id)
        account = self._account(challenge)
        right = self._spend(account, code, used)
        return self._judge(challenge, account, origin, right)

    def enrol(self, challenge_id: str, code: str, origin: Origin, *, recovery: tuple[str, ...]) -> Second:
        """Confirm a new factor by its first code; `recovery` are the hashes of the ten codes she is shown once."""
        challenge = self._challenge(challenge_id)
        account = self._account(challenge)
        right = not account.factor.confirmed and self._step(account, code)
        if right:
            account.factor = replace(account.factor, confirmed=True, recovery=recovery)
        return self._judge(challenge, account, origin, right)

    def _judge(self, challenge: Challenge, account: Account, origin: Origin, right: bool) -> Second:
        opening = self.enter.opening
        now = opening.clock.real_now()
        tried = challenge.second([account.id] if right else [], now, opening.limits().code)
        opened = None
        if tried.answer is Answer.RIGHT:
            challenge.finish()
            self.accounts.save(account)
            opened = self.enter.open(account, origin, proved=True)
        self.challenges.save(challenge)
        return Second(tried, opened)

    def _spend(self, account: Account, code: str, used: int | None) -> bool:
        factor = account.factor
        if used is not None:
            left = tuple("" if place == used else old for place, old in enumerate(factor.recovery))
            account.factor = replace(factor, recovery=left)
            return bool(factor.recovery[used])
        return factor.confirmed and self._step(account, code)

    def _step(self, account: Account, code: str) -> bool:
        factor = account.factor
        step = self.box.step(factor.secret, code, self.enter.opening.clock.real_now()) if factor.secret else None
        if step is None or step <= factor.last_step:
            return False
        account.factor = replace(factor, last_step=step)
        return True

    def _challenge(self, challenge_id: str) -> Challenge:
        challenge = self.challenges.get(challenge_id)
        if challenge is None or challenge.purpose is not Purpose.SECOND_FACTOR:
            raise Unknown("sign_in_first")
        return challenge

    def _account(self, challenge: Challenge) -> Account:
        return self.accounts.get(SYSTEM, challenge.subject)
