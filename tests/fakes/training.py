"""In-memory stores of training; tests/contract/training/test_stores.py holds them against the real ones."""

from dataclasses import dataclass, field

from services.training.usecases import UseCases
from services.training.usecases.attendance import AttendanceUseCases
from services.training.usecases.attendance.check_in import Scan
from services.training.usecases.attendance.find import FindAttendance
from services.training.usecases.attendance.print_roll import PrintRoll
from services.training.usecases.attendance.recount import Recount
from services.training.usecases.attendance.signs import FindSigns
from services.training.usecases.attendance.take import Take
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.certificate import CertificateUseCases
from services.training.usecases.certificate.compare import Compare
from services.training.usecases.certificate.find import FindCertificate
from services.training.usecases.certificate.hand_out import HandOut
from services.training.usecases.certificate.issue import Issue
from services.training.usecases.certificate.keep import Keep
from services.training.usecases.certificate.reissue import ReissuePaper
from services.training.usecases.certificate.revoke import Revoke
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
from services.training.usecases.evaluation import EvaluationUseCases
from services.training.usecases.exam import ExamUseCases
from services.training.usecases.exam.correct import CorrectScores
from services.training.usecases.exam.find import FindExam
from services.training.usecases.exam.lists import KeepExamLists
from services.training.usecases.exam.papers import Papers
from services.training.usecases.exam.score import EnterScores
from services.training.usecases.feed import FeedUseCases
from services.training.usecases.feed.keep import KeepFeeds
from services.training.usecases.feed.read import ReadFeed
from services.training.usecases.followup import FollowUpUseCases
from services.training.usecases.overview import FindOverview
from services.training.usecases.place import PlaceUseCases
from services.training.usecases.place.edit import EditPlace
from services.training.usecases.roster import RosterUseCases
from services.training.usecases.roster.bring import Bring
from services.training.usecases.roster.enter import Enter
from services.training.usecases.roster.find import FindRoster
from services.training.usecases.roster.progress import Progress
from services.training.usecases.rotation import RotationUseCases
from services.training.usecases.spot_check import SpotCheckUseCases
from services.training.usecases.subsidy import SubsidyUseCases
from services.training.usecases.subsidy.claim import ClaimSubsidy, Weigh
from services.training.usecases.subsidy.find import FindClaim
from services.training.usecases.subsidy.step import StepClaim
from services.training.usecases.timetable import TimetableUseCases
from services.training.usecases.timetable.week import FindWeek
from services.training.usecases.training_class import ClassUseCases
from services.training.usecases.training_class.call_off import CallOff
from services.training.usecases.training_class.find import FindClass
from services.training.usecases.training_class.finish import FinishClass
from services.training.usecases.training_class.laying import Lay
from services.training.usecases.training_class.move import MoveSession
from services.training.usecases.training_class.plan import PlanClass
from services.training.usecases.training_class.step import StepClass
from shared.clock import FixedClock
from shared.replica import Replica
from tests.builders.training import NOW, POLICIES, places, units
from tests.fakes.ledger import BeanWorld
from tests.fakes.replica import a_replica
from tests.fakes.training_after import MemoryEvaluations, MemoryExamLists, MemoryFollowUps, MemoryRollPrints
from tests.fakes.training_claims import MemoryClaims, MemoryCounted, MemoryOfficials, MemorySpotChecks
from tests.fakes.training_classes import (
    MemoryClasses,
    MemoryEnrolments,
    MemoryFeeds,
    MemoryResources,
    MemorySessions,
    MemoryWeeks,
)
from tests.fakes.training_noted import MemoryNumbers, MemoryTries, Noted
from tests.fakes.training_papers import MemoryCertificates, MemoryCheckIns, MemoryRosters, MemorySheets


@dataclass
class Memory:
    """All of training in memory, on a clock that stands still."""

    classes: MemoryClasses = field(default_factory=MemoryClasses)
    sessions: MemorySessions = field(default_factory=MemorySessions)
    enrolments: MemoryEnrolments = field(default_factory=MemoryEnrolments)
    feeds: MemoryFeeds = field(default_factory=MemoryFeeds)
    sheets: MemorySheets = field(default_factory=MemorySheets)
    roll_prints: MemoryRollPrints = field(default_factory=MemoryRollPrints)
    check_ins: MemoryCheckIns = field(default_factory=MemoryCheckIns)
    certificates: MemoryCertificates = field(default_factory=MemoryCertificates)
    claims: MemoryClaims = field(default_factory=MemoryClaims)
    counted: MemoryCounted = field(default_factory=MemoryCounted)
    officials: MemoryOfficials = field(default_factory=MemoryOfficials)
    checks: MemorySpotChecks = field(default_factory=MemorySpotChecks)
    followups: MemoryFollowUps = field(default_factory=MemoryFollowUps)
    exam_lists: MemoryExamLists = field(default_factory=MemoryExamLists)
    evaluations: MemoryEvaluations = field(default_factory=MemoryEvaluations)
    tries: MemoryTries = field(default_factory=MemoryTries)
    resources: MemoryResources = field(default_factory=MemoryResources)
    rosters: MemoryRosters = field(default_factory=MemoryRosters)
    numbers: MemoryNumbers = field(default_factory=MemoryNumbers)
    noted: Noted = field(default_factory=Noted)
    replica: Replica = field(default_factory=lambda: a_replica(units()))
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))

    def __post_init__(self) -> None:
        for one in places():
            self.resources.put(one)

    @property
    def weeks(self) -> MemoryWeeks:
        """Return the read side of the timetable."""
        return MemoryWeeks(self.sessions, self.classes)

    @property
    def use(self) -> UseCases:
        """Return the use cases over these stores."""
        catalogue, noted, clock = Catalogue(POLICIES), self.noted, self.clock
        enrolment, weeks = self._enrolment(catalogue), self.weeks
        lay = Lay(self.classes, self.sessions, self.resources, catalogue, self.replica, clock)
        plan = PlanClass(lay, self.classes, self.sessions, self.numbers, noted, noted)
        book = FindAttendance(
            self.classes, self.sessions, self.sheets, self.enrolments, self.check_ins, catalogue, self.replica, clock
        )
        recount = Recount(self.sheets, self.enrolments, book, clock)
        return UseCases(
            training_class=ClassUseCases(
                plan,
                StepClass(self.classes, self.sessions, self.resources, catalogue, self.replica, noted, noted, clock),
                FinishClass(self.classes, self.sessions, self.enrolments, book, noted, noted, noted, clock),
                FindClass(self.classes, self.sessions, self.resources, clock),
                self._move(catalogue),
                CallOff(self.classes, self.sessions, self.enrolments, enrolment.together, noted, clock),
            ),
            enrolment=enrolment,
            attendance=AttendanceUseCases(
                Take(self.classes, self.sessions, self.sheets, self.enrolments, recount, noted, noted, clock),
                book,
                Scan(self.classes, self.sessions, self.enrolments, self.check_ins, catalogue, clock),
                FindSigns(self.classes, self.sessions, self.sheets, self.check_ins, catalogue),
                PrintRoll(self.roll_prints, self.classes, self.sessions, noted, clock),
            ),
            exam=ExamUseCases(
                EnterScores(self.classes, self.enrolments, book, noted, noted, clock),
                CorrectScores(self.classes, self.enrolments, book, noted, noted, clock),
                FindExam(self.classes, self.enrolments),
                Papers(
                    self.classes,
                    self.enrolments,
                    self.sessions,
                    self.sheets,
                    self.certificates,
                    self.claims,
                    self.exam_lists,
                    self.resources,
                    catalogue,
                    self.replica,
                    noted,
                ),
                self._exam_lists(catalogue, book),
            ),
            certificate=self._certificate(catalogue),
            roster=RosterUseCases(
                Bring(self.classes, self.rosters, noted, noted, clock),
                Progress(self.rosters, noted, clock),
                Enter(self.rosters, enrolment.enrol, self.replica),
                FindRoster(self.rosters, noted),
            ),
            subsidy=self._subsidy(catalogue),
            spot_check=self._spot_check(catalogue),
            rotation=self._rotation(catalogue),
            place=PlaceUseCases(
                self.resources,
                self.replica,
                EditPlace(self.resources, weeks, self.classes, self.replica, catalogue, noted, noted, clock),
            ),
            timetable=TimetableUseCases(FindWeek(weeks, self.resources, self.replica, clock)),
            overview=self._overview(catalogue, book),
            followup=self._followup(catalogue),
            evaluation=EvaluationUseCases(
                self.evaluations, self.classes, self.enrolments, catalogue, noted, noted, clock
            ),
            feed=FeedUseCases(
                KeepFeeds(self.feeds, self.resources, self.replica, catalogue, noted, clock),
                ReadFeed(self.feeds, weeks, self.enrolments, self.resources, catalogue, clock),
            ),
            catalogue=catalogue,
            replica=self.replica,
            ledger=BeanWorld().use,
        )

    def _enrolment(self, catalogue: Catalogue) -> EnrolmentUseCases:
        classes, places, noted, clock = self.classes, self.enrolments, self.noted, self.clock
        rules = ClassRules(catalogue, self.replica)
        offers = Offers(classes, places, rules, noted, noted, clock)
        admission = Admission(classes, self.sessions, self.certificates, self.counted, rules, clock)
        enrol = Enrol(classes, places, admission, offers, self.replica, noted, clock)
        return EnrolmentUseCases(
            enrol=enrol,
            admit=Admit(classes, places, noted, clock),
            drop=Drop(classes, places, offers, noted, clock),
            offers=offers,
            answer=Answer(classes, places, clock),
            move=Move(classes, places, enrol, offers, noted, clock),
            together=Together(places, enrol, offers, clock),
            find=FindEnrolment(classes, places, rules, clock),
        )

    def _subsidy(self, catalogue: Catalogue) -> SubsidyUseCases:
        noted, clock, papers = self.noted, self.clock, self.certificates
        weigh = Weigh(self.enrolments, papers, self.followups, self.counted, catalogue, self.replica)
        return SubsidyUseCases(
            ClaimSubsidy(self.classes, self.claims, weigh, noted, noted, clock),
            StepClaim(self.claims, self.classes, papers, weigh, noted, clock),
            FindClaim(self.claims, self.classes, weigh, clock),
        )

    def _spot_check(self, catalogue: Catalogue) -> SpotCheckUseCases:
        return SpotCheckUseCases(self.checks, self.classes, self.enrolments, catalogue, self.noted, self.clock)

    def _rotation(self, catalogue: Catalogue) -> RotationUseCases:
        return RotationUseCases(self.officials, self.classes, self.enrolments, catalogue, self.clock)

    def _followup(self, catalogue: Catalogue) -> FollowUpUseCases:
        noted, papers = self.noted, self.certificates
        return FollowUpUseCases(self.followups, papers, catalogue, self.replica, noted, noted, self.clock)

    def _exam_lists(self, catalogue: Catalogue, book: FindAttendance) -> KeepExamLists:
        noted, clock = self.noted, self.clock
        return KeepExamLists(self.exam_lists, self.classes, self.enrolments, book, catalogue, noted, noted, clock)

    def _overview(self, catalogue: Catalogue, book: FindAttendance) -> FindOverview:
        return FindOverview(
            self.classes,
            self.sessions,
            self.weeks,
            self.resources,
            book,
            self._exam_lists(catalogue, book),
            self._spot_check(catalogue),
            self._subsidy(catalogue).find,
            self._rotation(catalogue),
            catalogue,
            self.replica,
            self.clock,
        )

    def _move(self, catalogue: Catalogue) -> MoveSession:
        places = (self.classes, self.sessions, self.resources, self.enrolments)
        return MoveSession(*places, catalogue, self.replica, self.noted, self.noted, self.noted, self.clock)

    def _certificate(self, catalogue: Catalogue) -> CertificateUseCases:
        noted, clock, papers = self.noted, self.clock, self.certificates
        issue = Issue(
            self.classes,
            self.enrolments,
            papers,
            catalogue,
            self.replica,
            self._followup(catalogue),
            self.numbers,
            noted,
            noted,
            noted,
            clock,
        )
        return CertificateUseCases(
            issue,
            Keep(papers, noted),
            Revoke(papers, self.enrolments, self._followup(catalogue), noted, clock),
            ReissuePaper(papers, noted, noted, clock),
            HandOut(self.classes, papers, noted, clock),
            Compare(papers, self.tries, clock),
            FindCertificate(self.classes, papers, noted),
        )
