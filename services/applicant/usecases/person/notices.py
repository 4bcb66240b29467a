"""The notices in force, from the dated file policy/consents.toml."""

from dataclasses import dataclass
from datetime import date

from services.applicant.domain.consent import Notice
from shared.policy import NATION, Policy

PREFIX = "consent."
LATER = "agreement."  # asked when it comes to that, not when she registers


@dataclass(frozen=True, slots=True)
class NoticesInForce:
    """One notice for each purpose, those that must be ticked first."""

    policy: Policy

    def on(self, day: date) -> list[Notice]:
        """Return the notices of a day that stand on the form of registration."""
        return sorted(self._under(PREFIX, day), key=lambda notice: not notice.must)

    def later(self, day: date) -> list[Notice]:
        """Return the notices of a day that are asked when it comes to that."""
        return self._under(LATER, day)

    def _under(self, prefix: str, day: date) -> list[Notice]:
        return [
            Notice(
                purpose=one.topic.removeprefix(prefix),
                version=one.id,
                title=one.values["title"],
                text=one.values["text"],
                kinds=tuple(one.values["kinds"]),
                must=one.values["must"],
            )
            for one in self.policy.all_on(day, NATION, prefix)
        ]
