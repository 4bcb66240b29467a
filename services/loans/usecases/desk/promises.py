"""What a case promises for later: it lapses when she, or a contract, does not come in time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from services.loans.domain.application import Application
from services.loans.usecases.desk.ports import Due
from shared.clock import SHANGHAI

LAPSE = "lapse_application"
AT = time(0, 30)


@dataclass(frozen=True, slots=True)
class Promises:
    """The job looks again when it runs: a case that went on meanwhile is left alone."""

    due: Due

    def after(self, application: Application) -> None:
        """Promise the lapse of a case that waits now, on the morning after its last day."""
        last = application.waits_until
        if last is not None:
            at = datetime.combine(last + timedelta(days=1), AT, SHANGHAI)
            self.due.add(LAPSE, application.id, at)
