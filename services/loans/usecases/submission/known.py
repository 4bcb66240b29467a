"""What applicant told of her when she last handed in and it answered; and whether a try of hers is kept."""

from dataclasses import dataclass
from datetime import date

from services.loans.domain.hand_in import Told, last_told
from services.loans.usecases.submission.ports import HandIns


@dataclass(frozen=True, slots=True)
class Known:
    """For desks that hold her answers against it."""

    hand_ins: HandIns

    def __call__(self, application_id: str) -> Told | None:
        """Return it, None while applicant never answered; the asker has been let through to the application."""
        return last_told(self.hand_ins.of(application_id))

    def tried_on(self, application_id: str) -> date | None:
        """Return the day on which the rules did not let her through, None when no such try is kept."""
        return self.hand_ins.tried_on(application_id)
