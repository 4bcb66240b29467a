"""What training asks of the other services, and the workbooks it reads and makes."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.training.errands import certificate_ledger
from services.training.errands.accounts import Accounts
from services.training.errands.apply import Apply
from services.training.errands.ask_her import AskHer
from services.training.errands.begin_class import BeginClass
from services.training.errands.bring_roster import BringRoster
from services.training.errands.call_off import CallOffClass
from services.training.errands.certificate_paper import CertificatePaper
from services.training.errands.certified_sheet import CertifiedSheets
from services.training.errands.check_page import CheckPage
from services.training.errands.class_forms import ClassForms
from services.training.errands.class_sheets import BringSheets
from services.training.errands.demonstration import Demonstration
from services.training.errands.followup_sheet import FollowUpSheets
from services.training.errands.hand_back import HandBack
from services.training.errands.import_roster import ForgetRoster, ImportRoster
from services.training.errands.issue_certificates import IssueCertificates
from services.training.errands.lapse_offer import LapseOffer
from services.training.errands.make_exam_list import MakeExamList
from services.training.errands.paid_sheet import PaidSheets
from services.training.errands.print_certificates import PrintCertificates
from services.training.errands.roll_code import RollCode
from services.training.errands.roll_paper import RollPaper
from services.training.errands.walk_class import WalkClass
from services.training.usecases import UseCases
from shared.errands.labels import Labels
from shared.errands.peer import Peer
from shared.ledger.desk import LedgerErrands
from shared.ledger.women import Women
from shared.paper import printing
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class Errands:
    """One verb each."""

    labels: Labels
    accounts: Accounts
    apply: Apply
    bring_roster: BringRoster
    import_roster: ImportRoster
    forget_roster: ForgetRoster
    hand_back: HandBack
    class_forms: ClassForms
    bring_sheets: BringSheets
    certified_sheets: CertifiedSheets
    paid_sheets: PaidSheets
    followup_sheets: FollowUpSheets
    begin_class: BeginClass
    lapse_offer: LapseOffer
    make_exam_list: MakeExamList
    ask_her: AskHer
    roll_code: RollCode
    roll_paper: RollPaper
    issue_certificates: IssueCertificates
    print_certificates: PrintCertificates
    check_page: CheckPage
    walk_class: WalkClass
    call_off: CallOffClass
    demonstration: Demonstration
    ledger: LedgerErrands[UseCases]

    @classmethod
    def over(
        cls, peers: Mapping[str, Peer], web: Runs[UseCases], worker: Runs[UseCases], paper: CertificatePaper
    ) -> "Errands":
        """Return the errands that ask these peers; jobs have a worker's time."""
        applicant = peers["applicant"]
        labels = Labels(applicant)
        walk = WalkClass(Accounts(applicant), worker)
        return cls(
            labels=labels,
            accounts=Accounts(applicant),
            apply=Apply(applicant, web),
            bring_roster=BringRoster(web),
            import_roster=ImportRoster(applicant, worker),
            forget_roster=ForgetRoster(worker),
            hand_back=HandBack(web),
            class_forms=ClassForms(labels, web),
            bring_sheets=BringSheets(labels, web),
            certified_sheets=CertifiedSheets(web),
            paid_sheets=PaidSheets(web),
            followup_sheets=FollowUpSheets(labels, web),
            begin_class=BeginClass(worker),
            lapse_offer=LapseOffer(worker),
            make_exam_list=MakeExamList(worker),
            ask_her=AskHer(worker),
            roll_code=RollCode(paper.seal, paper.public_url, web),
            roll_paper=RollPaper(printing.pdfs, worker),
            issue_certificates=IssueCertificates(applicant, worker),
            print_certificates=PrintCertificates(paper, printing.pdfs, worker),
            check_page=CheckPage(paper.seal, paper.public_url),
            walk_class=walk,
            call_off=CallOffClass(worker),
            demonstration=Demonstration(walk, worker),
            ledger=certificate_ledger.errands(Women(applicant), web, worker),
        )
