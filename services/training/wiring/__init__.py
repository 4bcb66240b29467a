"""The only place where training's real things are built and joined."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pymongo.client_session import ClientSession

from services.training.errands import Errands
from services.training.errands.certificate_paper import CertificatePaper
from services.training.usecases import UseCases
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.enrolment.enrol import Enrol
from services.training.usecases.enrolment.together import Together
from services.training.usecases.roster import RosterUseCases
from services.training.usecases.roster.bring import Bring
from services.training.usecases.roster.enter import Enter
from services.training.usecases.roster.find import FindRoster
from services.training.usecases.roster.progress import Progress
from services.training.usecases.training_class import ClassUseCases
from services.training.usecases.training_class.call_off import CallOff
from services.training.usecases.training_class.find import FindClass
from services.training.usecases.training_class.finish import FinishClass
from services.training.usecases.training_class.laying import Lay
from services.training.usecases.training_class.move import MoveSession
from services.training.usecases.training_class.plan import PlanClass
from services.training.usecases.training_class.step import StepClass
from services.training.wiring import afterwards, enrolments, exams, ledgers, overviews, subsidies, timetables
from services.training.wiring.stores import Stores
from shared.clock import Clock
from shared.errors import Conflict, Problem
from shared.frame import Frame
from shared.paper.signing import Seal
from shared.policy import Policy
from shared.settings import Settings
from shared.storage.mongo import WEB_DEADLINE, WORK_DEADLINE
from shared.storage.runner import Runner

POLICY = Path(__file__).parents[1] / "policy"
DUPLICATES: Mapping[str, Callable[[], Problem]] = {
    "once_in_a_class": lambda: Conflict("already_in_class"),
    "once_for_a_class": lambda: Conflict("claimed_already", state="claimed"),
}


@dataclass(frozen=True, slots=True)
class Wiring:
    """One process of training: `runner` for the web (3 s), `worker` for events and jobs (30 s)."""

    frame: Frame
    runner: Runner[UseCases]
    worker: Runner[UseCases]
    errands: Errands


def wire(settings: Settings, clock: Clock | None = None) -> Wiring:
    """Join the parts for one process; a simulation brings its own clock."""
    frame = Frame.open(settings, clock)
    catalogue = Catalogue(Policy.load(POLICY))

    def build(session: ClientSession | None) -> UseCases:
        return use(frame, catalogue, session)

    runner = frame.runner(build, DUPLICATES, WEB_DEADLINE)
    worker = frame.runner(build, DUPLICATES, WORK_DEADLINE)
    return Wiring(frame, runner, worker, Errands.over(frame.peers, runner, worker, papers(settings)))


def papers(settings: Settings) -> CertificatePaper:
    """Return what lays certificates out, with the key that signs them."""
    return CertificatePaper(Seal.load(settings.secrets_dir / "certificate.pem"), settings.public_url)


def use(frame: Frame, catalogue: Catalogue, session: ClientSession | None) -> UseCases:
    """Return the use cases bound to one transaction."""
    stores = Stores.bound(frame, session)
    enrolment = enrolments.enrolment(stores, catalogue, frame)
    return UseCases(
        training_class=_training_class(stores, catalogue, frame, enrolment.together),
        enrolment=enrolment,
        attendance=exams.attendance(stores, catalogue, frame),
        exam=exams.exam(stores, catalogue, frame),
        certificate=exams.certificate(stores, catalogue, frame),
        roster=_roster(stores, enrolment.enrol, frame),
        subsidy=subsidies.subsidy(stores, catalogue, frame),
        spot_check=subsidies.spot_check(stores, catalogue, frame),
        rotation=subsidies.rotation(stores, catalogue, frame),
        place=timetables.place(stores, catalogue, frame),
        timetable=timetables.timetable(stores, frame),
        overview=overviews.overview(stores, catalogue, frame),
        evaluation=afterwards.evaluation(stores, catalogue, frame),
        followup=afterwards.followup(stores, catalogue, frame),
        feed=timetables.feed(stores, catalogue, frame),
        catalogue=catalogue,
        replica=stores.replica,
        ledger=ledgers.ledger(frame, stores, session),
    )


def _training_class(stores: Stores, catalogue: Catalogue, frame: Frame, together: Together) -> ClassUseCases:
    classes, sessions, resources, ledger = stores.classes, stores.sessions, stores.resources, stores.ledger
    return ClassUseCases(
        plan=PlanClass(
            Lay(classes, sessions, resources, catalogue, stores.replica, frame.clock),
            classes,
            sessions,
            stores.numbers,
            stores.guards,
            ledger,
        ),
        step=StepClass(classes, sessions, stores.resources, catalogue, stores.replica, stores.due, ledger, frame.clock),
        finish=FinishClass(
            classes,
            sessions,
            stores.enrolments,
            exams.find_attendance(stores, catalogue, frame),
            stores.guards,
            stores.due,
            ledger,
            frame.clock,
        ),
        find=FindClass(classes, sessions, resources, frame.clock),
        move=MoveSession(
            classes,
            sessions,
            resources,
            stores.enrolments,
            catalogue,
            stores.replica,
            stores.guards,
            stores.due,
            ledger,
            frame.clock,
        ),
        call_off=CallOff(classes, sessions, stores.enrolments, together, ledger, frame.clock),
    )


def _roster(stores: Stores, enrol: Enrol, frame: Frame) -> RosterUseCases:
    rosters = stores.rosters
    return RosterUseCases(
        bring=Bring(stores.classes, rosters, stores.due, stores.ledger, frame.clock),
        progress=Progress(rosters, stores.due, frame.clock),
        enter=Enter(rosters, enrol, stores.replica),
        find=FindRoster(rosters, stores.due),
    )
