"""An officer gets an account: a name, and a one-time code with which she chooses her password."""

from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.account import Account, Activation
from services.applicant.usecases.account.ports import Accounts, Clock, Ids, InForce, Secrets
from services.applicant.usecases.ports import Deed, Ledger, Units
from shared.access import Actor, scope


@dataclass(frozen=True, slots=True)
class Handed:
    """An account and the code that its owner is handed; the code is kept nowhere."""

    account: Account
    code: str


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """Opens accounts, and renews the code for a forgotten password. A new code leaves the second factor alone."""

    accounts: Accounts
    units: Units
    ledger: Ledger
    secrets: Secrets
    limits: InForce
    clock: Clock
    ids: Ids

    def __call__(self, login: str, name: str, unit_id: str, *, by: Actor) -> Handed:
        """Open one at a unit inside the asker's scope; Conflict("login_taken") for a name that is in use."""
        place = self.units.get(scope(RULES, by, "account.open"), unit_id)
        account = Account(self.ids(), login, name, place.id, place.path)
        code = self._renew(account)
        self.accounts.add(account)
        self.ledger.note(by, Deed("account.opened", "account", account.id))
        return Handed(account, code)

    def renew(self, account_id: str, *, by: Actor) -> Handed:
        """Give an account a new activation code."""
        account = self.accounts.get(scope(RULES, by, "account.renew"), account_id)
        code = self._renew(account)
        self.accounts.save(account)
        self.ledger.note(by, Deed("account.renewed", "account", account.id))
        return Handed(account, code)

    def _renew(self, account: Account) -> str:
        code = self.secrets.activation()
        until = self.clock.real_now() + self.limits().staff.activation
        account.renew(Activation(self.secrets.fingerprint(code), until))
        return code
