"""What staff rosters need of the world."""

from collections.abc import Sequence
from typing import Protocol

from services.loans.domain.application import Application
from services.loans.domain.staff import Employee


class StaffRosters(Protocol):
    """The people of enterprises, and the sheet that was sent last; both kept sealed."""

    def put(self, application: Application, people: Sequence[Employee] | None, sheet: bytes) -> None:
        """Keep the sheet, and its people in place of those before; None leaves them as they were."""

    def people(self, application: Application) -> list[Employee]:
        """Return those who count; empty when no sheet was taken, or her key is gone."""

    def sheet(self, application: Application) -> bytes | None:
        """Return the sheet that was sent last; None when there is none, or her key is gone."""
