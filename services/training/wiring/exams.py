"""Attendance, exams and certificates, bound to one transaction."""

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
from services.training.usecases.exam import ExamUseCases
from services.training.usecases.exam.correct import CorrectScores
from services.training.usecases.exam.find import FindExam
from services.training.usecases.exam.lists import KeepExamLists
from services.training.usecases.exam.papers import Papers
from services.training.usecases.exam.score import EnterScores
from services.training.wiring import afterwards
from services.training.wiring.stores import Stores
from shared.frame import Frame


def find_attendance(stores: Stores, catalogue: Catalogue, frame: Frame) -> FindAttendance:
    return FindAttendance(
        stores.classes,
        stores.sessions,
        stores.sheets,
        stores.enrolments,
        stores.check_ins,
        catalogue,
        stores.replica,
        frame.clock,
    )


def attendance(stores: Stores, catalogue: Catalogue, frame: Frame) -> AttendanceUseCases:
    found = find_attendance(stores, catalogue, frame)
    return AttendanceUseCases(
        take=Take(
            stores.classes,
            stores.sessions,
            stores.sheets,
            stores.enrolments,
            Recount(stores.sheets, stores.enrolments, found, frame.clock),
            stores.guards,
            stores.ledger,
            frame.clock,
        ),
        find=found,
        scan=Scan(stores.classes, stores.sessions, stores.enrolments, stores.check_ins, catalogue, frame.clock),
        signs=FindSigns(stores.classes, stores.sessions, stores.sheets, stores.check_ins, catalogue),
        print_roll=PrintRoll(stores.roll_prints, stores.classes, stores.sessions, stores.due, frame.clock),
    )


def exam(stores: Stores, catalogue: Catalogue, frame: Frame) -> ExamUseCases:
    found = find_attendance(stores, catalogue, frame)
    parts = (stores.classes, stores.enrolments, found, stores.guards, stores.ledger, frame.clock)
    return ExamUseCases(
        score=EnterScores(*parts),
        correct=CorrectScores(*parts),
        find=FindExam(stores.classes, stores.enrolments),
        papers=Papers(
            stores.classes,
            stores.enrolments,
            stores.sessions,
            stores.sheets,
            stores.certificates,
            stores.claims,
            stores.exam_lists,
            stores.resources,
            catalogue,
            stores.replica,
            stores.ledger,
        ),
        lists=exam_lists(stores, catalogue, frame),
    )


def exam_lists(stores: Stores, catalogue: Catalogue, frame: Frame) -> KeepExamLists:
    return KeepExamLists(
        stores.exam_lists,
        stores.classes,
        stores.enrolments,
        find_attendance(stores, catalogue, frame),
        catalogue,
        stores.due,
        stores.ledger,
        frame.clock,
    )


def certificate(stores: Stores, catalogue: Catalogue, frame: Frame) -> CertificateUseCases:
    certificates, ledger, clock = stores.certificates, stores.ledger, frame.clock
    followup = afterwards.followup(stores, catalogue, frame)
    return CertificateUseCases(
        issue=Issue(
            stores.classes,
            stores.enrolments,
            certificates,
            catalogue,
            stores.replica,
            followup,
            stores.numbers,
            stores.guards,
            stores.due,
            ledger,
            clock,
        ),
        keep=Keep(certificates, stores.due),
        revoke=Revoke(certificates, stores.enrolments, followup, ledger, clock),
        reissue=ReissuePaper(certificates, stores.due, ledger, clock),
        hand_out=HandOut(stores.classes, certificates, ledger, clock),
        compare=Compare(certificates, stores.tries, clock),
        find=FindCertificate(stores.classes, certificates, ledger),
    )
