"""After a right staff password: a session, or first the question for the second factor."""

from dataclasses import dataclass, replace

from services.applicant.domain.account import Account
from services.applicant.domain.challenge import Challenge, Purpose, State
from services.applicant.usecases.account.begin_staff import ACCOUNT, ADDRESS, network, tally_name
from services.applicant.usecases.account.opening import Opened, Opening, Who, dated
from services.applicant.usecases.account.ports import Accounts, Challenges, Devices, Origin, Tallies
from services.applicant.usecases.ports import Deed, Ledger
from shared.access import Actor, Kind
from shared.errors import Conflict


@dataclass(frozen=True, slots=True)
class EnterStaff:
    """Runs only after the password was found right; `second` tells whether a second factor is asked for."""

    accounts: Accounts
    challenges: Challenges
    tallies: Tallies
    devices: Devices
    ledger: Ledger
    opening: Opening
    second: bool

    def __call__(self, login: str, origin: Origin, *, fresh_hash: str = "") -> Opened | Challenge:
        """Return the opened session, or the challenge to answer next. `fresh_hash` replaces one of older cost."""
        account = self.accounts.with_login(login)
        if account is None:
            raise Conflict("changed_meanwhile")
        self._was_right(account, origin)
        if fresh_hash:
            account.password = fresh_hash
            self.accounts.save(account)
        if self.second:
            return self._ask(account, origin)
        return self.open(account, origin, proved=False)

    def open(self, account: Account, origin: Origin, *, proved: bool) -> Opened:
        """Open the officer's session, remember the browser and keep the act."""
        posts = dated(account.posts, self.opening.clock.today())
        who = Who(Kind.STAFF, account.id, account.name, posts, proved, account.mark)
        opened = self.opening(who, origin)
        self.devices.remember(origin.device, account.id, opened.session.started_at)
        by = Actor(account.id, Kind.STAFF, tuple(held.post for held in posts))
        self.ledger.note(by, Deed("sign_in", "account", account.id))
        return replace(opened, keys=account.keys)

    def _ask(self, account: Account, origin: Origin) -> Challenge:
        now = self.opening.clock.real_now()
        challenge = Challenge(
            self.opening.ids(),
            Purpose.SECOND_FACTOR,
            now,
            subject=account.id,
            device=origin.device,
            state=State.PROVED,
        )
        self.challenges.add(challenge)
        return challenge

    def _was_right(self, account: Account, origin: Origin) -> None:
        self.tallies.forget(ACCOUNT, tally_name(self.devices, account, account.login, origin))
        address = network(origin.ip)
        failures = self.tallies.failures(ADDRESS, address)
        self.tallies.keep(ADDRESS, address, replace(failures, count=max(0, failures.count - 1)))
