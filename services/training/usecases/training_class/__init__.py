"""What can be done with classes."""

from dataclasses import dataclass

from services.training.usecases.training_class.call_off import CallOff
from services.training.usecases.training_class.find import FindClass
from services.training.usecases.training_class.finish import FinishClass
from services.training.usecases.training_class.move import MoveSession
from services.training.usecases.training_class.plan import PlanClass
from services.training.usecases.training_class.step import StepClass


@dataclass(frozen=True, slots=True)
class ClassUseCases:
    """One verb each; `step` holds tell plan, file, hand back, approve, open, start; `finish` examine, close."""

    plan: PlanClass
    step: StepClass
    finish: FinishClass
    find: FindClass
    move: MoveSession
    call_off: CallOff
