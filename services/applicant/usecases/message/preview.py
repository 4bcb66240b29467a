"""What she would get, shown to an officer before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.applicant.domain.message import parts
from services.applicant.usecases.message.ports import Catalogue


@dataclass(frozen=True, slots=True)
class Preview:
    """The words, how many characters, how many messages they are."""

    catalogue: Catalogue

    def __call__(self, key: str, params: Mapping[str, str]) -> tuple[str, int]:
        """Return text and number of messages; raises NotFound, Refused like the sending itself."""
        text = self.catalogue.text(key).filled(params)
        return text, parts(text)
