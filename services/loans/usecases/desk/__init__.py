"""What can be done at the desks."""

from dataclasses import dataclass
from datetime import date

from services.loans.usecases.desk.bounds import DeskBounds
from services.loans.usecases.desk.claim import Claim
from services.loans.usecases.desk.decide import Decide
from services.loans.usecases.desk.figures import Figures
from services.loans.usecases.desk.lapse import Lapse
from services.loans.usecases.desk.notes import Notes
from services.loans.usecases.desk.ports import Pictures
from services.loans.usecases.desk.queues import Queue
from services.loans.usecases.desk.routes import Routes
from services.loans.usecases.desk.second import Second
from services.loans.usecases.desk.send_back import SendBack
from services.loans.usecases.desk.team import Team
from services.loans.usecases.ports import Clock


@dataclass(frozen=True, slots=True)
class DeskUseCases:
    """One verb each; `claim` holds next, put back and skip, `second` confirm and hand back."""

    routes: Routes
    bounds: DeskBounds
    queue: Queue
    claim: Claim
    decide: Decide
    second: Second
    send_back: SendBack
    lapse: Lapse
    team: Team
    figures: Figures
    notes: Notes
    pictures: Pictures
    clock: Clock

    def today(self) -> date:
        """Return the business day."""
        return self.clock.today()
