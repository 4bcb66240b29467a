"""A wanted message goes out: its words are made just before, and what became of it is kept with the job."""

from dataclasses import dataclass
from datetime import timedelta

from services.applicant.domain.message import Message, State
from services.applicant.usecases.account.ports import Clock, InForce, Secrets, Tallies
from services.applicant.usecases.message.ports import BlockedNumbers, Catalogue, DueWork, Messages

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Letter:
    """What the network is given; without `to` nobody gets it: the number is blocked, or its owner was erased."""

    id: str
    to: str
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Send:
    """Two steps around the network: `letter` before, `done` or `held` in the transaction that finishes the job."""

    messages: Messages
    blocked: BlockedNumbers
    catalogue: Catalogue
    tallies: Tallies
    secrets: Secrets
    limits: InForce
    clock: Clock
    due: DueWork

    def letter(self, message_id: str) -> Letter | None:
        """Return what to send, None when it went out before (the job runs again after a crash)."""
        message = self.messages.get(message_id)
        if message.state is not State.WANTED:
            return None
        to = "" if self.blocked.holds(message.phone) else message.phone
        return Letter(message.id, to, message.key, self._words(message))

    def within_budget(self) -> bool:
        """Count one message of the whole system; False when this hour's are used up: then somebody must look."""
        count, _ = self.tallies.hit("sms_all", "all", HOUR, self.clock.real_now())
        return count <= self.limits().code.system_hour

    def finish(self, message_id: str, job: object, *, went: bool) -> None:
        """Note that it went out, or is held back, and finish the job."""
        message = self.messages.get(message_id)
        if message.state is State.WANTED:
            message.sent(self.clock.real_now()) if went else message.hold()
            self.messages.save(message)
        self.due.done(job)

    def _words(self, message: Message) -> str:
        text = self.catalogue.text(message.key)
        derived = {"code": self.secrets.code(message.owner)} if message.key == "code" else {}
        return text.filled({**message.params, **derived})
