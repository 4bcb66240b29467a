"""An officer's own ID number is turned into a fingerprint, so that no desk gives her a file of her family."""

from dataclasses import dataclass

from services.applicant.domain import id_number
from services.applicant.domain.access import RULES
from services.applicant.domain.account import Account
from services.applicant.domain.findings import refuse
from services.applicant.usecases.account.opening import Opening
from services.applicant.usecases.account.ports import Accounts, Clock
from services.applicant.usecases.ports import Deed, Ledger, Marks
from shared.access import Actor, scope


@dataclass(frozen=True, slots=True)
class MarkAccount:
    """The number itself is kept nowhere; a wrong one is replaced by giving the right one."""

    accounts: Accounts
    ledger: Ledger
    marks: Marks
    opening: Opening
    clock: Clock

    def __call__(self, account_id: str, typed: str, *, by: Actor) -> Account:
        """Keep the fingerprint, in living sessions too; raises NotFound outside the scope, Invalid for a bad number."""
        account = self.accounts.get(scope(RULES, by, "account.mark"), account_id)
        read = id_number.read(typed, self.clock.today())
        refuse(read.findings)
        if read.value is not None:
            account.mark = self.marks(read.value.text)
        self.accounts.save(account)
        self.opening.mark(account.id, account.mark)
        self.ledger.note(by, Deed("account.marked", "account", account.id))
        return account
