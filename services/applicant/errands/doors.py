"""Every way in, and what goes out to phones, joined for one process."""

from dataclasses import dataclass

from services.applicant.errands.demonstration import DemonstrationAccounts
from services.applicant.errands.first_account import FirstAccount
from services.applicant.errands.forget_challenge import ForgetChallenge
from services.applicant.errands.her_door import HerDoor
from services.applicant.errands.identify import Identity
from services.applicant.errands.send_message import SendMessage, outlet
from services.applicant.errands.staff_door import StaffDoor
from services.applicant.usecases import UseCases
from shared.frame import Frame
from shared.running import Runs
from shared.web.identity.codes import Codes
from shared.web.identity.otp import Otp
from shared.web.identity.passwords import Passwords
from shared.web.identity.tokens import GATEWAY, Signer


@dataclass(frozen=True, slots=True)
class Doors:
    """One verb each; people wait for the first three, jobs and the command line run the others."""

    identity: Identity
    hers: HerDoor
    staff: StaffDoor
    send_message: SendMessage
    forget_challenge: ForgetChallenge
    demonstration: DemonstrationAccounts
    first_account: FirstAccount

    @classmethod
    def of(cls, frame: Frame, web: Runs[UseCases], worker: Runs[UseCases], codes: Codes) -> "Doors":
        """Return them; only applicant has the key that signs as the gateway."""
        settings, passwords = frame.settings, Passwords()
        return cls(
            identity=Identity(web, Signer.load(GATEWAY, settings.secrets_dir / "gateway.pem")),
            hers=HerDoor(web, codes, settings.demonstration),
            staff=StaffDoor(web, passwords, Otp(), settings.totp),
            send_message=SendMessage(worker, outlet(settings)),
            forget_challenge=ForgetChallenge(worker),
            demonstration=DemonstrationAccounts(worker, passwords),
            first_account=FirstAccount(worker),
        )
