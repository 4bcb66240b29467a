"""The roster of an enterprise's staff (domain.md §2.5): each person's line, and what the rules take of all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.loans.domain.judge import Hire
from services.loans.domain.judge.months import ahead
from shared.ledger.row import Finding

YEAR_MONTHS = 12
OPEN_ENDED_MONTHS = 1200  # a contract without an end (无固定期限) is longer than any that a policy asks for
NONE = "none"


@dataclass(frozen=True, slots=True)
class Employee:
    """One line: name and ID number are kept sealed; `group` none where no group of the policy fits."""

    name: str
    id_no: str
    group: str
    contract_from: date
    contract_to: date | None = None
    insured_from: date | None = None

    @property
    def contract_months(self) -> int:
        """Return the whole months of the contract, its last day among them."""
        if self.contract_to is None:
            return OPEN_ENDED_MONTHS
        after = self.contract_to + timedelta(days=1)
        months = (after.year - self.contract_from.year) * YEAR_MONTHS + after.month - self.contract_from.month
        return months if ahead(self.contract_from, months) <= after else months - 1


@dataclass(frozen=True, slots=True)
class Roster:
    """What the rules take, without a name: all people, and when those of the listed groups were hired.

    `given_on` is the day it was handed over, `wrong` how many lines of the sheet were left out.
    """

    given_on: date
    staff: int
    hires: tuple[Hire, ...]
    wrong: int = 0

    @classmethod
    def of(cls, people: Sequence[Employee], given_on: date, wrong: int = 0) -> "Roster":
        """Return the sums of a sheet."""
        hired = tuple(Hire(one.contract_from, one.group, one.contract_months) for one in people if one.group != NONE)
        return cls(given_on, len(people), hired, wrong)

    @property
    def hires_12m(self) -> int:
        """Return how many of the listed groups were hired within twelve months of the day it was given."""
        return sum(ahead(self.given_on, -YEAR_MONTHS) <= one.on <= self.given_on for one in self.hires)


def oddities(one: Employee, today: date) -> list[Finding]:
    """Return what cannot be on one line: a contract that ends before it begins, a day that has not come."""
    found = []
    if one.contract_to is not None and one.contract_to < one.contract_from:
        found.append(Finding("contract_to", "contract_ends_before"))
    if one.contract_from > today:
        found.append(Finding("contract_from", "day_to_come"))
    if one.insured_from is not None and one.insured_from > today:
        found.append(Finding("insured_from", "day_to_come"))
    return found


def twice(people: Iterable[tuple[int, str]]) -> dict[int, int]:
    """Return by line the line above that names the same person; lines come as (line, ID number)."""
    first: dict[str, int] = {}
    return {row: first[id_no] for row, id_no in people if first.setdefault(id_no, row) != row}
