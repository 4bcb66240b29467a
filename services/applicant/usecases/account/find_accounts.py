"""Looking accounts up: for their administrators, for their owner, for command lines of the services."""

from collections.abc import Collection
from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.account import Account, State
from services.applicant.usecases.account.opening import dated
from services.applicant.usecases.account.ports import Accounts, Clock
from shared.access import SYSTEM, Actor, Kind, scope
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class FindAccounts:
    """Reads accounts."""

    accounts: Accounts
    clock: Clock

    def __call__(self, account_id: str, *, by: Actor) -> Account:
        """Return one inside the asker's scope."""
        return self.accounts.get(scope(RULES, by, "account.list"), account_id)

    def page(self, after: str | None, limit: int, *, by: Actor) -> list[Account]:
        """Return a page of accounts inside the asker's scope, by sign-in name."""
        return self.accounts.below(scope(RULES, by, "account.list"), after, limit)

    def own(self, by: Actor) -> Account:
        """Return the asker's own."""
        return self.accounts.get(SYSTEM, by.id)

    def actor(self, login: str) -> Actor:
        """Return whom a sign-in name stands for today; raises NotFound unless it is in use."""
        account = self.accounts.with_login(login)
        if account is None or account.state is not State.ACTIVE:
            raise NotFound("account_not_found")
        return self._actor(account)

    def colleagues(self, units: Collection[str], *, by: Actor) -> list[Actor]:
        """Return who holds a post today at those of the units where the end user holds one, too."""
        own = {post.unit for post in (by.on_behalf_of or by).posts}
        found = [self._actor(account) for account in self.accounts.at(sorted(own & set(units)))]
        return [one for one in found if own & {post.unit for post in one.posts}]

    def _actor(self, account: Account) -> Actor:
        posts = tuple(held.post for held in dated(account.posts, self.clock.today()))
        return Actor(account.id, Kind.STAFF, posts, account.name, mark=account.mark)

    def none(self) -> bool:
        """Tell whether there is no account at all."""
        return not self.accounts.below(SYSTEM, None, 1)

    def free(self, login: str) -> bool:
        """Tell whether nobody has this sign-in name."""
        return self.accounts.with_login(login) is None

    def prefer(self, keys: bool, *, by: Actor) -> None:
        """Switch one's shortcut keys on or off."""
        account = self.own(by)
        account.keys = keys
        self.accounts.save(account)
