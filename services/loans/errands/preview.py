"""The message she would get, word for word, before a case is sent back to her."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.access import Actor
from shared.errands.peer import Peer
from shared.errors import Problem


@dataclass(frozen=True, slots=True)
class Preview:
    """applicant owns the words."""

    applicant: Peer

    def __call__(self, key: str, params: Mapping[str, str], *, by: Actor) -> dict[str, Any] | None:
        """Return {text, characters, parts}, None when applicant does not answer."""
        try:
            asked = {"key": key, "params": dict(params)}
            found: dict[str, Any] = self.applicant.post("/messages/preview", asked, by=by, seconds=1.0)
        except Problem:
            return None
        return found
