"""What can be done with certificates."""

from dataclasses import dataclass

from services.training.usecases.certificate.compare import Compare
from services.training.usecases.certificate.find import FindCertificate
from services.training.usecases.certificate.hand_out import HandOut
from services.training.usecases.certificate.issue import Issue
from services.training.usecases.certificate.keep import Keep
from services.training.usecases.certificate.reissue import ReissuePaper
from services.training.usecases.certificate.revoke import Revoke


@dataclass(frozen=True, slots=True)
class CertificateUseCases:
    """`keep` = what printing writes, `compare` = a stranger types the whole name."""

    issue: Issue
    keep: Keep
    revoke: Revoke
    reissue: ReissuePaper
    hand_out: HandOut
    compare: Compare
    find: FindCertificate
