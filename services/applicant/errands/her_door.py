"""She signs in by phone: the challenge's cookie made and read, its steps run."""

import hmac
from dataclasses import dataclass
from functools import partial

from services.applicant.domain.challenge import Answer, Challenge, State, Tried
from services.applicant.usecases import UseCases
from services.applicant.usecases.account.begin_staff import crowd
from services.applicant.usecases.account.opening import Opened
from services.applicant.usecases.account.ports import Origin
from services.applicant.usecases.account.prove_code import Judged
from shared.access import Actor
from shared.errors import Invalid, Refused, Unknown
from shared.ids import is_id
from shared.running import Once, Runs
from shared.web.identity.codes import Codes


@dataclass(frozen=True, slots=True)
class HerDoor:
    """The way in for women. `shows_codes` only in local and test mode, where no phone network is."""

    runs: Runs[UseCases]
    codes: Codes
    shows_codes: bool

    def ask(self, phone: str, origin: Origin, back: str, once: Once) -> str:
        """Begin, or begin nothing twice; returns the challenge's cookie. Raises TooMany."""
        work = partial(_asked, phone, origin, back)
        done = self.runs.once(once, work, hot=crowd(origin))
        return self._cookie(done.resource_id)

    def again(self, challenge_id: str, origin: Origin, once: Once) -> str:
        """Send another code to the number of a challenge; returns the new challenge's cookie."""
        old = self.runs.ask(lambda use: use.account.prove_code.find(challenge_id))
        return self.ask(old.phone, origin, old.back, once)

    def challenge_id(self, cookie: str) -> str:
        """Return the id a challenge's cookie stands for; raises Unknown for none or a forged one."""
        challenge_id, _, bound = cookie.partition(".")
        if not is_id(challenge_id) or not hmac.compare_digest(bound.encode(), self.codes.bound(challenge_id).encode()):
            raise Unknown("code_expired")
        return challenge_id

    def cookie_of(self, challenge: Challenge) -> str:
        """Return the cookie of a challenge that a password began."""
        return self._cookie(challenge.id)

    def find(self, cookie: str) -> Challenge:
        """Return the challenge of a cookie."""
        challenge_id = self.challenge_id(cookie)
        return self.runs.ask(lambda use: use.account.prove_code.find(challenge_id))

    def shown_code(self, challenge: Challenge) -> str | None:
        """Return the code for the page, in local and test mode only."""
        return self.codes.code(challenge.id) if self.shows_codes and challenge.state is State.SENT else None

    def prove(self, challenge_id: str, code: str, origin: Origin) -> Challenge:
        """Judge a code; raises Invalid with the tries left, Unknown when it is over."""
        return _judged("code", self.runs.run(lambda use: use.account.prove_code(challenge_id, code, origin)))

    def second(self, challenge_id: str, six: str) -> Challenge:
        """Judge the last six of an ID number, likewise."""
        return _judged("six", self.runs.run(lambda use: use.account.prove_code.second(challenge_id, six)))

    def enter(self, challenge_id: str, index: int, origin: Origin) -> Opened:
        """Open the session of one of those recognised."""
        return self.runs.run(lambda use: use.account.enter_woman(challenge_id, index, origin))

    def registered(self, cookie: str, person_id: str, origin: Origin) -> Opened:
        """Open the session of the woman who has just registered with the number of this challenge."""
        challenge_id = self.challenge_id(cookie)
        return self.runs.run(lambda use: use.account.enter_woman.registered(challenge_id, person_id, origin))

    def ask_again_of(self, person_id: str, origin: Origin, back: str, once: Once) -> str:
        """Send a code to the number of a woman signed in; returns the challenge's cookie."""
        done = self.runs.once(once, lambda use: use.account.ask_code.step_up(person_id, origin, back=back).id)
        return self._cookie(done.resource_id)

    def step_up(self, cookie: str, code: str, by: Actor, token: str) -> Opened:
        """Judge the code of somebody signed in; her session goes on under a new token."""
        challenge_id = self.challenge_id(cookie)
        judged, opened = self.runs.run(lambda use: use.account.enter_woman.step_up(challenge_id, code, by, token))
        if opened is None:
            _judged("code", judged)
            raise Unknown("code_expired")
        return opened

    def _cookie(self, challenge_id: str) -> str:
        return f"{challenge_id}.{self.codes.bound(challenge_id)}"


def _asked(phone: str, origin: Origin, back: str, use: UseCases) -> str:
    return use.account.ask_code(phone, origin, back=back).id


def _judged(field: str, judged: Judged) -> Challenge:
    tried: Tried = judged.tried
    match tried.answer:
        case Answer.RIGHT:
            return judged.challenge
        case Answer.WRONG:
            raise Invalid({field: [Refused(f"{field}_wrong", left=tried.left)]})
        case Answer.DEAD:
            raise Invalid({field: [Refused(f"{field}_dead")]})
        case Answer.EXPIRED:
            raise Invalid({field: [Refused("code_expired")]})
