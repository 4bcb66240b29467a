"""What a county may guarantee and pay out in one year: its task and its cap, dated data (domain.md §1.5)."""

from dataclasses import dataclass

from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class YearSums:
    """What a fund's ledger says of one year: promised less given back, and paid in the place of women; in fen.

    What was promised in an earlier year and is given back in this one makes this year's task no larger.
    """

    granted_fen: int = 0
    paid_fen: int = 0


@dataclass(frozen=True, slots=True)
class YearTerms:
    """The limits of a year in fen, None where nobody set one; `refuses` = a filled task stops, else it only warns."""

    task_fen: int | None = None
    bank_task_fen: int | None = None
    refuses: bool = False
    payout_fen: int | None = None

    @property
    def any(self) -> bool:
        """Tell whether anything is limited."""
        return any(one is not None for one in (self.task_fen, self.bank_task_fen, self.payout_fen))

    def guard_task(self, amount_fen: int, sums: YearSums) -> None:
        """Raise Refused("year_task_filled") where a task stops and this guarantee goes beyond it."""
        left = left_of(self.task_fen, sums.granted_fen)
        if self.refuses and left is not None and amount_fen > left:
            raise Refused("year_task_filled", left_fen=max(0, left))

    def guard_bank(self, amount_fen: int, used_fen: int) -> None:
        """Raise Refused("bank_task_filled") where a task stops and this loan goes beyond the bank's part."""
        left = left_of(self.bank_task_fen, used_fen)
        if self.refuses and left is not None and amount_fen > left:
            raise Refused("bank_task_filled", left_fen=max(0, left))

    def guard_payout(self, amount_fen: int, sums: YearSums) -> None:
        """Raise Refused("payout_cap_reached") with what is left; above it finance sets a new limit (S16)."""
        left = left_of(self.payout_fen, sums.paid_fen)
        if left is not None and amount_fen > left:
            raise Refused("payout_cap_reached", left_fen=max(0, left))


def left_of(limit_fen: int | None, used_fen: int) -> int | None:
    """Return what is left of a limit, below zero where more was used; None without a limit."""
    return None if limit_fen is None else limit_fen - used_fen
