"""Open files of a village that was merged go on in the one that took it over; what happened stays where it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.loans.domain.merged import follow
from services.loans.usecases.ports import Applications


@dataclass(frozen=True, slots=True)
class Follow:
    """Runs when applicant tells that a village was merged (domain.md §8, 5)."""

    applications: Applications

    def __call__(self, unit_id: str, path: Sequence[str]) -> int:
        """Let every open application of a unit lie in the unit at `path`, root first; return how many there were."""
        found = self.applications.open_in(unit_id)
        for one in found:
            follow(one, unit_id, tuple(path))
            self.applications.save(one)
        return len(found)
