"""What can be done with titles."""

from dataclasses import dataclass

from services.applicant.usecases.title.check import Check
from services.applicant.usecases.title.decide import Confirm, HandBack, Propose
from services.applicant.usecases.title.fall_due import FallDue
from services.applicant.usecases.title.find import Find
from services.applicant.usecases.title.nominate import Nominate
from services.applicant.usecases.title.public import Public
from services.applicant.usecases.title.remind import Remind
from services.applicant.usecases.title.subrogate import Subrogate
from services.applicant.usecases.title.take_over import TakeOver
from services.applicant.usecases.title.watch import Disturb, Watch


@dataclass(frozen=True, slots=True)
class TitleUseCases:
    """One verb each; `fall_due` and `remind` are jobs', `subrogate` an event's."""

    nominate: Nominate
    check: Check
    propose: Propose
    confirm: Confirm
    hand_back: HandBack
    disturb: Disturb
    watch: Watch
    fall_due: FallDue
    remind: Remind
    subrogate: Subrogate
    take_over: TakeOver
    find: Find
    public: Public
