"""What comes after a class, what women say of it and what they earn, bound to one transaction."""

from services.training.usecases.catalogue import Catalogue
from services.training.usecases.evaluation import EvaluationUseCases
from services.training.usecases.followup import FollowUpUseCases
from services.training.wiring.stores import Stores
from shared.frame import Frame


def evaluation(stores: Stores, catalogue: Catalogue, frame: Frame) -> EvaluationUseCases:
    classes, enrolments = stores.classes, stores.enrolments
    return EvaluationUseCases(
        stores.evaluations, classes, enrolments, catalogue, stores.guards, stores.due, frame.clock
    )


def followup(stores: Stores, catalogue: Catalogue, frame: Frame) -> FollowUpUseCases:
    papers, ledger = stores.certificates, stores.ledger
    return FollowUpUseCases(stores.followups, papers, catalogue, stores.replica, stores.due, ledger, frame.clock)
