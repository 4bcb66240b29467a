"""Before a staff password is looked at: count the try and refuse one that comes too soon."""

import ipaddress
import zlib
from dataclasses import dataclass
from datetime import timedelta

from services.applicant.domain.account import Account, State
from services.applicant.domain.limits import StaffLimits
from services.applicant.usecases.account.ports import Accounts, Clock, Devices, InForce, Origin, Tallies
from services.applicant.usecases.ports import Deed, Ledger
from shared.access import NOBODY
from shared.errors import TooMany

ACCOUNT = "staff"
ADDRESS = "staff_ip"
CROWDS = 64


@dataclass(frozen=True, slots=True)
class Begun:
    """What the door needs to check a password: "" as hash means that nothing will fit; how many tries are left."""

    hash: str
    left: int


@dataclass(frozen=True, slots=True)
class BeginStaff:
    """Counts a failure first and takes it back on success, so that a hundred tries at once are a hundred tries."""

    accounts: Accounts
    tallies: Tallies
    devices: Devices
    ledger: Ledger
    limits: InForce
    clock: Clock

    def __call__(self, login: str, origin: Origin) -> Begun:
        """Return the hash to check; raises TooMany with the seconds to wait, alike for names known and unknown."""
        account = self.accounts.with_login(login)
        limits = self.limits().staff
        self._address(network(origin.ip), limits)
        count = self._account(tally_name(self.devices, account, login, origin), limits)
        if count == limits.lock_after and account is not None:
            self.ledger.note(NOBODY, Deed("account.locked", "account", account.id))
        usable = account is not None and account.state is State.ACTIVE
        return Begun(account.password if account and usable else "", limits.lock_after - count)

    def _account(self, name: str, limits: StaffLimits) -> int:
        failures, now = self.tallies.failures(ACCOUNT, name), self.clock.real_now()
        wait = failures.wait(now, limits)
        if wait:
            raise _too_soon("locked_for_now" if failures.count >= limits.lock_after else "wait_a_little", wait)
        failures = failures.one_more(now, limits, limits.lock_after)
        self.tallies.keep(ACCOUNT, name, failures)
        return failures.count

    def _address(self, block: str, limits: StaffLimits) -> None:
        failures, now = self.tallies.failures(ADDRESS, block), self.clock.real_now()
        wait = failures.locked(now, limits, limits.ip_lock_after)
        if wait:
            raise _too_soon("locked_for_now", wait)
        self.tallies.keep(ADDRESS, block, failures.one_more(now, limits, limits.ip_lock_after))


def _too_soon(slug: str, wait: timedelta) -> TooMany:
    seconds = max(1, round(wait.total_seconds()))
    return TooMany(slug, seconds=seconds, minutes=-(-seconds // 60))


def tally_name(devices: Devices, account: Account | None, login: str, origin: Origin) -> str:
    """Return under which name tries are counted: a browser the officer used before has a count of its own.

    So nobody can lock her out by failing in her name elsewhere.
    """
    if account is not None and origin.device and devices.knows(origin.device, account.id):
        return f"{login} {origin.device}"
    return login


def crowd(origin: Origin) -> str:
    """Return the name of the lock that people behind one address wait at in turn, one of a few.

    They all write the same counter: waiting here is cheaper than losing a transaction there.
    """
    return f"door:{zlib.crc32(network(origin.ip).encode()) % CROWDS}"


def network(ip: str) -> str:
    """Return the /24 (or /56) of an address."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 56}", strict=False))
