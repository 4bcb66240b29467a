"""Places in classes and their waiting lists, bound to one transaction."""

from services.training.usecases.catalogue import Catalogue
from services.training.usecases.class_rules import ClassRules
from services.training.usecases.enrolment import EnrolmentUseCases
from services.training.usecases.enrolment.admission import Admission
from services.training.usecases.enrolment.admit import Admit
from services.training.usecases.enrolment.answer import Answer
from services.training.usecases.enrolment.drop import Drop
from services.training.usecases.enrolment.enrol import Enrol
from services.training.usecases.enrolment.find import FindEnrolment
from services.training.usecases.enrolment.move import Move
from services.training.usecases.enrolment.offer import Offers
from services.training.usecases.enrolment.together import Together
from services.training.wiring.stores import Stores
from shared.frame import Frame


def enrolment(stores: Stores, catalogue: Catalogue, frame: Frame) -> EnrolmentUseCases:
    classes, enrolments, ledger, clock = stores.classes, stores.enrolments, stores.ledger, frame.clock
    rules = ClassRules(catalogue, stores.replica)
    offers = Offers(classes, enrolments, rules, stores.due, ledger, clock)
    admission = Admission(classes, stores.sessions, stores.certificates, stores.counted, rules, clock)
    enrol = Enrol(classes, enrolments, admission, offers, stores.replica, stores.guards, clock)
    return EnrolmentUseCases(
        enrol=enrol,
        admit=Admit(classes, enrolments, ledger, clock),
        drop=Drop(classes, enrolments, offers, ledger, clock),
        offers=offers,
        answer=Answer(classes, enrolments, clock),
        move=Move(classes, enrolments, enrol, offers, ledger, clock),
        together=Together(enrolments, enrol, offers, clock),
        find=FindEnrolment(classes, enrolments, rules, clock),
    )
