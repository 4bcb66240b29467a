"""The only place where loans' real things are built and joined."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pymongo.client_session import ClientSession

from services.loans.errands import Errands
from services.loans.storage.applications import MongoApplications
from services.loans.storage.counters import MongoNumbers
from services.loans.storage.ledger import MongoLedger
from services.loans.usecases import UseCases
from services.loans.usecases.application import ApplicationUseCases
from services.loans.usecases.application.appeal import Appeal
from services.loans.usecases.application.fill import Fill
from services.loans.usecases.application.find import Find
from services.loans.usecases.application.follow import Follow
from services.loans.usecases.application.start import Start
from services.loans.usecases.application.withdraw import Withdraw
from services.loans.usecases.policy import PolicyUseCases
from services.loans.usecases.policy.simulate import FiledBetween
from services.loans.usecases.policy.terms import TermsInForce
from services.loans.wiring import desks, front, ledgers, money
from shared.clock import Clock
from shared.errors import Conflict, Problem
from shared.frame import Frame, Guards
from shared.policy import Policy
from shared.settings import Settings
from shared.storage import replica
from shared.storage.mongo import WEB_DEADLINE, WORK_DEADLINE
from shared.storage.runner import Runner

POLICY = Path(__file__).parents[1] / "policy"
DUPLICATES: Mapping[str, Callable[[], Problem]] = {
    "one_open_each": lambda: Conflict("application_open", number=""),
    **money.DUPLICATES,
}


@dataclass(frozen=True, slots=True)
class Wiring:
    """One process of loans: `runner` for the web (3 s), `worker` for events and jobs (30 s)."""

    frame: Frame
    runner: Runner[UseCases]
    worker: Runner[UseCases]
    errands: Errands


def wire(settings: Settings, clock: Clock | None = None) -> Wiring:
    """Join the parts for one process; a simulation brings its own clock."""
    frame = Frame.open(settings, clock)
    policy = Policy.load(POLICY)

    def build(session: ClientSession | None) -> UseCases:
        return use(frame, policy, session)

    runner = frame.runner(build, DUPLICATES, WEB_DEADLINE)
    worker = frame.runner(build, DUPLICATES, WORK_DEADLINE)
    return Wiring(frame, runner, worker, Errands.over(frame.peers, runner, worker))


def use(frame: Frame, policy: Policy, session: ClientSession | None) -> UseCases:
    """Return the use cases bound to one transaction."""
    known = replica.bound(frame.db, frame.vault, session)
    applications = MongoApplications(frame.db, session, frame.vault, frame.outbox)
    terms = TermsInForce(policy, known, frame.clock)
    ledger = MongoLedger(frame.audit, session)
    numbers, guards = MongoNumbers(frame.db, session), Guards(frame.db, session)
    funds = money.Money.bound(frame, policy, known, session)
    fund, loan = funds.fund(), funds.loan(applications)
    desk = desks.Desks(frame, policy, known, session, applications, fund, loan.bounds).use()
    ours = front.Front(frame, session, applications, terms)
    paper = ours.papers()
    return UseCases(
        application=ApplicationUseCases(
            start=Start(applications, known, numbers, guards, ledger, frame.clock),
            fill=Fill(applications, terms, ours.consents, ledger),
            withdraw=Withdraw(applications, fund.release, frame.clock),
            appeal=Appeal(applications, guards, frame.clock),
            find=Find(applications, known),
            follow=Follow(applications),
        ),
        archive=ours.archive(paper.find, desk, loan),
        paper=paper,
        consent=ours.consent(),
        staff=ours.staff(),
        submission=ours.submission(paper.find, desk.routes),
        policy=PolicyUseCases(terms, FiledBetween(applications, ours.hand_ins, terms, fund.head_room)),
        desk=desk,
        fund=fund,
        loan=loan,
        subsidy=funds.subsidy(),
        replica=known,
        ledger=ledgers.ledger(frame, funds, known, (fund, loan), session),
    )
