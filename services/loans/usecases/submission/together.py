"""Who borrows with one application borrows with no other at the same time, over all counties."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.loans.domain.application import Application
from services.loans.usecases.desk.standing import Stood
from services.loans.usecases.ports import Guards
from shared.errors import Refused


class Borrowers(Protocol):
    """With which applications people borrow."""

    def borrowed(self, marks: Sequence[str], person_id: str) -> list[Stood]:
        """Return the applications of others with which any person of these fingerprints borrows or borrowed."""

    def owing(self, person_id: str) -> str | None:
        """Return the number of a loan of hers that is not paid back, be it from a ledger, None when there is none."""


@dataclass(frozen=True, slots=True)
class Together:
    """Touches one name for each person first: of two hand-ins at once the second sees what the first did.

    How many loans she had and how they went is judged by what she says of them, but none may go on; until applicant has
    told fingerprints nothing is known of the others.
    """

    borrowers: Borrowers
    guards: Guards

    def __call__(self, application: Application) -> None:
        """Raise Refused("borrows_elsewhere") with the number of an open application, or of a loan not settled."""
        running = self.borrowers.owing(application.person_id)
        if running is not None:
            raise Refused("borrows_elsewhere", number=running)
        marks = application.near.borrowers
        for mark in sorted(marks):
            self.guards.touch(f"borrower:{mark}")
        live = [one for one in self.borrowers.borrowed(marks, application.person_id) if one.live] if marks else []
        if live:
            raise Refused("borrows_elsewhere", number=live[0].number)
