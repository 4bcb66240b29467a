"""The only place where applicant's real things are built and joined."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Thread

from pymongo.client_session import ClientSession

from services.applicant.errands import Errands
from services.applicant.errands.doors import Doors
from services.applicant.storage.persons import initials
from services.applicant.usecases import UseCases
from services.applicant.wiring import accounts, dispatch, enterprises, journeys, ledgers, persons
from services.applicant.wiring.stores import Base
from shared.clock import Clock
from shared.errors import Conflict, Problem
from shared.frame import Frame
from shared.settings import Settings
from shared.storage.mongo import WEB_DEADLINE, WORK_DEADLINE
from shared.storage.runner import Runner

DUPLICATES: Mapping[str, Callable[[], Problem]] = {
    "one_per_id_no": lambda: Conflict("registered_already"),
    "one_per_division": lambda: Conflict("division_taken"),
    "one_title_each": lambda: Conflict("unit_title_taken"),
    "one_per_uscc": lambda: Conflict("enterprise_taken"),
    "one_open_title": lambda: Conflict("nominated_already"),
    "login": lambda: Conflict("login_taken"),
}


@dataclass(frozen=True, slots=True)
class Wiring:
    """One process of applicant: `runner` for the web (3 s), `worker` for events and jobs (30 s)."""

    frame: Frame
    runner: Runner[UseCases]
    worker: Runner[UseCases]
    errands: Errands


def wire(settings: Settings, clock: Clock | None = None) -> Wiring:
    """Join the parts for one process; a simulation brings its own clock."""
    base = Base.open(settings, clock)
    frame = base.frame

    def build(session: ClientSession | None) -> UseCases:
        return use(base, session)

    runner = frame.runner(build, DUPLICATES, WEB_DEADLINE)
    worker = frame.runner(build, DUPLICATES, WORK_DEADLINE)
    return Wiring(
        frame, runner, worker, Errands.over(frame, (runner, worker), Doors.of(frame, runner, worker, base.codes))
    )


def use(base: Base, session: ClientSession | None) -> UseCases:
    """Return the use cases bound to one transaction."""
    title = enterprises.title(base, session)
    return UseCases(
        account=accounts.account(base, session),
        unit=persons.unit(base, session),
        person=persons.person(base, session),
        message=accounts.message(base, session),
        journey=journeys.journey(base, session),
        enterprise=enterprises.enterprise(base, session),
        dispatch=dispatch.dispatch(base, session),
        title=title,
        ledger=ledgers.ledger(base, title, session),
    )


def warm_up() -> None:
    """Load the dictionaries of names beside the start: the first registration would spend its three seconds on them."""
    Thread(target=initials, args=("张",), daemon=True).start()
