"""A registration half filled in is kept sealed on the server, for a day, under the proof of her phone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class Drafts(Protocol):
    """Half-filled forms by the id of the challenge or officer's session that fills them."""

    def get(self, holder: str) -> dict[str, str]:
        """Return what was typed so far, empty when nothing was or a day has passed."""

    def put(self, holder: str, values: Mapping[str, str]) -> None:
        """Keep what is typed so far."""

    def drop(self, holder: str) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """Keeps and gives back."""

    drafts: Drafts

    def read(self, holder: str) -> dict[str, str]:
        """Return what was typed so far."""
        return self.drafts.get(holder)

    def keep(self, holder: str, values: Mapping[str, str]) -> str:
        """Add to what was typed so far; returns the holder."""
        self.drafts.put(holder, {**self.drafts.get(holder), **values})
        return holder

    def drop(self, holder: str) -> None:
        """Forget it."""
        self.drafts.drop(holder)
