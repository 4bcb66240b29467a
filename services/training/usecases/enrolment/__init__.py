"""What can be done with places in classes."""

from dataclasses import dataclass

from services.training.usecases.enrolment.admit import Admit
from services.training.usecases.enrolment.answer import Answer
from services.training.usecases.enrolment.drop import Drop
from services.training.usecases.enrolment.enrol import Enrol
from services.training.usecases.enrolment.find import FindEnrolment
from services.training.usecases.enrolment.move import Move
from services.training.usecases.enrolment.offer import Offers
from services.training.usecases.enrolment.together import Together


@dataclass(frozen=True, slots=True)
class EnrolmentUseCases:
    """One verb each."""

    enrol: Enrol
    admit: Admit
    drop: Drop
    offers: Offers
    answer: Answer
    move: Move
    together: Together
    find: FindEnrolment
