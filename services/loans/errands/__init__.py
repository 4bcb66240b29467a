"""What loans asks of the other services before it acts or while it shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.loans.errands import ledgers
from services.loans.errands.ask_consent import AskConsent
from services.loans.errands.begin import Begin
from services.loans.errands.borrower import Borrower
from services.loans.errands.case_label import CaseLabel
from services.loans.errands.colleagues import Colleagues
from services.loans.errands.hand_in import HandIn
from services.loans.errands.make_archive import MakeArchive
from services.loans.errands.named import Named
from services.loans.errands.preview import Preview
from services.loans.errands.staff_rosters import StaffRosters
from services.loans.usecases import UseCases
from shared.errands.labels import Labels
from shared.errands.peer import Peer
from shared.ledger.desk import LedgerErrands
from shared.ledger.women import Women
from shared.paper import printing
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class Errands:
    """One verb each."""

    begin: Begin
    hand_in: HandIn
    labels: Labels
    case_label: CaseLabel
    preview: Preview
    borrower: Borrower
    ask_consent: AskConsent
    colleagues: Colleagues
    named: Named
    staff: StaffRosters
    make_archive: MakeArchive
    ledger: LedgerErrands[UseCases]

    @classmethod
    def over(cls, peers: Mapping[str, Peer], runs: Runs[UseCases], worker: Runs[UseCases]) -> "Errands":
        """Return the errands that ask these peers; jobs have a worker's time."""
        applicant = peers["applicant"]
        labels = Labels(applicant)
        return cls(
            begin=Begin(applicant, runs),
            hand_in=HandIn(applicant, peers["training"], runs),
            labels=labels,
            borrower=Borrower(applicant, labels),
            case_label=CaseLabel(applicant),
            preview=Preview(applicant),
            ask_consent=AskConsent(applicant, runs),
            colleagues=Colleagues(applicant),
            named=Named(applicant),
            staff=StaffRosters(runs),
            make_archive=MakeArchive(printing.pdfs, worker),
            ledger=ledgers.errands(Women(applicant), runs, worker),
        )
