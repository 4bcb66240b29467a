"""Table of contents: everything training can do, by noun."""

from dataclasses import dataclass

from services.training.usecases.attendance import AttendanceUseCases
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.certificate import CertificateUseCases
from services.training.usecases.enrolment import EnrolmentUseCases
from services.training.usecases.evaluation import EvaluationUseCases
from services.training.usecases.exam import ExamUseCases
from services.training.usecases.feed import FeedUseCases
from services.training.usecases.followup import FollowUpUseCases
from services.training.usecases.overview import FindOverview
from services.training.usecases.place import PlaceUseCases
from services.training.usecases.roster import RosterUseCases
from services.training.usecases.rotation import RotationUseCases
from services.training.usecases.spot_check import SpotCheckUseCases
from services.training.usecases.subsidy import SubsidyUseCases
from services.training.usecases.timetable import TimetableUseCases
from services.training.usecases.training_class import ClassUseCases
from shared.ledger.booking import LedgerUseCases
from shared.replica import Replica


@dataclass(frozen=True, slots=True)
class UseCases:
    """One verb each, grouped by noun; bound by wiring to the session of one transaction."""

    training_class: ClassUseCases
    enrolment: EnrolmentUseCases
    attendance: AttendanceUseCases
    exam: ExamUseCases
    certificate: CertificateUseCases
    roster: RosterUseCases
    subsidy: SubsidyUseCases
    rotation: RotationUseCases
    spot_check: SpotCheckUseCases
    place: PlaceUseCases
    timetable: TimetableUseCases
    overview: FindOverview
    evaluation: EvaluationUseCases
    followup: FollowUpUseCases
    feed: FeedUseCases
    catalogue: Catalogue
    replica: Replica
    ledger: LedgerUseCases
