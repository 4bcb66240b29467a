"""She sets her password with the code she was handed."""

from dataclasses import dataclass

from services.applicant.usecases.account.opening import Opening
from services.applicant.usecases.account.ports import Accounts, Clock, Secrets
from services.applicant.usecases.ports import Deed, Ledger
from shared.access import Actor, Kind
from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class Activate:
    """The password arrives hashed and checked (domain/password.py); the code dies with its use."""

    accounts: Accounts
    secrets: Secrets
    ledger: Ledger
    opening: Opening
    clock: Clock

    def __call__(self, login: str, code: str, password_hash: str) -> None:
        """Set it and end every session; an unknown name is refused like a wrong code ("activation_wrong")."""
        account = self.accounts.with_login(login)
        if account is None:
            raise Refused("activation_wrong")
        plain = code.upper().replace("-", "").replace(" ", "")
        account.activate(self.secrets.fingerprint(plain), password_hash, self.clock.real_now())
        self.accounts.save(account)
        self.opening.end_all(account.id)
        self.ledger.note(Actor(account.id, Kind.STAFF), Deed("account.activated", "account", account.id))
