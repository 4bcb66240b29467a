"""The notices in force, from the dated file policy/consents.toml."""

from dataclasses import dataclass
from datetime import date

from services.applicant.domain.consent import Notice
from shared.policy import NATION, Policy

PREFIX = "consent."


@dataclass(frozen=True, slots=True)
class NoticesInForce:
    """One notice for each purpose, those that must be ticked first."""

    policy: Policy

    def on(self, day: date) -> list[Notice]:
        """Return the notices of a day."""
        found = self.policy.all_on(day, NATION, PREFIX)
        notices = [
            Notice(
                purpose=one.topic.removeprefix(PREFIX),
                version=one.id,
                title=one.values["title"],
                text=one.values["text"],
                kinds=tuple(one.values["kinds"]),
                must=one.values["must"],
            )
            for one in found
        ]
        return sorted(notices, key=lambda notice: not notice.must)
