"""What the use cases of the fund need of the world."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.loans.domain.account import Account
from services.loans.domain.bank_stop import BankStop, Stock
from services.loans.domain.contract import Contract
from services.loans.domain.due_rate import DueRate
from services.loans.domain.fund import Entry, Fund, Kind, Reservation, Sums
from services.loans.domain.fund_year import YearSums
from services.loans.domain.top_up import TopUp


class Funds(Protocol):
    """Funds with their ledgers."""

    def hold(self, fund_id: str, path: tuple[str, ...], multiple: int) -> Fund:
        """Return one after writing to it, new when there was none, so that whoever else books waits or begins again."""

    def get(self, fund_id: str) -> Fund | None:
        """Return one, None before its first booking."""

    def all(self) -> list[Fund]:
        """Return every fund."""

    def save(self, fund: Fund) -> None:
        """Store a held one with its new entries and its news."""

    def entries(self, fund_id: str, before: int | None, limit: int) -> list[Entry]:
        """Return the newest lines of its ledger, those before number `before`."""

    def in_year(self, fund_id: str, year: int) -> YearSums:
        """Return what its ledger promised and paid in a year."""

    def booked(self, fund_id: str) -> Iterable[tuple[int, Kind, int]]:
        """Yield (number, kind, fen) of its whole ledger, first to last."""


class Reservations(Protocol):
    """Head-room promised to applications."""

    def get(self, application_id: str) -> Reservation | None:
        """Return what was promised to one."""

    def put(self, one: Reservation) -> None:
        """Store it, new or changed."""

    def held(self, fund_id: str, bank_id: str | None = None) -> int:
        """Return the sum of what is still promised, in fen: all of it, or what one bank is to lend."""


class LiveContracts(Protocol):
    """Contracts whose application may still end."""

    def live(self, application_id: str) -> Contract | None:
        """Return the one that counts of an application."""

    def save(self, one: Contract) -> None:
        """Store a changed one; raises Stale."""


class DueRates(Protocol):
    """How much of what fell due was repaid, per fund and year."""

    def of(self, fund_id: str, year: int) -> DueRate | None:
        """Return the rate of a year, None before it was counted."""

    def keep(self, fund_id: str, year: int, rate: DueRate) -> None:
        """Keep the rate of a year."""

    def accounts(self, fund_id: str, year: int) -> list[Account]:
        """Return the accounts of all loans of a fund that may have been due in a year."""


class BankStops(Protocol):
    """Banks that were stopped under a fund, one row each."""

    def get(self, fund_id: str, bank_id: str) -> BankStop | None:
        """Return the stop of a bank, None where it was never stopped."""

    def add(self, one: BankStop) -> None:
        """Store a new one."""

    def save(self, one: BankStop) -> None:
        """Store a changed one; raises Stale. The filter itself refuses the hand that asked."""


class Stocks(Protocol):
    """Running loans as sums."""

    def of_bank(self, fund_id: str, bank_id: str, bad_since: date) -> Stock:
        """Return what a bank's running loans owe under a fund; bad is what has been late since a day or longer."""

    def lent(self, fund_id: str, bank_id: str, year: int) -> int:
        """Return what a bank paid out under a fund in a year, in fen."""


class TopUps(Protocol):
    """Payments into funds that wait for their second hand, and those that had it."""

    def get(self, top_up_id: str) -> TopUp:
        """Return one; raises NotFound("top_up_not_found")."""

    def waiting(self, fund_id: str) -> list[TopUp]:
        """Return those that wait, oldest first."""

    def add(self, one: TopUp) -> None:
        """Store a new one."""

    def save(self, one: TopUp) -> None:
        """Store a changed one; raises Stale. The filter itself refuses the hand that entered it."""


class Outstanding(Protocol):
    """What running loans still owe."""

    def outstanding(self, fund_id: str) -> int:
        """Return the principal of all running loans of a fund, in fen."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A fund whose document, ledger and loans do not say the same."""

    fund_id: str
    what: str
    stored: Sums | int
    counted: Sums | int
