"""What can be done with enterprises."""

from dataclasses import dataclass

from services.applicant.usecases.enterprise.amend import Amend
from services.applicant.usecases.enterprise.find import Find
from services.applicant.usecases.enterprise.register import Register
from services.applicant.usecases.enterprise.report import Report


@dataclass(frozen=True, slots=True)
class EnterpriseUseCases:
    """One verb each."""

    register: Register
    amend: Amend
    report: Report
    find: Find
