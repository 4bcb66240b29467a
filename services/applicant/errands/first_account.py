"""The first account of a fresh installation: no account comes with the product (ASVS 6.3.2)."""

from dataclasses import dataclass

from services.applicant.errands.demonstration import SYSTEM_ITSELF
from services.applicant.usecases import UseCases
from services.applicant.usecases.account.open_account import Handed
from services.applicant.usecases.account.posts import Term
from shared.errors import Conflict
from shared.running import Runs

ROLE = "account_admin"


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """Opens an administrator's account at a federation while there is no account at all; she opens the others."""

    runs: Runs[UseCases]

    def __call__(self, login: str, name: str, division: str) -> Handed:
        """Return the account and its one-time code; raises Conflict("accounts_exist"), NotFound("unit_not_found")."""

        def work(use: UseCases) -> Handed:
            if not use.account.find.none():
                raise Conflict("accounts_exist")
            unit = use.unit.find.of_division(division)
            handed = use.account.open(login, name, unit.id, by=SYSTEM_ITSELF)
            term = Term(use.account.find.clock.today())
            use.account.give_post(handed.account.id, ROLE, unit.id, term, by=SYSTEM_ITSELF)
            return handed

        return self.runs.run(work)
