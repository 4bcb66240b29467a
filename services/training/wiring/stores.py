"""Every store of training, bound to one transaction."""

from dataclasses import dataclass

from pymongo.client_session import ClientSession

from services.training.storage.attendance import MongoSheets
from services.training.storage.certificates import MongoCertificates
from services.training.storage.check_ins import MongoCheckIns
from services.training.storage.claims import MongoClaims, MongoCounted
from services.training.storage.classes import MongoClasses
from services.training.storage.enrolments import MongoEnrolments
from services.training.storage.evaluations import MongoEvaluations
from services.training.storage.exam_lists import MongoExamLists
from services.training.storage.feeds import MongoFeeds
from services.training.storage.followups import MongoFollowUps
from services.training.storage.ledger import MongoLedger
from services.training.storage.officials import MongoOfficials
from services.training.storage.resources import MongoResources
from services.training.storage.roll_prints import MongoRollPrints
from services.training.storage.rosters import MongoRosters
from services.training.storage.sessions import MongoSessions
from services.training.storage.spot_checks import MongoSpotChecks
from services.training.storage.tries import MongoTries
from services.training.storage.weeks import MongoWeeks
from shared.frame import Frame, Guards
from shared.jobs.job import Jobs
from shared.replica import Replica
from shared.storage import replica
from shared.storage.due import MongoDue
from shared.storage.numbering import MongoNumbers


@dataclass(frozen=True, slots=True)
class Stores:
    """Every store, bound to one transaction."""

    classes: MongoClasses
    sessions: MongoSessions
    weeks: MongoWeeks
    feeds: MongoFeeds
    enrolments: MongoEnrolments
    sheets: MongoSheets
    check_ins: MongoCheckIns
    roll_prints: MongoRollPrints
    certificates: MongoCertificates
    claims: MongoClaims
    counted: MongoCounted
    officials: MongoOfficials
    spot_checks: MongoSpotChecks
    evaluations: MongoEvaluations
    exam_lists: MongoExamLists
    followups: MongoFollowUps
    tries: MongoTries
    resources: MongoResources
    rosters: MongoRosters
    numbers: MongoNumbers
    guards: Guards
    ledger: MongoLedger
    due: MongoDue
    replica: Replica

    @classmethod
    def bound(cls, frame: Frame, session: ClientSession | None) -> "Stores":
        """Bind them."""
        db = frame.db
        return cls(
            classes=MongoClasses(db, session, frame.outbox),
            sessions=MongoSessions(db, session),
            weeks=MongoWeeks(db, session),
            feeds=MongoFeeds(db, session),
            enrolments=MongoEnrolments(db, session, frame.outbox, frame.vault),
            sheets=MongoSheets(db, session),
            check_ins=MongoCheckIns(db, session),
            roll_prints=MongoRollPrints(db, session, frame.vault),
            certificates=MongoCertificates(db, session, frame.outbox, frame.vault),
            claims=MongoClaims(db, session),
            counted=MongoCounted(db, session),
            officials=MongoOfficials(db, session),
            spot_checks=MongoSpotChecks(db, session),
            evaluations=MongoEvaluations(db, session),
            exam_lists=MongoExamLists(db, session),
            followups=MongoFollowUps(db, session, frame.outbox),
            tries=MongoTries(db, session),
            resources=MongoResources(db, session),
            rosters=MongoRosters(db, session, frame.vault),
            numbers=MongoNumbers(db, session),
            guards=Guards(db, session),
            ledger=MongoLedger(frame.audit, session),
            due=MongoDue(Jobs(db), session),
            replica=replica.bound(db, frame.vault, session),
        )
