"""Posts are given and ended; what they allow changes in the sessions that live, at once."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.applicant.domain.access import RULES
from services.applicant.domain.account import Account, HeldPost
from services.applicant.domain.post_rules import check_place
from services.applicant.usecases.account.opening import Opening
from services.applicant.usecases.account.ports import Accounts, Clock, Ids
from services.applicant.usecases.ports import Deed, Ledger, Units
from shared.access import Actor, scope
from shared.errors import Denied


@dataclass(frozen=True, slots=True)
class Term:
    """From which day to which day, both included; None = open."""

    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class GivePost:
    """Gives an account a role at a unit."""

    accounts: Accounts
    units: Units
    ledger: Ledger
    opening: Opening
    ids: Ids

    def __call__(self, account_id: str, role: str, unit_id: str, term: Term, *, by: Actor) -> Account:
        """Give it; both account and unit lie inside the asker's scope, and nobody gives herself one."""
        reach = scope(RULES, by, "post.give")
        account, place = self.accounts.get(reach, account_id), self.units.get(reach, unit_id)
        if account.id == by.id:
            raise Denied("not_to_yourself")
        post = HeldPost(
            self.ids(), role, place.id, place.path, place.kind.value, place.title, term.from_on, term.until_on
        )
        check_place(post, place.level)
        account.give(post)
        self.accounts.save(account)
        self.opening.refresh(account.id, account.posts, self.opening.clock.today())
        self.ledger.note(by, Deed("post.given", "account", account.id, reason=role))
        return account


@dataclass(frozen=True, slots=True)
class EndPost:
    """Ends a post."""

    accounts: Accounts
    ledger: Ledger
    opening: Opening
    clock: Clock

    def __call__(self, account_id: str, post_id: str, last_on: date | None = None, *, by: Actor) -> Account:
        """End it with `last_on` as its last day, or at once: then every session of the holder ends too."""
        account = self.accounts.get(scope(RULES, by, "post.end"), account_id)
        today = self.clock.today()
        ended = account.end(post_id, last_on or today - timedelta(days=1))
        self.accounts.save(account)
        if not ended.in_force(today):
            self.opening.end_all(account.id)
        self.opening.refresh(account.id, account.posts, today)
        self.ledger.note(by, Deed("post.ended", "account", account.id, reason=ended.role))
        return account
