"""The only place where applicant's real things are built and joined."""

from dataclasses import dataclass

from pymongo.client_session import ClientSession

from services.applicant.errands import Errands
from services.applicant.usecases import UseCases
from shared.frame import Frame
from shared.settings import Settings
from shared.storage.mongo import WEB_DEADLINE, WORK_DEADLINE
from shared.storage.runner import Runner


@dataclass(frozen=True, slots=True)
class Wiring:
    """One process of applicant: `runner` for the web (3 s), `worker` for events and jobs (30 s)."""

    frame: Frame
    runner: Runner[UseCases]
    worker: Runner[UseCases]
    errands: Errands


def wire(settings: Settings) -> Wiring:
    """Join the parts for one process."""
    frame = Frame.open(settings)

    def build(session: ClientSession | None) -> UseCases:
        return UseCases(
            account=_account(frame, session),
            unit=_unit(frame, session),
            person=_person(frame, session),
            message=_message(frame, session),
            journey=_journey(frame, session),
        )

    runner = frame.runner(build, DUPLICATES, WEB_DEADLINE)
    return Wiring(frame, runner, frame.runner(build, DUPLICATES, WORK_DEADLINE), Errands(frame.peers, runner))
