"""The day by which whoever examines has the list of a class, and the promise that it is made then."""

from datetime import date, datetime, time

from services.training.domain.training_class import TrainingClass
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import Due
from shared.clock import SHANGHAI

LIST = "exam.list"
AT = time(8, 0)


def due_on(catalogue: Catalogue, one: TrainingClass) -> date:
    """Return the day by which the tester has the list; the exam is held on the last day of a class."""
    return catalogue.tester(one.plan.starts_on).due_on(one.plan.ends_on)


def promise(due: Due, catalogue: Catalogue, one: TrainingClass) -> None:
    """Promise that a class's list is made on the morning of its day; promising again moves it."""
    due.add(LIST, one.id, datetime.combine(due_on(catalogue, one), AT, SHANGHAI))
