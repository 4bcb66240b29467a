"""What applicant told of her when she last handed in and it answered."""

from dataclasses import dataclass

from services.loans.domain.hand_in import Told, last_told
from services.loans.usecases.submission.ports import HandIns


@dataclass(frozen=True, slots=True)
class Known:
    """For desks that hold her answers against it."""

    hand_ins: HandIns

    def __call__(self, application_id: str) -> Told | None:
        """Return it, None while applicant never answered; the asker has been let through to the application."""
        return last_told(self.hand_ins.of(application_id))
