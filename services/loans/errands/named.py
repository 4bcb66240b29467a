"""Women by exact name, pinyin initials, phone or ID number, by applicant's blind indexes inside the asker's scope."""

from dataclasses import dataclass

from shared.access import Actor
from shared.errands.peer import Peer
from shared.errors import Problem


@dataclass(frozen=True, slots=True)
class Named:
    """What is typed is sent in the body and kept nowhere here."""

    applicant: Peer

    def __call__(self, typed: str, *, by: Actor) -> tuple[str, ...]:
        """Return the ids of women whom it fits; none when applicant does not answer or nothing usable was typed."""
        try:
            found = self.applicant.post("/persons/matches", {"typed": typed}, by=by)
        except Problem:
            return ()
        return tuple(found["ids"])
