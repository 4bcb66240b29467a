"""The code on the teacher's screen: an address that is signed anew every window, and its picture."""

from dataclasses import dataclass
from datetime import datetime

import segno
from markupsafe import Markup

from services.training.domain.check_in import CheckIn, CodeRule, code_message
from services.training.errands.certificate_paper import INK
from services.training.usecases import UseCases
from shared.access import Actor
from shared.errors import Refused
from shared.paper.signing import Seal, genuine
from shared.running import Once, Runs


@dataclass(frozen=True, slots=True)
class RollCode:
    """Signed with the key of certificates under words of its own, so that one cannot stand for the other."""

    seal: Seal
    public_url: str
    runs: Runs[UseCases]

    def address(self, session_id: str, rule: CodeRule, now: datetime) -> str:
        """Return what the code of this moment says."""
        window = rule.window(now)
        signed = self.seal.sign(code_message(session_id, window))
        return f"{self.public_url}/training/here/{session_id}/{window}/{signed}"

    def picture(self, address: str) -> Markup:
        """Return it as inline SVG that fills its box."""
        drawn = segno.make(address, error="m", micro=False).svg_inline(dark=INK, border=2, light="#fff", omitsize=True)
        return Markup(drawn)  # noqa: S704  # drawn from our own address

    def check(self, session_id: str, window: int, signed: str) -> None:
        """Raise Refused("code_not_genuine") for what this server did not sign."""
        if not genuine(code_message(session_id, window), signed, self.seal.public_pem):
            raise Refused("code_not_genuine")

    def come(self, code: tuple[str, int, str], phone: str, once: Once, *, by: Actor) -> None:
        """Note that she is there; `code` is session, window and signature. Raises what the use case raises."""
        session_id, window, signed = code
        self.check(session_id, window, signed)
        self.runs.once(once, lambda use: _noted(use.attendance.scan(session_id, window, phone, by=by)))


def _noted(one: CheckIn) -> str:
    return one.enrolment_id
