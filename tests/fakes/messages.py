"""What was promised to phones, in memory."""

from dataclasses import dataclass, field

from services.applicant.usecases.message.ports import Recipient


@dataclass
class WantedMessages:
    """What was promised to phones."""

    wanted: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def want(self, key: str, to: Recipient, params: dict[str, str]) -> str:
        """Promise a message."""
        self.wanted.append((key, to.phone, dict(params)))
        return f"message-{len(self.wanted)}"
