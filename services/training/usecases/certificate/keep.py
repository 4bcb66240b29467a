"""What printing writes: papers, and the end of its job."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.training.domain.certificate import Certificate
from services.training.usecases.ports import Certificates, Due


@dataclass(frozen=True, slots=True)
class Keep:
    """A paper that is there is not made again."""

    certificates: Certificates
    due: Due

    def __call__(self, papers: Sequence[tuple[Certificate, bytes]]) -> None:
        """Store papers beside their certificates; what was printed meanwhile stays."""
        for printed, pdf in papers:
            one = self.certificates.get(printed.id)
            if not one.printed:
                one.printed = True
                self.certificates.save(one)
                self.certificates.keep_paper(one, pdf)

    def done(self, job: object) -> None:
        """Finish the job."""
        self.due.done(job)
