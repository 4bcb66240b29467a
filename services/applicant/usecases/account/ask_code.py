"""She gives her number: a challenge begins and a code is promised, whoever she is; nobody is looked up yet."""

from dataclasses import dataclass
from datetime import timedelta

from services.applicant.domain.challenge import Challenge, Purpose
from services.applicant.usecases.account.begin_staff import network
from services.applicant.usecases.account.ports import Challenges, Clock, Ids, InForce, Origin, People, Tallies
from services.applicant.usecases.message.ports import Messages, Recipient
from shared.errors import TooMany

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AskCode:
    """Known, unknown and blocked numbers are told the same: what differs is decided by the job that sends."""

    challenges: Challenges
    messages: Messages
    people: People
    tallies: Tallies
    limits: InForce
    clock: Clock
    ids: Ids

    def __call__(self, phone: str, origin: Origin, *, back: str = "") -> Challenge:
        """Return the challenge; raises TooMany with the seconds to wait (limits of security.md §2.3)."""
        return self._begin(Challenge(self.ids(), Purpose.SIGN_IN, self.clock.real_now(), phone, back=back), origin)

    def step_up(self, subject: str, origin: Origin, *, back: str = "") -> Challenge:
        """Return a challenge to a woman signed in, on her own number."""
        phone = self.people.phone_of(subject)
        challenge = Challenge(self.ids(), Purpose.STEP_UP, self.clock.real_now(), phone, subject, back)
        return self._begin(challenge, origin)

    def _begin(self, challenge: Challenge, origin: Origin) -> Challenge:
        limits = self.limits().code
        self._hit("code_minute", challenge.phone, limits.resend_after, 1)
        self._hit("code_hour", challenge.phone, HOUR, limits.phone_hour)
        self._hit("code_day", challenge.phone, DAY, limits.phone_day)
        self._hit("code_ip", network(origin.ip), HOUR, limits.ip_hour)
        if origin.device:
            self._hit("code_device", origin.device, DAY, limits.device_day)
        challenge.device = origin.device
        self.challenges.add(challenge)
        self.messages.want("code", Recipient(challenge.id, challenge.phone), {})
        return challenge

    def _hit(self, kind: str, value: str, within: timedelta, most: int) -> None:
        now = self.clock.real_now()
        count, since = self.tallies.hit(kind, value, within, now)
        if count > most:
            seconds = max(1, round((since + within - now).total_seconds()))
            raise TooMany("code_too_often", seconds=seconds, minutes=-(-seconds // 60))
