"""What can be done with applications."""

from dataclasses import dataclass

from services.loans.usecases.application.appeal import Appeal
from services.loans.usecases.application.fill import Fill
from services.loans.usecases.application.find import Find
from services.loans.usecases.application.follow import Follow
from services.loans.usecases.application.start import Start
from services.loans.usecases.application.withdraw import Withdraw


@dataclass(frozen=True, slots=True)
class ApplicationUseCases:
    """One verb each."""

    start: Start
    fill: Fill
    withdraw: Withdraw
    appeal: Appeal
    find: Find
    follow: Follow
