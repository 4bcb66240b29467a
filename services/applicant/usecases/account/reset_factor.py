"""A lost phone: the second factor is taken away by two administrators, and every session ends."""

from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.account import Account
from services.applicant.usecases.account.opening import Opening
from services.applicant.usecases.account.ports import Accounts
from services.applicant.usecases.ports import Deed, Ledger
from shared.access import Actor, scope
from shared.errors import Denied


@dataclass(frozen=True, slots=True)
class ResetFactor:
    """One asks, another confirms (security.md §2.2)."""

    accounts: Accounts
    ledger: Ledger
    opening: Opening

    def ask(self, account_id: str, *, by: Actor) -> Account:
        """Propose it."""
        account = self._account(account_id, by)
        if account.id == by.id:
            raise Denied("not_to_yourself")
        account.ask_reset(by.id)
        return self._keep(account, by, "factor.reset_asked")

    def confirm(self, account_id: str, *, by: Actor) -> Account:
        """Do it; raises Denied("same_person") for the one who asked."""
        account = self._account(account_id, by)
        account.confirm_reset(by.id)
        self.opening.end_all(account.id)
        return self._keep(account, by, "factor.reset")

    def _account(self, account_id: str, by: Actor) -> Account:
        return self.accounts.get(scope(RULES, by, "factor.reset"), account_id)

    def _keep(self, account: Account, by: Actor, act: str) -> Account:
        self.accounts.save(account)
        self.ledger.note(by, Deed(act, "account", account.id))
        return account
