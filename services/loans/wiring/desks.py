"""The desks, bound to one transaction."""

from dataclasses import dataclass

from pymongo.client_session import ClientSession

from services.loans.storage.applications import MongoApplications
from services.loans.storage.commitments import MongoCommitments
from services.loans.storage.consents import MongoConsents
from services.loans.storage.desk_queue import MongoDesks
from services.loans.storage.histories import MongoHistories
from services.loans.storage.ledger import MongoLedger
from services.loans.storage.notes import MongoNotes
from services.loans.storage.visit_photos import MongoPictures
from services.loans.usecases.desk import DeskUseCases
from services.loans.usecases.desk.bounds import DeskBounds
from services.loans.usecases.desk.claim import Claim
from services.loans.usecases.desk.decide import Decide
from services.loans.usecases.desk.figures import Figures
from services.loans.usecases.desk.lapse import Lapse
from services.loans.usecases.desk.notes import Notes
from services.loans.usecases.desk.panel import Ballot
from services.loans.usecases.desk.ports import Rates
from services.loans.usecases.desk.promises import Promises
from services.loans.usecases.desk.queues import Queue
from services.loans.usecases.desk.routes import Routes
from services.loans.usecases.desk.second import Second
from services.loans.usecases.desk.send_back import SendBack
from services.loans.usecases.desk.standing import Standing
from services.loans.usecases.desk.team import Team
from services.loans.usecases.fund import FundUseCases
from services.loans.usecases.policy.terms import TermsInForce
from shared.frame import Frame, Guards
from shared.jobs.job import Jobs
from shared.policy import Policy
from shared.replica import Replica
from shared.storage.due import MongoDue


@dataclass(frozen=True, slots=True)
class Desks:
    """What the desks share with the rest of one transaction."""

    frame: Frame
    policy: Policy
    known: Replica
    session: ClientSession | None
    applications: MongoApplications
    fund: FundUseCases
    rates: Rates

    def use(self) -> DeskUseCases:
        """Return what can be done at the desks."""
        frame, clock = self.frame, self.frame.clock
        desks = MongoDesks(frame.db, self.session)
        due = MongoDue(Jobs(frame.db), self.session)
        ledger = MongoLedger(frame.audit, self.session)
        pictures = MongoPictures(frame.db, self.session, frame.vault)
        routes, promises = Routes(self.policy, self.known, clock), Promises(due)
        claim = Claim(self.applications, desks, desks, ledger)
        bounds = DeskBounds(self.policy, self.known, self.rates, MongoConsents(frame.db, self.session), clock)
        standing = self._standing()
        reserve, release = self.fund.reserve, self.fund.release
        return DeskUseCases(
            routes=routes,
            bounds=bounds,
            queue=Queue(self.applications, desks, desks, claim),
            claim=claim,
            decide=Decide(
                applications=self.applications,
                claims=desks,
                routes=routes,
                bounds=bounds,
                standing=standing,
                reserve=reserve,
                release=release,
                promises=promises,
                ballot=Ballot(self.applications, routes, release, promises, ledger, clock),
                pictures=pictures,
                ledger=ledger,
                clock=clock,
            ),
            second=Second(self.applications, desks, standing, reserve, release, promises, ledger, clock),
            send_back=SendBack(self.applications, desks, routes, promises, ledger, clock),
            lapse=Lapse(self.applications, release, due, clock),
            notes=Notes(self.applications, MongoNotes(frame.db, self.session, frame.vault), ledger, clock),
            team=Team(self.applications, desks, ledger),
            figures=Figures(MongoHistories(frame.db, self.session), self.known, clock),
            pictures=pictures,
            clock=clock,
        )

    def _standing(self) -> Standing:
        db, clock = self.frame.db, self.frame.clock
        terms = TermsInForce(self.policy, self.known, clock)
        return Standing(MongoCommitments(db, self.session, clock), terms, Guards(db, self.session))
