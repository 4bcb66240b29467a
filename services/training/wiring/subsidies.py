"""The subsidy of classes, spot checks and rotation training, bound to one transaction."""

from services.training.usecases.catalogue import Catalogue
from services.training.usecases.rotation import RotationUseCases
from services.training.usecases.spot_check import SpotCheckUseCases
from services.training.usecases.subsidy import SubsidyUseCases
from services.training.usecases.subsidy.claim import ClaimSubsidy, Weigh
from services.training.usecases.subsidy.find import FindClaim
from services.training.usecases.subsidy.step import StepClaim
from services.training.wiring.stores import Stores
from shared.frame import Frame


def subsidy(stores: Stores, catalogue: Catalogue, frame: Frame) -> SubsidyUseCases:
    classes, claims, papers = stores.classes, stores.claims, stores.certificates
    weigh = Weigh(stores.enrolments, papers, stores.followups, stores.counted, catalogue, stores.replica)
    return SubsidyUseCases(
        claim=ClaimSubsidy(classes, claims, weigh, stores.guards, stores.ledger, frame.clock),
        step=StepClaim(claims, classes, papers, weigh, stores.ledger, frame.clock),
        find=FindClaim(claims, classes, weigh, frame.clock),
    )


def rotation(stores: Stores, catalogue: Catalogue, frame: Frame) -> RotationUseCases:
    return RotationUseCases(stores.officials, stores.classes, stores.enrolments, catalogue, frame.clock)


def spot_check(stores: Stores, catalogue: Catalogue, frame: Frame) -> SpotCheckUseCases:
    return SpotCheckUseCases(
        stores.spot_checks, stores.classes, stores.enrolments, catalogue, stores.ledger, frame.clock
    )
