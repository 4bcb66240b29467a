"""Certificates for all who passed: who they are is asked of applicant, with a purpose, before anything is written."""

from dataclasses import dataclass
from typing import Any

from services.training.domain.certificate import Identity
from services.training.domain.enrolment import State
from services.training.usecases import UseCases
from shared.access import Actor
from shared.errands.peer import Peer
from shared.running import Done, Once, Runs

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class IssueCertificates:
    """`runs` gives the transaction the time of a worker: fifty certificates are five hundred writes."""

    applicant: Peer
    runs: Runs[UseCases]

    def __call__(self, class_id: str, once: Once, *, by: Actor) -> Done:
        """Return the class's id; raises Unavailable when applicant does not answer, and what the use case raises."""
        women = self.runs.ask(lambda use: use.exam.find.women(class_id, by=by))
        passed = [place.person_id for place in women if place.state is State.PASSED]
        known = self._identities(passed, by) if passed else {}  # asked again: the command answers with what it did
        return self.runs.once(once, lambda use: _issued(use, class_id, known, by), hot=f"class:{class_id}")

    def _identities(self, person_ids: list[str], by: Actor) -> dict[str, Identity]:
        asked = {"ids": person_ids, "purpose": "certificate"}
        answer: dict[str, Any] = self.applicant.post("/persons/printed", asked, by=by, seconds=PATIENCE)
        return {one: Identity(**said) for one, said in answer["persons"].items()}


def _issued(use: UseCases, class_id: str, known: dict[str, Identity], by: Actor) -> str:
    use.certificate.issue(class_id, known, by=by)
    return class_id
