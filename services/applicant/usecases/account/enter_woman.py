"""She is recognised, or has just registered: her session opens."""

from dataclasses import dataclass, replace

from services.applicant.domain.challenge import Answer, Challenge, Purpose
from services.applicant.usecases.account.opening import Opened, Opening, Who
from services.applicant.usecases.account.ports import Challenges, Devices, Origin, People, Sessions
from services.applicant.usecases.account.prove_code import Judged, ProveCode
from services.applicant.usecases.ports import Deed, Ledger
from shared.access import Actor, Kind
from shared.errors import Unknown


@dataclass(frozen=True, slots=True)
class EnterWoman:
    """Uses a challenge up and opens the session it leads to."""

    prove: ProveCode
    challenges: Challenges
    sessions: Sessions
    people: People
    devices: Devices
    ledger: Ledger
    opening: Opening

    def __call__(self, challenge_id: str, index: int, origin: Origin) -> Opened:
        """Open the session of one of those recognised; raises NotFound for a number that is not among them."""
        challenge = self.prove.proved(challenge_id)
        return self._open(challenge, challenge.choose(index), origin)

    def registered(self, challenge_id: str, person_id: str, origin: Origin) -> Opened:
        """Open the session of the woman who has just registered with the number proved here."""
        return self._open(self.prove.proved(challenge_id), person_id, origin)

    def step_up(self, challenge_id: str, code: str, by: Actor, token: str) -> tuple[Judged, Opened | None]:
        """Judge the code somebody signed in was asked for; right: her session goes on under a new id, shown fresh."""
        if self.prove.find(challenge_id).subject != by.id:
            raise Unknown("code_expired")
        judged = self.prove(challenge_id, code, Origin(""))
        session = self.sessions.by_token(self.opening.secrets.fingerprint(token))
        if judged.tried.answer is not Answer.RIGHT or judged.challenge.purpose is not Purpose.STEP_UP:
            return judged, None
        if session is None or session.subject != by.id:
            raise Unknown("sign_in_first")
        fresh = self.opening.secrets.token()
        renewed = replace(
            session,
            token=self.opening.secrets.fingerprint(fresh),
            proved_at=self.opening.clock.real_now(),
            seen_at=self.opening.clock.real_now(),
        )
        self.sessions.save(renewed)
        return judged, Opened(fresh, renewed)

    def _open(self, challenge: Challenge, person_id: str, origin: Origin) -> Opened:
        challenge.finish()
        self.challenges.save(challenge)
        opened = self.opening(Who(Kind.WOMAN, person_id, proved=True), origin)
        self.devices.remember(origin.device, person_id, opened.session.started_at)
        self.people.touch(person_id, self.opening.clock.now())
        self.ledger.note(Actor(person_id, Kind.WOMAN), Deed("sign_in", "person", person_id, (person_id,)))
        return opened
