"""An officer has left: her account is closed and every session ends."""

from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.account import Account
from services.applicant.usecases.account.opening import Opening
from services.applicant.usecases.account.ports import Accounts
from services.applicant.usecases.ports import Deed, Ledger
from shared.access import Actor, scope
from shared.errors import Denied


@dataclass(frozen=True, slots=True)
class CloseAccount:
    """Closes an account inside the asker's scope, never one's own."""

    accounts: Accounts
    ledger: Ledger
    opening: Opening

    def __call__(self, account_id: str, *, by: Actor) -> Account:
        """Close it; raises Conflict when it is closed already."""
        account = self.accounts.get(scope(RULES, by, "account.close"), account_id)
        if account.id == by.id:
            raise Denied("not_to_yourself")
        account.close()
        self.accounts.save(account)
        self.opening.end_all(account.id)
        self.ledger.note(by, Deed("account.closed", "account", account.id))
        return account
