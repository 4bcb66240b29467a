"""A number that wants no messages, or is misused, gets none; the sign-in page tells nobody so."""

from dataclasses import dataclass

from services.applicant.usecases.message.ports import BlockedNumbers
from services.applicant.usecases.ports import Deed, Ledger
from shared.access import Actor
from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class Block:
    """Only the fingerprint of the number is kept; the reason stands in the audit."""

    blocked: BlockedNumbers
    ledger: Ledger

    def __call__(self, phone: str, reason: str, *, by: Actor) -> None:
        """Send nothing to a number from now on."""
        if not reason.strip():
            raise Refused("reason_needed")
        self.blocked.add(phone)
        self.ledger.note(by, Deed("number.blocked", "message", reason=reason))

    def lift(self, phone: str, reason: str, *, by: Actor) -> None:
        """Send to it again."""
        if not reason.strip():
            raise Refused("reason_needed")
        self.blocked.remove(phone)
        self.ledger.note(by, Deed("number.unblocked", "message", reason=reason))
