"""She types the code, then, where this browser does not know her, the last six of her ID number."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.applicant.domain import masks
from services.applicant.domain.challenge import Answer, Challenge, Purpose, Tried
from services.applicant.usecases.account.ports import Challenges, Clock, Devices, InForce, Origin, People, Secrets
from shared.errors import Unknown


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a try, and the challenge after it."""

    tried: Tried
    challenge: Challenge


@dataclass(frozen=True, slots=True)
class ProveCode:
    """Answers instead of refusing, so that the count of tries is kept."""

    challenges: Challenges
    people: People
    devices: Devices
    secrets: Secrets
    limits: InForce
    clock: Clock

    def __call__(self, challenge_id: str, code: str, origin: Origin) -> Judged:
        """Judge a code; a browser and a number that were hers lately skip the second question."""
        challenge = self.find(challenge_id)
        right = hmac.compare_digest(self.secrets.code(challenge.id).encode(), code.encode())
        tried = challenge.code(right, self.clock.real_now(), self.limits().code)
        if tried.answer is Answer.RIGHT and challenge.purpose is Purpose.SIGN_IN:
            known = self._known_here(challenge.phone, origin)
            if known:
                challenge.known_here(known)
        self.challenges.save(challenge)
        return Judged(tried, challenge)

    def second(self, challenge_id: str, six: str) -> Judged:
        """Judge the last six of an ID number; that nobody has this number is told like a wrong answer."""
        challenge = self.find(challenge_id)
        found = [one for one in self.people.with_phone(challenge.phone) if self.people.ends_with(one, six)]
        tried = challenge.second(found, self.clock.real_now(), self.limits().code)
        self.challenges.save(challenge)
        return Judged(tried, challenge)

    def find(self, challenge_id: str) -> Challenge:
        """Return a woman's challenge; raises Unknown when it is forgotten or another kind."""
        challenge = self.challenges.get(challenge_id)
        if challenge is None or challenge.purpose is Purpose.SECOND_FACTOR:
            raise Unknown("code_expired")
        return challenge

    def proved(self, challenge_id: str) -> Challenge:
        """Return a challenge whose number was proved within the hour; raises Unknown otherwise."""
        challenge = self.find(challenge_id)
        if not challenge.proved(self.clock.real_now(), self.limits().code):
            raise Unknown("code_expired")
        return challenge

    def greetings(self, challenge_id: str) -> list[str]:
        """Return how those recognised are listed, in the order of their numbers."""
        return [masks.name(self.people.greeting(one)) for one in self.proved(challenge_id).candidates]

    def _known_here(self, phone: str, origin: Origin) -> Sequence[str]:
        since = self.clock.now() - timedelta(days=self.limits().code.unused_days)
        known = []
        for one in self.people.with_phone(phone):
            used = self.people.last_used_at(one)
            if origin.device and self.devices.knows(origin.device, one) and used is not None and used >= since:
                known.append(one)
        return known
