"""What can be done with persons."""

from dataclasses import dataclass

from services.applicant.usecases.person.amend import Amend
from services.applicant.usecases.person.case_label import CaseLabel
from services.applicant.usecases.person.check_rows import CheckRows
from services.applicant.usecases.person.consent import Consenting
from services.applicant.usecases.person.draft import Drafting
from services.applicant.usecases.person.facts import TellFacts
from services.applicant.usecases.person.find import Find
from services.applicant.usecases.person.label import Labels
from services.applicant.usecases.person.ledger_rows import CheckLedgerRows, RegisterLedgerRow
from services.applicant.usecases.person.printed import Printed
from services.applicant.usecases.person.register import Register
from services.applicant.usecases.person.register_row import RegisterRow
from services.applicant.usecases.person.reveal import Reveal


@dataclass(frozen=True, slots=True)
class PersonUseCases:
    """Verbs about persons."""

    register: Register
    register_row: RegisterRow
    check_rows: CheckRows
    find: Find
    labels: Labels
    case_label: CaseLabel
    reveal: Reveal
    printed: Printed
    amend: Amend
    consent: Consenting
    draft: Drafting
    facts: TellFacts
    check_ledger: CheckLedgerRows
    register_ledger: RegisterLedgerRow
