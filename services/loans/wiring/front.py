"""Papers and handing in, bound to one transaction."""

from dataclasses import dataclass

from pymongo.client_session import ClientSession

from services.loans.storage.applications import MongoApplications
from services.loans.storage.archives import MongoArchives
from services.loans.storage.commitments import MongoCommitments
from services.loans.storage.consents import MongoConsents
from services.loans.storage.hand_ins import MongoHandIns
from services.loans.storage.ledger import MongoLedger
from services.loans.storage.papers import MongoPapers
from services.loans.storage.staff_rosters import MongoStaffRosters
from services.loans.usecases.archive import ArchiveUseCases
from services.loans.usecases.archive.ask import AskArchive
from services.loans.usecases.archive.keep import KeepArchive
from services.loans.usecases.archive.read import ReadArchive
from services.loans.usecases.consent import ConsentUseCases
from services.loans.usecases.consent.answer import Answer
from services.loans.usecases.consent.ask import Ask
from services.loans.usecases.desk import DeskUseCases
from services.loans.usecases.loan import LoanUseCases
from services.loans.usecases.paper import PaperUseCases
from services.loans.usecases.paper.add import Add
from services.loans.usecases.paper.find import Find
from services.loans.usecases.paper.remove import Remove
from services.loans.usecases.policy.terms import TermsInForce
from services.loans.usecases.staff import StaffUseCases
from services.loans.usecases.staff.find import Find as StaffFind
from services.loans.usecases.staff.take import Take
from services.loans.usecases.submission import SubmissionUseCases
from services.loans.usecases.submission.check import Check
from services.loans.usecases.submission.keep_try import KeepTry
from services.loans.usecases.submission.known import Known
from services.loans.usecases.submission.ports import RouteOf
from services.loans.usecases.submission.resubmit import Resubmit
from services.loans.usecases.submission.submit import Submit
from services.loans.usecases.submission.together import Together
from shared.frame import Frame, Guards
from shared.jobs.job import Jobs
from shared.storage.due import MongoDue


@dataclass(frozen=True, slots=True)
class Front:
    """What both share with the rest of one transaction."""

    frame: Frame
    session: ClientSession | None
    applications: MongoApplications
    terms: TermsInForce

    @property
    def guards(self) -> Guards:
        """Return the guards of this transaction."""
        return Guards(self.frame.db, self.session)

    @property
    def kept(self) -> MongoPapers:
        """Return the store of papers."""
        return MongoPapers(self.frame.db, self.session, self.frame.vault)

    @property
    def hand_ins(self) -> MongoHandIns:
        """Return the store of hand-ins."""
        return MongoHandIns(self.frame.db, self.session, self.frame.vault)

    @property
    def consents(self) -> MongoConsents:
        """Return the store of what husbands and guarantors said."""
        return MongoConsents(self.frame.db, self.session)

    def consent(self) -> ConsentUseCases:
        """Return what can be done to have them agree by their own phones."""
        clock, kept = self.frame.clock, self.consents
        return ConsentUseCases(
            Ask(self.applications, kept, self.terms, clock), Answer(self.applications, kept, clock), kept
        )

    def papers(self) -> PaperUseCases:
        """Return what can be done with papers."""
        ledger, clock = MongoLedger(self.frame.audit, self.session), self.frame.clock
        find = Find(self.applications, self.kept, self.consents, self.terms, ledger)
        return PaperUseCases(
            add=Add(self.applications, self.kept, find, self.guards, ledger, clock),
            remove=Remove(self.applications, self.kept, self.guards, ledger),
            find=find,
        )

    def staff(self) -> StaffUseCases:
        """Return what can be done with staff rosters."""
        rosters = MongoStaffRosters(self.frame.db, self.session, self.frame.vault)
        ledger = MongoLedger(self.frame.audit, self.session)
        return StaffUseCases(
            Take(self.applications, rosters, self.frame.clock), StaffFind(self.applications, rosters, ledger)
        )

    def archive(self, find: Find, desk: DeskUseCases, loan: LoanUseCases) -> ArchiveUseCases:
        """Return what can be done with archive packages."""
        frame, due = self.frame, MongoDue(Jobs(self.frame.db), self.session)
        ledger, kept = MongoLedger(frame.audit, self.session), MongoArchives(frame.db, self.session, frame.vault)
        return ArchiveUseCases(
            ask=AskArchive(self.applications, kept, due, ledger, frame.clock),
            read=ReadArchive(self.applications, kept, ledger),
            keep=KeepArchive(
                applications=self.applications,
                archives=kept,
                papers=find,
                pictures=desk.pictures,
                loans=loan.find.loans,
                routes=desk.routes,
                due=due,
                clock=frame.clock,
            ),
        )

    def submission(self, find: Find, routes: RouteOf) -> SubmissionUseCases:
        """Return what can be done to hand in; `routes` are the desks'."""
        clock, hand_ins = self.frame.clock, self.hand_ins
        check = Check(find, self.terms, clock)
        together = Together(MongoCommitments(self.frame.db, self.session, clock), self.guards)
        return SubmissionUseCases(
            check=check,
            submit=Submit(self.applications, hand_ins, check, routes, together, self.guards, clock),
            resubmit=Resubmit(self.applications, hand_ins, self.kept, check, together, self.guards, clock),
            keep_try=KeepTry(self.applications, hand_ins, check, clock),
            known=Known(hand_ins),
        )
