"""What can be done to hand an application in."""

from dataclasses import dataclass

from services.loans.usecases.submission.check import Check
from services.loans.usecases.submission.keep_try import KeepTry
from services.loans.usecases.submission.known import Known
from services.loans.usecases.submission.resubmit import Resubmit
from services.loans.usecases.submission.submit import Submit


@dataclass(frozen=True, slots=True)
class SubmissionUseCases:
    """One verb each; `check` tells beforehand what handing in would say, `known` what applicant said then."""

    check: Check
    submit: Submit
    resubmit: Resubmit
    keep_try: KeepTry
    known: Known
